//! Forgetting what need not be kept.

use std::{future::Future, sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::ports::{
    AccessLog, Answer, AppointmentRepository, LinkRepository, LoginFailures, SessionRepository, UserRepository,
};
use tokio::time::sleep;

/// How often.
const INTERVAL: Duration = Duration::from_secs(600);
/// Ended sessions, used links and failed sign-ins are of no use after a day.
const DAY: TimeDelta = TimeDelta::days(1);

/// What is pruned, and how long events are kept.
pub struct Pruning {
    /// Events and idempotency keys.
    pub appointments: Arc<dyn AppointmentRepository>,
    /// The database's clock.
    pub users: Arc<dyn UserRepository>,
    /// Sign-ins.
    pub sessions: Arc<dyn SessionRepository>,
    /// One-time links.
    pub links: Arc<dyn LinkRepository>,
    /// Failed sign-ins.
    pub failures: Arc<dyn LoginFailures>,
    /// Who saw what.
    pub accesses: Arc<dyn AccessLog>,
    /// Events older than this go; `None`: they stay for ever.
    pub event_retention: Option<TimeDelta>,
    /// Entries of the access log older than this go; `None`: they stay for ever.
    pub access_retention: Option<TimeDelta>,
}

/// Prunes now and then until `stop` is ready. `also` is called each time, for what is kept in memory.
pub async fn prune(pruning: &Pruning, also: impl Fn(), stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        match pruning.once().await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "pruned what need not be kept"),
            Err(error) => tracing::warn!(%error, "pruning did not work; it is tried again later"),
        }
        also();
        tokio::select! {
            () = &mut stop => return,
            () = sleep(INTERVAL) => {}
        }
    }
}

impl Pruning {
    /// Prunes once; how many rows went.
    async fn once(&self) -> Answer<u64> {
        let now = self.users.now().await?;
        let (keys, events) = self.appointments.prune(self.event_retention.map(|kept| now - kept)).await?;
        let yesterday = now - DAY;
        let ended = self.sessions.prune(yesterday).await? + self.links.prune(yesterday).await?;
        let accesses = match self.access_retention {
            Some(kept) => self.accesses.prune(now - kept).await?,
            None => 0,
        };
        Ok(keys + events + ended + accesses + self.failures.prune(yesterday).await?)
    }
}

#[cfg(test)]
mod tests {
    use domain::testing::{
        MockAccessLog, MockAppointmentRepository, MockLinkRepository, MockLoginFailures, MockSessionRepository,
        MockUserRepository, samples,
    };

    use super::*;

    #[tokio::test]
    async fn what_is_a_day_old_goes_and_events_and_accesses_by_their_own_retention() {
        let yesterday = samples::noon() - DAY;
        let mut appointments = MockAppointmentRepository::new();
        appointments
            .expect_prune()
            .withf(|before| *before == Some(samples::noon() - TimeDelta::days(30)))
            .return_once(|_| Ok((1, 20)));
        let mut users = MockUserRepository::new();
        users.expect_now().return_once(|| Ok(samples::noon()));
        let mut sessions = MockSessionRepository::new();
        sessions.expect_prune().withf(move |before| *before == yesterday).return_once(|_| Ok(300));
        let mut links = MockLinkRepository::new();
        links.expect_prune().withf(move |before| *before == yesterday).return_once(|_| Ok(4000));
        let mut failures = MockLoginFailures::new();
        failures.expect_prune().withf(move |before| *before == yesterday).return_once(|_| Ok(50_000));
        let mut accesses = MockAccessLog::new();
        let year = samples::noon() - TimeDelta::days(365);
        accesses.expect_prune().withf(move |before| *before == year).return_once(|_| Ok(600_000));
        let pruning = Pruning {
            appointments: Arc::new(appointments),
            users: Arc::new(users),
            sessions: Arc::new(sessions),
            links: Arc::new(links),
            failures: Arc::new(failures),
            accesses: Arc::new(accesses),
            event_retention: Some(TimeDelta::days(30)),
            access_retention: Some(TimeDelta::days(365)),
        };
        assert_eq!(pruning.once().await.unwrap(), 654_321);
    }
}
