//! Mouse cursors: shown to all others, at most twenty times a second for each person, the newest always; never kept.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::UserId;
use serde::{Deserialize, Serialize};
use tokio::{sync::Notify, time::sleep};

use crate::{
    Live, frame,
    hub::{Named, SocketId},
    incoming::Pointing,
};

/// The least time between two positions of a person.
const PAUSE: Duration = Duration::from_millis(50);

/// Where somebody points to, as the others are shown it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cursor {
    user_id: uuid::Uuid,
    name: String,
    position: Place,
    view: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Place {
    x: f64,
    y: f64,
}

impl Cursor {
    /// Somebody's. Who it is, the server says.
    #[must_use]
    pub fn of(person: Named, pointing: Pointing) -> Self {
        let Pointing { x, y, view } = pointing;
        Self { user_id: person.id, name: person.name, position: Place { x, y }, view }
    }

    /// Whose.
    #[must_use]
    pub fn user(&self) -> UserId {
        UserId(self.user_id)
    }
}

/// Positions that wait to be shown.
#[derive(Default)]
pub struct Cursors {
    waiting: Mutex<BTreeMap<UserId, (Option<SocketId>, Cursor)>>,
    changed: Notify,
}

impl Cursors {
    /// Takes a position from a socket of this node, or of another. A newer one replaces one that was not shown yet.
    pub fn put(&self, from: Option<SocketId>, cursor: Cursor) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(cursor.user(), (from, cursor));
        self.changed.notify_one();
    }

    fn take(&self) -> BTreeMap<UserId, (Option<SocketId>, Cursor)> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Shows cursors for ever.
pub async fn run(live: Arc<Live>) {
    loop {
        live.cursors.changed.notified().await;
        for (user, (from, cursor)) in live.cursors.take() {
            live.hub.point(user, from, &frame::ephemeral("cursor-position", &cursor));
            if from.is_some() {
                live.outbox.cursor(cursor);
            }
        }
        sleep(PAUSE).await;
    }
}
