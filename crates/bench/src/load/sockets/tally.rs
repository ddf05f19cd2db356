//! What a crowd of sockets has heard.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context;
use tokio::{sync::oneshot, time::timeout};

use super::frames::Heard;

/// What is to come to every socket comes within this time, or is an error.
const PATIENCE: Duration = Duration::from_secs(60);

/// Written by the crowd's thread, read by others.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    updates: u64,
    bytes: u64,
    /// How sockets ended that should not have.
    lost: Vec<String>,
    awaited: Option<Awaited>,
}

/// One frame of a kind at each socket.
#[derive(Debug)]
struct Awaited {
    kind: Heard,
    /// When it came, by socket.
    at: Vec<Option<Instant>>,
    left: usize,
    done: oneshot::Sender<Vec<Instant>>,
}

/// The same, for whoever waits for it.
#[derive(Debug)]
#[must_use = "nobody waits"]
pub struct Arrival {
    tally: Tally,
    done: oneshot::Receiver<Vec<Instant>>,
}

impl Tally {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to wait for a frame of this kind at each of so many sockets; to be called before it is caused.
    pub fn expect(&self, kind: Heard, sockets: usize) -> Arrival {
        let (sender, done) = oneshot::channel();
        self.counts().awaited = Some(Awaited { kind, at: vec![None; sockets], left: sockets, done: sender });
        Arrival { tally: self.clone(), done }
    }

    /// Notes what a socket has just heard.
    pub fn heard(&self, socket: usize, heard: Heard) {
        let mut counts = self.counts();
        counts.updates += u64::from(heard == Heard::Update);
        let Some(awaited) = counts.awaited.as_mut().filter(|awaited| awaited.kind == heard) else { return };
        if awaited.note(socket)
            && let Some(Awaited { at, done, .. }) = counts.awaited.take()
        {
            // Nobody may wait any more.
            let _ = done.send(at.into_iter().flatten().collect());
        }
    }

    /// Notes bytes received.
    pub fn received(&self, bytes: usize) {
        self.counts().bytes += bytes as u64;
    }

    /// Notes that a socket has ended, though nobody wanted it to.
    pub fn lose(&self, why: String) {
        let mut counts = self.counts();
        counts.lost.push(why);
        // What is awaited can't come any more.
        counts.awaited = None;
    }

    /// How many `update-appointments` all sockets together have had so far.
    pub fn updates(&self) -> u64 {
        self.counts().updates
    }

    /// How many bytes all sockets together have had so far.
    pub fn bytes(&self) -> u64 {
        self.counts().bytes
    }

    /// How sockets ended that should not have, so far.
    pub fn lost(&self) -> Vec<String> {
        self.counts().lost.clone()
    }
}

impl Awaited {
    /// True when that was the last one.
    fn note(&mut self, socket: usize) -> bool {
        if self.at[socket].is_none() {
            self.at[socket] = Some(Instant::now());
            self.left -= 1;
        }
        self.left == 0
    }
}

impl Arrival {
    /// When it came to each of the sockets, ascending.
    ///
    /// # Errors
    /// When a socket has ended, or a minute has.
    pub async fn everywhere(self) -> anyhow::Result<Vec<Instant>> {
        let came = timeout(PATIENCE, self.done).await.context("a frame has not come to every socket in time")?;
        let told = || self.tally.lost().into_iter().next().unwrap_or_else(|| "somebody else waits".to_owned());
        let mut times = came.map_err(|_| anyhow::anyhow!("a socket has ended: {}", told()))?;
        times.sort_unstable();
        Ok(times)
    }
}
