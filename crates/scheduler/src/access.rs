//! Writing the access log: what was done is noted in memory, and written in batches twice a second.
//!
//! Whoever reads does not wait for it. A node that is killed loses what it noted in the last second; one that is told to
//! stop writes it first. While the database is away it is kept for later, up to a bound.

use std::{
    collections::{HashSet, VecDeque},
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use domain::ports::{
    AccessLog, AccessRecorder, Answer,
    access::{Access, Noted, WATCH_SPAN},
};
use tokio::time::{Instant, sleep};

/// From one batch to the next.
const INTERVAL: Duration = Duration::from_millis(500);
/// So many are written at a time.
const BATCH: usize = 1000;
/// So many wait at most; then the oldest are lost, and the log says how many.
const MOST_WAITING: usize = 100_000;
/// Who looks at the same thing again within half of this, up to all of it, is not noted again.
const REPEATED: Duration = Duration::from_secs(WATCH_SPAN.num_seconds().unsigned_abs());
/// So many different lookings are remembered in each half.
const MOST_REMEMBERED: usize = 50_000;

/// Notes what was done, and writes it.
pub struct AccessWriter {
    log: Arc<dyn AccessLog>,
    notes: Mutex<Notes>,
}

struct Notes {
    waiting: VecDeque<(Instant, Access)>,
    lost: u64,
    /// What was looked at in this half of [`REPEATED`], and in the one before.
    lately: [HashSet<Access>; 2],
    turns: Instant,
}

impl AccessRecorder for AccessWriter {
    fn note(&self, access: Access) {
        self.notes().take(access, Instant::now());
    }
}

impl Notes {
    fn take(&mut self, access: Access, now: Instant) {
        if access.kind.is_looking() && self.is_repeated(&access, now) {
            return;
        }
        self.waiting.push_back((now, access));
        while self.waiting.len() > MOST_WAITING {
            self.waiting.pop_front();
            self.lost += 1;
        }
    }

    fn is_repeated(&mut self, access: &Access, now: Instant) -> bool {
        if now >= self.turns || self.lately[0].len() >= MOST_REMEMBERED {
            let halves_over = if now >= self.turns + REPEATED / 2 { 2 } else { 1 };
            for _ in 0..halves_over {
                self.lately.swap(0, 1);
                self.lately[0].clear();
            }
            self.turns = now + REPEATED / 2;
        }
        if self.lately.iter().any(|half| half.contains(access)) {
            return true;
        }
        self.lately[0].insert(access.clone());
        false
    }
}

impl AccessWriter {
    /// Writes to a log.
    #[must_use]
    pub fn new(log: Arc<dyn AccessLog>) -> Self {
        let notes =
            Notes { waiting: VecDeque::new(), lost: 0, lately: <_>::default(), turns: Instant::now() + REPEATED / 2 };
        Self { log, notes: Mutex::new(notes) }
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes until `stop` is ready, and then once more.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let stopping = tokio::select! {
                () = &mut stop => true,
                () = sleep(INTERVAL) => false,
            };
            if let Err(error) = self.flush().await {
                tracing::warn!(%error, "the access log could not be written; it is tried again");
            }
            if stopping {
                return;
            }
        }
    }

    /// Writes all that waits.
    ///
    /// # Errors
    /// The store is away: it waits on. A batch whose outcome is unknown may stand in the log twice.
    pub async fn flush(&self) -> Answer<()> {
        loop {
            let batch = self.batch();
            if batch.is_empty() {
                return Ok(());
            }
            let now = Instant::now();
            let noted: Vec<Noted> = batch
                .iter()
                .map(|(at, access)| {
                    let age = TimeDelta::from_std(now - *at).unwrap_or_default();
                    Noted { access: access.clone(), age }
                })
                .collect();
            if let Err(error) = self.log.append(&noted).await {
                self.put_back(batch);
                return Err(error);
            }
        }
    }

    fn batch(&self) -> Vec<(Instant, Access)> {
        let mut notes = self.notes();
        let lost = std::mem::take(&mut notes.lost);
        if lost > 0 {
            tracing::error!(lost, "the access log has a gap: the database was away for too long");
        }
        let size = notes.waiting.len().min(BATCH);
        notes.waiting.drain(..size).collect()
    }

    fn put_back(&self, batch: Vec<(Instant, Access)>) {
        let mut notes = self.notes();
        batch.into_iter().rev().for_each(|noted| notes.waiting.push_front(noted));
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        AppointmentId, UserId,
        ports::{Unavailable, access::AccessKind},
        testing::MockAccessLog,
    };

    use super::*;

    fn reading(user: UserId) -> Access {
        Access::of_appointment(AccessKind::AppointmentRead, user, AppointmentId::fresh())
    }

    /// A log that keeps what it is given.
    fn keeping() -> (MockAccessLog, Arc<Mutex<Vec<Noted>>>) {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let (mut log, written) = (MockAccessLog::new(), kept.clone());
        log.expect_append().returning(move |noted| {
            written.lock().unwrap().extend_from_slice(noted);
            Ok(())
        });
        (log, kept)
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_noted_is_written_within_a_second_with_its_age() {
        let (log, kept) = keeping();
        let writer = AccessWriter::new(Arc::new(log));
        let running = writer.run(sleep(Duration::from_secs(60)));
        tokio::pin!(running);
        let access = reading(UserId::fresh());
        writer.note(access.clone());
        tokio::select! {
            () = &mut running => unreachable!("it runs for a minute"),
            () = sleep(Duration::from_secs(1)) => {}
        }
        let noted = kept.lock().unwrap().clone();
        assert_eq!(noted.iter().map(|noted| &noted.access).collect::<Vec<_>>(), [&access]);
        assert!((1..=1000).contains(&noted[0].age.num_milliseconds()), "{:?}", noted[0].age);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_noted_before_the_end_is_written_then() {
        let (log, kept) = keeping();
        let writer = AccessWriter::new(Arc::new(log));
        for _ in 0..=BATCH {
            writer.note(reading(UserId::fresh()));
        }
        writer.run(std::future::ready(())).await;
        assert_eq!(kept.lock().unwrap().len(), BATCH + 1);
    }

    #[tokio::test(start_paused = true)]
    async fn who_looks_again_soon_is_noted_once_and_later_again() {
        let (log, kept) = keeping();
        let writer = AccessWriter::new(Arc::new(log));
        let (ann, bob) = (UserId::fresh(), UserId::fresh());
        let hers = reading(ann);
        let his = Access { actor: Some(bob), ..hers.clone() };
        let count = async || {
            writer.flush().await.unwrap();
            kept.lock().unwrap().len()
        };
        for access in [&hers, &his, &hers, &his] {
            writer.note(access.clone());
        }
        assert_eq!(count().await, 2);
        tokio::time::advance(REPEATED / 2 - Duration::from_secs(1)).await;
        writer.note(hers.clone());
        assert_eq!(count().await, 2, "hardly five minutes");
        tokio::time::advance(REPEATED / 2 + Duration::from_secs(2)).await;
        writer.note(hers.clone());
        assert_eq!(count().await, 3, "ten minutes");
        let signed_in = Access::of_oneself(AccessKind::SignedIn, ann);
        writer.note(signed_in.clone());
        writer.note(signed_in);
        assert_eq!(count().await, 5, "to sign in twice is twice");
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_looked_at_without_end_has_no_gap() {
        let (log, kept) = keeping();
        let writer = AccessWriter::new(Arc::new(log));
        let window = (domain::testing::samples::noon(), domain::testing::samples::noon() + TimeDelta::days(7));
        let watching = Access::watching(UserId::fresh(), window);
        let begun = Instant::now();
        let mut noted_at = Vec::new();
        while begun.elapsed() < Duration::from_secs(3600) {
            writer.note(watching.clone());
            writer.flush().await.unwrap();
            if kept.lock().unwrap().len() > noted_at.len() {
                noted_at.push(Instant::now());
            }
            tokio::time::advance(Duration::from_secs(25)).await;
        }
        let gaps = noted_at.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(gaps.clone().all(|gap| gap <= WATCH_SPAN.to_std().unwrap()), "{:?}", gaps.collect::<Vec<_>>());
        assert!(noted_at.len() <= 13, "and few entries: {}", noted_at.len());
    }

    #[tokio::test(start_paused = true)]
    async fn what_could_not_be_written_is_written_later_in_order() {
        let mut log = MockAccessLog::new();
        let accesses: Vec<Access> = (0..3).map(|_| reading(UserId::fresh())).collect();
        let expected = accesses.clone();
        log.expect_append().times(1).returning(|_| Err(Unavailable::new("away")));
        log.expect_append()
            .times(1)
            .withf(move |noted| noted.iter().map(|noted| &noted.access).eq(&expected))
            .returning(|_| Ok(()));
        let writer = AccessWriter::new(Arc::new(log));
        accesses[..2].iter().for_each(|access| writer.note(access.clone()));
        assert!(writer.flush().await.is_err());
        writer.note(accesses[2].clone());
        writer.flush().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_is_bounded() {
        let writer = AccessWriter::new(Arc::new(MockAccessLog::new()));
        let user = UserId::fresh();
        for _ in 0..MOST_WAITING + 10 {
            writer.note(Access::of_oneself(AccessKind::SignedIn, user));
        }
        let notes = writer.notes();
        assert_eq!((notes.waiting.len(), notes.lost), (MOST_WAITING, 10));
    }
}
