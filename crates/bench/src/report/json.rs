//! Figures for tools: with what the table shows beside the samples.

use serde::{Serialize, Serializer};

use crate::record::{Figure, Series};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    #[serde(flatten)]
    figure: &'a Figure,
    median: f64,
    ratio: Option<Series>,
    ratio_median: Option<f64>,
    /// Null when there is no goal.
    met: Option<bool>,
}

/// Writes figures with their medians and whether they meet their goals.
pub fn figures<S: Serializer>(figures: &[Figure], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(figures.iter().map(|figure| {
        let ratio = figure.ratio();
        let ratio_median = ratio.as_ref().map(Series::median);
        Told { figure, median: figure.measured.median(), ratio, ratio_median, met: figure.is_met() }
    }))
}
