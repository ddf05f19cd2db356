//! One file a figure, or a few that are measured together.

mod cycle;
mod fan_out;
mod flood;
mod list;
mod nodes;
mod opening;
mod race;
mod read;
mod sizes;
mod sockets;
mod start;
mod storm;
mod week;

use anyhow::bail;

use crate::{plan::Plan, record::Figure};

/// What there is, in the order of the report.
pub const IDS: [&str; 12] =
    ["read", "cycle", "race", "list", "sizes", "start", "storm", "fan_out", "flood", "opening", "sockets", "nodes"];

/// Measures one of [`IDS`].
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(id: &'static str, plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    match id {
        "read" => read::measure(plan).await,
        "cycle" => cycle::measure(plan).await,
        "race" => race::measure(plan).await,
        "list" => list::measure(plan).await,
        "sizes" => sizes::measure(plan).await,
        "start" => start::measure(plan).await,
        "storm" => storm::measure(plan).await,
        "fan_out" => fan_out::measure(plan).await,
        "flood" => flood::measure(plan).await,
        "opening" => opening::measure(plan).await,
        "sockets" => sockets::measure(plan).await,
        "nodes" => nodes::measure(plan).await,
        _ => bail!("there is no figure {id:?}"),
    }
}
