//! GET one appointment, at 64 clients.

use std::sync::Arc;

use crate::{
    fill,
    limit::route::BareRoute,
    load::http::{Connection, Load, Order, Outcome, Request, Script},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage},
};

const CLIENTS: usize = 64;
const APPOINTMENTS: usize = 10_000;
/// How many different requests each client draws from.
const REQUESTS: usize = 500;

/// On PostgreSQL beside a bare route, and on SQLite.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = on(plan, Database::PostgreSQL).await?;
    figures.extend(on(plan, Database::SQLite).await?);
    Ok(figures)
}

async fn on(plan: &Plan, database: Database) -> anyhow::Result<Vec<Figure>> {
    let stage = Stage::open(plan, Setting::on(database).appointments(APPOINTMENTS)).await?;
    let scripts = scripts(&stage);
    let answer = Connection::open(stage.address()?).await?.fetch(&scripts[0].requests[0]).await?;
    let bare = BareRoute::start(&answer)?;
    let mut ours = Load::connect(stage.address()?, scripts.clone()).await?;
    let mut limit = Load::connect(bare.address, scripts).await?;
    ours.run(plan.warm_up()).await?;
    limit.run(plan.warm_up()).await?;

    let mut rate = Series::new("requests", Unit::PerSecond);
    let mut limit_rate = Series::new("bare actix route", Unit::PerSecond);
    let [mut p50, mut p99, mut limit_p99] =
        ["latency p50", "latency p99", "bare actix route p99"].map(|name| Series::new(name, Unit::Milliseconds));
    let mut errors = Series::new("errors", Unit::Count);
    for _ in 0..plan.repeats() {
        let outcome = ours.run(plan.time()).await?;
        let bare: Outcome = limit.run(plan.time()).await?;
        rate.push(outcome.per_second());
        p50.push(outcome.percentile(0.5));
        p99.push(outcome.percentile(0.99));
        limit_rate.push(bare.per_second());
        limit_p99.push(bare.percentile(0.99));
        errors.push((outcome.errors + bare.errors) as f64);
    }

    let title = "GET one of 10,000 appointments, 64 clients";
    let figure = |measured| Figure::new("read", title, database, measured);
    let goal = |goal| (database == Database::PostgreSQL).then_some(goal);
    let mut rate = figure(rate).against(limit_rate, goal(Goal::AtLeast(0.25)));
    rate.goal = goal(Goal::AtLeast(8_000.0));
    let mut p99 = figure(p99).against(limit_p99, None);
    p99.goal = goal(Goal::AtMost(10.0));
    Ok(vec![rate, figure(p50), p99, figure(errors).goal(Goal::AtMost(0.0))])
}

/// Every client as one of the users; appointments as if drawn from a hat.
fn scripts(stage: &Stage) -> Vec<Script> {
    let script = |client: usize| {
        let token = &stage.users[client % stage.users.len()].token;
        let numbers = (0..REQUESTS).map(|number| (client + number * CLIENTS) * 7919 % APPOINTMENTS);
        let requests: Arc<[Request]> = numbers.map(|number| get(number, token)).collect();
        Script { requests, order: Order::Random }
    };
    (0..CLIENTS).map(script).collect()
}

/// GET an appointment by its number.
pub fn get(number: usize, token: &str) -> Request {
    Request::new("GET", &format!("/api/appointments/{}", fill::appointment_id(number)), token, 200)
}
