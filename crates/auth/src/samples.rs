//! What the tests of this crate are made of.

use chrono::DateTime;
use domain::{
    Instant, SessionId, User, UserId,
    ports::{Unavailable, sessions::Session, users::Account},
};

use crate::{Bearer, Clock};

pub struct FixedClock(pub Instant);

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        self.0
    }
}

/// Milliseconds after the epoch.
pub fn at(millis: i64) -> Instant {
    DateTime::from_timestamp_millis(millis).unwrap()
}

pub fn user(email: &str) -> User {
    User { id: UserId::fresh(), name: "Ann".into(), email: email.into(), is_admin: false, created_at: at(0) }
}

pub fn session(user: User, ends_at: Instant) -> Session {
    Session { id: SessionId::fresh(), user, ends_at }
}

pub fn account(user: &User, hash: Option<&str>) -> Account {
    Account { user: user.clone(), password_hash: hash.map(Into::into) }
}

pub fn bearer(session: &Session) -> Bearer {
    Bearer { user: session.user.id, session: session.id, expires_at: session.ends_at }
}

pub fn away() -> Unavailable {
    Unavailable::new("the database is away")
}
