//! What happened: history, outbox and replay in one record.

use crate::{Instant, LockId, Revision, UserId, appointment::Field, named::named};

/// The sort of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it; the exceptions are documented")]
pub enum EventKind {
    Created,
    Edited,
    Cancelled,
    Restored,
    /// The patient's data was taken out.
    Erased,
    Acquired,
    Renewed,
    /// Taken over by another client of the same user.
    Moved,
    Released,
    Expired,
    ControlRequested,
    ControlWithdrawn,
    ControlApproved,
    ControlRejected,
    /// Unanswered in time: control went to the requester.
    ControlSettled,
    /// The holder released while control was asked for: it went to the requester.
    HandedOver,
    /// The lock ended before an answer.
    ControlLapsed,
    ForceReleaseRequested,
    ForceReleaseWithdrawn,
    ForceReleaseApproved,
    ForceReleaseRejected,
    /// Unanswered in time: the lock was released.
    ForceReleaseSettled,
    /// The lock ended before an answer.
    ForceReleaseLapsed,
    /// Released by an administrator without consent.
    ForceReleased,
}

impl EventKind {
    /// Every kind with its stable name, as stored and shown.
    pub const ALL: [(Self, &'static str); 24] = [
        (Self::Created, "created"),
        (Self::Edited, "edited"),
        (Self::Cancelled, "cancelled"),
        (Self::Restored, "restored"),
        (Self::Erased, "erased"),
        (Self::Acquired, "acquired"),
        (Self::Renewed, "renewed"),
        (Self::Moved, "moved"),
        (Self::Released, "released"),
        (Self::Expired, "expired"),
        (Self::ControlRequested, "control_requested"),
        (Self::ControlWithdrawn, "control_withdrawn"),
        (Self::ControlApproved, "control_approved"),
        (Self::ControlRejected, "control_rejected"),
        (Self::ControlSettled, "control_settled"),
        (Self::HandedOver, "handed_over"),
        (Self::ControlLapsed, "control_lapsed"),
        (Self::ForceReleaseRequested, "force_release_requested"),
        (Self::ForceReleaseWithdrawn, "force_release_withdrawn"),
        (Self::ForceReleaseApproved, "force_release_approved"),
        (Self::ForceReleaseRejected, "force_release_rejected"),
        (Self::ForceReleaseSettled, "force_release_settled"),
        (Self::ForceReleaseLapsed, "force_release_lapsed"),
        (Self::ForceReleased, "force_released"),
    ];
}

named!(EventKind);

/// From one value to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved<T> {
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
}

/// More about an event. Values only of times and doctor, so that a patient can be erased from the appointment alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Why, as the actor wrote.
    pub reason: Option<String>,
    /// Names of changed fields.
    pub changed: Vec<Field>,
    /// How the start moved.
    pub start_time: Option<Moved<Instant>>,
    /// How the end moved.
    pub end_time: Option<Moved<Instant>>,
    /// How the doctor changed.
    pub doctor_name: Option<Moved<Option<String>>>,
    /// The holding concerned: the one that stood before the event, else the one that started.
    pub lock: Option<LockId>,
    /// Who held it before the event.
    pub holder: Option<UserId>,
    /// Of a request: when the lock asked for expires, as things stood.
    pub expires_at: Option<Instant>,
    /// Of a request: when it settles itself, if ever.
    pub respond_by: Option<Instant>,
}

/// One change, recorded in the transaction that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The appointment's revision after it.
    pub revision: Revision,
    /// Who did it; `None`: the system.
    pub actor: Option<UserId>,
    /// Whom it concerns besides the actor: the requester, the holder who lost the lock.
    pub subject: Option<UserId>,
    /// When: for what was due, the due time.
    pub at: Instant,
    /// More.
    pub detail: Detail,
}
