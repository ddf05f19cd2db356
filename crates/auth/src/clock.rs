//! This machine's clock, as a port. It judges tokens only; locks, sessions and links go by the database's clock.

use domain::Instant;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Instant;
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock adapter: everything else asks a `Clock`")]
    fn now(&self) -> Instant {
        chrono::Utc::now()
    }
}
