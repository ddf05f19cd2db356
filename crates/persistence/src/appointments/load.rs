//! All that a command is decided on, in one statement.

use domain::{
    Instant, People,
    ports::{
        Answer,
        appointments::{Kept, Load, Loaded},
    },
};
use sea_orm::{DbBackend, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::kept;
use crate::{
    Database, clock,
    entity::{self, idempotency_key},
    error::unavailable,
    people, row,
    sql::{Sql, look_up},
};

/// What stands for nobody and nothing: no row has it.
const NONE: Uuid = Uuid::nil();

/// What is known to each of these, all at one instant, in their order.
pub(super) async fn load_all(database: Database, loads: Vec<Load>) -> Answer<Vec<Loaded>> {
    let rows = database.all(statement(&database, &loads)).await?;
    if rows.len() != loads.len() {
        return Err(unavailable(DbErr::RecordNotFound("a row for each question".into())));
    }
    rows.iter().zip(&loads).map(|(row, load)| read(row, load)).collect::<Result<_, _>>().map_err(unavailable)
}

/// What is known to this one.
pub(super) async fn load(database: Database, load: &Load) -> Answer<Loaded> {
    let first = load_all(database, vec![load.clone()]).await?.pop();
    first.ok_or_else(|| unavailable(DbErr::RecordNotFound("a row for each question".into())))
}

/// One on SQLite, any number on PostgreSQL, where a statement costs more than its rows. The text is always the same.
/// Deadlines are compared where the row is read: by the clock in it, the same on both databases. The operation is not
/// looked for with EXISTS, which PostgreSQL may answer by hashing all events there are.
fn statement(database: &Database, loads: &[Load]) -> Sql {
    let mut sql = Sql::new(format!(
        r#"SELECT {clock} AS now, {columns}, {me}, {key},
            s."expiresAt" AS "s_expiresAt", s."revokedAt" AS "s_revokedAt",
            (SELECT 1 FROM "appointment_events" e WHERE e."operationId" = q."operation" LIMIT 1) AS "done"
        FROM "#,
        clock = clock::expression(database.backend()),
        columns = row::columns(),
        me = people::columns("me"),
        key = entity::columns::<idempotency_key::Entity>("k"),
    ));
    let backend = database.backend();
    questions(&mut sql, backend, loads);
    sql.push(&look_up(backend, "appointments", "a", r#"a."id" = q."appointment""#));
    sql.push(&row::joins(backend));
    for (table, alias, on) in [
        ("users", "me", r#"me."id" = q."user""#),
        ("sessions", "s", r#"s."id" = q."session" AND s."userId" = q."user""#),
        ("idempotency_keys", "k", r#"k."userId" = q."user" AND k."key" = q."key""#),
    ] {
        sql.push(&look_up(backend, table, alias, on));
    }
    sql.push(r#" ORDER BY q."place""#);
    sql
}

/// The table `q` with a row for each question.
fn questions(sql: &mut Sql, backend: DbBackend, loads: &[Load]) {
    let ids = |id: fn(&Load) -> Option<Uuid>| -> Vec<Uuid> { loads.iter().map(|l| id(l).unwrap_or(NONE)).collect() };
    let columns = [
        ids(|load| Some(load.appointment.0)),
        ids(|load| load.caller.map(|caller| caller.user.0)),
        ids(|load| load.caller.map(|caller| caller.session.0)),
        ids(|load| load.operation.map(|operation| operation.0)),
    ];
    let keys: Vec<String> = loads.iter().map(|load| load.key.clone().unwrap_or_default()).collect();
    if backend == DbBackend::Postgres {
        let [appointments, users, sessions, operations] =
            columns.map(|column| format!("CAST({} AS uuid[])", sql.bind(column)));
        let keys = sql.bind(keys);
        sql.push(&format!(
            r#"unnest({appointments}, {users}, {sessions}, {operations}, CAST({keys} AS text[]))
                WITH ORDINALITY AS q("appointment", "user", "session", "operation", "key", "place")"#
        ));
    } else {
        let [appointment, user, session, operation] =
            columns.map(|column| sql.bind(column.first().copied().unwrap_or(NONE)));
        let key = sql.bind(keys.first().cloned().unwrap_or_default());
        sql.push(&format!(
            r#"(SELECT {appointment} AS "appointment", {user} AS "user", {session} AS "session", {operation} AS "operation",
                {key} AS "key", 1 AS "place") q"#
        ));
    }
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
        operation_done: row.try_get::<Option<i32>>("", "done")?.is_some(),
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
