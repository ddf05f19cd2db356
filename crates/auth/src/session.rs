//! From a token to the live session behind it, looked up at most twice a second a session.

use std::{sync::Arc, time::Duration};

use domain::{
    SessionId, UserId,
    ports::{Answer, SessionRepository, Unavailable, sessions::Session},
};
use moka::future::Cache;

use crate::Bearer;

/// For how long an answer of the store is believed.
const BELIEVED: Duration = Duration::from_millis(500);

/// How many sessions are remembered at most.
const CAPACITY: u64 = 10_000;

/// Live sessions, remembered for half a second, so that a busy client doesn't cost a query a request.
///
/// A session that ended elsewhere is believed for that long; one ended on this node is forgotten at once.
/// Who asks for the same session at the same time shares one query.
pub struct SessionCache {
    sessions: Arc<dyn SessionRepository>,
    cache: Cache<SessionId, Option<Session>>,
}

impl SessionCache {
    /// A cache before that store.
    #[must_use]
    pub fn new(sessions: Arc<dyn SessionRepository>) -> Self {
        Self::believing(sessions, BELIEVED)
    }

    fn believing(sessions: Arc<dyn SessionRepository>, ttl: Duration) -> Self {
        Self { sessions, cache: Cache::builder().max_capacity(CAPACITY).time_to_live(ttl).build() }
    }

    /// The live session of this bearer, as it stood within the last half second.
    ///
    /// # Errors
    /// When the store is away and nothing is remembered. Failures are not remembered.
    pub async fn authenticate(&self, bearer: &Bearer) -> Answer<Option<Session>> {
        let load = self.sessions.find(bearer.session);
        let found = self.cache.try_get_with(bearer.session, load).await;
        Ok(found.map_err(Unavailable::new)?.filter(|session| session.user.id == bearer.user))
    }

