//! Ten thousand locks expire at once, while others work.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use anyhow::ensure;

use super::{cycle::cycle, read::get};
use crate::{
    fill,
    load::http::{Load, Order, Outcome, Script},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit, grouped},
    stage::{Setting, Stage},
};

const LOCKS: usize = 10_000;
/// How many others work meanwhile, on appointments that are not locked.
const CLIENTS: usize = 8;
/// How far ahead the locks are due: enough to make them first.
const AHEAD: f64 = 4.0;
/// How often the table is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// Longest time until all are swept.
const PATIENCE: Duration = Duration::from_secs(600);
/// A part of the load, after which it looks whether all is swept.
const PART: Duration = Duration::from_millis(200);

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
    let stage = Stage::open(plan, Setting::on(database).appointments(2 * LOCKS)).await?;
    let mut load = Load::connect(stage.address()?, scripts(&stage)).await?;
    load.run(plan.warm_up()).await?;
    let mut swept = Series::new("due until swept", Unit::Seconds);
    let [mut p99, mut usual] =
        ["p99 of others meanwhile", "usual p99"].map(|name| Series::new(name, Unit::Milliseconds));
    let mut errors = Series::new("errors", Unit::Count);
    for _ in 0..plan.repeats() {
        let before = load.run(plan.time()).await?;
        let (time, during) = storm(&stage, &mut load).await?;
        swept.push(time.as_secs_f64());
        p99.push(during.percentile(0.99));
        usual.push(before.percentile(0.99));
        errors.push((before.errors + during.errors) as f64);
    }
    let title = format!("{} locks due at once, {CLIENTS} clients read and lock others", grouped(LOCKS));
    let figure = |measured| Figure::new("storm", title.clone(), database, measured);
    let goal = |goal| (database == Database::PostgreSQL).then_some(goal);
    let (mut swept, mut p99) = (figure(swept), figure(p99).against(usual, goal(Goal::AtMost(3.0))));
    swept.goal = goal(Goal::AtMost(15.0));
    p99.note = Some("From the moment the locks are due until the last one is swept.".to_owned());
    Ok(vec![swept, p99, figure(errors).goal(Goal::AtMost(0.0))])
}

/// Each reads, acquires and releases in turn, all on appointments of its own.
fn scripts(stage: &Stage) -> Vec<Script> {
    let script = |client: usize| {
        let token = &stage.users[client].token;
        let [acquire, release] = cycle(client, token);
        Script { requests: [get(client, token), acquire, release].into(), order: Order::InTurn }
    };
    (0..CLIENTS).map(script).collect()
}

/// Makes the locks, waits until they are due, and answers how long it took to sweep them and what others did meanwhile.
async fn storm(stage: &Stage, load: &mut Load) -> anyhow::Result<(Duration, Outcome)> {
    let expired = r#"SELECT count(*) FROM "appointment_events" WHERE "kind" = 'expired'"#;
    let before: i64 = stage.value(expired).await?;
    stage.sql(&fill::locks(stage.database, LOCKS, LOCKS, stage.users.len(), AHEAD)).await?;
    let due = Instant::now() + until_due(stage).await?;
    tokio::time::sleep_until(due.into()).await;
    let done = Cell::new(false);
    let sweep = async {
        let time = swept(stage, due).await;
        done.set(true);
        time
    };
    let others = async {
        let mut outcome = Outcome::default();
        while !done.get() {
            outcome.add(load.run(PART).await?);
        }
        anyhow::Ok(outcome)
    };
    let (time, outcome) = tokio::join!(sweep, others);
    let (time, outcome) = (time?, outcome?);
    let expired = stage.value::<i64>(expired).await? - before;
    ensure!(expired == LOCKS as i64, "{LOCKS} locks expired, {expired} of them were recorded");
    Ok((time, outcome))
}

/// How long it is, by the database's clock, until the locks are due.
async fn until_due(stage: &Stage) -> anyhow::Result<Duration> {
    let sql = match stage.database {
        Database::SQLite => r#"SELECT (julianday(max("dueAt")) - julianday('now')) * 86400.0 FROM "appointment_locks""#,
        _ => {
            r#"SELECT CAST(EXTRACT(EPOCH FROM max("dueAt") - clock_timestamp()) AS double precision) FROM "appointment_locks""#
        }
    };
    let seconds: f64 = stage.value(sql).await?;
    ensure!(seconds > 0.0, "making the locks took longer than they live");
    Ok(Duration::from_secs_f64(seconds))
}

/// How long after `due` none of the locks is left.
async fn swept(stage: &Stage, due: Instant) -> anyhow::Result<Duration> {
    let left = fill::locks_left(stage.database);
    while stage.value::<i64>(&left).await? > 0 {
        ensure!(due.elapsed() < PATIENCE, "locks are left after {PATIENCE:?}");
        tokio::time::sleep(LOOK).await;
    }
    Ok(due.elapsed())
}
