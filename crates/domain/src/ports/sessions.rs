//! Where sign-ins are kept.

use async_trait::async_trait;

use super::Answer;
use crate::{Instant, SessionId, User, UserId};

/// A live session with its user, as they stand now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub user: User,
    /// No token of it lives longer than this.
    pub ends_at: Instant,
}

/// Sign-ins. A session dies by logout, a new password or role, deletion of its user, or at its end.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send + Sync {
    /// Opens a session that ends at `ends_at`; `None` when the user is not active (any more).
    async fn open(&self, id: SessionId, user: UserId, ends_at: Instant) -> Answer<Option<Session>>;
    /// The session, if it is live by the database's clock and its user active.
    async fn find(&self, id: SessionId) -> Answer<Option<Session>>;
    /// Ends a session; ending an ended one is no error.
    async fn revoke(&self, id: SessionId) -> Answer<()>;
    /// Deletes sessions that ended before `before`; how many.
    async fn prune(&self, before: Instant) -> Answer<u64>;
}
