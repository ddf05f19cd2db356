//! Who saw whose data, who signed in, who changed which user.

use domain::{
    People, UserId,
    ports::access::{Access, Logged},
};
use paperclip::actix::Apiv2Schema;
use serde::Serialize;
use uuid::Uuid;

use super::{NameView, Stamp};

/// One thing that was done.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "AuditEvent")]
#[expect(missing_docs, reason = "the names say it")]
pub struct AccessView {
    pub seq: i64,
    pub at: Stamp,
    pub kind: String,
    /// Who did it; null: the system, the command line, or somebody who was not signed in.
    pub actor: Option<NameView>,
    /// Which user it was done to.
    pub subject: Option<NameView>,
    pub appointment_id: Option<Uuid>,
    /// Of `calendar_watched`: which part of the calendar.
    pub window: Option<WindowView>,
    /// Of `user_changed`: names of what was set.
    pub changed: Vec<String>,
}

/// A part of the calendar.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[openapi(rename = "Window")]
#[expect(missing_docs, reason = "the names say it")]
pub struct WindowView {
    pub from: Stamp,
    pub to: Stamp,
}

impl AccessView {
    /// The view of an entry.
    #[must_use]
    pub fn new(logged: &Logged, people: &People) -> Self {
        let Logged { seq, at, access } = logged.clone();
        let Access { kind, actor, subject, appointment, window, changed } = access;
        let name = |user: UserId| people.get(user).map(NameView::from);
        Self {
            seq,
            at: Stamp(at),
            kind: kind.name().to_owned(),
            actor: actor.and_then(name),
            subject: subject.and_then(name),
            appointment_id: appointment.map(|id| id.0),
            window: window.map(|(from, to)| WindowView { from: Stamp(from), to: Stamp(to) }),
            changed: changed.into_iter().map(|field| field.name().to_owned()).collect(),
        }
    }
}
