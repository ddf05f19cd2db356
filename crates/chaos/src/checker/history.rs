//! What was asked of one appointment, and what was answered.

use uuid::Uuid;

/// Milliseconds since the history began.
pub type Millis = i64;

/// Who asks.
pub type UserId = Uuid;

/// One holding of the lock: kept by renewal, new with every new holder.
pub type LockId = Uuid;

/// Which edit wrote the content that stands; every edit writes its own. 0 is what the appointment was made with.
pub type Mark = u64;

/// A lock as an answer shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The holding.
    pub id: LockId,
    /// Its holder.
    pub user: UserId,
    /// When it ends, as the server told, on the history's clock.
    pub expires: Millis,
}

/// What an answer says of the lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// Nothing.
    #[default]
    Unsaid,
    /// Nobody holds it.
    Free,
    /// Somebody does.
    Held(Held),
}

/// What an answer says of the appointment; None where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Accepted edits, plus one.
    pub version: Option<i64>,
    /// Rises with every change.
    pub revision: Option<i64>,
    /// The edit that wrote the content.
    pub mark: Option<Mark>,
    /// The lock.
    pub lock: Lock,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The appointment as it is.
    Read,
    /// The lock, or its renewal by who holds it.
    Acquire {
        /// The version that the caller saw.
        version: i64,
        /// Refused if another holding stands.
        pin: Option<LockId>,
    },
    /// Another content.
    Edit {
        /// The version that it is based on.
        version: i64,
        /// What it writes.
        mark: Mark,
    },
    /// The end of the own lock.
    Release {
        /// Refused if another holding stands.
        pin: Option<LockId>,
    },
    /// The end of anybody's lock.
    Force {
        /// Refused if another holding stands.
        pin: Option<LockId>,
    },
}

/// Why a call was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another user holds the lock.
    Locked,
    /// The caller does not hold the lock.
    LockNotHeld,
    /// Nobody holds the lock.
    LockNotFound,
    /// Another version stands.
    VersionConflict,
    /// Another holding stands than the pinned one.
    LockChanged,
    /// Others were faster, time after time.
    Contended,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, and this stood after it.
    Done {
        /// What stood.
        seen: Seen,
        /// Whether the answer says that something was made (201).
        made: bool,
    },
    /// Refused without effect; this stood in the way.
    Refused {
        /// Why.
        why: Refusal,
        /// What stood.
        seen: Seen,
    },
    /// Nobody knows: it may have taken effect, may yet, or never will.
    Unknown,
    /// An answer that the interface does not have.
    Absurd {
        /// Its status code.
        status: u16,
    },
}

/// One call and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who asked.
    pub user: UserId,
    /// What.
    pub ask: Ask,
    /// When it was sent, at the earliest.
    pub invoked: Millis,
    /// When its answer was there, at the latest; of an unknown one, when the caller gave up.
    pub returned: Millis,
    /// The answer.
    pub answer: Answer,
}
