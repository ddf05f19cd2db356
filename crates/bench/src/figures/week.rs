//! What the figures of sockets share: everybody looks at the known week, and somebody takes and gives back its locks.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use testkit::Handshake;

use crate::{
    fill::{WEEK, WEEK_FROM, WEEK_TO},
    load::{
        http::{Connection, Order, Request, Script},
        sockets::{Crowd, Sample, handshake},
    },
    stage::Stage,
};

/// The handshakes of all users for the known week.
pub fn handshakes(stage: &Stage) -> Vec<Vec<u8>> {
    stage.users.iter().map(|user| handshake(&user.token, WEEK_FROM, WEEK_TO)).collect()
}

/// What takes the lock of one of the known week's appointments and gives it back; each number has its user.
pub fn cycle(stage: &Stage, number: usize) -> [Request; 2] {
    super::cycle::cycle(number % WEEK, &stage.users[number % stage.users.len()].token)
}

/// Clients from the number `first` on that each do nothing but that, on an appointment of their own.
pub fn scripts(stage: &Stage, first: usize, clients: usize) -> Vec<Script> {
    let script = |number| Script { requests: cycle(stage, number).into(), order: Order::InTurn };
    (first..first + clients).map(script).collect()
}

/// How long it took from sending a request until its answer was there, and its frame at each of the sockets.
pub struct Reach {
    pub answer: Duration,
    /// Ascending.
    pub sockets: Vec<Duration>,
}

/// Sends a request that makes one frame for each socket.
///
/// # Errors
/// When it is not answered as expected, or a socket does not get its frame.
pub async fn reach(http: &mut Connection, request: &Request, crowd: &Crowd) -> anyhow::Result<Reach> {
    let frames = crowd.expect_update();
    let begun = Instant::now();
    http.fetch(request).await?;
    let answer = begun.elapsed();
    let sockets = frames.everywhere().await?.into_iter().map(|at| at - begun).collect();
    Ok(Reach { answer, sockets })
}

/// The payload of the frame that acquiring makes.
///
/// # Errors
/// When there is none.
pub async fn payload(stage: &Stage, address: SocketAddr) -> anyhow::Result<Vec<u8>> {
    let sample = Sample::open(address, &handshakes(stage)[0]).await?;
    let [acquire, release] = cycle(stage, 0);
    let mut http = Connection::open(address).await?;
    http.fetch(&acquire).await?;
    let payload = sample.payload().await?;
    http.fetch(&release).await?;
    Ok(payload)
}

/// Makes sure that a snapshot is what it is said to be.
///
/// # Errors
/// When it is not.
pub async fn check_snapshot(stage: &Stage) -> anyhow::Result<()> {
    let handshake = Handshake::with(&stage.server.url("")).bearer(&stage.users[0].token);
    let mut socket = handshake.window(WEEK_FROM, WEEK_TO).connect().await?;
    let frame = socket.event("init-appointments").await;
    let size = frame.data.as_array().map_or(0, Vec::len);
    ensure!(size == WEEK, "the snapshot has {size} appointments instead of {WEEK}");
    socket.close().await;
    Ok(())
}

/// Waits until a node has no socket left, so that none of those which were closed is still being buried.
///
/// # Errors
/// When it has some after 30 seconds.
pub async fn until_empty(address: SocketAddr) -> anyhow::Result<()> {
    let end = Instant::now() + Duration::from_secs(30);
    while Instant::now() < end {
        let mut http = Connection::open(address).await?;
        let answer = http.fetch(&Request::new("GET", "/metrics", "", 200)).await?;
        let text = String::from_utf8(answer)?;
        let line = text.lines().find_map(|line| line.strip_prefix("websocket_connections "));
        if line.context("no websocket_connections in the metrics")?.trim() == "0" {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    anyhow::bail!("closed sockets are still there after 30 s")
}

/// Milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The middle of ascending times; NaN when there is none.
pub fn middle(ascending: &[Duration]) -> f64 {
    ascending.get(ascending.len() / 2).map_or(f64::NAN, |time| millis(*time))
}

/// The last of ascending times; NaN when there is none.
pub fn last(ascending: &[Duration]) -> f64 {
    ascending.last().map_or(f64::NAN, |time| millis(*time))
}
