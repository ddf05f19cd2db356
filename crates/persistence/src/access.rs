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
use sea_orm::{DbBackend, EntityTrait};

use crate::{
    Database,
    appointments::prune::in_portions,
    entity::access_log::Entity,
    error::{bounded, unavailable},
    sql::Sql,
};

/// All rows are one value: PostgreSQL would plan a statement with thousands of placeholders anew for each batch, beside the
/// readers whom it must not slow.
const TOGETHER: &str = r#"INSERT INTO "access_log"
        ("at", "kind", "actorId", "subjectId", "appointmentId", "windowFrom", "windowTo", "watchedUntil", "changed")
    SELECT r.* FROM jsonb_to_recordset($1) AS r("at" timestamptz, "kind" text, "actorId" uuid, "subjectId" uuid,
        "appointmentId" uuid, "windowFrom" timestamptz, "windowTo" timestamptz, "watchedUntil" timestamptz, "changed" text)"#;

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
            let rows = noted.iter().map(|noted| row::write(noted, now));
            match self.0.backend() {
                DbBackend::Postgres => self
                    .0
                    .execute(Sql::with(TOGETHER, [rows.map(row::json).collect::<serde_json::Value>().into()]))
                    .await
                    .map(|_| ()),
                _ => Entity::insert_many(rows.map(row::active))
                    .exec_without_returning(self.0.writer())
                    .await
                    .map(|_| ())
                    .map_err(unavailable),
            }
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
