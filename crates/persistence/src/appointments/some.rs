//! Certain appointments, whole, however many: those named, those locked, those that somebody asks a holder for, a
//! patient's.

use domain::{
    AppointmentId, UserId,
    appointment::Patient,
    ports::{Answer, appointments::Page},
};

use sea_orm::{DbErr, QueryResult};

use super::list::read_rows;
use crate::{Database, clock, error::unavailable, row, sql::Sql};

pub(super) async fn find(database: &Database, ids: &[AppointmentId]) -> Answer<Page> {
    page(database, find_statement(database, ids)).await
}

pub(super) async fn locked(database: &Database) -> Answer<Page> {
    let locks = r#"IN (SELECT "appointmentId" FROM "appointment_locks")"#;
    page(database, statement(database, |_| locks.to_owned())).await
}

pub(super) async fn asked_of(database: &Database, holder: UserId) -> Answer<Page> {
    page(database, asked_of_statement(database, holder)).await
}

/// All that were born that day are looked at, for names are not compared as databases compare text. It is asked so rarely that
/// reading the whole table costs less than an index.
pub(super) async fn of_patient(database: &Database, patient: &Patient) -> Answer<Vec<AppointmentId>> {
    let text = r#"SELECT "id", "patientName" FROM "appointments" WHERE "datebirth" = $1 ORDER BY "startTime", "id""#;
    let sql = Sql::with(text, [patient.born.into()]);
    let rows = database.all(sql).await?;
    let named = |row: &QueryResult| Ok((AppointmentId(row.try_get("", "id")?), row.try_get("", "patientName")?));
    let found: Vec<(AppointmentId, String)> =
        rows.iter().map(named).collect::<Result<_, DbErr>>().map_err(unavailable)?;
    Ok(found.into_iter().filter(|(_, name)| patient.is_called(name)).map(|(id, _)| id).collect())
}

pub(super) fn find_statement(database: &Database, ids: &[AppointmentId]) -> Sql {
    statement(database, |sql| sql.bind_ids(database.backend(), ids.iter().map(|id| id.0)))
}

pub(super) fn asked_of_statement(database: &Database, holder: UserId) -> Sql {
    statement(database, |sql| {
        let holder = sql.bind(holder.0);
        format!(
            r#"IN (SELECT "appointmentId" FROM "appointment_locks" WHERE "userId" = {holder}
                AND ("requestControlByUserId" IS NOT NULL OR "requestForceReleaseByUserId" IS NOT NULL))"#
        )
    })
}

/// Those whose id meets a condition, by start. Has a row with the clock even when there is no appointment.
fn statement(database: &Database, condition: impl FnOnce(&mut Sql) -> String) -> Sql {
    let mut sql = Sql::new(format!(
        r#"SELECT {clock} AS now, {columns} FROM (SELECT 1 AS one) one LEFT JOIN (
            SELECT * FROM "appointments" WHERE "id" "#,
        clock = clock::expression(database.backend()),
        columns = row::columns(),
    ));
    let condition = condition(&mut sql);
    sql.push(&format!(
        r#"{condition}) a ON TRUE {joins} ORDER BY a."startTime", a."id""#,
        joins = row::joins(database.backend())
    ));
    sql
}

async fn page(database: &Database, sql: Sql) -> Answer<Page> {
    let rows = database.all(sql).await?;
    let (now, appointments, people) = read_rows(&rows).map_err(unavailable)?;
    let total = appointments.len() as u64;
    Ok(Page { now, appointments, people, more: false, total })
}
