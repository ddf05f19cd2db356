//! Where users are kept.

use async_trait::async_trait;

use super::Answer;
use crate::{Instant, SessionId, User, UserId};

/// A user together with what proves who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub user: User,
    /// bcrypt hash; none until the first password is set by link.
    pub password_hash: Option<String>,
}

/// A user to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// Fresh id.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail as typed, trimmed.
    pub email: String,
    /// bcrypt hash, or none: then a password link is needed.
    pub password_hash: Option<String>,
    /// Administrator.
    pub is_admin: bool,
}

/// What to change of a user; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserChange {
    /// New display name.
    pub name: Option<String>,
    /// New e-mail, trimmed.
    pub email: Option<String>,
    /// New bcrypt hash. Ends the user's other sessions.
    pub password_hash: Option<String>,
    /// New role. A role that really changes ends the user's other sessions.
    pub is_admin: Option<bool>,
}

/// What became of a write of users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserWrite<T> {
    /// It is written.
    Done(T),
    /// There is no such active user.
    Missing,
    /// Another active user has that e-mail (compared without regard to case).
    EmailTaken,
    /// It would leave no administrator.
    LastAdmin,
}

/// Which set-up this first administrator comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstAdmin {
    /// Configuration: no link is needed.
    Configured,
    /// The one-time link whose secret has this SHA-256.
    ByLink([u8; 32]),
}

/// What became of making the first administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstAdminWrite {
    /// The user is made; the link is used up.
    Done(User),
    /// There are users already.
    SetupDone,
    /// No live set-up link has this secret.
    InvalidToken,
}

/// Users, and the sessions that end with a change of them, in one transaction each.
///
/// Deleted users stay as rows so that history keeps their names; "active" means not deleted.
/// Writes that change administrators lock all administrators' rows, so the last cannot vanish by two hands.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait UserRepository: Send + Sync {
    /// All active users by name, then id.
    async fn list(&self) -> Answer<Vec<User>>;
    /// One active user.
    async fn find(&self, id: UserId) -> Answer<Option<Account>>;
    /// One active user by e-mail, compared by [`crate::user::fold`].
    async fn find_by_email(&self, email: &str) -> Answer<Option<Account>>;
    /// Whether there is, or ever was, any user: set-up is then done.
    async fn any(&self) -> Answer<bool>;
    /// Makes a user.
    async fn create(&self, user: &NewUser) -> Answer<UserWrite<User>>;
    /// Makes the first administrator if there is no user, exactly once, however many nodes try.
    async fn create_first(&self, user: &NewUser, proof: &FirstAdmin) -> Answer<FirstAdminWrite>;
    /// Changes a user; with a new password or role ends all sessions but `keep` and kills the user's password links.
    async fn update(&self, id: UserId, change: &UserChange, keep: Option<SessionId>) -> Answer<UserWrite<User>>;
    /// Deletes a user: not active any more, sessions and links dead. Locks and requests are the lock service's work.
    async fn delete(&self, id: UserId) -> Answer<UserWrite<()>>;
    /// The database's clock.
    async fn now(&self) -> Answer<Instant>;
}
