//! Committing on PostgreSQL: one statement, so one round trip and nothing to roll back by hand.
//!
//! The common table expressions that read are a chain, each taking its locks only when the one before it stood: users,
//! then the session, then the doctor, then the appointment, then the clock. So everybody locks in the same order, and
//! what is judged last, the time, is judged when no lock is waited for any more. A row that somebody changed while it was
//! waited for is judged as it then is. Those that write all select from `applied`: all of them run, and write nothing when it is empty.

use domain::{
    lock::Conflict,
    ports::{Answer, appointments::Committed},
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, Iterable, Value,
};
use serde_json::json;

use super::{
    conflicts, kept,
    write::{EventRow, KeyRow, Write},
};
use crate::{
    Database,
    entity::{appointment, appointment_lock},
    error::{is_double_booking, is_lost_race, is_unique_violation, is_unique_violation_of, unavailable},
    sql::Sql,
};

pub(super) async fn commit(database: &Database, write: &Write) -> Answer<Committed> {
    let mut result = run(database, write).await;
    if let (Err(error), Some(key)) = (&result, &write.key)
        && is_unique_violation_of(error, "idempotency_keys")
        && forget(database, key).await?
    {
        // The database undid the whole statement, so this is no blind retry.
        result = run(database, write).await;
    }
    match result {
        Ok(true) => Ok(Committed::Done),
        Ok(false) => Ok(Committed::Stale),
        Err(error) if is_double_booking(&error) => busy(database, write).await,
        Err(error) if is_unique_violation(&error) || is_lost_race(&error) => Ok(Committed::Stale),
        Err(error) => Err(unavailable(error)),
    }
}

/// Whether it was applied.
async fn run(database: &Database, write: &Write) -> Result<bool, DbErr> {
    let statement = statement(write).statement(database.backend());
    let row = database.writer().query_one_raw(statement).await?;
    Ok(row.ok_or_else(|| DbErr::RecordNotFound("the outcome of a commit".into()))?.try_get::<i64>("", "applied")? == 1)
}

/// Deletes a kept success that is too old to count; whether it was. Rare: they are pruned.
async fn forget(database: &Database, key: &KeyRow) -> Answer<bool> {
    let text = r#"DELETE FROM "idempotency_keys" WHERE "userId" = $1 AND "key" = $2 AND "createdAt" <= $3"#;
    let too_old = database.now().await? - kept::lifetime();
    let values = [key.user.into(), key.key.clone().into(), too_old.into()];
    Ok(database.execute(Sql::with(text, values)).await? > 0)
}

/// Whether another request has been kept under the key meanwhile.
async fn is_kept(database: &Database, key: &KeyRow) -> Answer<bool> {
    let text = r#"SELECT 1 AS "one" FROM "idempotency_keys" WHERE "userId" = $1 AND "key" = $2"#;
    Ok(!database.all(Sql::with(text, [key.user.into(), key.key.clone().into()])).await?.is_empty())
}

/// The connection that met the constraint was given back before this takes one.
async fn busy(database: &Database, write: &Write) -> Answer<Committed> {
    if let Some(key) = &write.key
        && is_kept(database, key).await?
    {
        // The same request, made twice at once, stood in its own way.
        return Ok(Committed::Stale);
    }
    let Some(statement) = conflicts::statement(&write.appointment) else { return Ok(Committed::Stale) };
    let rows = database.all(statement).await?;
    let found: Vec<Conflict> = rows.iter().map(conflicts::read).collect::<Result<_, _>>().map_err(unavailable)?;
    // What was in the way may be gone meanwhile.
    Ok(if found.is_empty() { Committed::Stale } else { Committed::Busy(found) })
}

