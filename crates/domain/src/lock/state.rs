//! The lock's state: `Free`, or `Held` with at most one request of each sort pending.

use crate::{ClientId, Instant, LockId, UserId};

/// Whether somebody holds the appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Nobody does.
    Free,
    /// Somebody does, until it expires.
    Held(Held),
}

impl Lock {
    /// The holding, if there is one. Whether it is still live is [`super::Rules::settled`]'s to say.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        match self {
            Self::Free => None,
            Self::Held(held) => Some(held),
        }
    }

    /// When it next changes by itself, if ever.
    #[must_use]
    pub fn next_due(&self) -> Option<Instant> {
        self.held().map(Held::next_due)
    }
}

/// One holding: from being taken until it ends. Requests live in it, so none can outlive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Names this holding.
    pub id: LockId,
    /// Who holds.
    pub holder: UserId,
    /// Which of the holder's clients holds; `None`: any of them.
    pub client: Option<ClientId>,
    /// Taken at.
    pub created_at: Instant,
    /// From this instant on it does not exist.
    pub expires_at: Instant,
    /// An administrator's request to get the lock.
    pub control: Option<ControlRequest>,
    /// An administrator's request that the lock be given up.
    pub force_release: Option<Request>,
}

/// A request waiting for the holder's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub by: UserId,
    /// When it settles itself, unanswered; `None`: never.
    pub respond_by: Option<Instant>,
}

/// A request for control. It brings the id of the holding that it will become, so that every
/// node and every reader sees the same hand-over without having to invent one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlRequest {
    /// Who asks, and until when the holder may answer.
    pub request: Request,
    /// The holding that starts with the hand-over.
    pub becomes: LockId,
}

impl Held {
    /// Whether this user, speaking through this client, is the holder. A holding tied to a client is that client's
    /// alone; an untied one is any client's of the user.
    #[must_use]
    pub fn is_held_by(&self, user: UserId, client: Option<ClientId>) -> bool {
        self.holder == user && (self.client.is_none() || self.client == client)
    }

    /// The earliest instant at which it expires or a request settles itself.
    #[must_use]
    pub fn next_due(&self) -> Instant {
        let control = self.control.as_ref().and_then(|control| control.request.respond_by);
        let force = self.force_release.as_ref().and_then(|request| request.respond_by);
        [control, force].into_iter().flatten().fold(self.expires_at, Instant::min)
    }
}
