//! Appointments of the same doctor in the way of one to be written.

use domain::{AppointmentId, lock::Conflict};
use sea_orm::{DbErr, QueryResult, Value};

use crate::{entity::appointment, sql::Sql};

/// The statement that finds them; none when nothing can be in the way.
pub(super) fn statement(appointment: &appointment::Model) -> Option<Sql> {
    let doctor = appointment.doctor_key.clone()?;
    if appointment.overbooked || appointment.cancelled_at.is_some() {
        return None;
    }
    // No appointment lasts longer than that, so the index need not be read from its beginning.
    let earliest = appointment.start_time - domain::appointment::MAX_LENGTH;
    let text = r#"SELECT "id", "title", "startTime", "endTime" FROM "appointments"
        WHERE "doctorKey" = $1 AND "startTime" < $2 AND "startTime" >= $5 AND "endTime" > $3 AND "id" <> $4
            AND NOT "overbooked" AND "cancelledAt" IS NULL
        ORDER BY "startTime", "id""#;
    let values: [Value; 5] = [
        doctor.into(),
        appointment.end_time.into(),
        appointment.start_time.into(),
        appointment.id.into(),
        earliest.into(),
    ];
    Some(Sql::with(text, values))
}

/// One of its rows.
pub(super) fn read(row: &QueryResult) -> Result<Conflict, DbErr> {
    Ok(Conflict {
        id: AppointmentId(row.try_get("", "id")?),
        title: row.try_get("", "title")?,
        start_time: row.try_get("", "startTime")?,
        end_time: row.try_get("", "endTime")?,
    })
}
