//! Many acquire the same appointment at once: are the losers answered as fast as the winner?
//!
//! Beside it, in turn, as many acquire an appointment each: then everybody wins, and what is left is the crowd itself.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::cycle::cycle;
use crate::{
    load::http::{Connection, micros, percentile},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage, User},
};

const CLIENTS: usize = 32;
const APPOINTMENTS: usize = 10_000;

/// On both databases.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = on(plan, Database::PostgreSQL).await?;
    figures.extend(on(plan, Database::SQLite).await?);
    Ok(figures)
}

async fn on(plan: &Plan, database: Database) -> anyhow::Result<Vec<Figure>> {
    let stage = Stage::open(plan, Setting::on(database).users(CLIENTS).appointments(APPOINTMENTS)).await?;
    let mut crowd = Crowd::gather(&stage).await?;
    crowd.run(For::One, plan.warm_up()).await?;
    let mut losers = Series::new("losers' latency p50", Unit::Milliseconds);
    let mut winners = Series::new("winners' p50", Unit::Milliseconds);
    let mut apart = Series::new("p50 of as many who acquire one each", Unit::Milliseconds);
    let [mut rounds, mut errors] = ["rounds", "errors"].map(|name| Series::new(name, Unit::Count));
    for _ in 0..plan.repeats() {
        let race = crowd.run(For::One, plan.time()).await?;
        let calm = crowd.run(For::Each, plan.time()).await?;
        losers.push(percentile(&race.refused, 0.5));
        winners.push(percentile(&race.taken, 0.5));
        apart.push(percentile(&calm.taken, 0.5));
        rounds.push(race.rounds as f64);
        errors.push((race.errors + calm.errors) as f64);
    }
    let title = format!("{CLIENTS} clients acquire one appointment at once");
    let figure = |measured| Figure::new("race", title.clone(), database, measured);
    let goal = (database == Database::PostgreSQL).then_some(Goal::AtMost(1.1));
    let beside_winners = figure(losers.clone()).against(winners, goal);
    let errors = figure(errors).goal(Goal::AtMost(0.0));
    let errors = errors.note("Of a race's answers one must be 201 and all others 409; anything else is an error.");
    Ok(vec![beside_winners, figure(losers).against(apart, None), figure(rounds), errors])
}

/// What a round is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// All acquire the same appointment.
    One,
    /// Each acquires its own.
    Each,
}

impl For {
    /// The number of the appointment that a client acquires; each round has others.
    fn appointment(self, round: usize, client: usize) -> usize {
        match self {
            Self::One => round % APPOINTMENTS,
            Self::Each => (round * CLIENTS + client) % APPOINTMENTS,
        }
    }

    /// How many must get a lock in a round.
    fn winners(self) -> usize {
        match self {
            Self::One => 1,
            Self::Each => CLIENTS,
        }
    }
}

/// The clients.
struct Crowd {
    users: Vec<User>,
    connections: Vec<Connection>,
    round: usize,
}

#[derive(Default)]
struct Results {
    /// Latencies of 201, in microseconds.
    taken: Vec<u32>,
    /// Latencies of 409.
    refused: Vec<u32>,
    rounds: usize,
    errors: usize,
}

impl Crowd {
    async fn gather(stage: &Stage) -> anyhow::Result<Self> {
        let mut connections = Vec::new();
        for _ in 0..CLIENTS {
            connections.push(Connection::open(stage.address()?).await?);
        }
        Ok(Self { users: stage.users.clone(), connections, round: 0 })
    }

    async fn run(&mut self, what: For, time: Duration) -> anyhow::Result<Results> {
        let end = Instant::now() + time;
        let mut results = Results::default();
        while Instant::now() < end {
            self.round(what, &mut results).await?;
        }
        results.taken.sort_unstable();
        results.refused.sort_unstable();
        Ok(results)
    }

    async fn round(&mut self, what: For, results: &mut Results) -> anyhow::Result<()> {
        self.round += 1;
        results.rounds += 1;
        let round = self.round;
        let mut tasks = JoinSet::new();
        for (place, mut connection) in self.connections.drain(..).enumerate() {
            // Each round somebody else is the first to send.
            let user = (place + round) % CLIENTS;
            let cycle = cycle(what.appointment(round, user), &self.users[user].token);
            tasks.spawn(async move {
                let begun = Instant::now();
                let status = connection.send(&cycle[0]).await;
                (connection, cycle, status, micros(begun.elapsed()))
            });
        }
        let mut to_release = Vec::new();
        while let Some(done) = tasks.join_next().await {
            let (connection, cycle, status, latency) = done?;
            match status {
                Ok(201) => {
                    results.taken.push(latency);
                    to_release.push(cycle);
                }
                Ok(409) => results.refused.push(latency),
                _ => results.errors += 1,
            }
            self.connections.push(connection);
        }
        results.errors += to_release.len().abs_diff(what.winners());
        for [_, release] in to_release {
            self.connections[0].fetch(&release).await?;
        }
        Ok(())
    }
}
