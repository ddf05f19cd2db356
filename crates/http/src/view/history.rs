//! An appointment's history as clients see it.

use domain::{
    People, UserId,
    lock::{Detail, Event, event::Moved},
    ports::appointments::Recorded,
};
use paperclip::actix::Apiv2Schema;
use serde::Serialize;
use uuid::Uuid;

use super::{NameView, Stamp};

/// One thing that happened.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[openapi(rename = "Event")]
#[expect(missing_docs, reason = "the names say it")]
pub struct EventView {
    pub seq: i64,
    pub kind: String,
    pub at: Stamp,
    /// Who did it; null: the system.
    pub actor: Option<NameView>,
    /// Whom it concerns besides.
    pub subject: Option<NameView>,
    pub revision: i64,
    pub detail: DetailView,
}

/// More about an event. Absent members do not apply.
#[derive(Clone, Debug, Default, Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "EventDetail")]
#[expect(missing_docs, reason = "the names say it")]
pub struct DetailView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<MovedTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<MovedTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doctor_name: Option<MovedName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder_id: Option<Uuid>,
}

/// How a time moved.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MovedTime {
    pub from: Stamp,
    pub to: Stamp,
}

/// How the doctor changed.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MovedName {
    pub from: Option<String>,
    pub to: Option<String>,
}

impl EventView {
    /// The view of a recorded event.
    #[must_use]
    pub fn new(recorded: &Recorded, people: &People) -> Self {
        let Recorded { seq, appointment: _, event } = recorded.clone();
        let Event { kind, revision, actor, subject, at, detail } = event;
        let name = |user: UserId| people.get(user).map(NameView::from);
        Self {
            seq,
            kind: kind.name().to_owned(),
            at: Stamp(at),
            actor: actor.and_then(name),
            subject: subject.and_then(name),
            revision: revision.0,
            detail: detail.into(),
        }
    }
}

impl From<Detail> for DetailView {
    fn from(detail: Detail) -> Self {
        // When a request would have settled itself is of no interest afterwards.
        let Detail { reason, changed, start_time, end_time, doctor_name, lock, holder, expires_at: _, respond_by: _ } =
            detail;
        let time = |Moved { from, to }| MovedTime { from: Stamp(from), to: Stamp(to) };
        Self {
            reason,
            changed: changed.into_iter().map(|field| field.name().to_owned()).collect(),
            start_time: start_time.map(time),
            end_time: end_time.map(time),
            doctor_name: doctor_name.map(|Moved { from, to }| MovedName { from, to }),
            lock_id: lock.map(|lock| lock.0),
            holder_id: holder.map(|holder| holder.0),
        }
    }
}
