//! Entries of the access log between domain and rows.

use chrono::SecondsFormat;
use domain::{
    AppointmentId, Instant, UserId,
    ports::access::{Access, AccessKind, Logged, Noted, UserField, WATCH_SPAN},
    to_millis,
};
use serde_json::json;

use crate::entity::access_log::Model;

/// A row to be written at `now`, with its columns' names.
pub(super) fn json(noted: &Noted, now: Instant) -> serde_json::Value {
    let Access { kind, actor, subject, appointment, window, changed } = &noted.access;
    let at = to_millis(now - noted.age);
    let changed: Vec<&str> = changed.iter().map(|field| field.name()).collect();
    json!({
        "at": stored(at),
        "kind": kind.name(),
        "actorId": actor.map(|id| id.0),
        "subjectId": subject.map(|id| id.0),
        "appointmentId": appointment.map(|id| id.0),
        "windowFrom": window.map(|(from, _)| stored(to_millis(from))),
        "windowTo": window.map(|(_, to)| stored(to_millis(to))),
        "watchedUntil": window.map(|_| stored(at + WATCH_SPAN)),
        "changed": (!changed.is_empty()).then(|| changed.join(",")),
    })
}

/// The form in which SQLite stores instants, and compares them as text.
fn stored(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

/// None when a newer binary, that runs beside this one, wrote what is not understood here.
pub(super) fn read(row: Model) -> Option<Logged> {
    let Model {
        seq,
        at,
        kind,
        actor_id,
        subject_id,
        appointment_id,
        window_from,
        window_to,
        watched_until: _,
        changed,
    } = row;
    let Some(kind) = AccessKind::from_name(&kind) else {
        tracing::warn!(seq, kind, "An entry of the access log is of a kind that is not known here.");
        return None;
    };
    let access = Access {
        kind,
        actor: actor_id.map(UserId),
        subject: subject_id.map(UserId),
        appointment: appointment_id.map(AppointmentId),
        window: window_from.zip(window_to),
        changed: changed.iter().flat_map(|names| names.split(',')).filter_map(UserField::from_name).collect(),
    };
    Some(Logged { seq, at, access })
}
