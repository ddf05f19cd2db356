//! Who saw whose data, who signed in, and who changed which user.
//!
//! Without foreign keys: it is written in the background, must not make anybody wait for a row of a user, and outlives what
//! it speaks of. Every index is by time, for what is asked is always the newest of something.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = |name: &'static str| ColumnDef::new(name);
        let table = Table::create()
            .table("access_log")
            .col(column("seq").big_integer().not_null().auto_increment().primary_key())
            .col(column("at").timestamp_with_time_zone().not_null())
            .col(column("kind").text().not_null())
            .col(column("actorId").uuid().null())
            .col(column("subjectId").uuid().null())
            .col(column("appointmentId").uuid().null())
            .col(column("windowFrom").timestamp_with_time_zone().null())
            .col(column("windowTo").timestamp_with_time_zone().null())
            .col(column("watchedUntil").timestamp_with_time_zone().null())
            .col(column("changed").text().null())
            .check(Expr::cust(r#"("windowFrom" IS NULL) = ("windowTo" IS NULL)"#))
            .check(Expr::cust(r#"("windowFrom" IS NULL) = ("watchedUntil" IS NULL)"#))
            .to_owned();
        manager.create_table(table).await?;
        let indexes = r#"CREATE INDEX "access_log_at" ON "access_log" ("at", "seq");
            CREATE INDEX "access_log_actor" ON "access_log" ("actorId", "at", "seq") WHERE "actorId" IS NOT NULL;
            CREATE INDEX "access_log_subject" ON "access_log" ("subjectId", "at", "seq") WHERE "subjectId" IS NOT NULL;
            CREATE INDEX "access_log_appointment" ON "access_log" ("appointmentId", "at", "seq")
                WHERE "appointmentId" IS NOT NULL;
            CREATE INDEX "access_log_window" ON "access_log" ("at", "seq") WHERE "windowFrom" IS NOT NULL"#;
        manager.get_connection().execute_unprepared(indexes).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("access_log").to_owned()).await
    }
}
