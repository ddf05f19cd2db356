//! What 5,000 sockets cost that nobody uses.

use std::time::Duration;

use anyhow::ensure;

use super::{start::resident, week};
use crate::{
    load::sockets::{Crowd, handshake},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{self, Setting, Stage},
};

const SOCKETS: usize = 5_000;
/// Open and gone before, so that what the first ones cost once and for all is not counted.
const BEFORE: usize = 100;
const QUIET: Duration = Duration::from_secs(2);

/// A window in which nothing is.
const FROM: &str = "2001-01-01T00:00:00Z";
const TO: &str = "2001-01-08T00:00:00Z";

/// On PostgreSQL; what a socket costs does not depend on the database.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let stage = Stage::open(plan, Setting::on(Database::PostgreSQL)).await?;
    let mut each = Series::new("resident memory for each", Unit::Kilobytes);
    let mut before = Series::new("resident memory before", Unit::Megabytes);
    for _ in 0..plan.repeats() {
        let (empty, full) = grow(&stage).await?;
        before.push(empty / 1e6);
        each.push((full - empty) / 1e3 / SOCKETS as f64);
    }
    let figure = |measured| Figure::new("sockets", "5,000 idle sockets", Database::PostgreSQL, measured);
    let note = "Growth of VmRSS, two seconds after the last snapshot (of an empty window); a new process each time.";
    Ok(vec![figure(each).goal(Goal::AtMost(20.0)).note(note), figure(before)])
}

/// Resident memory before and after, in bytes, of a node of its own: memory once used stays with a process.
async fn grow(stage: &Stage) -> anyhow::Result<(f64, f64)> {
    let node = stage.node()?;
    let address = stage::address(&node)?;
    let handshakes: Vec<_> = stage.users.iter().map(|user| handshake(&user.token, FROM, TO)).collect();
    drop(Crowd::open(address, &handshakes, BEFORE).await?);
    week::until_empty(address).await?;
    let empty = resident(node.pid())?;
    let (crowd, _) = Crowd::open(address, &handshakes, SOCKETS).await?;
    tokio::time::sleep(QUIET).await;
    let full = resident(node.pid())?;
    ensure!(crowd.tally().lost().is_empty(), "sockets ended: {:?}", crowd.tally().lost());
    Ok((empty, full))
}
