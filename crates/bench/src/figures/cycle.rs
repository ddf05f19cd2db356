//! Acquire and release, each client its own appointment as a user of its own.

use crate::{
    fill,
    limit::pgbench::{self, Client, Pgbench},
    load::http::{Connection, Load, Order, Request, Script},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage},
};

const CLIENTS: usize = 32;
const APPOINTMENTS: usize = 10_000;
/// Numbers of clients at which nothing may fail.
const CROWDS: [usize; 3] = [8, 64, 256];

/// On PostgreSQL beside pgbench, and on SQLite.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = on_postgres(plan).await?;
    figures.extend(on_sqlite(plan).await?);
    Ok(figures)
}

/// A lock outlives any run: pgbench's commits carry the captured deadlines.
fn setting(database: Database) -> Setting {
    Setting::on(database).users(256).appointments(APPOINTMENTS).env("LOCK_TTL", 86_400)
}

async fn on_postgres(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut stage = Stage::open(plan, setting(Database::PostgreSQL)).await?;
    let (log, clients) = capture(&mut stage).await?;
    let copy = copy(&mut stage).await?;
    let mut limit = Pgbench::prepare(stage.postgres()?, copy, &log, &clients)?;
    let mut measures = Measures::new();
    let mut limit_rate = Series::new("pgbench", Unit::PerSecond);
    let mut load = Load::connect(stage.address()?, scripts(&stage, CLIENTS)).await?;
    load.run(plan.warm_up()).await?;
    limit.run(plan.warm_up())?;
    for _ in 0..plan.repeats() {
        measures.take(&mut load, plan).await?;
        limit_rate.push(limit.run(plan.time())?);
    }
    let mut figures = measures.figures(Database::PostgreSQL);
    figures[0] = figures[0].clone().goal(Goal::AtLeast(2_500.0)).against(limit_rate, Goal::AtLeast(0.5));
    figures.extend(crowds(plan, &stage).await?);
    Ok(figures)
}

async fn on_sqlite(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let stage = Stage::open(plan, setting(Database::SQLite)).await?;
    let mut load = Load::connect(stage.address()?, scripts(&stage, CLIENTS)).await?;
    load.run(plan.warm_up()).await?;
    let mut measures = Measures::new();
    for _ in 0..plan.repeats() {
        measures.take(&mut load, plan).await?;
    }
    let mut figures = measures.figures(Database::SQLite);
    figures.extend(crowds(plan, &stage).await?);
    Ok(figures)
}

/// What is measured of a load of cycles.
struct Measures {
    rate: Series,
    p99: Series,
    errors: Series,
    first_error: Option<String>,
}

impl Measures {
    fn new() -> Self {
        Self {
            rate: Series::new("cycles", Unit::PerSecond),
            p99: Series::new("latency p99 of a request", Unit::Milliseconds),
            errors: Series::new("errors", Unit::Count),
            first_error: None,
        }
    }

    async fn take(&mut self, load: &mut Load, plan: &Plan) -> anyhow::Result<()> {
        let outcome = load.run(plan.time()).await?;
        self.rate.push(outcome.per_second() / 2.0);
        self.p99.push(outcome.percentile(0.99));
        self.errors.push(outcome.errors as f64);
        self.first_error = self.first_error.take().or(outcome.first_error);
        Ok(())
    }

    fn figures(self, database: Database) -> Vec<Figure> {
        self.of(database, CLIENTS)
    }

    fn of(self, database: Database, clients: usize) -> Vec<Figure> {
        let title = format!("acquire + release, {clients} clients");
        let figure = |measured| Figure::new("cycle", title.clone(), database, measured);
        let mut errors = figure(self.errors).goal(Goal::AtMost(0.0));
        errors.note = self.first_error;
        vec![figure(self.rate), figure(self.p99), errors]
    }
}

async fn crowds(plan: &Plan, stage: &Stage) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for clients in CROWDS {
        let mut load = Load::connect(stage.address()?, scripts(stage, clients)).await?;
        let mut measures = Measures::new();
        for _ in 0..plan.repeats() {
            measures.take(&mut load, plan).await?;
        }
        figures.extend(measures.of(stage.database, clients));
    }
    Ok(figures)
}

fn scripts(stage: &Stage, clients: usize) -> Vec<Script> {
    let script = |client: usize| {
        let token = &stage.users[client].token;
        Script { requests: cycle(appointment(client), token).into(), order: Order::InTurn }
    };
    (0..clients).map(script).collect()
}

/// The number of a client's appointment: not all of them on one page of the table.
fn appointment(client: usize) -> usize {
    client * 37 % APPOINTMENTS
}

/// Acquire and release.
pub fn cycle(number: usize, token: &str) -> [Request; 2] {
    let id = fill::appointment_id(number);
    let acquire = Request::new("POST", &format!("/api/appointments/{id}/acquire-lock/1"), token, 201);
    [acquire, Request::new("DELETE", &format!("/api/appointments/{id}/release-lock"), token, 200)]
}

/// Runs some cycles of each client while PostgreSQL logs what it is sent; answers the log.
async fn capture(stage: &mut Stage) -> anyhow::Result<(String, Vec<Client>)> {
    let name = stage.url().rsplit('/').next().unwrap_or_default().to_owned();
    stage.sql(&format!("ALTER DATABASE {name} SET log_statement = 'all'")).await?;
    // It holds for new connections.
    stage.pause().await?;
    stage.resume().await?;
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let mut connection = Connection::open(stage.address()?).await?;
        let requests = cycle(appointment(number), &stage.users[number].token);
        for request in requests.iter().cycle().take(2 * pgbench::CYCLES) {
            connection.fetch(request).await?;
        }
        let id = fill::appointment_id(appointment(number));
        let revision = stage.value(&format!(r#"SELECT "revision" FROM "appointments" WHERE "id" = '{id}'"#)).await?;
        clients.push(Client { appointment: id, revision });
    }
    let log = stage.postgres()?.log()?;
    stage.sql(&format!("ALTER DATABASE {name} RESET log_statement")).await?;
    Ok((log, clients))
}

/// Copies the database, row by row the same, and answers the copy's URL.
async fn copy(stage: &mut Stage) -> anyhow::Result<String> {
    // A database that somebody uses cannot be copied.
    stage.pause().await?;
    let postgres = stage.postgres()?;
    let name = stage.url().rsplit('/').next().unwrap_or_default();
    postgres.psql(&postgres.url("postgres"), &format!("CREATE DATABASE bench_limit TEMPLATE {name}"))?;
    let copy = postgres.url("bench_limit");
    postgres.psql(&copy, "VACUUM ANALYZE")?;
    stage.resume().await?;
    stage.settle().await?;
    Ok(copy)
}
