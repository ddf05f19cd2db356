//! Wakes the relays when something is committed.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::TimeDelta;
use domain::{AppointmentId, ports::Notifier};
use tokio::sync::Notify;

#[derive(Default)]
struct Bells {
    relay: Notify,
    others: Notify,
    commits: AtomicU64,
}

/// Told of every commit of this node; wakes its relay at once, and through the outbox those of the other nodes.
#[derive(Clone, Default)]
pub struct Waker(Arc<Bells>);

impl Notifier for Waker {
    fn committed(&self, _: AppointmentId, _: Option<TimeDelta>) {
        self.0.commits.fetch_add(1, Ordering::Release);
        self.wake();
        self.0.others.notify_one();
    }
}

impl Waker {
    /// How many commits this node was told of. Who has had an answer to one finds it counted.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Acquire)
    }

    /// Wakes this node's relay.
    pub fn wake(&self) {
        self.0.relay.notify_one();
    }

    /// Waits until there may be something to read.
    pub async fn woken(&self) {
        self.0.relay.notified().await;
    }

    /// Waits until this node committed something that the others do not know of.
    pub async fn committed_here(&self) {
        self.0.others.notified().await;
    }
}
