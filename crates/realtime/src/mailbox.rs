//! What waits for one socket. Frames are queued, in order. Presence and cursors are not: of them only the newest counts, so
//! a slow reader misses positions between, never the last one. Nothing grows without bound.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytestring::ByteString;
use domain::UserId;
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use crate::hub::Ending;

/// So many frames may wait for one socket.
pub const QUEUE: usize = 512;

/// A socket is shown who is here so often at most.
pub const PAUSE: Duration = Duration::from_secs(1);

/// Room for so many frames is kept while none waits.
const KEPT: usize = 4;

/// What comes next for a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    /// To be sent.
    Frame(ByteString),
    /// It shall end.
    Ending(Ending),
}

enum Next {
    Letter(Letter),
    /// There is one, but it is too early for it.
    At(Instant),
    Nothing,
}

#[derive(Default)]
struct Waiting {
    ending: Option<Ending>,
    frames: VecDeque<ByteString>,
    presence: Option<ByteString>,
    shown: Option<(ByteString, Instant)>,
    cursors: BTreeMap<UserId, ByteString>,
}

/// One socket's. Whoever tells it something never waits; its one reader does.
#[derive(Default)]
pub struct Mailbox {
    waiting: Mutex<Waiting>,
    changed: Notify,
}

impl Mailbox {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A frame, after those before it; whether it was queued. The socket that lets its queue fill ends.
    pub fn queue(&self, frame: ByteString) -> bool {
        let mut waiting = self.waiting();
        let has_room = waiting.frames.len() < QUEUE;
        if has_room {
            waiting.frames.push_back(frame);
        } else {
            waiting.ending.get_or_insert(Ending::TooSlow);
        }
        drop(waiting);
        self.changed.notify_one();
        has_room
    }

    /// It shall end. The first reason counts.
    pub fn end(&self, ending: Ending) {
        self.waiting().ending.get_or_insert(ending);
        self.changed.notify_one();
    }

    /// Who is here, for a newcomer; unless something newer came first.
    pub fn first_presence(&self, frame: ByteString) {
        self.waiting().presence.get_or_insert(frame);
        self.changed.notify_one();
    }

    /// Who is here.
    pub fn presence(&self, frame: ByteString) {
        self.waiting().presence = Some(frame);
        self.changed.notify_one();
    }

    /// Who is here, also for one who was shown the same before.
    pub fn presence_again(&self, frame: ByteString) {
        let mut waiting = self.waiting();
        waiting.presence = Some(frame);
        if let Some((shown, _)) = &mut waiting.shown {
            *shown = ByteString::new();
        }
        drop(waiting);
        self.changed.notify_one();
    }

    /// Where somebody points to.
    pub fn cursor(&self, user: UserId, frame: ByteString) {
        self.waiting().cursors.insert(user, frame);
        self.changed.notify_one();
    }

    /// Whether it shall end.
    pub fn ending(&self) -> Option<Ending> {
        self.waiting().ending
    }

    /// How many frames are queued.
    pub fn queued(&self) -> usize {
        self.waiting().frames.len()
    }

    /// Takes the first of the queued frames.
    pub fn take_queued(&self) -> Option<ByteString> {
        self.waiting().queued()
    }

    /// Waits until it shall end.
    pub async fn ended(&self) -> Ending {
        loop {
            let changed = self.changed.notified();
            if let Some(ending) = self.ending() {
                return ending;
            }
            changed.await;
        }
    }

    /// Waits for what comes next. Dropping this loses nothing.
    pub async fn next(&self) -> Letter {
        loop {
            let changed = self.changed.notified();
            // The lock must not live as long as the match does.
            let next = self.waiting().take(Instant::now());
            match next {
                Next::Letter(letter) => return letter,
                Next::At(then) => tokio::select! {
                    () = changed => {}
                    () = sleep_until(then) => {}
                },
                Next::Nothing => changed.await,
            }
        }
    }
}

impl Waiting {
    fn take(&mut self, now: Instant) -> Next {
        if let Some(ending) = self.ending {
            return Next::Letter(Letter::Ending(ending));
        }
        if let Some(frame) = self.queued() {
            return Next::Letter(Letter::Frame(frame));
        }
        // Who has just come knows already what everybody is then shown.
        self.presence.take_if(|frame| self.shown.as_ref().is_some_and(|(shown, _)| shown == frame));
        let due = self.shown.as_ref().map_or(now, |(_, at)| *at + PAUSE);
        if let Some(frame) = self.presence.take_if(|_| due <= now) {
            self.shown = Some((frame.clone(), now));
            return Next::Letter(Letter::Frame(frame));
        }
        match self.cursors.pop_first() {
            Some((_, frame)) => Next::Letter(Letter::Frame(frame)),
            None if self.presence.is_some() => Next::At(due),
            None => Next::Nothing,
        }
    }

