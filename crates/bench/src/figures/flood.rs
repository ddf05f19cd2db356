//! As many changes as go, and how many frames a second 1,000 sockets have of them.

use std::time::{Duration, Instant};

use super::week;
use crate::{
    limit::frames::BareSockets,
    load::{
        http::{Load, Outcome},
        sockets::Crowd,
    },
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage},
};

const SOCKETS: usize = 1_000;
const CLIENTS: usize = 32;

/// On PostgreSQL and SQLite, beside a bare loop that writes the same frame again and again.
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
    let mut bare = BareSockets::start(&week::payload(&stage, stage.address()?).await?).await?;
    let (theirs, _) = Crowd::open(bare.address, &week::handshakes(&stage), SOCKETS).await?;
    flood(&stage, plan.warm_up()).await?;
    let mut rate = Series::new("frames delivered", Unit::PerSecond);
    let mut bare_rate = Series::new("bare loop", Unit::PerSecond);
    let mut events = Series::new("changes committed meanwhile", Unit::PerSecond);
    let mut share = Series::new("frames for each change and socket", Unit::Ratio);
    let mut cut = Series::new("sockets cut", Unit::Count);
    let mut errors = Series::new("errors", Unit::Count);
    let (mut first_error, mut first_cut) = (None, None);
    for _ in 0..plan.repeats() {
        let flooded = flood(&stage, plan.time()).await?;
        rate.push(flooded.rate);
        events.push(flooded.load.per_second());
        share.push(flooded.frames as f64 / flooded.load.latencies.len() as f64 / SOCKETS as f64);
        cut.push(flooded.cut.len() as f64);
        errors.push(flooded.load.errors as f64);
        first_cut = first_cut.or(flooded.cut.into_iter().next());
        first_error = first_error.or(flooded.load.first_error);
        bare_rate.push(write(&mut bare, &theirs, plan.time()).await?);
    }

    let figure = |measured| Figure::new("flood", "1,000 sockets while 32 clients lock and release", database, measured);
    let mut rate = figure(rate).against(bare_rate, None);
    rate.goal = (database == Database::PostgreSQL).then_some(Goal::AtLeast(150_000.0));
    let mut cut = figure(cut).goal(Goal::AtMost(0.0));
    cut.note = first_cut;
    let mut errors = figure(errors).goal(Goal::AtMost(0.0));
    errors.note = first_error;
    let rate = rate.note(
        "All sockets together, counted as received, while the load runs; what comes after it does not count. The bare \
         loop writes every frame by itself; the server writes those that wait for a socket at once.",
    );
    let share = figure(share).note(
        "Below 1: changes of one appointment that were read together went out as one frame, with its newest state. \
         Above 1: changes were made whose answers were errors.",
    );
    Ok(vec![rate, figure(events), share, cut, errors])
}

struct Flooded {
    load: Outcome,
    /// Frames a second while the load ran.
    rate: f64,
    /// Frames of all its changes, those that came after it included.
    frames: u64,
    /// How the sockets ended that the server has ended.
    cut: Vec<String>,
}

/// Sockets of its own, so that those which were cut before are no burden to it.
async fn flood(stage: &Stage, time: Duration) -> anyhow::Result<Flooded> {
    let address = stage.address()?;
    let (crowd, _) = Crowd::open(address, &week::handshakes(stage), SOCKETS).await?;
    let mut clients = Load::connect(address, week::scripts(stage, 0, CLIENTS)).await?;
    let begun = Instant::now();
    let load = clients.run(time).await?;
    let rate = crowd.tally().updates() as f64 / begun.elapsed().as_secs_f64();
    let frames = until_quiet(&crowd).await;
    let cut = crowd.tally().lost();
    drop(crowd);
    week::until_empty(address).await?;
    Ok(Flooded { load, rate, frames, cut })
}

/// Waits until no frame has come for a while, and answers how many came.
async fn until_quiet(crowd: &Crowd) -> u64 {
    let mut before = None;
    loop {
        let now = crowd.tally().updates();
        if before == Some(now) {
            return now;
        }
        before = Some(now);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Frames a second of the bare loop.
async fn write(bare: &mut BareSockets, crowd: &Crowd, time: Duration) -> anyhow::Result<f64> {
    let before = crowd.tally().updates();
    let begun = Instant::now();
    while begun.elapsed() < time {
        bare.write().await?;
    }
    let rate = (crowd.tally().updates() - before) as f64 / begun.elapsed().as_secs_f64();
    until_quiet(crowd).await;
    Ok(rate)
}
