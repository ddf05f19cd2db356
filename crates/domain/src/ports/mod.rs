//! What the core asks of the world. Adapters implement these traits; nothing here knows how.

pub mod access;
pub mod appointments;
pub mod bus;
pub mod feed;
pub mod links;
pub mod logins;
pub mod notifier;
pub mod sessions;
pub mod users;

pub use access::{AccessLog, AccessRecorder};
pub use appointments::AppointmentRepository;
pub use bus::Bus;
pub use feed::EventFeed;
pub use links::LinkRepository;
pub use logins::LoginFailures;
pub use notifier::Notifier;
pub use sessions::SessionRepository;
pub use users::UserRepository;

/// The store could not answer. On a write the outcome is unknown: it may have happened.
#[derive(Debug, thiserror::Error)]
#[error("the store is unavailable")]
pub struct Unavailable(#[source] pub Box<dyn std::error::Error + Send + Sync>);

impl Unavailable {
    /// Wraps an adapter's own error.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// What a port answers: a value, or that the store is away.
pub type Answer<T> = Result<T, Unavailable>;
