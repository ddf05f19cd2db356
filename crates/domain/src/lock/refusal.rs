//! Why a command is refused. The order of the variants is the order in which refusals are found.

use crate::{AppointmentId, Instant, appointment::ContentFault};

/// An appointment of the same doctor in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which.
    pub id: AppointmentId,
    /// Its title.
    pub title: String,
    /// From.
    pub start_time: Instant,
    /// To.
    pub end_time: Instant,
}

/// Why not. A refused command changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The caller's session or user is no more.
    Unauthenticated,
    /// Only administrators may.
    AdminOnly,
    /// There is no such appointment, or it is cancelled.
    AppointmentNotFound,
    /// The attached condition does not hold.
    PreconditionFailed,
    /// Another holding than the pinned one stands.
    LockChanged,
    /// Nobody holds it.
    LockNotFound,
    /// Somebody else holds it.
    Locked,
    /// Another client of the caller holds it.
    LockedElsewhere,
    /// The caller does not hold it.
    LockNotHeld,
    /// The caller holds it and need not ask.
    LockAlreadyHeld,
    /// Not based on the current version.
    VersionConflict,
    /// Another administrator's request is pending.
    RequestPending,
    /// No such request is pending.
    NoRequest,
    /// The content cannot be.
    Invalid(ContentFault),
    /// The doctor has other appointments then.
    DoctorBusy(Vec<Conflict>),
}
