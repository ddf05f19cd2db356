//! How nodes talk to each other about what is not kept.

use async_trait::async_trait;

use super::Answer;

/// Messages between nodes: that there is something to read, who is here, who points where. Any of them may be lost.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait Bus: Send + Sync {
    /// Sends a message of at most [`MAX_MESSAGE`] bytes to every node; the sender may hear it too.
    async fn publish(&self, message: &str) -> Answer<()>;
    /// Waits for the next message. `None`: some may have been lost. Where there is one node only, none ever comes.
    async fn next(&self) -> Option<String>;
}

/// The longest message, in bytes.
pub const MAX_MESSAGE: usize = 7_999;
