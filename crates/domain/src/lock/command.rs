//! What can be asked of an appointment.

use std::{fmt, sync::Arc};

use super::State;
use crate::{AppointmentId, ClientId, Content, ContentChange, LockId, UserId, Version, appointment::Patient};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in user, through one of their clients if it named itself.
    User {
        /// Who.
        id: UserId,
        /// Which client.
        client: Option<ClientId>,
    },
    /// The system: the sweeper, or the end of a user.
    System,
}

impl Actor {
    /// The user, unless it is the system.
    #[must_use]
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::User { id, .. } => Some(id),
            Self::System => None,
        }
    }
}

/// A condition on the settled state that the caller attached (`If-Match`).
#[derive(Clone)]
pub struct Precondition(pub Arc<dyn Fn(&State) -> bool + Send + Sync>);

impl fmt::Debug for Precondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Precondition")
    }
}

/// One command on one appointment.
#[derive(Clone, Debug)]
pub struct Command {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// Who acts.
    pub actor: Actor,
    /// Refused when another holding than this stands.
    pub pinned_lock: Option<LockId>,
    /// Refused when it does not hold.
    pub precondition: Option<Precondition>,
    /// What to do.
    pub action: Action,
}

/// The holder's answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Approve,
    /// No.
    Reject,
}

/// What to do.
#[derive(Clone, Debug)]
pub enum Action {
    /// Make the appointment.
    Create {
        /// What people wrote.
        content: Box<Content>,
        /// May overlap others of the same doctor; it is then overbooked.
        allow_overlap: bool,
    },
    /// Take the lock, or renew it.
    Acquire {
        /// The version the caller has seen; not looked at when renewing.
        version: Version,
        /// The id of the new holding, should one start.
        becomes: LockId,
        /// Take over the own lock of another client.
        take_over: bool,
    },
    /// Give the lock back.
    Release,
    /// Change content.
    Edit {
        /// The version the change is based on.
        version: Version,
        /// What to change.
        change: Box<ContentChange>,
        /// Whether it may overlap; `None` keeps what was, unless times or doctor change.
        allow_overlap: Option<bool>,
    },
    /// Cancel the appointment.
    Cancel {
        /// The version the caller has seen.
        version: Version,
        /// Why, for history.
        reason: Option<String>,
    },
    /// Bring a cancelled appointment back.
    Restore,
    /// Take this patient's data out of the appointment, cancelled or not. Nobody may hold it. Is it not theirs, nothing
    /// happens.
    Erase {
        /// Whose data.
        patient: Patient,
    },
    /// Ask to get the lock.
    RequestControl {
        /// The id of the holding that a hand-over will start.
        becomes: LockId,
    },
    /// Take the own request for control back.
    WithdrawControl,
    /// Answer the request for control.
    AnswerControl {
        /// What the holder says.
        answer: Answer,
        /// Refused when the pending request is not this user's.
        requester: Option<UserId>,
    },
    /// Ask that the lock be given up.
    RequestForceRelease,
    /// Take the own request for a release back.
    WithdrawForceRelease,
    /// Answer the request for a release.
    AnswerForceRelease {
        /// What the holder says.
        answer: Answer,
        /// Refused when the pending request is not this user's.
        requester: Option<UserId>,
    },
    /// End the lock without consent.
    ForceRelease {
        /// Why, for history.
        reason: String,
    },
    /// Record what is due: expiry, unanswered requests, requests and locks of people who may no longer.
    Settle,
}

impl Action {
    /// Whether only administrators may.
    #[must_use]
    pub fn is_for_admins(&self) -> bool {
        matches!(
            self,
            Self::RequestControl { .. } | Self::RequestForceRelease | Self::ForceRelease { .. } | Self::Erase { .. }
        )
    }
}
