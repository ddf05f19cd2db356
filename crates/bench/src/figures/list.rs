//! One week's list out of very many appointments, at one client.

use anyhow::ensure;

use crate::{
    fill,
    load::http::{Connection, Load, Order, Request, Script},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit, grouped},
    stage::{Setting, Stage},
};

/// On PostgreSQL with 1,000,000 appointments, on SQLite with 100,000.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = on(plan, Database::PostgreSQL, 1_000_000).await?;
    figures.extend(on(plan, Database::SQLite, 100_000).await?);
    Ok(figures)
}

async fn on(plan: &Plan, database: Database, appointments: usize) -> anyhow::Result<Vec<Figure>> {
    let appointments = plan.rows(appointments);
    let stage = Stage::open(plan, Setting::on(database).appointments(appointments)).await?;
    let path = format!("/api/appointments?from={}&to={}&limit=1000", fill::WEEK_FROM, fill::WEEK_TO);
    let request = Request::new("GET", &path, &stage.users[0].token, 200);
    let answer = Connection::open(stage.address()?).await?.fetch(&request).await?;
    let listed = answer.windows(11).filter(|bytes| bytes == br#""revision":"#).count();
    ensure!(listed == fill::WEEK, "the week has {listed} appointments");

    let script = Script { requests: [request].into(), order: Order::InTurn };
    let mut load = Load::connect(stage.address()?, vec![script]).await?;
    load.run(plan.warm_up()).await?;
    let [mut p50, mut p99] = ["latency p50", "latency p99"].map(|name| Series::new(name, Unit::Milliseconds));
    let mut errors = Series::new("errors", Unit::Count);
    for _ in 0..plan.repeats() {
        let outcome = load.run(plan.time()).await?;
        p50.push(outcome.percentile(0.5));
        p99.push(outcome.percentile(0.99));
        errors.push(outcome.errors as f64);
    }
    let title = format!("a week of {} out of {} appointments, 1 client", fill::WEEK, grouped(appointments));
    let figure = |measured| Figure::new("list", title.clone(), database, measured);
    let mut p50 = figure(p50).note(format!("An answer is {} bytes.", answer.len()));
    p50.goal = (database == Database::PostgreSQL).then_some(Goal::AtMost(5.0));
    Ok(vec![p50, figure(p99), figure(errors).goal(Goal::AtMost(0.0))])
}
