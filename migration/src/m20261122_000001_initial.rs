//! The first schema.

use chrono::{DateTime, Utc};
use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};
use uuid::Uuid;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// In the order in which they can be made; dropped in the opposite one.
const TABLES: [&str; 10] = [
    "users",
    "appointments",
    "appointment_words",
    "appointment_locks",
    "appointment_events",
    "sessions",
    "idempotency_keys",
    "one_time_links",
    "login_failures",
    "installation",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        users(manager).await?;
        appointments(manager).await?;
        double_booking(manager).await?;
        words(manager).await?;
        locks(manager).await?;
        events(manager).await?;
        sessions(manager).await?;
        idempotency_keys(manager).await?;
        one_time_links(manager).await?;
        login_failures(manager).await?;
        installation(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.into_iter().rev() {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn users(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("users")
        .col(id())
        .col(text("name"))
        .col(text("email"))
        .col(text("emailKey"))
        .col(ColumnDef::new("passwordHash").text().null())
        .col(ColumnDef::new("isAdmin").boolean().not_null())
        .col(instant("createdAt"))
        .col(instant_or_null("deletedAt"))
        .to_owned();
    manager.create_table(table).await?;
    sql(
        manager,
        r#"CREATE UNIQUE INDEX "users_active_email" ON "users" ("emailKey") WHERE "deletedAt" IS NULL;
           CREATE INDEX "users_active_admins" ON "users" ("id") WHERE "isAdmin" AND "deletedAt" IS NULL"#,
    )
    .await
}

async fn appointments(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("appointments")
        .col(id())
        .col(text("title"))
        .col(text("patientName"))
        .col(ColumnDef::new("datebirth").date().not_null())
        .col(text("gender").check(Expr::cust(r#""gender" IN ('male', 'female', 'other', 'unknown')"#)))
        .col(text_or_null("phone"))
        .col(text_or_null("address"))
        .col(text_or_null("doctorName"))
        .col(text_or_null("doctorKey"))
        .col(text_or_null("note"))
        .col(text_or_null("description"))
        .col(instant("startTime"))
        .col(instant("endTime"))
        .col(ColumnDef::new("overbooked").boolean().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .col(ColumnDef::new("revision").big_integer().not_null())
        .col(instant("createdAt"))
        .col(instant("updatedAt"))
        .col(instant_or_null("cancelledAt"))
        .col(ColumnDef::new("cancelledByUserId").uuid().null())
        .check(Expr::cust(r#""endTime" > "startTime""#))
        .check(Expr::cust(r#"("cancelledAt" IS NULL) = ("cancelledByUserId" IS NULL)"#))
        .foreign_key(&mut to_user("appointments", "cancelledByUserId"))
        .to_owned();
    manager.create_table(table).await?;
    sql(
        manager,
        r#"CREATE INDEX "appointments_standing" ON "appointments" ("startTime", "id") WHERE "cancelledAt" IS NULL;
           CREATE INDEX "appointments_cancelled" ON "appointments" ("startTime", "id") WHERE "cancelledAt" IS NOT NULL;
           CREATE INDEX "appointments_doctor" ON "appointments" ("doctorKey", "startTime", "id")"#,
    )
    .await
}

/// PostgreSQL bars overlaps by itself, also of simultaneous writers; on SQLite the one writer looks before it writes.
async fn double_booking(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    sql(
        manager,
        r#"CREATE EXTENSION IF NOT EXISTS btree_gist;
           ALTER TABLE "appointments" ADD CONSTRAINT "appointments_doctor_not_double"
           EXCLUDE USING gist ("doctorKey" WITH =, tstzrange("startTime", "endTime") WITH &&)
           WHERE (NOT "overbooked" AND "cancelledAt" IS NULL AND "doctorKey" IS NOT NULL)"#,
    )
    .await
}

async fn words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut word = text("word");
    if manager.get_database_backend() == DbBackend::Postgres {
        // By bytes, as SQLite compares anyway: a range of words then is a range of the index.
        word.extra(r#"COLLATE "C""#);
    }
    let table = Table::create()
        .table("appointment_words")
        .col(word)
        .col(uuid("appointmentId"))
        .primary_key(Index::create().col("word").col("appointmentId"))
        .foreign_key(&mut to_appointment("appointment_words"))
        .to_owned();
    manager.create_table(table).await?;
    sql(manager, r#"CREATE INDEX "appointment_words_appointment" ON "appointment_words" ("appointmentId")"#).await
}

async fn locks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("appointment_locks")
        .col(id())
        .col(uuid("appointmentId").unique_key())
        .col(uuid("userId"))
        .col(uuid_or_null("clientId"))
        .col(uuid_or_null("requestControlByUserId"))
        .col(instant_or_null("requestControlRespondBy"))
        .col(uuid_or_null("requestControlLockId"))
        .col(uuid_or_null("requestForceReleaseByUserId"))
        .col(instant_or_null("requestForceReleaseRespondBy"))
        .col(instant("expiresAt"))
        .col(instant("createdAt"))
        .col(instant("dueAt"))
        .check(Expr::cust(r#"("requestControlByUserId" IS NULL) = ("requestControlLockId" IS NULL)"#))
        .foreign_key(&mut to_appointment("appointment_locks"))
        .foreign_key(&mut to_user("appointment_locks", "userId"))
        .foreign_key(&mut to_user("appointment_locks", "requestControlByUserId"))
        .foreign_key(&mut to_user("appointment_locks", "requestForceReleaseByUserId"))
        .to_owned();
    manager.create_table(table).await?;
    sql(
        manager,
        r#"CREATE INDEX "appointment_locks_due" ON "appointment_locks" ("dueAt");
           CREATE INDEX "appointment_locks_holder" ON "appointment_locks" ("userId");
           CREATE INDEX "appointment_locks_control" ON "appointment_locks" ("requestControlByUserId")
           WHERE "requestControlByUserId" IS NOT NULL;
           CREATE INDEX "appointment_locks_force_release" ON "appointment_locks" ("requestForceReleaseByUserId")
           WHERE "requestForceReleaseByUserId" IS NOT NULL"#,
    )
    .await
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("appointment_events")
        .col(ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key())
        .col(uuid("appointmentId"))
        .col(ColumnDef::new("revision").big_integer().not_null())
        .col(text("kind"))
        .col(uuid_or_null("actorId"))
        .col(uuid_or_null("subjectId"))
        .col(instant("at"))
        .col(ColumnDef::new("detail").json_binary().not_null())
        .col(instant("spanFrom"))
        .col(instant("spanTo"))
        .col(uuid("operationId"))
        .foreign_key(&mut to_appointment("appointment_events"))
        .foreign_key(&mut to_user("appointment_events", "actorId"))
        .foreign_key(&mut to_user("appointment_events", "subjectId"))
        .to_owned();
    manager.create_table(table).await?;
    sql(
        manager,
        r#"CREATE UNIQUE INDEX "appointment_events_revision" ON "appointment_events" ("appointmentId", "revision");
           CREATE INDEX "appointment_events_history" ON "appointment_events" ("appointmentId", "seq");
           CREATE INDEX "appointment_events_operation" ON "appointment_events" ("operationId");
           CREATE INDEX "appointment_events_at" ON "appointment_events" ("at")"#,
    )
    .await
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("sessions")
        .col(id())
        .col(uuid("userId"))
        .col(instant("createdAt"))
        .col(instant("expiresAt"))
        .col(instant_or_null("revokedAt"))
        .foreign_key(&mut to_user("sessions", "userId"))
        .to_owned();
    manager.create_table(table).await?;
    sql(manager, r#"CREATE INDEX "sessions_user" ON "sessions" ("userId")"#).await
}

async fn idempotency_keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("idempotency_keys")
        .col(uuid("userId"))
        .col(text("key"))
        .col(ColumnDef::new("fingerprint").var_binary(32).not_null())
        .col(text("effect"))
        .col(uuid("appointmentId"))
        .col(instant("createdAt"))
        .primary_key(Index::create().col("userId").col("key"))
        .foreign_key(&mut to_user("idempotency_keys", "userId"))
        .foreign_key(&mut to_appointment("idempotency_keys"))
        .to_owned();
    manager.create_table(table).await?;
    sql(manager, r#"CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" ("createdAt")"#).await
}

async fn one_time_links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("one_time_links")
        .col(id())
        .col(text("purpose").check(Expr::cust(r#""purpose" IN ('setup', 'password')"#)))
        .col(uuid_or_null("userId"))
        .col(ColumnDef::new("secretHash").var_binary(32).not_null().unique_key())
        .col(instant("createdAt"))
        .col(instant("expiresAt"))
        .col(instant_or_null("usedAt"))
        .check(Expr::cust(r#"("purpose" = 'password') = ("userId" IS NOT NULL)"#))
        .foreign_key(&mut to_user("one_time_links", "userId"))
        .to_owned();
    manager.create_table(table).await?;
    sql(manager, r#"CREATE INDEX "one_time_links_user" ON "one_time_links" ("userId")"#).await
}

async fn login_failures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("login_failures")
        .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
        .col(ColumnDef::new("account").var_binary(32).not_null())
        .col(text("address"))
        .col(instant("at"))
        .to_owned();
    manager.create_table(table).await?;
    sql(
        manager,
        r#"CREATE INDEX "login_failures_account" ON "login_failures" ("account", "at");
           CREATE INDEX "login_failures_address" ON "login_failures" ("address", "at");
           CREATE INDEX "login_failures_at" ON "login_failures" ("at")"#,
    )
    .await
}

/// One row: this installation's epoch, in which revisions and sequence numbers mean something.
async fn installation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("installation")
        .col(ColumnDef::new("id").small_integer().not_null().primary_key().check(Expr::cust(r#""id" = 1"#)))
        .col(uuid("epoch"))
        .col(instant("createdAt"))
        .to_owned();
    manager.create_table(table).await?;
    let db = manager.get_connection();
    let values = [Uuid::now_v7().into(), now(manager).await?.into()];
    let insert = r#"INSERT INTO "installation" ("id", "epoch", "createdAt") VALUES (1, $1, $2)"#;
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), insert, values)).await?;
    Ok(())
}

/// The database's clock, to the millisecond.
async fn now(manager: &SchemaManager<'_>) -> Result<DateTime<Utc>, DbErr> {
    let db = manager.get_connection();
    let clock = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT) AS now",
        _ => "SELECT CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER) AS now",
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), clock)).await?;
    let millis: i64 = row.ok_or_else(|| DbErr::Custom("the clock has no row".into()))?.try_get("", "now")?;
    DateTime::from_timestamp_millis(millis).ok_or_else(|| DbErr::Custom("the clock is out of range".into()))
}

fn id() -> ColumnDef {
    uuid("id").primary_key().to_owned()
}

fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().to_owned()
}

fn uuid_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().null().to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

fn text_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().to_owned()
}

/// `timestamptz` on PostgreSQL, text in one fixed form on SQLite.
fn instant(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().not_null().to_owned()
}

fn instant_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().null().to_owned()
}

/// Users stay as rows when they are deleted, so nothing cascades from them.
fn to_user(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to("users", "id").to_owned()
}

fn to_appointment(table: &'static str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.from(table, "appointmentId").to("appointments", "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

async fn sql(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(statements).await.map(|_| ())
}
