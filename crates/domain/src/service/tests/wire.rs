//! The fake behind a wire that loses requests and replies, and lets others come in between.

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use tokio::sync::Barrier;

use super::*;
use crate::ports::{Answer, appointments::DueLocks};

/// What befalls the next commit.
pub(super) enum Mishap {
    /// Somebody is quicker.
    Before(Box<dyn FnOnce(&FakeAppointments) + Send>),
    /// It never arrives.
    RequestLost,
    /// It is done, but the answer never arrives.
    ReplyLost,
}

pub(super) struct Wire {
    fake: Arc<FakeAppointments>,
    mishaps: Mutex<VecDeque<Mishap>>,
    broken_loads: AtomicUsize,
    pub(super) operations: Mutex<Vec<OperationId>>,
    together: Mutex<Option<(Arc<Barrier>, usize)>>,
}

impl Wire {
    pub(super) fn new(fake: Arc<FakeAppointments>) -> Self {
        Self {
            fake,
            mishaps: Mutex::default(),
            broken_loads: AtomicUsize::new(0),
            operations: Mutex::default(),
            together: Mutex::default(),
        }
    }

    pub(super) fn next_commits(&self, mishaps: impl IntoIterator<Item = Mishap>) {
        self.mishaps.lock().expect("nobody panicked").extend(mishaps);
    }

    pub(super) fn before_the_commit(&self, then: impl FnOnce(&FakeAppointments) + Send + 'static) {
        self.next_commits([Mishap::Before(Box::new(then))]);
    }

    pub(super) fn break_loads(&self, count: usize) {
        self.broken_loads.store(count, Ordering::SeqCst);
    }

    /// The next `count` loads return together, so that all decide on the same state.
    pub(super) fn load_together(&self, count: usize) {
        *self.together.lock().expect("nobody panicked") = Some((Arc::new(Barrier::new(count)), count));
    }

    fn barrier(&self) -> Option<Arc<Barrier>> {
        let mut together = self.together.lock().expect("nobody panicked");
        let (barrier, left) = together.as_mut().filter(|(_, left)| *left > 0)?;
        *left -= 1;
        Some(barrier.clone())
    }
}

fn lost<T>() -> Answer<T> {
    Err(Unavailable::new("the connection broke"))
}

#[async_trait]
impl AppointmentRepository for Wire {
    async fn load(&self, load: &Load) -> Answer<Loaded> {
        let one_less = |left: usize| left.checked_sub(1);
        if self.broken_loads.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok() {
            return lost();
        }
        let loaded = self.fake.load(load).await;
        if let Some(barrier) = self.barrier() {
            barrier.wait().await;
        }
        loaded
    }

    async fn commit(&self, commit: &Commit) -> Answer<Committed> {
        self.operations.lock().expect("nobody panicked").push(commit.operation);
        let mishap = self.mishaps.lock().expect("nobody panicked").pop_front();
        match mishap {
            Some(Mishap::RequestLost) => return lost(),
            Some(Mishap::ReplyLost) => {
                self.fake.commit(commit).await?;
                return lost();
            }
            Some(Mishap::Before(then)) => then(&self.fake),
            None => {}
        }
        self.fake.commit(commit).await
    }

    async fn list(&self, query: &Query) -> Answer<Page> {
        self.fake.list(query).await
    }

    async fn locked(&self) -> Answer<Page> {
        self.fake.locked().await
    }

    async fn find(&self, ids: &[AppointmentId]) -> Answer<Page> {
        self.fake.find(ids).await
    }

    async fn asked_of(&self, holder: UserId) -> Answer<Page> {
        self.fake.asked_of(holder).await
    }

    async fn of_patient(&self, patient: &Patient) -> Answer<Vec<AppointmentId>> {
        self.fake.of_patient(patient).await
    }

    async fn doctors(&self) -> Answer<Vec<String>> {
        self.fake.doctors().await
    }

    async fn history(&self, id: AppointmentId, before: Option<i64>, limit: u32) -> Answer<History> {
        self.fake.history(id, before, limit).await
    }

    async fn due(&self, limit: u32) -> Answer<DueLocks> {
        self.fake.due(limit).await
    }

    async fn involving(&self, user: UserId) -> Answer<Vec<AppointmentId>> {
        self.fake.involving(user).await
    }

    async fn prune(&self, events_before: Option<Instant>) -> Answer<(u64, u64)> {
        self.fake.prune(events_before).await
    }

    async fn ping(&self) -> Answer<()> {
        self.fake.ping().await
    }
}
