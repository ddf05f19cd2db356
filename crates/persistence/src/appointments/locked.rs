//! All appointments with a lock in store.

use domain::ports::{Answer, appointments::Page};

use super::list::read_rows;
use crate::{Database, clock, error::unavailable, row, sql::Sql};

pub(super) async fn locked(database: &Database) -> Answer<Page> {
    let text = format!(
        r#"SELECT {clock} AS now, {columns} FROM (SELECT 1 AS one) one LEFT JOIN (
            SELECT * FROM "appointments" WHERE "id" IN (SELECT "appointmentId" FROM "appointment_locks")) a ON TRUE {joins}
        ORDER BY a."startTime", a."id""#,
        clock = clock::expression(database.backend()),
        columns = row::columns(),
        joins = row::JOINS,
    );
    let rows = database.all(Sql::new(text)).await?;
    let (now, appointments, people) = read_rows(&rows).map_err(unavailable)?;
    let total = appointments.len() as u64;
    Ok(Page { now, appointments, people, more: false, total })
}
