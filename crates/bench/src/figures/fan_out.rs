//! One change, and the time until the last of 1,000 sockets has its frame.

use std::time::Instant;

use super::week::{self, Reach};
use crate::{
    limit::frames::BareSockets,
    load::{
        http::{Connection, Request},
        sockets::Crowd,
    },
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage},
};

const SOCKETS: usize = 1_000;

/// On PostgreSQL and SQLite, beside a bare loop that writes the same frame.
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
    let mut pair = Pair::open(&stage).await?;
    let rounds = plan.rounds(25);
    pair.repeat(rounds).await?;
    let [mut last, mut median, mut answer] =
        ["last socket", "median socket", "answer to the request"].map(|name| Series::new(name, Unit::Milliseconds));
    let [mut bare_last, mut bare_median] =
        ["bare loop", "bare loop, median socket"].map(|name| Series::new(name, Unit::Milliseconds));
    for _ in 0..plan.repeats() {
        let medians = pair.repeat(rounds).await?;
        last.push(medians.last);
        median.push(medians.median);
        answer.push(medians.answer);
        bare_last.push(medians.bare_last);
        bare_median.push(medians.bare_median);
    }

    let figure = |measured| Figure::new("fan_out", "An acquire reaches 1,000 sockets", database, measured);
    let goal = (database == Database::PostgreSQL).then_some(Goal::AtMost(2.0));
    let note = format!(
        "From sending the request; a frame has {} bytes. Medians of {rounds} acquires; each in turn with the bare loop, \
         from its trigger.",
        pair.frame
    );
    Ok(vec![
        figure(last).against(bare_last, goal).note(note),
        figure(median).against(bare_median, None),
        figure(answer).note("The part of the above that is the request's own: commit and answer."),
    ])
}

/// The server's sockets and as many of the bare loop.
struct Pair {
    http: Connection,
    cycle: [Request; 2],
    ours: Crowd,
    bare: BareSockets,
    theirs: Crowd,
    /// Bytes of a frame.
    frame: usize,
}

/// Milliseconds, in the middle of some rounds.
struct Medians {
    last: f64,
    median: f64,
    answer: f64,
    bare_last: f64,
    bare_median: f64,
}

impl Pair {
    async fn open(stage: &Stage) -> anyhow::Result<Self> {
        let address = stage.address()?;
        let handshakes = week::handshakes(stage);
        let payload = week::payload(stage, address).await?;
        let bare = BareSockets::start(&payload).await?;
        let (ours, _) = Crowd::open(address, &handshakes, SOCKETS).await?;
        let (theirs, _) = Crowd::open(bare.address, &handshakes, SOCKETS).await?;
        let http = Connection::open(address).await?;
        Ok(Self { http, cycle: week::cycle(stage, 0), ours, bare, theirs, frame: payload.len() })
    }

    async fn repeat(&mut self, rounds: usize) -> anyhow::Result<Medians> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            ours.push(self.ours().await?);
            theirs.push(self.theirs().await?);
        }
        Ok(Medians {
            last: middle(&ours, |reach| week::last(&reach.sockets)),
            median: middle(&ours, |reach| week::middle(&reach.sockets)),
            answer: middle(&ours, |reach| week::millis(reach.answer)),
            bare_last: middle(&theirs, |reach| week::last(&reach.sockets)),
            bare_median: middle(&theirs, |reach| week::middle(&reach.sockets)),
        })
    }

    /// The release is waited for, too, but not measured.
    async fn ours(&mut self) -> anyhow::Result<Reach> {
        let [acquire, release] = &self.cycle;
        let reach = week::reach(&mut self.http, acquire, &self.ours).await?;
        week::reach(&mut self.http, release, &self.ours).await?;
        Ok(reach)
    }

    async fn theirs(&mut self) -> anyhow::Result<Reach> {
        let frames = self.theirs.expect_update();
        let begun = Instant::now();
        self.bare.write().await?;
        let answer = begun.elapsed();
        let sockets = frames.everywhere().await?.into_iter().map(|at| at - begun).collect();
        Ok(Reach { answer, sockets })
    }
}

fn middle(rounds: &[Reach], of: impl Fn(&Reach) -> f64) -> f64 {
    let mut series = Series::new("rounds", Unit::Milliseconds);
    rounds.iter().for_each(|round| series.push(of(round)));
    series.median()
}
