//! Sweeping, aimed at the next deadline.

use std::{future::Future, sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::{AppointmentId, ports::Notifier, service::Appointments};
use tokio::{
    sync::Notify,
    time::{Instant as Tick, sleep_until},
};

/// So many appointments are settled in one sweep at most; more are swept right after.
const BATCH: u32 = 500;
/// Other nodes' requests are due to the second, and nobody tells us of them: so often we look for ourselves.
const LOOK: Duration = Duration::from_millis(500);
/// How soon to try again when the store is away.
const RETRY: Duration = Duration::from_millis(500);

/// Wakes the sweeper when a commit on this node brings a deadline that is nearer than its next look: every other one is
/// found by that look. It is told of every commit, and never blocks.
#[derive(Clone, Default)]
pub struct Waker(Arc<Notify>);

impl Notifier for Waker {
    fn committed(&self, _: AppointmentId, due_in: Option<TimeDelta>) {
        if due_in.is_some_and(|due_in| due_in.to_std().unwrap_or_default() < LOOK) {
            self.0.notify_one();
        }
    }
}

/// Settles what is due.
pub struct Sweeper {
    appointments: Arc<Appointments>,
    waker: Waker,
    interval: Duration,
}

impl Sweeper {
    /// A sweeper that sweeps at least once an interval.
    #[must_use]
    pub fn new(appointments: Arc<Appointments>, waker: Waker, interval: Duration) -> Self {
        Self { appointments, waker, interval }
    }

    /// Sweeps until `stop` is ready.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let next = Tick::now() + self.sweep().await;
            let woken = self.waker.0.notified();
            tokio::select! {
                () = &mut stop => return,
                () = sleep_until(next) => {}
                () = woken => {}
            }
        }
    }

    /// One sweep; when to sweep next.
    async fn sweep(&self) -> Duration {
        let usual = self.interval.min(LOOK);
        match self.appointments.sweep(BATCH).await {
            Ok(sweep) => {
                metrics::counter!("appointments_sweeps_total").increment(1);
                metrics::counter!("appointments_swept_total").increment(sweep.settled as u64);
                let more = sweep.settled >= BATCH as usize;
                if more { Duration::ZERO } else { sweep.next_in.unwrap_or(usual).min(usual) }
            }
            Err(error) => {
                tracing::warn!(%error, "a sweep did not work; it is tried again");
                RETRY
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        LockId, SessionId, UserId, Version,
        lock::{Action, Actor, Command, Rules},
        ports::{AppointmentRepository, appointments::Caller},
        service::Request,
        testing::{FakeAppointments, samples},
    };
    use tokio::sync::oneshot;

    use super::*;

    /// A held appointment that is due, among sweepers that nobody wakes.
    async fn due(ttl: TimeDelta) -> (Arc<FakeAppointments>, Arc<Appointments>, Waker, AppointmentId) {
        let fake = Arc::new(FakeAppointments::default());
        let (user, session) = (UserId::fresh(), SessionId::fresh());
        fake.put_person(samples::person(user, "Ana", false));
        fake.open_session(session, user);
        let waker = Waker::default();
        let rules = Rules { lock_ttl: ttl, request_timeout: None };
        let appointments = Arc::new(Appointments::new(fake.clone(), Arc::new(waker.clone()), rules));
        let id = AppointmentId::fresh();
        let create = Action::Create { content: Box::new(samples::content(0)), allow_overlap: false };
        let acquire = Action::Acquire { version: Version::FIRST, becomes: LockId::fresh(), take_over: false };
        for action in [create, acquire] {
            let actor = Actor::User { id: user, client: None };
            let command = Command { appointment: id, actor, pinned_lock: None, precondition: None, action };
            let request = Request { command, caller: Some(Caller { user, session }), key: None };
            appointments.execute(&request).await.unwrap();
        }
        (fake, appointments, waker, id)
    }

    async fn events(fake: &FakeAppointments, id: AppointmentId) -> usize {
        fake.history(id, None, 100).await.unwrap().events.len()
    }

    #[tokio::test]
    async fn three_sweepers_record_an_expiry_once() {
        let (fake, appointments, waker, id) = due(TimeDelta::seconds(300)).await;
        fake.advance(TimeDelta::seconds(300));
        let (stops, tasks): (Vec<_>, Vec<_>) = (0..3)
            .map(|_| {
                let (stop, stopped) = oneshot::channel::<()>();
                let sweeper = Sweeper::new(appointments.clone(), waker.clone(), Duration::from_millis(20));
                (stop, tokio::spawn(async move { sweeper.run(async { drop(stopped.await) }).await }))
            })
            .unzip();
        let deadline = Tick::now() + Duration::from_secs(5);
        while events(&fake, id).await < 3 && Tick::now() < deadline {
            tokio::task::yield_now().await;
        }
        drop(stops);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(events(&fake, id).await, 3, "created, acquired, expired");
    }

    #[tokio::test]
    async fn the_next_sweep_is_aimed_at_the_next_deadline() {
        let (_, appointments, waker, _) = due(TimeDelta::milliseconds(120)).await;
        let sweeper = Sweeper::new(appointments, waker, Duration::from_secs(10));
        assert_eq!(sweeper.sweep().await, Duration::from_millis(120));
    }

    #[test]
    fn only_commits_with_a_near_deadline_wake() {
        let waker = Waker::default();
        let woken = |waker: &Waker| {
            let notified = waker.0.notified();
            let mut notified = std::pin::pin!(notified);
            notified.as_mut().enable()
        };
        for (due_in, wakes) in [(None, false), (Some(500), false), (Some(499), true), (Some(0), true), (Some(-1), true)]
        {
            waker.committed(AppointmentId::fresh(), due_in.map(TimeDelta::milliseconds));
            assert_eq!(woken(&waker), wakes, "{due_in:?}");
        }
    }
}
