//! Where appointments, their locks and their events are kept.

use async_trait::async_trait;

use super::Answer;
use crate::{
    Appointment, AppointmentId, Instant, OperationId, People, SessionId, UserId,
    appointment::Patient,
    lock::{Conflict, Effect, Event, Transition},
};

/// Who asks, by which sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// By which session; it must still be live when a change is committed.
    pub session: SessionId,
}

/// What to load, in one round trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// On whose behalf: their standing is loaded too.
    pub caller: Option<Caller>,
    /// The caller's idempotency key, to be looked up.
    pub key: Option<String>,
    /// An operation whose outcome is unknown, to be looked up.
    pub operation: Option<OperationId>,
}

/// What was found, all at one instant of the database's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The database's clock.
    pub now: Instant,
    /// The appointment as stored, cancelled ones included; what is due is not applied.
    pub appointment: Option<Appointment>,
    /// Everybody it names, and the caller.
    pub people: People,
    /// Whether the caller's session is live and theirs; true when nobody calls.
    pub caller_live: bool,
    /// What was kept under the caller's key in the last 24 hours.
    pub kept: Option<Kept>,
    /// Whether the operation asked for has been committed.
    pub operation_done: bool,
}

/// A success kept under an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What was asked: a digest of method, path and body.
    pub fingerprint: [u8; 32],
    /// Of which appointment.
    pub appointment: AppointmentId,
    /// What it amounted to.
    pub effect: Effect,
}

/// An idempotency key with what is asked under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The caller's key.
    pub key: String,
    /// A digest of method, path and body.
    pub fingerprint: [u8; 32],
}

/// A transition to be committed as one, with its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// What changes, and what must hold.
    pub transition: Transition,
    /// On whose behalf; the session must still be live.
    pub caller: Option<Caller>,
    /// Names this attempt; written with the events.
    pub operation: OperationId,
    /// Kept with the success.
    pub key: Option<IdempotencyKey>,
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is durable.
    Done,
    /// What it was decided on stands no longer: another revision, a deadline passed, someone it relies on changed,
    /// the key taken meanwhile. Nothing was written.
    Stale,
    /// The doctor has other appointments then. Nothing was written.
    Busy(Vec<Conflict>),
}

/// Which way a list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Earliest first.
    Ascending,
    /// Latest first.
    Descending,
}

/// Which appointments to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Ending after this.
    pub from: Option<Instant>,
    /// Starting before this.
    pub to: Option<Instant>,
    /// Of this doctor, folded ([`crate::user::fold`]).
    pub doctor: Option<String>,
    /// With words that begin with each of these.
    pub words: Vec<String>,
    /// The cancelled ones instead of the standing ones.
    pub cancelled: bool,
    /// By start, then id.
    pub order: Order,
    /// At most so many.
    pub limit: u32,
    /// After this start and id, in the order of the list.
    pub after: Option<(Instant, AppointmentId)>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The database's clock.
    pub now: Instant,
    /// As stored; what is due is not applied.
    pub appointments: Vec<Appointment>,
    /// Everybody they name.
    pub people: People,
    /// Whether more follow.
    pub more: bool,
    /// How many there are on all pages; exact up to 10,000, else 10,001.
    pub total: u64,
}

/// A recorded event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place among all events.
    pub seq: i64,
    /// Of which appointment.
    pub appointment: AppointmentId,
    /// What happened.
    pub event: Event,
}

/// One page of an appointment's history, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Whether it is cancelled, and by whom; `None`: there is no such appointment.
    pub appointment: Option<Appointment>,
    /// The events.
    pub events: Vec<Recorded>,
    /// Everybody they name, deleted people included.
    pub people: People,
    /// Whether older ones follow.
    pub more: bool,
}

/// Locks that change by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLocks {
    /// The database's clock.
    pub now: Instant,
    /// Appointments whose lock has something due, or names someone who may no longer.
    pub due: Vec<AppointmentId>,
    /// When the next of the others is due.
    pub next: Option<Instant>,
}

/// Appointments, their locks, their events.
///
/// All writes are [`Self::commit`]: one compare-and-set of the revision with its events, atomic and durable.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait AppointmentRepository: Send + Sync {
    /// Loads all that a command is decided on, in one round trip.
    async fn load(&self, load: &Load) -> Answer<Loaded>;
    /// Commits a transition if all that it relies on still stands by the database's clock. An error means that
    /// the outcome is unknown.
    async fn commit(&self, commit: &Commit) -> Answer<Committed>;
    /// One page of a list.
    async fn list(&self, query: &Query) -> Answer<Page>;
    /// All appointments with a lock in store, live or not, by start.
    async fn locked(&self) -> Answer<Page>;
    /// These appointments, cancelled ones included, in one query; whole, whatever the number.
    async fn find(&self, ids: &[AppointmentId]) -> Answer<Page>;
    /// The appointments with a lock in store that this user holds and that somebody has asked for, by start.
    async fn asked_of(&self, holder: UserId) -> Answer<Page>;
    /// The patient's appointments, cancelled ones included, by start.
    async fn of_patient(&self, patient: &Patient) -> Answer<Vec<AppointmentId>>;
    /// Names of doctors with standing appointments, one spelling each, sorted.
    async fn doctors(&self) -> Answer<Vec<String>>;
    /// An appointment's events with `seq` below `before`, newest first.
    async fn history(&self, id: AppointmentId, before: Option<i64>, limit: u32) -> Answer<History>;
    /// What is due now, at most `limit`, and when the next is.
    async fn due(&self, limit: u32) -> Answer<DueLocks>;
    /// Appointments whose lock this user holds or has a request on.
    async fn involving(&self, user: UserId) -> Answer<Vec<AppointmentId>>;
    /// Deletes idempotency keys older than a day and, with a retention, events older than it; how many of each.
    async fn prune(&self, events_before: Option<Instant>) -> Answer<(u64, u64)>;
    /// Whether the store answers and accepts writes.
    async fn ping(&self) -> Answer<()>;
}