fn statement(write: &Write) -> Sql {
    let mut sql = Sql::new("WITH ");
    relied(&mut sql, write);
    live(&mut sql, write);
    queue(&mut sql, write);
    if write.is_new() {
        insert_appointment(&mut sql, write);
    } else {
        update_appointment(&mut sql, write);
    }
    lock(&mut sql, write);
    events(&mut sql, write);
    if write.erases {
        forget_reasons(&mut sql);
    }
    if write.content {
        words(&mut sql, write);
    }
    if let Some(key) = &write.key {
        keep(&mut sql, key);
    }
    sql.push(r#" SELECT count(*) AS "applied" FROM applied"#);
    sql
}

/// How many of the users relied on are what they must be, all locked.
fn relied(sql: &mut Sql, write: &Write) {
    let users: Vec<_> = write.relies_on.iter().map(|(user, admin)| json!({"user": user, "admin": admin})).collect();
    let users = sql.bind(serde_json::Value::from(users));
    let ids = sql.bind(write.relies_on.keys().copied().collect::<Vec<_>>());
    sql.push(&format!(
        r#"relied AS MATERIALIZED (SELECT count(*) AS n FROM (
            SELECT u."id" FROM "users" u JOIN jsonb_to_recordset({users}) AS r("user" uuid, "admin" boolean) ON u."id" = r."user"
            WHERE u."id" = ANY ({ids}) AND u."deletedAt" IS NULL AND (u."isAdmin" OR NOT r."admin")
            ORDER BY u."id" FOR SHARE OF u) AS fit)"#
    ));
}

/// One row, if the users and the session stand; with the instant before which all must be written.
fn live(sql: &mut Sql, write: &Write) {
    let all = sql.bind(write.relies_on.len() as i64);
    let deadline = sql.bind(write.valid_before);
    let deadline = format!("COALESCE(CAST({deadline} AS timestamptz), 'infinity')");
    let Some(caller) = write.caller else {
        sql.push(&format!(r#", live AS MATERIALIZED (SELECT {deadline} AS until FROM relied WHERE relied.n = {all})"#));
        return;
    };
    let (session, user) = (sql.bind(caller.session.0), sql.bind(caller.user.0));
    sql.push(&format!(
        r#", live AS MATERIALIZED (SELECT LEAST(s."expiresAt", {deadline}) AS until FROM relied, "sessions" s
            WHERE relied.n = {all} AND s."id" = {session} AND s."userId" = {user} AND s."revokedAt" IS NULL
            FOR SHARE OF s)"#
    ));
}

/// Writers of one doctor's times queue here. Otherwise each would have entered its times when it finds the others', and
/// wait for them as they for it: PostgreSQL takes a second to find and end such a deadlock, for every one of them.
fn queue(sql: &mut Sql, write: &Write) {
    let doctor = write.appointment.doctor_key.as_ref().filter(|_| write.content && !write.appointment.overbooked);
    let Some(doctor) = doctor else {
        sql.push(", ready AS (SELECT live.until FROM live)");
        return;
    };
    let doctor = sql.bind(doctor.clone());
    sql.push(&format!(
        r#", queued AS MATERIALIZED (SELECT live.until, CAST(pg_advisory_xact_lock(hashtextextended({doctor}, 0)) AS text) AS turn
            FROM live),
        ready AS MATERIALIZED (SELECT queued.until FROM queued WHERE queued.turn IS NOT NULL)"#
    ));
}

fn insert_appointment(sql: &mut Sql, write: &Write) {
    let active = appointment::ActiveModel::from(write.appointment.clone()).reset_all();
    let (names, values) = bind_all(sql, active);
    sql.push(&format!(
        r#", applied AS (INSERT INTO "appointments" ({names}) SELECT {values} FROM ready WHERE clock_timestamp() < ready.until
            RETURNING "id")"#
    ));
}

fn update_appointment(sql: &mut Sql, write: &Write) {
    let (id, expected) = (sql.bind(write.appointment.id), sql.bind(write.expected.0));
    sql.push(&format!(
        r#", locked AS MATERIALIZED (SELECT a."id", ready.until FROM "appointments" a, ready
            WHERE a."id" = {id} AND a."revision" = {expected} FOR NO KEY UPDATE OF a),
        guard AS MATERIALIZED (SELECT locked."id" FROM locked WHERE clock_timestamp() < locked.until)"#
    ));
    let assigned = if write.content {
        let active = appointment::ActiveModel::from(write.appointment.clone()).reset_all();
        let (names, values) = bind_all(sql, active);
        format!("({names}) = ROW({values})")
    } else {
        format!(r#""revision" = {}"#, sql.bind(write.appointment.revision))
    };
    sql.push(&format!(
        r#", applied AS (UPDATE "appointments" a SET {assigned} FROM guard WHERE a."id" = guard."id" RETURNING a."id")"#
    ));
}

