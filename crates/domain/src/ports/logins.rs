//! Where failed sign-ins are counted, over all nodes.

use async_trait::async_trait;

use super::Answer;
use crate::Instant;

/// Failures within the window, and when the oldest counted one of each falls out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailureCount {
    /// Of this account.
    pub account: u64,
    /// From this address.
    pub address: u64,
    /// The oldest failure of the account within the window.
    pub oldest_of_account: Option<Instant>,
    /// The oldest failure of the address within the window.
    pub oldest_of_address: Option<Instant>,
    /// The database's clock when counted.
    pub now: Option<Instant>,
}

/// Failed sign-ins. Accounts are named by a hash of the folded e-mail, so that nothing personal is kept.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait LoginFailures: Send + Sync {
    /// Counts the failures of the last `window`.
    async fn count(&self, account: [u8; 32], address: &str, window: chrono::Duration) -> Answer<FailureCount>;
    /// Records one failure, now by the database's clock.
    async fn record(&self, account: [u8; 32], address: &str) -> Answer<()>;
    /// Forgets an account's failures.
    async fn clear(&self, account: [u8; 32]) -> Answer<()>;
    /// Deletes failures before `before`; how many.
    async fn prune(&self, before: Instant) -> Answer<u64>;
}
