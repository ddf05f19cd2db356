//! Who is told that something was committed.

use chrono::TimeDelta;

use crate::AppointmentId;

/// Told after every commit on this node. Must not block: it only wakes whoever reads the events.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait Notifier: Send + Sync {
    /// An appointment or its lock changed; `due_in` is the time until its lock expires or settles by
    /// itself.
    fn committed(&self, appointment: AppointmentId, due_in: Option<TimeDelta>);
}
