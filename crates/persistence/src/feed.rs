//! The port of what nodes are told live from.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{
    AppointmentId, Instant, People, SessionId, UserId,
    ports::{
        Answer, EventFeed,
        feed::{Entry, Pulse},
    },
    to_millis,
};
use sea_orm::{DbBackend, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    Database, clock,
    entity::{self, appointment_event},
    error::{bounded, unavailable},
    event, people,
    sql::{Sql, look_up},
};

/// The events of a database.
#[derive(Clone)]
pub struct FeedStore(Database);

impl FeedStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }
}

#[async_trait]
impl EventFeed for FeedStore {
    async fn pulse(&self, revoked_since: Option<Instant>) -> Answer<Pulse> {
        bounded(async {
            let rows = self.0.all(pulse_statement(&self.0, revoked_since)).await?;
            read_pulse(&rows).map_err(unavailable)
        })
        .await
    }

    async fn read(&self, after: i64, among: &[i64], limit: u32) -> Answer<Vec<Entry>> {
        bounded(async {
            let rows = self.0.all(events_statement(&self.0, after, among, limit)).await?;
            rows.iter().map(entry).collect::<Result<_, _>>().map_err(unavailable)
        })
        .await
    }

    async fn people(&self, ids: &[UserId]) -> Answer<People> {
        bounded(async {
            let mut people = People::default();
            people::find(&self.0, ids.iter().copied(), &mut people).await?;
            Ok(people)
        })
        .await
    }
}

/// A row for each revoked session, one at least.
fn pulse_statement(database: &Database, revoked_since: Option<Instant>) -> Sql {
    let text = format!(
        r#"SELECT {clock} AS now, i."epoch", s."id" AS "revoked",
            COALESCE((SELECT min("seq") FROM "appointment_events"), 0) AS "oldest",
            COALESCE((SELECT max("seq") FROM "appointment_events"), 0) AS "newest"
        FROM "installation" i LEFT JOIN "sessions" s ON s."revokedAt" IS NOT NULL AND s."revokedAt" >= $1"#,
        clock = clock::expression(database.backend()),
    );
    Sql::with(text, [revoked_since.map(to_millis).into()])
}

fn read_pulse(rows: &[QueryResult]) -> Result<Pulse, DbErr> {
    let first = rows.first().ok_or_else(|| DbErr::RecordNotFound("the installation".into()))?;
    let mut revoked = Vec::new();
    for row in rows {
        revoked.extend(row.try_get::<Option<Uuid>>("", "revoked")?.map(SessionId));
    }
    Ok(Pulse {
        now: clock::read(first)?,
        epoch: first.try_get("", "epoch")?,
        oldest: first.try_get("", "oldest")?,
        newest: first.try_get("", "newest")?,
        revoked,
    })
}

