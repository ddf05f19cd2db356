//! Nodes look twice a second for sessions that were revoked lately, to end their sockets.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = r#"CREATE INDEX "sessions_revoked" ON "sessions" ("revokedAt") WHERE "revokedAt" IS NOT NULL"#;
        manager.get_connection().execute_unprepared(index).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(r#"DROP INDEX "sessions_revoked""#).await.map(|_| ())
    }
}
