//! Pages of the list.

use chrono::Duration;
use domain::{
    Appointment, Instant, People,
    appointment::MAX_LENGTH,
    ports::{
        Answer,
        appointments::{Order, Page, Query},
    },
    search::after_prefix,
    to_millis,
};
use sea_orm::{DbErr, QueryResult};

use crate::{Database, clock, error::unavailable, row, sql::Sql};

/// Counted exactly so far.
const COUNTED: u64 = 10_000;

pub(super) async fn list(database: &Database, query: &Query) -> Answer<Page> {
    let rows = database.all(page_statement(database, query)).await?;
    let mut page = read_page(&rows, query.limit as usize).map_err(unavailable)?;
    if page.more || query.after.is_some() {
        let row = database.one(count_statement(query)).await?;
        let total: i64 = row.try_get("", "total").map_err(unavailable)?;
        page.total = total.unsigned_abs();
    }
    Ok(page)
}

/// Cuts the page first and joins to what is left. Has a row with the clock even when the page is empty.
pub(super) fn page_statement(database: &Database, query: &Query) -> Sql {
    let direction = match query.order {
        Order::Ascending => "ASC",
        Order::Descending => "DESC",
    };
    let mut sql = Sql::new(format!(
        r#"SELECT {clock} AS now, {columns} FROM (SELECT 1 AS one) one LEFT JOIN (
            SELECT * FROM "appointments" a WHERE "#,
        clock = clock::expression(database.backend()),
        columns = row::columns(),
    ));
    conditions(&mut sql, query);
    if let Some((start, id)) = query.after {
        let (start, id) = (sql.bind(to_millis(start)), sql.bind(id.0));
        let beyond = if query.order == Order::Ascending { '>' } else { '<' };
        sql.push(&format!(r#" AND (a."startTime", a."id") {beyond} ({start}, {id})"#));
    }
    let limit = sql.bind(i64::from(query.limit) + 1);
    sql.push(&format!(
        r#" ORDER BY a."startTime" {direction}, a."id" {direction} LIMIT {limit}) a ON TRUE {joins}
        ORDER BY a."startTime" {direction}, a."id" {direction}"#,
        joins = row::joins(database.backend()),
    ));
    sql
}

pub(super) fn count_statement(query: &Query) -> Sql {
    let mut sql = Sql::new(r#"SELECT count(*) AS "total" FROM (SELECT 1 AS one FROM "appointments" a WHERE "#);
    conditions(&mut sql, query);
    let limit = sql.bind(i64::try_from(COUNTED + 1).unwrap_or(i64::MAX));
    sql.push(&format!(" LIMIT {limit}) counted"));
    sql
}

fn conditions(sql: &mut Sql, query: &Query) {
    sql.push(if query.cancelled { r#"a."cancelledAt" IS NOT NULL"# } else { r#"a."cancelledAt" IS NULL"# });
    if let Some(from) = query.from {
        // None lasts longer than MAX_LENGTH, so the index of starts has both ends of the range.
        let earliest = earliest(from);
        let (from, earliest) = (sql.bind(to_millis(from)), sql.bind(earliest));
        sql.push(&format!(r#" AND a."endTime" > {from} AND a."startTime" > {earliest}"#));
    }
    if let Some(to) = query.to {
        let to = sql.bind(to);
        sql.push(&format!(r#" AND a."startTime" < {to}"#));
    }
    if let Some(doctor) = &query.doctor {
        let doctor = sql.bind(doctor.clone());
        sql.push(&format!(r#" AND a."doctorKey" = {doctor}"#));
    }
    query.words.iter().for_each(|word| has_word(sql, word));
}

fn has_word(sql: &mut Sql, prefix: &str) {
    let from = sql.bind(prefix);
    sql.push(&format!(
        r#" AND a."id" IN (SELECT w."appointmentId" FROM "appointment_words" w WHERE w."word" >= {from}"#
    ));
    if let Some(end) = after_prefix(prefix) {
        let end = sql.bind(end);
        sql.push(&format!(r#" AND w."word" < {end}"#));
    }
    sql.push(")");
}

fn earliest(from: Instant) -> Instant {
    from.checked_sub_signed(MAX_LENGTH + Duration::milliseconds(1)).map_or(from, to_millis)
}

fn read_page(rows: &[QueryResult], limit: usize) -> Result<Page, DbErr> {
    let (now, mut appointments, people) = read_rows(rows)?;
    let more = appointments.len() > limit;
    appointments.truncate(limit);
    let total = appointments.len() as u64;
    Ok(Page { now, appointments, people, more, total })
}

/// Rows with the clock, each with an appointment or none.
pub(super) fn read_rows(rows: &[QueryResult]) -> Result<(Instant, Vec<Appointment>, People), DbErr> {
    let first = rows.first().ok_or_else(|| DbErr::RecordNotFound("the clock".into()))?;
    let (now, mut people) = (clock::read(first)?, People::default());
    let mut appointments = Vec::new();
    for found in rows {
        // A page without appointments is one row of nulls.
        appointments.extend(row::read(found, &mut people)?);
    }
    Ok((now, appointments, people))
}
