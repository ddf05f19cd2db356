//! Committing on PostgreSQL what many callers have for it at the same time, with one statement: changes of locks alone,
//! which are by far the most. Each is judged for itself, by the same rules as in [`super::commit_postgres`].
//!
//! The statement waits for nobody: rows that somebody else has locked are passed over, so no change holds up the others
//! and there is no deadlock. What was not applied, be it for that or because it must not be, is left to the statement
//! that commits it alone and finds out why.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::ports::{Answer, appointments::Committed};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{
    commit_postgres::{event, replaced},
    write::Write,
};
use crate::{Database, error::unavailable, sql::Sql};

/// Whether a commit can be one of many: nothing in it can violate a constraint, which would undo the others too.
pub(super) fn is_possible(write: &Write) -> bool {
    !write.content && !write.is_new() && write.key.is_none()
}

/// What became of each: an answer, or nothing when it must be tried alone.
pub(super) async fn commit(database: Database, writes: Vec<Arc<Write>>) -> Answer<Vec<Option<Committed>>> {
    let mut seen = HashSet::new();
    // Of several for one appointment at most one can stand.
    let firsts: Vec<&Write> = writes.iter().map(AsRef::as_ref).filter(|write| seen.insert(write.id())).collect();
    let statement = statement(&firsts).statement(database.backend());
    let rows = database.writer().query_all_raw(statement).await.map_err(unavailable)?;
    let known = rows.iter().map(|row| Ok((row.try_get("", "operation")?, row.try_get("", "applied")?)));
    let known: HashMap<Uuid, bool> = known.collect::<Result<_, DbErr>>().map_err(unavailable)?;
    // Whatever became of the first, it was not decided on what is there now.
    let changed: HashSet<_> =
        firsts.iter().filter(|write| known.contains_key(&write.operation.0)).map(|write| write.id()).collect();
    let answer = |write: &Arc<Write>| match known.get(&write.operation.0) {
        Some(true) => Some(Committed::Done),
        _ => changed.contains(&write.id()).then_some(Committed::Stale),
    };
    Ok(writes.iter().map(answer).collect())
}

/// The tables `c` of the changes, `r` of whom they rely on and `e` of their events come as JSON, so that the text is
/// the same for any number of them. Rows are looked up one by one, behind OFFSET 0, and then written where they were
/// found: joined, PostgreSQL would read a table whole that was small when the statement was planned.
const STATEMENT: &str = r#"
    WITH c AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1) AS c("operation" uuid, "appointment" uuid,
        "expected" bigint, "revision" bigint, "until" timestamptz, "user" uuid, "session" uuid, "spanFrom" timestamptz,
        "spanTo" timestamptz, "lock" "appointment_locks")),
    r AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($2) AS r("operation" uuid, "user" uuid, "admin" boolean)),
    u AS MATERIALIZED (SELECT u.* FROM (SELECT DISTINCT r."user" FROM r) r, LATERAL (SELECT u."id", u."isAdmin"
        FROM "users" u WHERE u."id" = r."user" AND u."deletedAt" IS NULL OFFSET 0 FOR SHARE SKIP LOCKED) u),
    s AS MATERIALIZED (SELECT s.* FROM c, LATERAL (SELECT s."id", s."userId", s."expiresAt"
        FROM "sessions" s WHERE s."id" = c."session" AND s."revokedAt" IS NULL OFFSET 0 FOR SHARE SKIP LOCKED) s),
    a AS MATERIALIZED (SELECT a.* FROM c, LATERAL (SELECT a.ctid AS "place", a."id", a."revision"
        FROM "appointments" a WHERE a."id" = c."appointment" OFFSET 0 FOR NO KEY UPDATE SKIP LOCKED) a),
    good AS MATERIALIZED (SELECT c.*, a."place" FROM c JOIN a ON a."id" = c."appointment" AND a."revision" = c."expected"
        WHERE clock_timestamp() < c."until"
        AND (c."session" IS NULL OR EXISTS (SELECT 1 FROM s
            WHERE s."id" = c."session" AND s."userId" = c."user" AND clock_timestamp() < s."expiresAt"))
        AND NOT EXISTS (SELECT 1 FROM r WHERE r."operation" = c."operation" AND NOT EXISTS (SELECT 1 FROM u
            WHERE u."id" = r."user" AND (u."isAdmin" OR NOT r."admin")))),
    applied AS (UPDATE "appointments" a SET "revision" = good."revision" FROM good
        WHERE a.ctid = good."place" RETURNING good."operation"),
    freed AS (DELETE FROM "appointment_locks" WHERE ctid = ANY (ARRAY(SELECT l."place" FROM good,
        LATERAL (SELECT l.ctid AS "place" FROM "appointment_locks" l WHERE l."appointmentId" = good."appointment" OFFSET 0) l
        WHERE (good."lock")."id" IS NULL))),
    held AS (INSERT INTO "appointment_locks" SELECT (good."lock").* FROM good WHERE (good."lock")."id" IS NOT NULL
        ON CONFLICT ("appointmentId") DO UPDATE SET REPLACED),
    told AS (INSERT INTO "appointment_events"
        ("appointmentId", "revision", "kind", "actorId", "subjectId", "at", "detail", "spanFrom", "spanTo", "operationId")
        SELECT good."appointment", e."revision", e."kind", e."actor", e."subject", e."at", e."detail", good."spanFrom",
            good."spanTo", good."operation"
        FROM good JOIN jsonb_to_recordset($3) AS e("operation" uuid, "revision" bigint, "kind" text, "actor" uuid,
            "subject" uuid, "at" timestamptz, "detail" jsonb) ON e."operation" = good."operation"
        ORDER BY good."operation", e."revision")
    SELECT c."operation", applied."operation" IS NOT NULL AS "applied"
    FROM c JOIN a ON a."id" = c."appointment" LEFT JOIN applied ON applied."operation" = c."operation"
    WHERE applied."operation" IS NOT NULL OR a."revision" <> c."expected""#;

pub(super) fn statement(writes: &[&Write]) -> Sql {
    let changes: Vec<Json> = writes.iter().map(|write| change(write)).collect();
    let relied: Vec<Json> = writes.iter().flat_map(|write| relied(write)).collect();
    let events: Vec<Json> = writes.iter().flat_map(|write| events(write)).collect();
    let values = [changes, relied, events].map(|rows| Json::from(rows).into());
    Sql::with(STATEMENT.replace("REPLACED", &replaced()), values)
}

fn change(write: &Write) -> Json {
    let (user, session) = write.caller.map(|caller| (caller.user.0, caller.session.0)).unzip();
    json!({
        "operation": write.operation.0,
        "appointment": write.appointment.id,
        "expected": write.expected.0,
        "revision": write.appointment.revision,
        "until": write.valid_before.map_or_else(|| "infinity".to_owned(), |until| until.to_rfc3339()),
        "user": user,
        "session": session,
        "spanFrom": write.span.0,
        "spanTo": write.span.1,
        "lock": write.lock,
    })
}

fn relied(write: &Write) -> impl Iterator<Item = Json> {
    let operation = write.operation.0;
    write.relies_on.iter().map(move |(user, admin)| json!({"operation": operation, "user": user, "admin": admin}))
}

fn events(write: &Write) -> impl Iterator<Item = Json> {
    write.events.iter().map(|row| {
        let mut event = event(row);
        event["operation"] = json!(write.operation.0);
        event
    })
}
