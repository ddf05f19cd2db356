//! Where one-time links are kept: by the SHA-256 of their secret, never the secret.

use async_trait::async_trait;

use super::Answer;
use crate::{Instant, LinkId, User, UserId};

/// What a link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first administrator.
    Setup,
    /// Sets this user's password.
    Password(UserId),
}

/// A link to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// Fresh id.
    pub id: LinkId,
    /// What for.
    pub purpose: Purpose,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// Not valid from this instant on.
    pub expires_at: Instant,
}

/// One-time links.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait LinkRepository: Send + Sync {
    /// Keeps a link. A password link kills the user's older ones; false when its user is not active.
    async fn issue(&self, link: &NewLink) -> Answer<bool>;
    /// Uses up a live password link: sets the hash, ends all sessions and links of the user, in one transaction.
    /// `None` when no live link has this secret.
    async fn redeem_password(&self, secret_hash: [u8; 32], password_hash: &str) -> Answer<Option<User>>;
    /// Whether a live password link has this secret (so that nobody pays for a hash on a guess).
    async fn is_live_password(&self, secret_hash: [u8; 32]) -> Answer<bool>;
    /// Deletes links that expired or were used before `before`; how many.
    async fn prune(&self, before: Instant) -> Answer<u64>;
}
