//! The port of the access log.

mod find;
mod row;

use async_trait::async_trait;
use domain::{
    Instant,
    ports::{
        AccessLog, Answer,
        access::{AccessPage, AccessQuery, Noted},
    },
    to_millis,
};
use sea_orm::DbBackend;

use crate::{Database, appointments::prune::in_portions, error::bounded, sql::Sql};

/// All rows are one value: a statement with thousands of placeholders would be planned anew for each batch, beside the readers
/// whom it must not slow.
fn insertion(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            r#"INSERT INTO "access_log"
                ("at", "kind", "actorId", "subjectId", "appointmentId", "windowFrom", "windowTo", "watchedUntil", "changed")
            SELECT r.* FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS r("at" timestamptz, "kind" text, "actorId" uuid,
                "subjectId" uuid, "appointmentId" uuid, "windowFrom" timestamptz, "windowTo" timestamptz,
                "watchedUntil" timestamptz, "changed" text)"#
        }
        // Ids are stored as 16 bytes, which JSON does not have.
        _ => {
            r#"INSERT INTO "access_log"
                ("at", "kind", "actorId", "subjectId", "appointmentId", "windowFrom", "windowTo", "watchedUntil", "changed")
            SELECT r.value ->> 'at', r.value ->> 'kind', unhex(r.value ->> 'actorId', '-'),
                unhex(r.value ->> 'subjectId', '-'), unhex(r.value ->> 'appointmentId', '-'), r.value ->> 'windowFrom',
                r.value ->> 'windowTo', r.value ->> 'watchedUntil', r.value ->> 'changed'
            FROM json_each($1) r"#
        }
    }
}

/// The access log in a database.
#[derive(Clone)]
pub struct AccessLogStore(Database);

impl AccessLogStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }
}

#[async_trait]
impl AccessLog for AccessLogStore {
    async fn append(&self, noted: &[Noted]) -> Answer<()> {
        if noted.is_empty() {
            return Ok(());
        }
        bounded(async {
            let now = self.0.now().await?;
            let rows = noted.iter().map(|noted| row::json(noted, now));
            let rows: serde_json::Value = rows.collect();
            let insertion = insertion(self.0.backend());
            self.0.execute(Sql::with(insertion, [rows.to_string().into()])).await.map(|_| ())
        })
        .await
    }

    async fn find(&self, query: &AccessQuery) -> Answer<AccessPage> {
        bounded(find::find(&self.0, query)).await
    }

    async fn prune(&self, before: Instant) -> Answer<u64> {
        let text = r#"DELETE FROM "access_log" WHERE "seq" IN
            (SELECT "seq" FROM "access_log" WHERE "at" < $1 LIMIT $2)"#;
        in_portions(&self.0, text, to_millis(before)).await
    }
}
