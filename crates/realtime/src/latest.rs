//! What a socket is shown but not queued: of presence and of each person's cursor only the newest counts. So a slow
//! reader misses positions between, never the last one, and nothing grows.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytestring::ByteString;
use domain::UserId;
use tokio::sync::Notify;

#[derive(Default)]
struct Newest {
    presence: Option<ByteString>,
    cursors: BTreeMap<UserId, ByteString>,
}

/// The newest of everything that was not sent yet.
#[derive(Default)]
pub struct Latest {
    newest: Mutex<Newest>,
    changed: Notify,
}

impl Latest {
    fn newest(&self) -> MutexGuard<'_, Newest> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who is here, for a newcomer; unless something newer came first.
    pub fn first_presence(&self, frame: ByteString) {
        self.newest().presence.get_or_insert(frame);
        self.changed.notify_one();
    }

    /// Who is here.
    pub fn presence(&self, frame: ByteString) {
        self.newest().presence = Some(frame);
        self.changed.notify_one();
    }

    /// Where somebody points to.
    pub fn cursor(&self, user: UserId, frame: ByteString) {
        self.newest().cursors.insert(user, frame);
        self.changed.notify_one();
    }

    /// Waits for the next to send. Dropping this loses nothing.
    pub async fn next(&self) -> ByteString {
        loop {
            let changed = self.changed.notified();
            if let Some(frame) = self.take() {
                return frame;
            }
            changed.await;
        }
    }

    fn take(&self) -> Option<ByteString> {
        let mut newest = self.newest();
        newest.presence.take().or_else(|| newest.cursors.pop_first().map(|(_, frame)| frame))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn only_the_newest_of_each_is_shown() {
        let latest = Latest::default();
        let (ana, budi) = (UserId::fresh(), UserId::fresh());
        for (user, frame) in [(ana, "a1"), (budi, "b1"), (ana, "a2")] {
            latest.cursor(user, frame.into());
        }
        latest.presence("p1".into());
        latest.presence("p2".into());
        let mut shown: Vec<ByteString> = std::iter::from_fn(|| latest.next().now_or_never()).collect();
        assert_eq!(shown.remove(0), "p2");
        shown.sort();
        assert_eq!(shown, ["a2", "b1"]);
    }
}
