//! What is measured.

use serde::Serialize;

/// In what a quantity is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    PerSecond,
    Milliseconds,
    Seconds,
    Kilobytes,
    Megabytes,
    Ratio,
    Count,
}

/// What a median must be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    /// Whether a value, as it was measured, is as it must be.
    pub fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }
}

/// A number as people read it: 12,346.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// On which database something was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Database {
    PostgreSQL,
    SQLite,
    /// It has nothing to do with one.
    None,
}

/// One quantity: a sample for each repeat.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    pub name: String,
    pub unit: Unit,
    pub samples: Vec<f64>,
}

impl Series {
    /// An empty one.
    pub fn new(name: impl Into<String>, unit: Unit) -> Self {
        Self { name: name.into(), unit, samples: Vec::new() }
    }

    /// Adds the sample of a repeat.
    pub fn push(&mut self, sample: f64) {
        self.samples.push(sample);
    }

    /// The middle one, or the mean of the two in the middle. NaN, which meets no goal, when there is no sample.
    pub fn median(&self) -> f64 {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
        match (sorted.get(low), sorted.get(high)) {
            (Some(low), Some(high)) => f64::midpoint(*low, *high),
            _ => f64::NAN,
        }
    }

    /// The smallest.
    pub fn min(&self) -> f64 {
        self.samples.iter().copied().fold(f64::NAN, f64::min)
    }

    /// The greatest.
    pub fn max(&self) -> f64 {
        self.samples.iter().copied().fold(f64::NAN, f64::max)
    }
}

/// A figure: what was measured, beside what it is held against in the same run, in turn.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    pub id: &'static str,
    pub title: String,
    pub database: Database,
    pub measured: Series,
    pub goal: Option<Goal>,
    pub limit: Option<Limit>,
    pub note: Option<String>,
}

/// What a figure is held against.
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    pub series: Series,
    /// Of the ratio measured / limit.
    pub goal: Option<Goal>,
}

impl Figure {
    /// A quantity by itself.
    pub fn new(id: &'static str, title: impl Into<String>, database: Database, measured: Series) -> Self {
        Self { id, title: title.into(), database, measured, goal: None, limit: None, note: None }
    }

    /// With what its median must be.
    pub fn goal(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    /// Held against `series`, and what the median of the ratios must be.
    pub fn against(self, series: Series, goal: impl Into<Option<Goal>>) -> Self {
        Self { limit: Some(Limit { series, goal: goal.into() }), ..self }
    }

    /// With something that its reader should know.
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// Measured / limit, repeat by repeat; None where there is no limit.
    pub fn ratio(&self) -> Option<Series> {
        let limit = self.limit.as_ref()?;
        let pairs = self.measured.samples.iter().zip(&limit.series.samples);
        let samples = pairs.map(|(measured, limit)| measured / limit).collect();
        Some(Series { name: format!("/ {}", limit.series.name), unit: Unit::Ratio, samples })
    }

    /// Whether all its goals are met; None when it has none.
    pub fn is_met(&self) -> Option<bool> {
        let of_value = self.goal.map(|goal| goal.is_met_by(self.measured.median()));
        let of_ratio = self.limit.as_ref().and_then(|limit| limit.goal).zip(self.ratio());
        let of_ratio = of_ratio.map(|(goal, ratio)| goal.is_met_by(ratio.median()));
        match (of_value, of_ratio) {
            (Some(value), Some(ratio)) => Some(value && ratio),
            (value, ratio) => value.or(ratio),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(samples: &[f64]) -> Series {
        Series { name: "a".into(), unit: Unit::Count, samples: samples.to_vec() }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((series(&[9.0, 1.0, 2.0]).median() - 2.0).abs() < f64::EPSILON);
        assert!((series(&[4.0, 1.0, 2.0, 9.0]).median() - 3.0).abs() < f64::EPSILON);
        assert!(series(&[]).median().is_nan());
    }

    #[test]
    fn ratios_are_taken_repeat_by_repeat() {
        let figure = Figure::new("a", "a", Database::None, series(&[1.0, 8.0, 9.0]));
        let figure = figure.against(series(&[2.0, 2.0, 3.0]), Goal::AtLeast(3.0));
        assert_eq!(figure.ratio().map(|ratio| ratio.samples), Some(vec![0.5, 4.0, 3.0]));
        assert_eq!(figure.is_met(), Some(true));
        assert_eq!(figure.goal(Goal::AtMost(7.0)).is_met(), Some(false), "one goal that is missed is enough");
    }

    #[test]
    fn nothing_measured_meets_nothing() {
        let figure = Figure::new("a", "a", Database::None, series(&[]));
        assert_eq!(figure.clone().goal(Goal::AtMost(0.0)).is_met(), Some(false));
        assert_eq!(figure.is_met(), None);
    }
}
