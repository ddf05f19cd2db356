//! Recorded events between domain and rows.

use domain::{
    Revision, UserId,
    lock::{Event, EventKind},
};

use crate::{detail, entity::appointment_event};

/// None when a newer binary, that runs beside this one, wrote what is not understood here.
pub(crate) fn read(row: appointment_event::Model) -> Option<Event> {
    let appointment_event::Model {
        seq,
        appointment_id: _,
        revision,
        kind,
        actor_id,
        subject_id,
        at,
        detail,
        span_from: _,
        span_to: _,
        operation_id: _,
    } = row;
    let Some(kind) = EventKind::from_name(&kind) else {
        tracing::warn!(seq, kind, "An event is of a kind that is not known here.");
        return None;
    };
    let detail = detail::from_json(detail)
        .inspect_err(|error| tracing::warn!(seq, %error, "An event's detail is not understood here."))
        .ok()?;
    let (actor, subject) = (actor_id.map(UserId), subject_id.map(UserId));
    Some(Event { kind, revision: Revision(revision), actor, subject, at, detail })
}
