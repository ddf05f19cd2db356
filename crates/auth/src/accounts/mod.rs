//! Everything that is done with an account: signing in and out, setting up, changing, deleting, one-time links.
//!
//! Who may do it is the caller's to decide, except where a password proves it.

mod error;
mod first_admin;
mod links;
mod sign_in;
#[cfg(test)]
mod tests;
mod users;

use std::sync::Arc;

use chrono::Duration;
use domain::ports::{
    AccessRecorder, LinkRepository, LoginFailures, SessionRepository, UserRepository, sessions::Session,
};

pub use error::{ChangeError, LoginError, RedeemError, SetUpError};
pub use users::{AccountChange, NewAccount, Updated};

use crate::{IssuedToken, Passwords, SessionCache, Tokens, throttle::Throttle};

/// Where accounts and what belongs to them are kept.
#[derive(Clone)]
pub struct Stores {
    /// Users.
    pub users: Arc<dyn UserRepository>,
    /// Sign-ins.
    pub sessions: Arc<dyn SessionRepository>,
    /// One-time links.
    pub links: Arc<dyn LinkRepository>,
    /// Failed sign-ins.
    pub failures: Arc<dyn LoginFailures>,
}

/// Someone who has just signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session opened.
    pub session: Session,
    /// Its first token.
    pub token: IssuedToken,
}

/// The accounts service.
pub struct Accounts {
    users: Arc<dyn UserRepository>,
    sessions: Arc<dyn SessionRepository>,
    links: Arc<dyn LinkRepository>,
    throttle: Throttle,
    passwords: Passwords,
    tokens: Arc<Tokens>,
    cache: Arc<SessionCache>,
    recorder: Arc<dyn AccessRecorder>,
    session_max: Duration,
}

impl Accounts {
    /// `recorder` is told of sign-ins and changes of users. `session_max` is how long after the sign-in its last token
    /// ends.
    #[must_use]
    pub fn new(
        stores: Stores,
        passwords: Passwords,
        tokens: Arc<Tokens>,
        cache: Arc<SessionCache>,
        recorder: Arc<dyn AccessRecorder>,
        session_max: Duration,
    ) -> Self {
        let Stores { users, sessions, links, failures } = stores;
        let throttle = Throttle::new(failures);
        Self { users, sessions, links, throttle, passwords, tokens, cache, recorder, session_max }
    }
}
