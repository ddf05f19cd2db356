//! Tables of medians and ratios: for the console and, in Markdown, for paper.

use crate::record::{Database, Figure, Goal, Series, Unit, grouped};

const HEAD: [&str; 9] = ["id", "what", "database", "median", "min … max", "goal", "limit", "ratio (min … max)", ""];

/// As aligned text.
pub fn console(figures: &[Figure]) -> String {
    let mut rows: Vec<[String; 9]> = vec![HEAD.map(str::to_owned)];
    rows.extend(figures.iter().map(row));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 9]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// In Markdown, notes included.
pub fn markdown(figures: &[Figure]) -> String {
    let line = |cells: [String; 9]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(HEAD.map(str::to_owned)) + "| --- | --- | --- | ---: | ---: | --- | --- | --- | --- |\n";
    text.extend(figures.iter().map(|figure| line(row(figure).map(|cell| cell.replace('|', "\\|")))));
    let notes = figures.iter().filter_map(|figure| Some((figure, figure.note.as_ref()?)));
    let notes = notes.map(|(figure, note)| format!("- {}, {}: {note}\n", figure.id, figure.measured.name));
    let notes: String = notes.collect();
    if notes.is_empty() { text } else { format!("{text}\n{notes}") }
}

fn row(figure: &Figure) -> [String; 9] {
    let ratio = figure.ratio();
    let limit = figure.limit.as_ref();
    let goals = [
        figure.goal.map(|goal| self::goal(goal, figure.measured.unit)),
        limit.and_then(|limit| limit.goal).map(|it| goal(it, Unit::Ratio)),
    ];
    let limit =
        limit.map(|limit| format!("{}: {}", limit.series.name, value(limit.series.median(), limit.series.unit)));
    let spread =
        |ratio: &Series| Some(range(ratio)).filter(|range| !range.is_empty()).map(|range| format!(" ({range})"));
    let ratio = ratio.map(|ratio| value(ratio.median(), Unit::Ratio) + &spread(&ratio).unwrap_or_default());
    [
        figure.id.to_owned(),
        format!("{}: {}", figure.title, figure.measured.name),
        database(figure.database).to_owned(),
        value(figure.measured.median(), figure.measured.unit),
        range(&figure.measured),
        goals.into_iter().flatten().collect::<Vec<_>>().join(", "),
        limit.unwrap_or_default(),
        ratio.unwrap_or_default(),
        verdict(figure).to_owned(),
    ]
}

/// What the table calls a database.
pub fn database(database: Database) -> &'static str {
    match database {
        Database::PostgreSQL => "PostgreSQL",
        Database::SQLite => "SQLite",
        Database::None => "",
    }
}

fn verdict(figure: &Figure) -> &'static str {
    match figure.is_met() {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "",
    }
}

fn range(series: &Series) -> String {
    if series.samples.len() < 2 {
        return String::new();
    }
    format!("{} … {}", number(series.min(), series.unit), number(series.max(), series.unit))
}

/// A goal in words.
pub fn goal(goal: Goal, unit: Unit) -> String {
    match goal {
        Goal::AtLeast(least) => format!("≥ {}", value(least, unit)),
        Goal::AtMost(most) => format!("≤ {}", value(most, unit)),
    }
}

/// A value with its unit.
pub fn value(value: f64, unit: Unit) -> String {
    let number = number(value, unit);
    match unit {
        Unit::PerSecond => format!("{number}/s"),
        Unit::Milliseconds => format!("{number} ms"),
        Unit::Seconds => format!("{number} s"),
        Unit::Kilobytes => format!("{number} KB"),
        Unit::Megabytes => format!("{number} MB"),
        Unit::Ratio => format!("× {number}"),
        Unit::Count => number,
    }
}

fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::PerSecond | Unit::Count if value.is_finite() && value >= 0.0 => grouped(value.round() as usize),
        Unit::PerSecond | Unit::Count => format!("{value:.0}"),
        Unit::Milliseconds | Unit::Seconds | Unit::Kilobytes | Unit::Megabytes => format!("{value:.2}"),
        Unit::Ratio => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_their_units() {
        assert_eq!(value(1_234_567.8, Unit::PerSecond), "1,234,568/s");
        assert_eq!(value(999.0, Unit::Count), "999");
        assert_eq!(value(0.2499, Unit::Ratio), "× 0.250");
        assert_eq!(goal(Goal::AtMost(10.0), Unit::Milliseconds), "≤ 10.00 ms");
    }

    #[test]
    fn a_missed_goal_is_said_though_it_looks_met() {
        let series = Series { name: "a".into(), unit: Unit::Ratio, samples: vec![0.2499] };
        let figure = Figure::new("a", "a", Database::None, series).goal(Goal::AtLeast(0.25));
        assert!(markdown(&[figure]).contains("MISSED"));
    }
}
