//! People at work: they take locks, edit, renew, release, get in each other's way, and write down every call.

use std::{sync::Arc, time::Duration};

use checker::history::{Answer, Ask, Call, Lock, LockId, Mark, Seen};
use testkit::Client;
use tokio::{sync::watch, time::timeout};

use crate::{
    answers,
    clock::Clock,
    dice::Dice,
    stage::{Person, Stage},
};

/// Who waits longer has found a hang.
pub const HANG: Duration = Duration::from_secs(10);

/// Of a hundred calls, so many are abandoned before their answer.
const IMPATIENCE: usize = 3;

/// All calls of one person.
#[derive(Debug, Default)]
pub struct Diary {
    /// Each with the number of its appointment.
    pub calls: Vec<(usize, Call)>,
    /// How many found nobody at the node's port, and so did nothing.
    pub nobody: usize,
    /// How many outlasted [`HANG`].
    pub hangs: usize,
    /// Answers that the interface does not have.
    pub absurd: Vec<String>,
}

/// Somebody at work.
#[derive(Debug)]
pub struct Worker {
    /// Who.
    pub person: Person,
    /// The same at each node.
    pub nodes: Vec<Client>,
    /// What there is to work on.
    pub stage: Arc<Stage>,
    /// The common clock.
    pub clock: Clock,
    /// What to do next.
    pub dice: Dice,
    /// The mark of the next edit; nobody else makes it.
    pub mark: Mark,
    /// What was done.
    pub diary: Diary,
}

impl Worker {
    /// Works until told to stop.
    pub async fn work(mut self, stop: watch::Receiver<bool>) -> Diary {
        while !*stop.borrow() {
            let appointment = self.stage.rooms.any(&mut self.dice);
            match self.dice.below(10) {
                0..=6 => self.tends(appointment, &stop).await,
                7 => self.meddles(appointment).await,
                8 if self.person.is_admin => self.forces(appointment).await,
                _ => drop(self.reads(appointment).await),
            }
        }
        self.diary
    }

    /// Reads, takes the lock, edits and renews for a while, then gives it back or just goes away.
    async fn tends(&mut self, appointment: usize, stop: &watch::Receiver<bool>) {
        let Some(mut version) = self.reads(appointment).await.and_then(|seen| seen.version) else { return };
        let Some(lock) = self.acquires(appointment, version).await else { return };
        for _ in 0..self.dice.below(5) {
            if *stop.borrow() {
                return;
            }
            if self.dice.percent(30) {
                self.asks(appointment, Ask::Acquire { version, pin: Some(lock) }).await;
                continue;
            }
            let mark = self.next_mark();
            match self.asks(appointment, Ask::Edit { version, mark }).await {
                Answer::Done { seen, .. } => version = seen.version.unwrap_or(version),
                Answer::Unknown => {}
                Answer::Refused { .. } | Answer::Absurd { .. } => return,
            }
        }
        if self.dice.percent(70) {
            self.asks(appointment, Ask::Release { pin: Some(lock) }).await;
        }
    }

    async fn acquires(&mut self, appointment: usize, version: i64) -> Option<LockId> {
        // A pin that fits no holding lets only a free lock be taken. Without one, a call whose outcome is unknown may
        // renew any later lock of the caller's, which makes the search long.
        let pin = self.dice.percent(80).then(uuid::Uuid::now_v7);
        match self.asks(appointment, Ask::Acquire { version, pin }).await {
            Answer::Done { seen: Seen { lock: Lock::Held(held), .. }, .. } => Some(held.id),
            _ => None,
        }
    }

    /// The version that this node shows.
    pub async fn reads_at(&mut self, node: usize, appointment: usize) -> Option<i64> {
        match self.asks_at(node, appointment, Ask::Read, HANG).await {
            Answer::Done { seen, .. } => seen.version,
            _ => None,
        }
    }

    async fn reads(&mut self, appointment: usize) -> Option<Seen> {
        match self.asks(appointment, Ask::Read).await {
            Answer::Done { seen, .. } => Some(seen),
            _ => None,
        }
    }

    /// Edits at the right version without having asked for the lock.
    async fn meddles(&mut self, appointment: usize) {
        let Some(version) = self.reads(appointment).await.and_then(|seen| seen.version) else { return };
        let (version, mark) = ((version - i64::from(self.dice.percent(20))).max(1), self.next_mark());
        self.asks(appointment, Ask::Edit { version, mark }).await;
    }

    /// Ends the lock that it sees.
    async fn forces(&mut self, appointment: usize) {
        if let Some(Seen { lock: Lock::Held(held), .. }) = self.reads(appointment).await {
            self.asks(appointment, Ask::Force { pin: Some(held.id) }).await;
        }
    }

    /// Calls some node and writes it down.
    async fn asks(&mut self, appointment: usize, ask: Ask) -> Answer {
        let node = self.dice.below(self.nodes.len());
        let patience = if self.dice.percent(IMPATIENCE) { self.dice.between(1, 40) } else { HANG };
        self.asks_at(node, appointment, ask, patience).await
    }

    /// Calls this node and writes it down.
    pub async fn asks_at(&mut self, node: usize, appointment: usize, ask: Ask, patience: Duration) -> Answer {
        let request = answers::request(&self.nodes[node], &self.stage.rooms.id(appointment), ask);
        let invoked = self.clock.now();
        let reply = timeout(patience, request.send()).await;
        let returned = self.clock.now() + 1;
        let answer = match &reply {
            Ok(Ok(reply)) => answers::answer(&self.clock, ask, reply),
            Ok(Err(_)) | Err(_) => Answer::Unknown,
        };
        if matches!(&reply, Ok(Err(error)) if is_nobody_there(error)) {
            self.diary.nobody += 1;
            // A moment later somebody may be.
            tokio::time::sleep(Duration::from_millis(20)).await;
            return Answer::Unknown;
        }
        if let (Answer::Absurd { .. }, Ok(Ok(reply))) = (answer, &reply) {
            self.diary.absurd.push(format!("{ask:?}: {} {}", reply.status, reply.text));
        }
        self.diary.hangs += usize::from(reply.is_err() && patience == HANG);
        self.diary.calls.push((appointment, Call { user: self.person.id, ask, invoked, returned, answer }));
        if matches!(reply, Ok(Err(_))) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        answer
    }

    fn next_mark(&mut self) -> Mark {
        self.mark += 1;
        self.mark
    }
}

/// Whether nothing was sent, since nobody listens.
fn is_nobody_there(error: &(impl AsRef<dyn std::error::Error + Send + Sync> + ?Sized)) -> bool {
    let first: &(dyn std::error::Error + 'static) = error.as_ref();
    let mut causes = std::iter::successors(Some(first), |error| error.source());
    causes.any(|cause| {
        let cause = cause.downcast_ref::<std::io::Error>();
        cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::ConnectionRefused)
    })
}
