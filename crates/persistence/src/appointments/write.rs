//! What a commit writes and relies on, as rows and plain values, for both databases.

use std::collections::BTreeMap;

use domain::{
    AppointmentId, Instant, OperationId, Revision,
    lock::{Event, Transition},
    ports::appointments::{Caller, Commit},
    search, to_millis,
};
use uuid::Uuid;

use super::kept::effect_name;
use crate::{
    detail,
    entity::{appointment, appointment_lock},
    row,
};

/// A commit, taken apart.
pub(super) struct Write {
    pub(super) expected: Revision,
    pub(super) valid_before: Option<Instant>,
    pub(super) caller: Option<Caller>,
    /// Who must be active, and whether an administrator too; each once, in the order in which they are locked.
    pub(super) relies_on: BTreeMap<Uuid, bool>,
    pub(super) appointment: appointment::Model,
    /// Whether more of the appointment than its revision is written.
    pub(super) content: bool,
    /// Whether the reasons of earlier events go.
    pub(super) erases: bool,
    /// What it is found by; only to be written with the content.
    pub(super) words: Vec<String>,
    pub(super) lock: Option<appointment_lock::Model>,
    pub(super) events: Vec<EventRow>,
    pub(super) span: (Instant, Instant),
    pub(super) operation: OperationId,
    pub(super) key: Option<KeyRow>,
}

/// An event's own columns.
pub(super) struct EventRow {
    pub(super) revision: i64,
    pub(super) kind: &'static str,
    pub(super) actor: Option<Uuid>,
    pub(super) subject: Option<Uuid>,
    pub(super) at: Instant,
    pub(super) detail: serde_json::Value,
}

/// A success to be kept; when, the database says.
pub(super) struct KeyRow {
    pub(super) user: Uuid,
    pub(super) key: String,
    pub(super) fingerprint: Vec<u8>,
    pub(super) effect: &'static str,
}

impl Write {
    /// Takes a commit apart.
    pub(super) fn of(commit: &Commit) -> Result<Self, serde_json::Error> {
        let Commit { transition, caller, operation, key } = commit;
        let Transition { expected, after, content_changed, events, span, relies_on, valid_before, effect } = transition;
        let mut users = BTreeMap::new();
        for reliance in relies_on {
            *users.entry(reliance.user.0).or_insert(false) |= reliance.admin;
        }
        // A key without a caller is nobody's.
        let key = key.as_ref().zip(*caller).map(|(key, caller)| KeyRow {
            user: caller.user.0,
            key: key.key.clone(),
            fingerprint: key.fingerprint.to_vec(),
            effect: effect_name(*effect),
        });
        Ok(Self {
            expected: *expected,
            valid_before: valid_before.map(to_millis),
            caller: *caller,
            relies_on: users,
            appointment: row::of_appointment(after),
            content: *content_changed,
            erases: transition.erases(),
            words: if *content_changed { search::index(&after.content) } else { Vec::new() },
            lock: after.lock.held().map(|held| row::of_held(after.id, held)),
            events: events.iter().map(event).collect::<Result<_, _>>()?,
            span: (to_millis(span.0), to_millis(span.1)),
            operation: *operation,
            key,
        })
    }

    /// Whether the appointment is new.
    pub(super) fn is_new(&self) -> bool {
        self.expected == Revision::NONE
    }

    pub(super) fn id(&self) -> AppointmentId {
        AppointmentId(self.appointment.id)
    }
}

fn event(event: &Event) -> Result<EventRow, serde_json::Error> {
    let Event { kind, revision, actor, subject, at, detail } = event;
    Ok(EventRow {
        revision: revision.0,
        kind: kind.name(),
        actor: actor.map(|user| user.0),
        subject: subject.map(|user| user.0),
        at: to_millis(*at),
        detail: detail::to_json(detail)?,
    })
}
