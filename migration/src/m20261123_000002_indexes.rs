//! A week's list must look at whatever begins up to the longest appointment before it. With the ends in the index, those
//! that are over by then are passed without a look at the table.
//!
//! Events have fewer indexes, for every change writes them: an appointment's are found by revision, the oldest by number.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = r#"DROP INDEX "appointments_standing";
            CREATE INDEX "appointments_standing" ON "appointments" ("startTime", "id", "endTime") WHERE "cancelledAt" IS NULL;
            DROP INDEX "appointment_events_history";
            DROP INDEX "appointment_events_at""#;
        manager.get_connection().execute_unprepared(sql).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = r#"DROP INDEX "appointments_standing";
            CREATE INDEX "appointments_standing" ON "appointments" ("startTime", "id") WHERE "cancelledAt" IS NULL;
            CREATE INDEX "appointment_events_history" ON "appointment_events" ("appointmentId", "seq");
            CREATE INDEX "appointment_events_at" ON "appointment_events" ("at")"#;
        manager.get_connection().execute_unprepared(sql).await.map(|_| ())
    }
}
