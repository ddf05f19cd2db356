//! The rules of the appointment lock: pure, without I/O, without a clock.
//!
//! One invariant carries the system: **every change of an appointment or of its lock is decided by
//! [`lock::Rules::decide`] on one state and committed by a compare-and-set of that appointment's
//! [`Revision`]; its events are written in the same transaction.** There is no second way to write.
//!
//! ```text
//! command ─▶ load (state, now) ─▶ decide(state, command, now) ─▶ commit(expected revision)
//!              ▲                      │ Err(Refusal)                  │ Ok ─▶ notify
//!              └──────── Stale: load again (bounded) ─────────────────┘
//! ```
//!
//! Where to change what:
//! - a rule of the lock: `lock/{decide,draft,requests,due}.rs`, with a row in its table tests;
//! - one more command: a variant of [`lock::Action`], an arm in `decide`, an [`lock::EventKind`];
//! - what a database must be able to do: [`ports`], then the contract suite in `persistence`.

pub mod appointment;
pub mod ids;
pub mod lock;
mod named;
pub mod ports;
pub mod search;
pub mod service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod user;

pub use appointment::{Appointment, Cancellation, Content, ContentChange, Gender, Revision, Version};
pub use ids::{AppointmentId, ClientId, LinkId, LockId, OperationId, SessionId, UserId};
pub use user::{People, Person, User};

/// A point in time, UTC, with millisecond precision wherever it is stored or shown.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// Cuts an instant to the precision that is stored, so that what is answered is what is read back.
#[must_use]
pub fn to_millis(at: Instant) -> Instant {
    chrono::DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_cut_to_milliseconds_not_rounded() {
        let at = |nanos| chrono::DateTime::from_timestamp(1_795_435_200, nanos).unwrap();
        assert_eq!(to_millis(at(123_999_999)), at(123_000_000));
        assert_eq!(to_millis(at(123_000_000)), at(123_000_000));
    }
}
