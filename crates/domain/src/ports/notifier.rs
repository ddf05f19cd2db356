//! Who is told that something was committed.

use crate::{AppointmentId, Instant};

/// Told after every commit on this node. Must not block: it only wakes whoever reads the events.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait Notifier: Send + Sync {
    /// An appointment or its lock changed; `next_due` is when its lock next expires or settles by itself.
    fn committed(&self, appointment: AppointmentId, next_due: Option<Instant>);
}