    /// The live session of this bearer as it stands now: for what must not be done half a second too late.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn authenticate_fresh(&self, bearer: &Bearer) -> Answer<Option<Session>> {
        let found = self.sessions.find(bearer.session).await?;
        self.cache.insert(bearer.session, found.clone()).await;
        Ok(found.filter(|session| session.user.id == bearer.user))
    }

    /// Asks the store again about this session.
    pub async fn forget(&self, session: SessionId) {
        self.cache.invalidate(&session).await;
    }

    /// Asks the store again about all sessions of this user.
    pub async fn forget_user(&self, user: UserId) {
        for (id, session) in &self.cache {
            if session.is_some_and(|session| session.user.id == user) {
                self.forget(*id).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use domain::ports::sessions::MockSessionRepository;

    use super::*;
    use crate::samples::{at, away, bearer, session, user};

    const LONG: Duration = Duration::from_secs(3600);

    fn cache(ttl: Duration, expect: impl FnOnce(&mut MockSessionRepository)) -> SessionCache {
        let mut sessions = MockSessionRepository::new();
        expect(&mut sessions);
        SessionCache::believing(Arc::new(sessions), ttl)
    }

    #[tokio::test]
    async fn a_session_is_asked_for_once_while_it_is_believed() {
        let live = session(user("a@example.org"), at(9_000));
        let found = live.clone();
        let cache = cache(LONG, |sessions| {
            sessions.expect_find().withf(move |id| *id == found.id).times(1).returning({
                let live = live.clone();
                move |_| Ok(Some(live.clone()))
            });
        });
        for _ in 0..3 {
            assert_eq!(cache.authenticate(&bearer(&live)).await.unwrap(), Some(live.clone()));
        }
    }

    #[tokio::test]
    async fn what_is_believed_is_asked_again_after_its_time() {
        let live = session(user("a@example.org"), at(9_000));
        let mut answers = vec![None, Some(live.clone())];
        let cache = cache(Duration::from_millis(20), |sessions| {
            sessions.expect_find().returning(move |_| Ok(answers.pop().flatten()));
        });
        assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_some());
        let deadline = Instant::now() + Duration::from_secs(10);
        while cache.authenticate(&bearer(&live)).await.unwrap().is_some() {
            assert!(Instant::now() < deadline, "a revoked session is believed for ever");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[test]
    fn half_a_second_is_the_most_that_is_believed() {
        let cache = SessionCache::new(Arc::new(MockSessionRepository::new()));
        assert_eq!(cache.cache.policy().time_to_live(), Some(Duration::from_millis(500)));
        assert!(cache.cache.policy().max_capacity().is_some());
    }

    struct Gated {
        open: tokio::sync::Semaphore,
        asked: std::sync::atomic::AtomicUsize,
        live: Session,
    }

    #[async_trait::async_trait]
    impl SessionRepository for Gated {
        async fn open(&self, _: SessionId, _: UserId, _: domain::Instant) -> Answer<Option<Session>> {
            Ok(None)
        }
        async fn find(&self, _: SessionId) -> Answer<Option<Session>> {
            self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            self.open.acquire().await.map_err(Unavailable::new)?.forget();
            Ok(Some(self.live.clone()))
        }
        async fn revoke(&self, _: SessionId) -> Answer<()> {
            Ok(())
        }
        async fn prune(&self, _: domain::Instant) -> Answer<u64> {
            Ok(0)
        }
    }

    #[tokio::test]
    async fn who_asks_at_the_same_time_shares_one_query() {
        let live = session(user("a@example.org"), at(9_000));
        let store = Arc::new(Gated { open: tokio::sync::Semaphore::new(0), asked: 0.into(), live: live.clone() });
        let cache = Arc::new(SessionCache::believing(store.clone(), LONG));
        let asking: Vec<_> = (0..20)
            .map(|_| {
                let (cache, bearer) = (cache.clone(), bearer(&live));
                tokio::spawn(async move { cache.authenticate(&bearer).await.unwrap() })
            })
            .collect();
        // Let all of them come to wait before the one query is answered.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        store.open.add_permits(1);
        for answer in asking {
            assert_eq!(answer.await.unwrap(), Some(live.clone()));
        }
        assert_eq!(store.asked.load(std::sync::atomic::Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn fresh_asks_the_store_and_refreshes_what_is_believed() {
        let live = session(user("a@example.org"), at(9_000));
        let mut answers = vec![None, Some(live.clone())];
        let cache = cache(LONG, |sessions| {
            sessions.expect_find().times(2).returning(move |_| Ok(answers.pop().flatten()));
        });
        assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_some());
        assert!(cache.authenticate_fresh(&bearer(&live)).await.unwrap().is_none());
        assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn what_is_forgotten_is_asked_again() {
        let live = session(user("a@example.org"), at(9_000));
        let other = session(user("b@example.org"), at(9_000));
        let cache = cache(LONG, |sessions| {
            let all = [live.clone(), other.clone()];
            let find = move |id| Ok(all.iter().find(|session| session.id == id).cloned());
            sessions.expect_find().times(4).returning(find);
        });
        cache.authenticate(&bearer(&live)).await.unwrap();
        cache.authenticate(&bearer(&other)).await.unwrap();
        cache.forget(live.id).await;
        cache.authenticate(&bearer(&live)).await.unwrap();
        cache.forget_user(live.user.id).await;
        cache.authenticate(&bearer(&live)).await.unwrap();
        assert!(cache.authenticate(&bearer(&other)).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_token_of_one_user_opens_no_session_of_another() {
        let live = session(user("a@example.org"), at(9_000));
        let cache = cache(LONG, |sessions| {
            let live = live.clone();
            sessions.expect_find().returning(move |_| Ok(Some(live.clone())));
        });
        let foreign = Bearer { user: UserId::fresh(), ..bearer(&live) };
        assert_eq!(cache.authenticate(&foreign).await.unwrap(), None);
        assert_eq!(cache.authenticate_fresh(&foreign).await.unwrap(), None);
        assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_store_that_is_away_is_an_error_and_not_remembered() {
        let live = session(user("a@example.org"), at(9_000));
        let mut answers = vec![Ok(Some(live.clone())), Err(away())];
        let cache = cache(LONG, |sessions| {
            sessions.expect_find().times(2).returning(move |_| answers.pop().unwrap());
        });
        cache.authenticate(&bearer(&live)).await.unwrap_err();
        assert!(cache.authenticate(&bearer(&live)).await.unwrap().is_some());
    }
}
