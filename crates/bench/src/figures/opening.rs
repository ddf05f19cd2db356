//! 1,000 sockets at once, each with its snapshot of 200 appointments.

use super::week;
use crate::{
    load::{http::Connection, sockets::Crowd},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage},
};

const SOCKETS: usize = 1_000;

/// On PostgreSQL and SQLite.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = on(plan, Database::PostgreSQL).await?;
    figures.extend(on(plan, Database::SQLite).await?);
    Ok(figures)
}

async fn on(plan: &Plan, database: Database) -> anyhow::Result<Vec<Figure>> {
    let stage = Stage::open(plan, Setting::on(database)).await?;
    week::check_snapshot(&stage).await?;
    open(&stage).await?;
    let mut last = Series::new("last snapshot", Unit::Seconds);
    let mut median = Series::new("median snapshot", Unit::Seconds);
    let mut size = Series::new("received by each socket", Unit::Kilobytes);
    for _ in 0..plan.repeats() {
        let opened = open(&stage).await?;
        last.push(opened.last);
        median.push(opened.median);
        size.push(opened.kilobytes);
    }

    let title = "1,000 sockets open at once, with 200 appointments each";
    let figure = |measured| Figure::new("opening", title, database, measured);
    let mut last = figure(last).note(
        "From the first connection; 64 handshakes are under way at most. The week was changed just before, so that no \
         snapshot is one of an earlier repeat.",
    );
    last.goal = (database == Database::PostgreSQL).then_some(Goal::AtMost(3.0));
    Ok(vec![last, figure(median), figure(size)])
}

struct Opened {
    last: f64,
    median: f64,
    kilobytes: f64,
}

async fn open(stage: &Stage) -> anyhow::Result<Opened> {
    let address = stage.address()?;
    week::until_empty(address).await?;
    let mut http = Connection::open(address).await?;
    for request in week::cycle(stage, 0) {
        http.fetch(&request).await?;
    }
    let (crowd, opening) = Crowd::open(address, &week::handshakes(stage), SOCKETS).await?;
    let kilobytes = crowd.tally().bytes() as f64 / 1e3 / SOCKETS as f64;
    let times: Vec<_> = opening.snapshots.iter().map(|at| *at - opening.begun).collect();
    Ok(Opened { last: week::last(&times) / 1000.0, median: week::middle(&times) / 1000.0, kilobytes })
}
