//! Entries of the access log between domain and rows.

use domain::{
    AppointmentId, Instant, UserId,
    ports::access::{Access, AccessKind, Logged, Noted, UserField, WATCH_SPAN},
    to_millis,
};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet};
use serde_json::json;

use crate::entity::access_log::{ActiveModel, Model};

/// A row to be written at `now`. Its number, the database gives.
pub(super) fn write(noted: &Noted, now: Instant) -> Model {
    let Access { kind, actor, subject, appointment, window, changed } = &noted.access;
    let at = to_millis(now - noted.age);
    let changed: Vec<&str> = changed.iter().map(|field| field.name()).collect();
    Model {
        seq: 0,
        at,
        kind: kind.name().to_owned(),
        actor_id: actor.map(|id| id.0),
        subject_id: subject.map(|id| id.0),
        appointment_id: appointment.map(|id| id.0),
        window_from: window.map(|(from, _)| to_millis(from)),
        window_to: window.map(|(_, to)| to_millis(to)),
        watched_until: window.map(|_| at + WATCH_SPAN),
        changed: (!changed.is_empty()).then(|| changed.join(",")),
    }
}

/// As a row of its own.
pub(super) fn active(row: Model) -> ActiveModel {
    ActiveModel { seq: NotSet, ..ActiveModel::from(row).reset_all() }
}

/// As an element of one value of many.
pub(super) fn json(row: Model) -> serde_json::Value {
    let Model {
        seq: _,
        at,
        kind,
        actor_id,
        subject_id,
        appointment_id,
        window_from,
        window_to,
        watched_until,
        changed,
    } = row;
    json!({
        "at": at, "kind": kind, "actorId": actor_id, "subjectId": subject_id, "appointmentId": appointment_id,
        "windowFrom": window_from, "windowTo": window_to, "watchedUntil": watched_until, "changed": changed,
    })
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
