//! Migrating forward over data, with the template as the second migration.

use std::path::Path;

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement},
};

use super::{MigrateError, Migrator, up, up_to};

#[path = "../template.rs"]
mod template;

/// The next binary's.
struct Next;

impl MigratorTrait for Next {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut all = Migrator::migrations();
        all.push(Box::new(template::Migration));
        all
    }
}

/// A next binary whose migration fails half way.
struct Failing;

struct HalfWay;

impl MigrationName for HalfWay {
    fn name(&self) -> &str {
        "m29990101_000001_half_way"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for HalfWay {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(r#"ALTER TABLE "users" ADD COLUMN "half" text"#).await?;
        db.execute_unprepared("SELECT * FROM nothing").await.map(|_| ())
    }
}

impl MigratorTrait for Failing {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut all = Migrator::migrations();
        all.push(Box::new(HalfWay));
        all
    }
}

const USER: &str = r#"INSERT INTO "users" ("id", "name", "email", "emailKey", "isAdmin", "createdAt")
    VALUES ('00000000-0000-0000-0000-000000000001', 'Ann', 'a@b.c', 'a@b.c', TRUE, '2026-01-01T00:00:00+00:00')"#;
const APPOINTMENT: &str = r#"INSERT INTO "appointments" ("id", "title", "patientName", "datebirth", "gender", "startTime",
        "endTime", "overbooked", "version", "revision", "createdAt", "updatedAt")
    VALUES ('00000000-0000-0000-0000-000000000002', 'T', 'P', '2000-01-01', 'male', '2026-01-01T00:00:00+00:00',
        '2026-01-01T01:00:00+00:00', FALSE, 1, 1, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')"#;

async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    Database::connect(url).await
}

async fn count(url: &str, rows: &str) -> anyhow::Result<i64> {
    let db = connect(url).await?;
    let statement = Statement::from_string(db.get_database_backend(), format!("SELECT count(*) AS n FROM {rows}"));
    let row = db.query_one_raw(statement).await?;
    db.close().await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
}

async fn forward_keeps_data(url: &str) -> anyhow::Result<()> {
    up(url).await?;
    let db = connect(url).await?;
    db.execute_unprepared(USER).await?;
    db.execute_unprepared(APPOINTMENT).await?;
    db.close().await?;
    // What fails is undone as a whole, and can be tried again.
    assert!(matches!(up_to::<Failing>(url).await, Err(MigrateError::Database(_))));
    assert!(count(url, r#""users" u WHERE u."half" IS NULL"#).await.is_err());
    assert_eq!(up_to::<Next>(url).await?, ["template"]);
    assert_eq!(count(url, r#""users" WHERE "name" = 'Ann'"#).await?, 1);
    assert_eq!(count(url, r#""appointments" a WHERE a."colour" IS NULL"#).await?, 1);
    assert!(matches!(up(url).await, Err(MigrateError::Newer { name }) if name == "template"));
    Ok(())
}

#[tokio::test]
async fn postgres_migrates_forward_over_data() -> anyhow::Result<()> {
    match testkit::Postgres::shared() {
        Some(postgres) => forward_keeps_data(&postgres.fresh_database()?).await,
        None => Ok(()),
    }
}

#[tokio::test]
async fn sqlite_migrates_forward_over_data_and_keeps_a_copy() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("appointments.db");
    let url = |file: &Path| format!("sqlite://{}", file.display());
    forward_keeps_data(&url(&file)).await?;
    let copy = folder.path().join("appointments.db.before-template");
    assert_eq!(count(&url(&copy), r#""users" WHERE "name" = 'Ann'"#).await?, 1);
    assert!(count(&url(&copy), r#""appointments" a WHERE a."colour" IS NULL"#).await.is_err());
    assert_private(&file)?;
    assert_private(&copy)?;
    let mut left: Vec<_> = std::fs::read_dir(folder.path())?.flatten().map(|entry| entry.file_name()).collect();
    left.retain(|name| !name.to_string_lossy().ends_with("-wal") && !name.to_string_lossy().ends_with("-shm"));
    left.sort();
    let names =
        ["appointments.db", "appointments.db.before-m29990101_000001_half_way", "appointments.db.before-template"];
    assert_eq!(left, names);
    Ok(())
}

#[tokio::test]
async fn an_empty_sqlite_needs_no_copy() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    up(&format!("sqlite://{}", folder.path().join("appointments.db").display())).await?;
    let names = std::fs::read_dir(folder.path())?.flatten().map(|entry| entry.file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("before")));
    Ok(())
}

#[cfg(unix)]
fn assert_private(file: &Path) -> anyhow::Result<()> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file)?.permissions());
    assert_eq!(mode & 0o077, 0, "{}", file.display());
    Ok(())
}

#[cfg(not(unix))]
fn assert_private(_: &Path) -> anyhow::Result<()> {
    Ok(())
}
