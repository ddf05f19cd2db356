//! Does acquiring take longer when there is more in the database?

use std::time::{Duration, Instant};

use super::cycle::cycle;
use crate::{
    fill,
    load::http::{Connection, Request, micros, percentile},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit, grouped},
    stage::{Setting, Stage},
};

/// How many appointments are acquired, spread over all.
const DIFFERENT: usize = 500;

/// On both databases: with few and many appointments, without and with many live locks.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (database, many) in [(Database::PostgreSQL, 1_000_000), (Database::SQLite, 100_000)] {
        let many = plan.rows(many);
        figures.extend(appointments(plan, database, many).await?);
        figures.extend(locks(plan, database).await?);
    }
    Ok(figures)
}

async fn appointments(plan: &Plan, database: Database, many: usize) -> anyhow::Result<Vec<Figure>> {
    let few = Stage::open(plan, Setting::on(database).appointments(1_000)).await?;
    let full = few.beside(plan, Setting::on(database).appointments(many)).await?;
    let title = format!("acquire with {} appointments, against 1,000, 1 client", grouped(many));
    let few = Single::open(&few, 1_000).await?;
    compare(plan, title, database, few, Single::open(&full, many).await?, "1,000 appointments").await
}

async fn locks(plan: &Plan, database: Database) -> anyhow::Result<Vec<Figure>> {
    const LOCKS: usize = 10_000;
    let setting = Setting::on(database).appointments(2 * LOCKS);
    let none = Stage::open(plan, setting.clone()).await?;
    let many = none.beside(plan, setting).await?;
    // An hour: longer than the run.
    many.sql(&fill::locks(database, LOCKS, LOCKS, many.users.len(), 3600.0)).await?;
    many.settle().await?;
    let title = format!("acquire with {} live locks, against none, 1 client", grouped(LOCKS));
    let none = Single::open(&none, LOCKS).await?;
    compare(plan, title, database, none, Single::open(&many, LOCKS).await?, "no locks").await
}

async fn compare(
    plan: &Plan,
    title: String,
    database: Database,
    mut few: Single<'_>,
    mut many: Single<'_>,
    name: &str,
) -> anyhow::Result<Vec<Figure>> {
    few.run(plan.warm_up()).await?;
    many.run(plan.warm_up()).await?;
    let [mut measured, mut against] = ["latency p50", name].map(|name| Series::new(name, Unit::Milliseconds));
    for _ in 0..plan.repeats() {
        measured.push(many.run(plan.time()).await?);
        against.push(few.run(plan.time()).await?);
    }
    let goal = (database == Database::PostgreSQL).then_some(Goal::AtMost(1.2));
    Ok(vec![Figure::new("sizes", title, database, measured).against(against, goal)])
}

/// One client that acquires and releases one appointment after the other.
struct Single<'a> {
    connection: Connection,
    cycles: Vec<[Request; 2]>,
    next: usize,
    // It must outlive the connection.
    _stage: &'a Stage,
}

impl<'a> Single<'a> {
    /// For the first `appointments` of the stage.
    async fn open(stage: &'a Stage, appointments: usize) -> anyhow::Result<Self> {
        let number = |index: usize| index * appointments / DIFFERENT;
        let cycles = (0..DIFFERENT).map(|index| cycle(number(index), &stage.users[0].token)).collect();
        Ok(Self { connection: Connection::open(stage.address()?).await?, cycles, next: 0, _stage: stage })
    }

    /// The median latency of acquiring, in milliseconds.
    async fn run(&mut self, time: Duration) -> anyhow::Result<f64> {
        let end = Instant::now() + time;
        let mut latencies = Vec::new();
        while Instant::now() < end {
            let [acquire, release] = &self.cycles[self.next % self.cycles.len()];
            let begun = Instant::now();
            self.connection.fetch(acquire).await?;
            latencies.push(micros(begun.elapsed()));
            self.connection.fetch(release).await?;
            self.next += 1;
        }
        latencies.sort_unstable();
        Ok(percentile(&latencies, 0.5))
    }
}