fn lock(sql: &mut Sql, write: &Write) {
    let Some(lock) = &write.lock else {
        if !write.is_new() {
            sql.push(r#", freed AS (DELETE FROM "appointment_locks" l USING applied WHERE l."appointmentId" = applied."id")"#);
        }
        return;
    };
    let (names, values) = bind_all(sql, appointment_lock::ActiveModel::from(lock.clone()).reset_all());
    // DELETE and INSERT in one statement would violate the unique constraint.
    sql.push(&format!(
        r#", held AS (INSERT INTO "appointment_locks" ({names}) SELECT {values} FROM applied
            ON CONFLICT ("appointmentId") DO UPDATE SET {})"#,
        replaced()
    ));
}

/// The assignments by which a lock takes the place of another.
pub(super) fn replaced() -> String {
    let columns = appointment_lock::Column::iter();
    let replaced: Vec<String> = columns.map(|column| format!(r#""{0}" = EXCLUDED."{0}""#, column.as_str())).collect();
    replaced.join(", ")
}

fn events(sql: &mut Sql, write: &Write) {
    let rows: Vec<_> = write.events.iter().map(event).collect();
    let rows = sql.bind(serde_json::Value::from(rows));
    let (from, to, operation) = (sql.bind(write.span.0), sql.bind(write.span.1), sql.bind(write.operation.0));
    sql.push(&format!(
        r#", told AS (INSERT INTO "appointment_events"
            ("appointmentId", "revision", "kind", "actorId", "subjectId", "at", "detail", "spanFrom", "spanTo", "operationId")
            SELECT applied."id", e."revision", e."kind", e."actor", e."subject", e."at", e."detail", {from}, {to}, {operation}
            FROM applied, jsonb_to_recordset({rows}) AS e("revision" bigint, "kind" text, "actor" uuid, "subject" uuid,
                "at" timestamptz, "detail" jsonb)
            ORDER BY e."revision")"#
    ));
}

/// The reasons of earlier events. What this statement adds it does not see.
fn forget_reasons(sql: &mut Sql) {
    sql.push(
        r#", forgotten AS (UPDATE "appointment_events" e SET "detail" = e."detail" - 'reason' FROM applied
            WHERE e."appointmentId" = applied."id" AND jsonb_exists(e."detail", 'reason'))"#,
    );
}

/// An event as JSON.
pub(super) fn event(event: &EventRow) -> serde_json::Value {
    let EventRow { revision, kind, actor, subject, at, detail } = event;
    json!({"revision": revision, "kind": kind, "actor": actor, "subject": subject, "at": at, "detail": detail})
}

/// Words that are gone and words that are new; the others are not touched.
fn words(sql: &mut Sql, write: &Write) {
    let words = sql.bind(write.words.clone());
    sql.push(&format!(
        r#", unfound AS (DELETE FROM "appointment_words" w USING applied
            WHERE w."appointmentId" = applied."id" AND w."word" <> ALL ({words})),
        found AS (INSERT INTO "appointment_words" ("word", "appointmentId")
            SELECT word, applied."id" FROM applied, unnest({words}) AS word ON CONFLICT DO NOTHING)"#
    ));
}

/// A key that is taken is an error, which undoes the statement: it must not be passed over.
fn keep(sql: &mut Sql, key: &KeyRow) {
    let KeyRow { user, key, fingerprint, effect } = key;
    let (user, key) = (sql.bind(*user), sql.bind(key.clone()));
    let (fingerprint, effect) = (sql.bind(fingerprint.clone()), sql.bind(*effect));
    sql.push(&format!(
        r#", kept AS (INSERT INTO "idempotency_keys" ("userId", "key", "fingerprint", "effect", "appointmentId", "createdAt")
            SELECT {user}, {key}, {fingerprint}, {effect}, applied."id", date_trunc('milliseconds', clock_timestamp())
            FROM applied)"#
    ));
}

/// The names of a row's columns and the placeholders of its values.
fn bind_all<A>(sql: &mut Sql, row: A) -> (String, String)
where
    A: ActiveModelTrait + ActiveModelBehavior,
{
    let columns: Vec<_> = <A::Entity as EntityTrait>::Column::iter().collect();
    let names: Vec<String> = columns.iter().map(|column| format!(r#""{}""#, column.as_str())).collect();
    let bind = |column| row.get(column).into_value().unwrap_or(Value::Bool(None));
    let values: Vec<String> = columns.into_iter().map(|column| sql.bind(bind(column))).collect();
    (names.join(", "), values.join(", "))
}