    fn queued(&mut self) -> Option<ByteString> {
        let frame = self.frames.pop_front();
        if self.frames.is_empty() {
            self.frames.shrink_to(KEPT);
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// What can be had without waiting.
    fn shown(mailbox: &Mailbox) -> Option<String> {
        match mailbox.next().now_or_never()? {
            Letter::Frame(frame) => Some(frame.to_string()),
            Letter::Ending(ending) => panic!("{ending:?}"),
        }
    }

    #[test]
    fn frames_come_in_order_and_of_the_rest_only_the_newest_of_each() {
        let mailbox = Mailbox::default();
        let (ana, budi) = (UserId::fresh(), UserId::fresh());
        for (user, frame) in [(ana, "a1"), (budi, "b1"), (ana, "a2")] {
            mailbox.cursor(user, frame.into());
        }
        for frame in ["p1", "p2"] {
            mailbox.presence(frame.into());
        }
        for frame in ["f1", "f2"] {
            mailbox.queue(frame.into());
        }
        let mut all: Vec<String> = std::iter::from_fn(|| shown(&mailbox)).collect();
        assert_eq!(all[..3], ["f1", "f2", "p2"]);
        all[3..].sort();
        assert_eq!(all[3..], ["a2", "b1"]);
    }

    #[test]
    fn the_first_ending_counts_and_comes_before_everything() {
        let mailbox = Mailbox::default();
        mailbox.queue("f".into());
        mailbox.end(Ending::SignedOut);
        mailbox.end(Ending::Stopping);
        assert_eq!(mailbox.next().now_or_never(), Some(Letter::Ending(Ending::SignedOut)));
        assert_eq!(mailbox.ended().now_or_never(), Some(Ending::SignedOut));
    }

    #[test]
    fn who_lets_the_queue_fill_ends_and_an_emptied_one_keeps_no_room() {
        let mailbox = Mailbox::default();
        assert!((0..QUEUE).all(|_| mailbox.queue("f".into())));
        assert_eq!((mailbox.ending(), mailbox.queued()), (None, QUEUE));
        while mailbox.take_queued().is_some() {}
        assert!(mailbox.waiting().frames.capacity() <= KEPT);
        assert_eq!((0..=QUEUE).filter(|_| mailbox.queue("f".into())).count(), QUEUE);
        assert_eq!((mailbox.ending(), mailbox.queued()), (Some(Ending::TooSlow), QUEUE));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_is_woken_by_whatever_comes() {
        let mailbox = Mailbox::default();
        let later = async {
            tokio::time::sleep(PAUSE).await;
            mailbox.queue("f".into());
            tokio::time::sleep(PAUSE).await;
            mailbox.end(Ending::Stopping);
        };
        let reader = async { (mailbox.next().await, mailbox.ended().await) };
        let (read, ()) = tokio::join!(reader, later);
        assert_eq!(read, (Letter::Frame("f".into()), Ending::Stopping));
    }

    #[tokio::test(start_paused = true)]
    async fn presence_is_shown_once_a_second_and_only_when_it_is_news() {
        let mailbox = Mailbox::default();
        mailbox.first_presence("p1".into());
        assert_eq!(shown(&mailbox).as_deref(), Some("p1"));
        mailbox.presence("p1".into());
        mailbox.presence("p2".into());
        assert_eq!(shown(&mailbox), None);
        mailbox.cursor(UserId::fresh(), "c".into());
        assert_eq!(shown(&mailbox).as_deref(), Some("c"));
        let begun = Instant::now();
        assert_eq!(mailbox.next().await, Letter::Frame("p2".into()));
        assert!(begun.elapsed() >= PAUSE);
        tokio::time::advance(PAUSE * 2).await;
        mailbox.presence("p2".into());
        assert_eq!(shown(&mailbox), None);
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_is_shown_again_once_a_second() {
        let mailbox = Mailbox::default();
        mailbox.first_presence("p1".into());
        assert_eq!(shown(&mailbox).as_deref(), Some("p1"));
        let begun = Instant::now();
        mailbox.presence_again("p1".into());
        mailbox.presence_again("p1".into());
        assert_eq!(mailbox.next().await, Letter::Frame("p1".into()));
        assert!(begun.elapsed() >= PAUSE);
        assert_eq!(shown(&mailbox), None);
    }
}
