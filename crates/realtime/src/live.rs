//! What the sockets of a node share.

use std::{future::Future, sync::Arc};

use domain::{
    ports::{Bus, EventFeed},
    service::Appointments,
};
use tokio::{
    sync::{Semaphore, SemaphorePermit, watch},
    task::JoinSet,
};

use crate::{
    cursors::{self, Cursors},
    hub::Hub,
    nodes::{self, Outbox},
    presence::{self, Presence},
    relay::Relay,
    snapshots::Snapshots,
    waker::Waker,
};

/// What the live half works with.
pub struct Parts {
    /// Readings of appointments.
    pub appointments: Arc<Appointments>,
    /// The events.
    pub feed: Arc<dyn EventFeed>,
    /// The other nodes.
    pub bus: Arc<dyn Bus>,
    /// Woken by every commit of this node.
    pub waker: Waker,
    /// So many sockets may read what they begin with at the same time; the others wait for their turn.
    pub turns: usize,
}

/// The live half of a node.
pub struct Live {
    pub(crate) appointments: Arc<Appointments>,
    pub(crate) feed: Arc<dyn EventFeed>,
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) waker: Waker,
    pub(crate) hub: Arc<Hub>,
    pub(crate) cursors: Cursors,
    pub(crate) presence: Presence,
    pub(crate) outbox: Outbox,
    pub(crate) snapshots: Snapshots,
    turns: Semaphore,
    /// Told when somebody comes or goes.
    pub(crate) movement: watch::Sender<()>,
}

impl Live {
    /// The live half, with nobody connected and nothing read yet.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { appointments, feed, bus, waker, turns } = parts;
        Self {
            appointments,
            feed,
            bus,
            waker,
            hub: Arc::default(),
            cursors: Cursors::default(),
            presence: Presence::default(),
            outbox: Outbox::default(),
            snapshots: Snapshots::default(),
            turns: Semaphore::new(turns),
            movement: watch::Sender::default(),
        }
    }

    /// Waits until this socket may read. The readings of a herd must not take the database from everybody else.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed, so there is always a turn.
        self.turns.acquire().await.ok()
    }

    /// Ends all sockets and lets nobody in any more.
    pub fn stop(&self) {
        self.hub.stop();
    }
}

/// A part of the live half ended by itself, which it never should; the log has why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a part of the live half has ended")]
pub struct Broken;

/// Relays, and talks to the other nodes, until `stop` is ready.
///
/// # Errors
/// [`Broken`]: sockets would not be told any more, so they were ended.
pub async fn run(relay: Relay, stop: impl Future<Output = ()>) -> Result<(), Broken> {
    let live = relay.live();
    let mut tasks = JoinSet::new();
    tasks.spawn(relay.run());
    tasks.spawn(nodes::send(live.clone()));
    tasks.spawn(nodes::listen(live.clone()));
    tasks.spawn(cursors::run(live.clone()));
    tasks.spawn(presence::tell(live.clone()));
    tasks.spawn(presence::show(live.clone()));
    let broken = tokio::select! {
        () = stop => Ok(()),
        _ = tasks.join_next() => Err(Broken),
    };
    live.stop();
    tasks.shutdown().await;
    nodes::farewell(&live).await;
    broken
}
