//! Recorded events between domain and rows.

use domain::{
    Revision, UserId,
    lock::{Event, EventKind},
};
use sea_orm::DbErr;

use crate::{detail, entity::appointment_event};

/// None when a newer binary, that runs beside this one, wrote a kind that is not known here.
pub(crate) fn read(row: appointment_event::Model) -> Result<Option<Event>, DbErr> {
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
        return Ok(None);
    };
    let detail = detail::from_json(detail).map_err(|error| DbErr::Json(error.to_string()))?;
    let (actor, subject) = (actor_id.map(UserId), subject_id.map(UserId));
    Ok(Some(Event { kind, revision: Revision(revision), actor, subject, at, detail }))
}