/// What is newer, and what was missing among the older: two parts, each by the primary key; with an OR between them the
/// whole table might be read.
fn events_statement(database: &Database, after: i64, among: &[i64], limit: u32) -> Sql {
    let columns = entity::columns::<appointment_event::Entity>("e");
    let mut sql = Sql::new(format!(r#"SELECT * FROM (SELECT {columns} FROM "appointment_events" e WHERE e."seq" > "#));
    let (after, most) = (sql.bind(after), sql.bind(i64::from(limit)));
    sql.push(&format!(r#"{after} ORDER BY e."seq" LIMIT {most}) newer"#));
    if !among.is_empty() {
        let missing = missing(&mut sql, database.backend(), among);
        sql.push(&format!(r#" UNION ALL SELECT {columns} FROM {missing} WHERE e."seq" <= {after}"#));
    }
    sql.push(&format!(r#" ORDER BY "e_seq" LIMIT {most}"#));
    sql
}

/// The events `e` of these numbers. Given a list of them, PostgreSQL would rather read a table from its beginning, in
/// the order that is wanted, that was small when the statement was planned.
fn missing(sql: &mut Sql, backend: DbBackend, numbers: &[i64]) -> String {
    let numbers: Vec<i64> = BTreeSet::from_iter(numbers.iter().copied()).into_iter().collect();
    if backend == DbBackend::Postgres {
        let numbers = sql.bind(numbers);
        return format!("unnest({numbers}) AS m{}", look_up(backend, "appointment_events", "e", r#"e."seq" = m"#));
    }
    let numbers = sql.bind(serde_json::json!(numbers).to_string());
    format!(r#"json_each({numbers}) m JOIN "appointment_events" e ON e."seq" = m."value""#)
}

fn entry(row: &QueryResult) -> Result<Entry, DbErr> {
    let row = appointment_event::Model::from_query_result(row, "e_")?;
    Ok(Entry {
        seq: row.seq,
        appointment: AppointmentId(row.appointment_id),
        span: (row.span_from, row.span_to),
        event: event::read(row),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appointments::plans::{plan, postgres, sqlite};

    /// Events of one appointment, and sessions of which nearly all were revoked some time.
    const ROWS: &str = r#"
        INSERT INTO "users" ("id", "name", "email", "emailKey", "isAdmin", "createdAt")
        VALUES ('00000000-0000-0000-0000-000000000001', 'U', 'u', 'u', FALSE, now());
        INSERT INTO "appointments" ("id", "title", "patientName", "datebirth", "gender", "startTime", "endTime", "overbooked",
            "version", "revision", "createdAt", "updatedAt")
        VALUES ('00000000-0000-0000-0000-000000000002', 'T', 'P', '2000-01-01', 'male', '2026-01-01', '2026-01-02', FALSE,
            1, 1, now(), now());
        INSERT INTO "appointment_events" ("appointmentId", "revision", "kind", "at", "detail", "spanFrom", "spanTo",
            "operationId")
        SELECT '00000000-0000-0000-0000-000000000002', n, 'edited', now(), '{}', now(), now(), gen_random_uuid()
        FROM generate_series(1, 10000) AS n;
        INSERT INTO "sessions" ("id", "userId", "createdAt", "expiresAt", "revokedAt")
        SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', now(), now(),
            CASE WHEN n % 10 > 0 THEN timestamptz '2026-01-01' + n * interval '1 min' END
        FROM generate_series(1, 10000) AS n;
        ANALYZE"#;

    #[tokio::test]
    async fn events_and_sign_outs_are_read_by_index() -> anyhow::Result<()> {
        let since = "2026-01-07T22:30:00Z".parse()?;
        let folder = tempfile::tempdir()?;
        let sqlite = sqlite(&folder).await?;
        let read = plan(&sqlite, events_statement(&sqlite, 7, &[3, 4], 100)).await?;
        assert_eq!(read.matches("SEARCH e USING INTEGER PRIMARY KEY").count(), 2, "{read}");
        let pulse = plan(&sqlite, pulse_statement(&sqlite, Some(since))).await?;
        assert!(pulse.contains("sessions_revoked") && !pulse.contains("SCAN s"), "{pulse}");
        // A plan made while there was nothing is used until the tables are analysed.
        let (Some(empty), Some(postgres)) = (postgres("").await?, postgres(ROWS).await?) else { return Ok(()) };
        for postgres in [&empty, &postgres] {
            let read = plan(postgres, events_statement(postgres, 9_900, &[3, 4], 100)).await?;
            assert!(read.contains("Index Cond: (seq > ") && read.contains("Index Cond: (seq = "), "{read}");
        }
        for since in [Some(since), None] {
            let pulse = plan(&postgres, pulse_statement(&postgres, since)).await?;
            assert!(!pulse.contains("Seq Scan on sessions") && !pulse.contains("Seq Scan on appointment"), "{pulse}");
            assert!(since.is_none() || pulse.contains("sessions_revoked"), "{pulse}");
        }
        Ok(())
    }
}
