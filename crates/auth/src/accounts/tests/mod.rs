mod first_admin;
mod links;
mod login;
mod users;

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use chrono::Duration;
use domain::{
    Instant, SessionId, User, UserId,
    ports::{
        AccessRecorder, Answer, LoginFailures,
        access::{Access, AccessKind, UserField},
        links::{MockLinkRepository, Purpose},
        logins::{FailureCount, MockLoginFailures},
        sessions::{MockSessionRepository, Session},
        users::{Account, FirstAdmin, FirstAdminWrite, MockUserRepository, UserChange, UserWrite},
    },
};

use super::*;
use crate::{
    PasswordFault, Secret,
    link::digest,
    samples::{FixedClock, account, at, away, bearer, session, user},
};

const GOOD: &str = "x7#kQ2zP";
const NEW: &str = "another good one";
const EMAIL: &str = "ann@example.org";
const NOW: i64 = 1_000_000;

fn ip() -> IpAddr {
    [203, 0, 113, 7].into()
}

fn hash(plain: &str) -> String {
    bcrypt::hash(plain, 4).unwrap()
}

/// Failures in memory, all within the window, with pauses where a database would make some.
#[derive(Default)]
struct Failures {
    by_account: Mutex<HashMap<[u8; 32], u64>>,
    by_address: Mutex<HashMap<String, u64>>,
}

impl Failures {
    fn of(&self, email: &str) -> u64 {
        self.by_account.lock().unwrap().get(&digest(email)).copied().unwrap_or(0)
    }

    fn from(&self, address: &str) -> u64 {
        self.by_address.lock().unwrap().get(address).copied().unwrap_or(0)
    }

    fn preset(&self, email: &str, count: u64) {
        self.by_account.lock().unwrap().insert(digest(email), count);
    }
}

#[async_trait]
impl LoginFailures for Failures {
    async fn count(&self, account: [u8; 32], address: &str, _: Duration) -> Answer<FailureCount> {
        tokio::task::yield_now().await;
        Ok(FailureCount {
            account: self.by_account.lock().unwrap().get(&account).copied().unwrap_or(0),
            address: self.from(address),
            oldest_of_account: Some(at(NOW - 600_000)),
            oldest_of_address: Some(at(NOW - 500_500)),
            now: Some(at(NOW)),
        })
    }

    async fn record(&self, account: [u8; 32], address: &str) -> Answer<()> {
        tokio::task::yield_now().await;
        *self.by_account.lock().unwrap().entry(account).or_default() += 1;
        *self.by_address.lock().unwrap().entry(address.to_owned()).or_default() += 1;
        Ok(())
    }

    async fn clear(&self, account: [u8; 32]) -> Answer<()> {
        self.by_account.lock().unwrap().remove(&account);
        Ok(())
    }

    async fn prune(&self, _: Instant) -> Answer<u64> {
        Ok(0)
    }
}

/// The stores before they are given to the service; whatever is not expected of them fails the test.
struct World {
    users: MockUserRepository,
    sessions: MockSessionRepository,
    links: MockLinkRepository,
    failures: Arc<Failures>,
    passwords: Passwords,
}

struct Service {
    accounts: Accounts,
    cache: Arc<SessionCache>,
    tokens: Arc<Tokens>,
    noted: Arc<Noted>,
}

impl World {
    fn new() -> Self {
        Self {
            users: MockUserRepository::new(),
            sessions: MockSessionRepository::new(),
            links: MockLinkRepository::new(),
            failures: Arc::default(),
            passwords: Passwords::with_cost(4),
        }
    }

    /// The database's clock stands.
    fn at_now(mut self) -> Self {
        self.users.expect_now().returning(|| Ok(at(NOW)));
        self
    }

    /// This user is active and can be found.
    fn with_account(mut self, account: &Account) -> Self {
        let (by_email, by_id) = (account.clone(), account.clone());
        self.users
            .expect_find_by_email()
            .returning(move |email| Ok((domain::user::fold(email) == by_email.user.email).then(|| by_email.clone())));
        self.users.expect_find().returning(move |id| Ok((by_id.user.id == id).then(|| by_id.clone())));
        self
    }

    /// Sessions of this user open.
    fn opening(mut self, user: &User) -> Self {
        let user = user.clone();
        self.sessions.expect_open().withf(|_, _, ends_at| *ends_at == at(NOW) + Duration::hours(12)).returning(
            move |id, of, ends_at| {
                assert_eq!(of, user.id);
                Ok(Some(Session { id, user: user.clone(), ends_at }))
            },
        );
        self
    }

    fn service(self) -> Service {
        let sessions: Arc<dyn SessionRepository> = Arc::new(self.sessions);
        let cache = Arc::new(SessionCache::new(Arc::clone(&sessions)));
        let clock = Arc::new(FixedClock(at(NOW)));
        let tokens = Arc::new(Tokens::new(&[7; 32], Duration::hours(3), clock).unwrap());
        let stores =
            Stores { users: Arc::new(self.users), sessions, links: Arc::new(self.links), failures: self.failures };
        let noted = Arc::new(Noted::default());
        let twelve_hours = Duration::hours(12);
        let accounts =
            Accounts::new(stores, self.passwords, tokens.clone(), cache.clone(), noted.clone(), twelve_hours);
        Service { accounts, cache, tokens, noted }
    }
}

fn is_43_url_safe(secret: &Secret) -> bool {
    let text = secret.expose();
    text.len() == 43 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// What was noted, in order.
#[derive(Default)]
struct Noted(Mutex<Vec<Access>>);

impl AccessRecorder for Noted {
    fn note(&self, access: Access) {
        self.0.lock().unwrap().push(access);
    }
}

impl Noted {
    fn take(&self) -> Vec<Access> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}
