//! How fast a server starts on an existing database, how much memory it takes at rest, how large its binary is.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use testkit::process;

use crate::{
    load::http::{Connection, Request},
    plan::Plan,
    record::{Database, Figure, Goal, Series, Unit},
    stage::{Setting, Stage},
};

/// How long a started server is left alone before its memory is looked at.
const REST: Duration = Duration::from_secs(5);
/// Longest time to the first answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two tries to get an answer.
const PAUSE: Duration = Duration::from_millis(1);

/// On both databases.
///
/// # Errors
/// When it cannot be measured.
pub async fn measure(plan: &Plan) -> anyhow::Result<Vec<Figure>> {
    let mut figures = on(plan, Database::PostgreSQL).await?;
    figures.extend(on(plan, Database::SQLite).await?);
    let mut size = Series::new("size", Unit::Megabytes);
    size.push(fs::metadata(plan.server()?)?.len() as f64 / 1e6);
    let size = Figure::new("start", "binary, as built: stripped", Database::None, size).goal(Goal::AtMost(25.0));
    figures.push(size);
    Ok(figures)
}

async fn on(plan: &Plan, database: Database) -> anyhow::Result<Vec<Figure>> {
    let mut stage = Stage::open(plan, Setting::on(database)).await?;
    stage.pause().await?;
    let mut first = Series::new("first 200 after exec", Unit::Milliseconds);
    let mut memory = Series::new("resident memory at rest", Unit::Megabytes);
    for _ in 0..plan.repeats() {
        let (started, time) = Started::start(plan, &stage).await?;
        first.push(time.as_secs_f64() * 1000.0);
        tokio::time::sleep(REST).await;
        memory.push(resident(started.0.id())? / 1e6);
    }
    let title = "start on 10,000 appointments";
    let figure = |measured| Figure::new("start", title, database, measured);
    let goal = |most| (database == Database::PostgreSQL).then_some(Goal::AtMost(most));
    let (mut first, mut memory) = (figure(first), figure(memory));
    first.goal = goal(150.0);
    memory.goal = goal(30.0);
    let first = first.note(
        "GET /health/ready, tried every millisecond from the moment the process is made; where there is setpriv, its own exec is in it.",
    );
    Ok(vec![first, memory.note(format!("VmRSS after {} s without a request.", REST.as_secs()))])
}

/// A server that ends with its value, or with the process.
struct Started(Child);

impl Started {
    /// Starts one and answers how long it took to its first 200.
    async fn start(plan: &Plan, stage: &Stage) -> anyhow::Result<(Self, Duration)> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = process::mortal(plan.server()?, "KILL", None);
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(stage.environment()).env("PORT", port.to_string());
        command.current_dir(stage.server.folder()).stdin(Stdio::null()).stdout(Stdio::null());
        let begun = Instant::now();
        let mut started = Self(process::spawn(command)?);
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        while !is_ready(address).await {
            ensure!(started.0.try_wait()?.is_none(), "the server has ended");
            ensure!(begun.elapsed() < PATIENCE, "the server is not ready after {PATIENCE:?}");
            tokio::time::sleep(PAUSE).await;
        }
        Ok((started, begun.elapsed()))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    let ready = Request::new("GET", "/health/ready", "none", 200);
    match Connection::open(address).await {
        Ok(mut connection) => connection.send(&ready).await.is_ok_and(|status| status == 200),
        Err(_) => false,
    }
}

/// The resident memory of a process, in bytes.
pub fn resident(pid: u32) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1024.0)
}
