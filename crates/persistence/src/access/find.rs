//! A page of the access log, newest first.
//!
//! A socket is not recorded with each of thousands of appointments, but with its window. Whether an appointment was in it
//! is told by the appointment's own events: each says from when on it had which times.

use domain::{
    People, UserId,
    ports::{
        Answer,
        access::{AccessPage, AccessQuery},
    },
    to_millis,
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};

use super::row;
use crate::{
    Database,
    entity::{self, access_log},
    error::unavailable,
    people,
    sql::Sql,
};

/// Where an appointment stood, and from when until when: its state after each event, and, for what came before the oldest
/// event that is still kept, that event's times. A change is told to the windows that it left, too.
const PLACES: &str = r#"SELECT
        CASE WHEN lag(e."seq") OVER (ORDER BY e."revision") IS NULL AND e."revision" > 1 THEN NULL ELSE e."at" END AS "since",
        lead(e."at") OVER (ORDER BY e."revision") AS "until", e."spanFrom", e."spanTo", e."kind"
    FROM "appointment_events" e WHERE e."appointmentId" = $1
    UNION ALL SELECT NULL, NULL, a."startTime", a."endTime", 'standing' FROM "appointments" a
    WHERE a."id" = $1 AND NOT EXISTS (SELECT 1 FROM "appointment_events" e WHERE e."appointmentId" = $1)"#;

pub(super) async fn find(database: &Database, query: &AccessQuery) -> Answer<AccessPage> {
    let mut rows = database.all(statement(query)).await?;
    let more = rows.len() > query.limit as usize;
    rows.truncate(query.limit as usize);
    let entries = rows.iter().map(read).collect::<Result<Vec<_>, DbErr>>().map_err(unavailable)?;
    let entries: Vec<_> = entries.into_iter().filter_map(row::read).collect();
    let named: std::collections::BTreeSet<UserId> =
        entries.iter().flat_map(|entry| [entry.access.actor, entry.access.subject]).flatten().collect();
    let mut people = People::default();
    people::find(database, named, &mut people).await?;
    Ok(AccessPage { entries, people, more })
}

fn read(row: &QueryResult) -> Result<access_log::Model, DbErr> {
    access_log::Model::from_query_result(row, "l_")
}

pub(super) fn statement(query: &AccessQuery) -> Sql {
    let AccessQuery { user, appointment, from, to, before, limit } = query;
    let columns = entity::columns::<access_log::Entity>("l");
    let mut sql = Sql::default();
    if let Some(appointment) = appointment {
        sql.bind(appointment.0);
        sql.push(&format!(r#"WITH "places" AS ({PLACES}) "#));
    }
    sql.push(&format!(r#"SELECT {columns} FROM "access_log" l WHERE TRUE"#));
    if appointment.is_some() {
        sql.push(
            r#" AND l."seq" IN (SELECT r."seq" FROM "access_log" r WHERE r."appointmentId" = $1
                UNION ALL SELECT w."seq" FROM "access_log" w WHERE w."windowFrom" IS NOT NULL AND EXISTS (SELECT 1 FROM "places" p
                WHERE p."kind" <> 'cancelled' AND p."spanFrom" < w."windowTo" AND p."spanTo" > w."windowFrom"
                AND (p."since" IS NULL OR p."since" < w."watchedUntil") AND (p."until" IS NULL OR p."until" > w."at")))"#,
        );
    }
    if let Some(user) = user {
        let user = sql.bind(user.0);
        sql.push(&format!(r#" AND (l."actorId" = {user} OR l."subjectId" = {user})"#));
    }
    if let Some(from) = from {
        let from = sql.bind(to_millis(*from));
        sql.push(&format!(r#" AND l."at" >= {from}"#));
    }
    if let Some(to) = to {
        let to = sql.bind(*to);
        sql.push(&format!(r#" AND l."at" < {to}"#));
    }
    if let Some((at, seq)) = before {
        let (at, seq) = (sql.bind(to_millis(*at)), sql.bind(*seq));
        sql.push(&format!(r#" AND (l."at", l."seq") < ({at}, {seq})"#));
    }
    let limit = sql.bind(i64::from(*limit) + 1);
    sql.push(&format!(r#" ORDER BY l."at" DESC, l."seq" DESC LIMIT {limit}"#));
    sql
}
