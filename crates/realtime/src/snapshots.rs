//! What windows hold, read and serialised once for all sockets that begin to look at the same one while nothing changes.
//!
//! A socket is in the hub before it comes here, and what changed is forgotten here before the hub queues it. So whatever
//! a shared reading does not have yet is queued for everybody who is given it. And nobody is given a reading that was begun
//! before a commit of this node: who wrote and then begins to look finds what they wrote at once.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use domain::{Instant, ports::appointments::Page};
use http_api::view::AppointmentView;
use serde_json::value::{RawValue, to_raw_value};
use tokio::{sync::OnceCell, time::Instant as Tick};

use crate::window::{Span, Window};

/// Names of people change without an event, so a reading is shared no longer than that.
const SHARED: Duration = Duration::from_secs(1);

/// What a window holds, as JSON.
#[derive(Debug)]
pub struct Snapshot {
    /// The appointments.
    pub data: Box<RawValue>,
    now: Instant,
    read: Tick,
    lasts: Duration,
}

impl Snapshot {
    /// Of appointments, what is due applied.
    ///
    /// # Errors
    /// They are not to be written as JSON; nothing in them can be the cause.
    pub fn of(page: &Page) -> serde_json::Result<Self> {
        let views: Vec<AppointmentView> =
            page.appointments.iter().map(|appointment| AppointmentView::new(appointment, &page.people)).collect();
        let due = page.appointments.iter().filter_map(|appointment| appointment.lock.next_due()).min();
        let lasts = due.map_or(SHARED, |due| (due - page.now).to_std().unwrap_or_default().min(SHARED));
        Ok(Self { data: to_raw_value(&views)?, now: page.now, read: Tick::now(), lasts })
    }

    /// The database's clock, now.
    pub fn server_time(&self) -> Instant {
        self.now + TimeDelta::from_std(self.read.elapsed()).unwrap_or_default()
    }

    fn is_fresh(&self) -> bool {
        self.read.elapsed() < self.lasts
    }
}

/// A reading, done or under way.
type Reading = Arc<OnceCell<Arc<Snapshot>>>;

/// The readings that may be shared, each with how many commits this node had been told of when it began.
#[derive(Default)]
pub struct Snapshots(Mutex<HashMap<Window, (u64, Reading)>>);

impl Snapshots {
    /// What a window holds after so many `commits` of this node: by `read`, or by the reading of somebody else.
    ///
    /// # Errors
    /// Those of `read`; they are not shared.
    pub async fn get<E>(
        &self,
        window: Window,
        commits: u64,
        read: impl Future<Output = Result<Snapshot, E>>,
    ) -> Result<Arc<Snapshot>, E> {
        let reading = {
            let mut readings = self.fresh();
            let (begun, reading) = readings.entry(window).or_default();
            if *begun != commits {
                (*begun, *reading) = (commits, Reading::default());
            }
            reading.clone()
        };
        reading.get_or_try_init(async || read.await.map(Arc::new)).await.cloned()
    }

    /// Something of this span changed; to be called before the sockets are told.
    pub fn forget(&self, span: Span) {
        self.fresh().retain(|window, _| !window.overlaps(span));
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.readings().clear();
    }

    /// Lets go of what is shared no longer.
    pub fn prune(&self) {
        drop(self.fresh());
    }

