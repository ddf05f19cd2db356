//! What a socket is shown but not queued: of presence and of each person's cursor only the newest counts. So a slow
//! reader misses positions between, never the last one, and nothing grows.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytestring::ByteString;
use domain::UserId;
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

/// A socket is shown who is here so often at most.
pub const PAUSE: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Newest {
    presence: Option<ByteString>,
    shown: Option<(ByteString, Instant)>,
    cursors: BTreeMap<UserId, ByteString>,
}

enum Next {
    Frame(ByteString),
    /// There is one, but it is too early for it.
    At(Instant),
    Nothing,
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

    /// Who is here, also for one who was shown the same before.
    pub fn presence_again(&self, frame: ByteString) {
        let mut newest = self.newest();
        newest.presence = Some(frame);
        if let Some((shown, _)) = &mut newest.shown {
            *shown = ByteString::new();
        }
        drop(newest);
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
            // The lock must not live as long as the match does.
            let next = self.newest().take(Instant::now());
            match next {
                Next::Frame(frame) => return frame,
                Next::At(then) => tokio::select! {
                    () = changed => {}
                    () = sleep_until(then) => {}
                },
                Next::Nothing => changed.await,
            }
        }
    }
}

impl Newest {
    fn take(&mut self, now: Instant) -> Next {
        // Who has just come knows already what everybody is then shown.
        self.presence.take_if(|frame| self.shown.as_ref().is_some_and(|(shown, _)| shown == frame));
        let due = self.shown.as_ref().map_or(now, |(_, at)| *at + PAUSE);
        if let Some(frame) = self.presence.take_if(|_| due <= now) {
            self.shown = Some((frame.clone(), now));
            return Next::Frame(frame);
        }
        match self.cursors.pop_first() {
            Some((_, frame)) => Next::Frame(frame),
            None if self.presence.is_some() => Next::At(due),
            None => Next::Nothing,
        }
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

    #[tokio::test(start_paused = true)]
    async fn presence_is_shown_once_a_second_and_only_when_it_is_news() {
        let latest = Latest::default();
        latest.first_presence("p1".into());
        assert_eq!(latest.next().now_or_never().as_deref(), Some("p1"));
        latest.presence("p1".into());
        latest.presence("p2".into());
        assert_eq!(latest.next().now_or_never(), None);
        latest.cursor(UserId::fresh(), "c".into());
        assert_eq!(latest.next().await, "c");
        let begun = Instant::now();
        assert_eq!(latest.next().await, "p2");
        assert!(begun.elapsed() >= PAUSE);
        tokio::time::advance(PAUSE * 2).await;
        latest.presence("p2".into());
        assert_eq!(latest.next().now_or_never(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_is_shown_again_once_a_second() {
        let latest = Latest::default();
        latest.first_presence("p1".into());
        assert_eq!(latest.next().await, "p1");
        let begun = Instant::now();
        latest.presence_again("p1".into());
        latest.presence_again("p1".into());
        assert_eq!(latest.next().await, "p1");
        assert!(begun.elapsed() >= PAUSE);
        assert_eq!(latest.next().now_or_never(), None);
    }
}
