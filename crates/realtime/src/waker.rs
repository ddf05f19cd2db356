//! Wakes the relays when something is committed.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{AppointmentId, ports::Notifier};
use tokio::sync::Notify;

#[derive(Default)]
struct Bells {
    relay: Notify,
    others: Notify,
}

/// Told of every commit of this node; wakes its relay at once, and through the outbox those of the other nodes.
#[derive(Clone, Default)]
pub struct Waker(Arc<Bells>);

impl Notifier for Waker {
    fn committed(&self, _: AppointmentId, _: Option<TimeDelta>) {
        self.wake();
        self.0.others.notify_one();
    }
}

impl Waker {
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
