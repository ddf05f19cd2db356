//! Certain appointments: those named, and those that somebody asks a holder for.

use domain::{
    AppointmentId, UserId,
    ports::{Answer, appointments::Page},
};
use sea_orm::{DbBackend, Value};

use super::list::read_rows;
use crate::{Database, clock, error::unavailable, row, sql::Sql};

pub(super) async fn find(database: &Database, ids: &[AppointmentId]) -> Answer<Page> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let (condition, value): (&str, Value) = match database.backend() {
        DbBackend::Postgres => (r#""id" = ANY ($1)"#, ids.into()),
        // Ids are blobs of 16 bytes there, which JSON does not have.
        _ => {
            let hex: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
            (r#""id" IN (SELECT unhex("value") FROM json_each($1))"#, serde_json::Value::from(hex).to_string().into())
        }
    };
    page(database, condition, value).await
}

pub(super) async fn asked_of(database: &Database, holder: UserId) -> Answer<Page> {
    let condition = r#""id" IN (SELECT "appointmentId" FROM "appointment_locks" WHERE "userId" = $1
        AND ("requestControlByUserId" IS NOT NULL OR "requestForceReleaseByUserId" IS NOT NULL))"#;
    page(database, condition, holder.0.into()).await
}

async fn page(database: &Database, condition: &str, value: Value) -> Answer<Page> {
    let rows = database.all(statement(database, condition, value)).await?;
    let (now, appointments, people) = read_rows(&rows).map_err(unavailable)?;
    let total = appointments.len() as u64;
    Ok(Page { now, appointments, people, more: false, total })
}

/// Has a row with the clock even when there is no appointment.
fn statement(database: &Database, condition: &str, value: Value) -> Sql {
    let text = format!(
        r#"SELECT {clock} AS now, {columns} FROM (SELECT 1 AS one) one LEFT JOIN (
            SELECT * FROM "appointments" WHERE {condition}) a ON TRUE {joins}
        ORDER BY a."startTime", a."id""#,
        clock = clock::expression(database.backend()),
        columns = row::columns(),
        joins = row::JOINS,
    );
    Sql::with(text, [value])
}
