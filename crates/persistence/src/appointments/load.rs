//! All that a command is decided on, in one statement.

use domain::{
    Instant, People,
    ports::{
        Answer,
        appointments::{Kept, Load, Loaded},
    },
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::kept;
use crate::{
    Database, clock,
    entity::{self, idempotency_key},
    error::unavailable,
    people, row,
    sql::Sql,
};

pub(super) async fn load(database: &Database, load: &Load) -> Answer<Loaded> {
    let row = database.one(statement(database, load)).await?;
    read(&row, load).map_err(unavailable)
}

/// Deadlines are compared where the row is read: by the clock in it, the same on both databases.
fn statement(database: &Database, load: &Load) -> Sql {
    let text = format!(
        r#"SELECT {clock} AS now, {columns}, {me}, {key},
            s."expiresAt" AS "s_expiresAt", s."revokedAt" AS "s_revokedAt",
            CASE WHEN EXISTS (SELECT 1 FROM "appointment_events" e WHERE e."operationId" = $5) THEN 1 ELSE 0 END AS "done"
        FROM (SELECT 1 AS one) one LEFT JOIN "appointments" a ON a."id" = $1 {joins}
            LEFT JOIN "users" me ON me."id" = $2
            LEFT JOIN "sessions" s ON s."id" = $3 AND s."userId" = $2
            LEFT JOIN "idempotency_keys" k ON k."userId" = $2 AND k."key" = $4"#,
        clock = clock::expression(database.backend()),
        columns = row::columns(),
        me = people::columns("me"),
        key = entity::columns::<idempotency_key::Entity>("k"),
        joins = row::JOINS,
    );
    let (user, session) = load.caller.map(|caller| (caller.user.0, caller.session.0)).unzip();
    let values = [
        load.appointment.0.into(),
        user.into(),
        session.into(),
        load.key.clone().into(),
        load.operation.map(|operation| operation.0).into(),
    ];
    Sql::with(text, values)
}

fn read(row: &QueryResult, load: &Load) -> Result<Loaded, DbErr> {
    let now = clock::read(row)?;
    let mut people = People::default();
    let appointment = row::read(row, &mut people)?;
    let me = people::read(row, "me")?;
    let active = me.as_ref().is_some_and(|me| me.active);
    me.into_iter().for_each(|me| people.insert(me));
    Ok(Loaded {
        now,
        appointment,
        people,
        caller_live: load.caller.is_none() || (active && session_is_live(row, now)?),
        kept: read_kept(row, now)?,
        operation_done: row.try_get::<i32>("", "done")? == 1,
    })
}

fn session_is_live(row: &QueryResult, now: Instant) -> Result<bool, DbErr> {
    let expires_at: Option<Instant> = row.try_get("s_", "expiresAt")?;
    let revoked_at: Option<Instant> = row.try_get("s_", "revokedAt")?;
    Ok(revoked_at.is_none() && expires_at.is_some_and(|at| at > now))
}

fn read_kept(row: &QueryResult, now: Instant) -> Result<Option<Kept>, DbErr> {
    match row.try_get::<Option<Uuid>>("k_", "userId")? {
        Some(_) => kept::read(idempotency_key::Model::from_query_result(row, "k_")?, now),
        None => Ok(None),
    }
}