    /// Without those that are too old, and those that everybody gave up.
    fn fresh(&self) -> MutexGuard<'_, HashMap<Window, (u64, Reading)>> {
        let mut readings = self.readings();
        readings.retain(|_, (_, reading)| match reading.get() {
            Some(snapshot) => snapshot.is_fresh(),
            None => Arc::strong_count(reading) > 1,
        });
        readings
    }

    fn readings(&self) -> MutexGuard<'_, HashMap<Window, (u64, Reading)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    };

    use domain::{
        Appointment, LockId, People, UserId,
        lock::{Held, Lock},
        testing::samples,
    };

    use super::*;

    fn window(day: i64) -> Window {
        Window { from: samples::noon() + TimeDelta::days(day), to: samples::noon() + TimeDelta::days(day + 1) }
    }

    fn page(lock: Lock) -> Page {
        let appointments = vec![Appointment { lock, ..samples::appointment() }];
        Page { now: samples::noon(), appointments, people: People::default(), more: false, total: 1 }
    }

    fn held_for(milliseconds: i64) -> Lock {
        Lock::Held(Held {
            id: LockId::fresh(),
            holder: UserId::fresh(),
            client: None,
            created_at: samples::noon(),
            expires_at: samples::noon() + TimeDelta::milliseconds(milliseconds),
            control: None,
            force_release: None,
        })
    }

    #[derive(Default)]
    struct Desk {
        snapshots: Snapshots,
        readings: AtomicUsize,
        commits: AtomicU64,
    }

    impl Desk {
        async fn read(&self, window: Window) -> Arc<Snapshot> {
            self.read_page(window, page(Lock::Free)).await
        }

        async fn read_page(&self, window: Window, page: Page) -> Arc<Snapshot> {
            let read = async {
                self.readings.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Ok::<_, Infallible>(Snapshot::of(&page).unwrap())
            };
            self.snapshots.get(window, self.commits.load(Ordering::SeqCst), read).await.unwrap()
        }

        fn readings(&self) -> usize {
            self.readings.load(Ordering::SeqCst)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn sockets_that_begin_together_share_a_reading_and_its_clock_goes_on() {
        let desk = Desk::default();
        let (first, second, other) = tokio::join!(desk.read(window(0)), desk.read(window(0)), desk.read(window(1)));
        assert!(Arc::ptr_eq(&first, &second) && !Arc::ptr_eq(&first, &other));
        tokio::time::advance(Duration::from_millis(999)).await;
        let later = desk.read(window(0)).await;
        assert!(Arc::ptr_eq(&first, &later));
        assert_eq!(later.server_time(), samples::noon() + TimeDelta::milliseconds(999));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(!Arc::ptr_eq(&first, &desk.read(window(0)).await), "a second is the longest");
        assert_eq!(desk.readings(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn what_changed_is_read_again_also_when_it_was_being_read() {
        let desk = Desk::default();
        desk.read(window(0)).await;
        desk.read(window(1)).await;
        let within = window(0).from + TimeDelta::hours(1);
        desk.snapshots.forget((within, within + TimeDelta::hours(1)));
        desk.read(window(0)).await;
        desk.read(window(1)).await;
        assert_eq!(desk.readings(), 3);
        let change = async { desk.snapshots.forget((within, within + TimeDelta::hours(1))) };
        desk.snapshots.forget_all();
        let (early, ()) = tokio::join!(desk.read(window(0)), change);
        assert!(!Arc::ptr_eq(&early, &desk.read(window(0)).await));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_given_what_was_read_before_a_commit() {
        let desk = Desk::default();
        let done = desk.read(window(0)).await;
        desk.commits.fetch_add(1, Ordering::SeqCst);
        let after = desk.read(window(0)).await;
        assert!(!Arc::ptr_eq(&done, &after));
        assert!(Arc::ptr_eq(&after, &desk.read(window(0)).await));
        let commit = async { desk.commits.fetch_add(1, Ordering::SeqCst) };
        desk.snapshots.forget_all();
        let (under_way, _) = tokio::join!(desk.read(window(0)), commit);
        assert!(!Arc::ptr_eq(&under_way, &desk.read(window(0)).await));
    }

    #[tokio::test(start_paused = true)]
    async fn a_lock_that_ends_ends_the_sharing() {
        let desk = Desk::default();
        let first = desk.read_page(window(0), page(held_for(300))).await;
        tokio::time::advance(Duration::from_millis(299)).await;
        assert!(Arc::ptr_eq(&first, &desk.read(window(0)).await));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(!Arc::ptr_eq(&first, &desk.read(window(0)).await));
    }

    #[tokio::test(start_paused = true)]
    async fn failures_are_not_shared_and_nothing_is_kept_for_ever() {
        let desk = Desk::default();
        desk.snapshots.get(window(0), 0, async { Err::<Snapshot, _>("away") }).await.unwrap_err();
        desk.read(window(0)).await;
        assert_eq!(desk.readings(), 1);
        tokio::time::advance(SHARED).await;
        desk.snapshots.prune();
        assert!(desk.snapshots.readings().is_empty());
    }
}
