//! The port of what nodes are told live from.

use async_trait::async_trait;
use domain::{
    AppointmentId, Instant, People, SessionId, UserId,
    ports::{
        Answer, EventFeed,
        feed::{Entry, Pulse},
    },
    to_millis,
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    Database, clock,
    entity::{self, appointment_event},
    error::{bounded, unavailable},
    event, people,
    sql::Sql,
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
            let rows = self.0.all(events_statement(after, among, limit)).await?;
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
pub(crate) fn pulse_statement(database: &Database, revoked_since: Option<Instant>) -> Sql {
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

/// Two ranges of the primary key; an OR of them would be looked for in the whole table.
pub(crate) fn events_statement(after: i64, among: &[i64], limit: u32) -> Sql {
    let columns = entity::columns::<appointment_event::Entity>("e");
    let mut sql = Sql::new(format!(r#"SELECT * FROM (SELECT {columns} FROM "appointment_events" e WHERE e."seq" > "#));
    let (after, most) = (sql.bind(after), sql.bind(i64::from(limit)));
    sql.push(&format!(r#"{after} ORDER BY e."seq" LIMIT {most}) newer"#));
    if !among.is_empty() {
        let among: Vec<String> = among.iter().map(|seq| sql.bind(*seq)).collect();
        let among = among.join(", ");
        sql.push(&format!(r#" UNION ALL SELECT {columns} FROM "appointment_events" e WHERE e."seq" IN ({among})"#));
    }
    sql.push(&format!(r#" ORDER BY "e_seq" LIMIT {most}"#));
    sql
}

fn entry(row: &QueryResult) -> Result<Entry, DbErr> {
    let row = appointment_event::Model::from_query_result(row, "e_")?;
    Ok(Entry {
        seq: row.seq,
        appointment: AppointmentId(row.appointment_id),
        span: (row.span_from, row.span_to),
        event: event::read(row)?,
    })
}
