//! What all nodes are told live from: the events, in the order of their numbers.

use async_trait::async_trait;
use uuid::Uuid;

use super::Answer;
use crate::{AppointmentId, Instant, People, SessionId, UserId, lock::Event};

/// An event as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place among all events. A later one can become visible first, and some numbers are never used.
    pub seq: i64,
    /// Of which appointment.
    pub appointment: AppointmentId,
    /// From the earliest start to the latest end that the appointment had before and has after it.
    pub span: (Instant, Instant),
    /// What happened; `None` when a newer binary, that runs beside this one, wrote a kind that is not known here.
    pub event: Option<Event>,
}

/// How the installation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// The database's clock.
    pub now: Instant,
    /// In which sequence numbers and revisions mean something.
    pub epoch: Uuid,
    /// The lowest number of an event that is still kept; 0 when there is none.
    pub oldest: i64,
    /// The highest; 0 when there is none.
    pub newest: i64,
    /// Sessions that were revoked at or after the instant asked for; none when none was.
    pub revoked: Vec<SessionId>,
}

/// Reads the events that every commit writes with itself.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait EventFeed: Send + Sync {
    /// How the installation stands and, if asked, who was signed out since then.
    async fn pulse(&self, revoked_since: Option<Instant>) -> Answer<Pulse>;
    /// The visible events with a number above `after`, or one of `among`, by number; at most `limit`.
    async fn read(&self, after: i64, among: &[i64], limit: u32) -> Answer<Vec<Entry>>;
    /// Users by id, deleted ones included.
    async fn people(&self, ids: &[UserId]) -> Answer<People>;
}
