//! Entries of the access log between domain and rows.

use domain::{
    AppointmentId, Instant, UserId,
    ports::access::{Access, AccessKind, Logged, Noted, UserField, WATCH_SPAN},
    to_millis,
};
use sea_orm::{ActiveValue::NotSet, Set};

use crate::entity::access_log::{ActiveModel, Model};

/// A row to be written at `now`.
pub(super) fn write(noted: &Noted, now: Instant) -> ActiveModel {
    let Access { kind, actor, subject, appointment, window, changed } = &noted.access;
    let at = to_millis(now - noted.age);
    let changed: Vec<&str> = changed.iter().map(|field| field.name()).collect();
    ActiveModel {
        seq: NotSet,
        at: Set(at),
        kind: Set(kind.name().to_owned()),
        actor_id: Set(actor.map(|id| id.0)),
        subject_id: Set(subject.map(|id| id.0)),
        appointment_id: Set(appointment.map(|id| id.0)),
        window_from: Set(window.map(|(from, _)| to_millis(from))),
        window_to: Set(window.map(|(_, to)| to_millis(to))),
        watched_until: Set(window.map(|_| at + WATCH_SPAN)),
        changed: Set((!changed.is_empty()).then(|| changed.join(","))),
    }
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
