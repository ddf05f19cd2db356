use domain::{
    ports::{AppointmentRepository, UserRepository},
    testing::samples::content,
};
use migration::MigrateError;
use persistence::{AppointmentStore, Database, Options, UserStore};

use crate::bench::Bench;

on_databases!(migrating_again_changes_nothing, everything_can_be_taken_back_and_made_again, a_newer_schema_is_refused,);

const ALL: [&str; 4] = [
    "m20261122_000001_initial",
    "m20261123_000001_revocations",
    "m20261123_000002_indexes",
    "m20261123_000003_access_log",
];

/// The status when all or none of them are applied.
fn all(applied: bool) -> Vec<(String, bool)> {
    ALL.map(|name| (name.to_owned(), applied)).to_vec()
}

async fn migrating_again_changes_nothing(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    let (before, epoch) = (bench.stored(id).await?, bench.store().database.epoch().await?);
    assert_eq!(migration::up(&bench.store().url).await?, [""; 0]);
    assert_eq!(bench.stored(id).await?, before);
    assert_eq!(bench.store().database.epoch().await?, epoch);
    assert_eq!(migration::status(&bench.store().url).await?, all(true));
    Ok(())
}

async fn everything_can_be_taken_back_and_made_again(bench: &Bench) -> anyhow::Result<()> {
    let url = bench.store().url.clone();
    let ann = bench.caller("Ann", false).await?;
    bench.held(ann, content(1)).await?;
    bench.store().database.close().await;
    let newest_first = ALL.iter().rev().copied().collect::<Vec<_>>();
    assert_eq!(migration::down(&url, 100).await?, newest_first);
    assert_eq!(migration::status(&url).await?, all(false));
    assert_eq!(migration::down(&url, 1).await?, [""; 0]);
    assert_eq!(migration::up(&url).await?, ALL);
    let database = Database::connect(&Options { url, pool: 2 }).await?;
    assert!(!UserStore::new(database.clone()).any().await?);
    AppointmentStore::new(database).ping().await?;
    Ok(())
}

async fn a_newer_schema_is_refused(bench: &Bench) -> anyhow::Result<()> {
    bench.sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_future', 0)").await?;
    let url = &bench.store().url;
    let refused = |error| matches!(error, MigrateError::Newer { name } if name == "m29990101_000001_future");
    assert!(migration::up(url).await.is_err_and(refused));
    assert!(migration::status(url).await.is_err_and(refused));
    assert!(migration::down(url, 1).await.is_err_and(refused));
    bench.repository.ping().await?;
    Ok(())
}

async fn together(url: &str) -> anyhow::Result<()> {
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let url = url.to_owned();
            tokio::spawn(async move { migration::up(&url).await })
        })
        .collect();
    let mut applied = Vec::new();
    for task in tasks {
        applied.extend(task.await??);
    }
    assert_eq!(applied, ALL);
    let database = Database::connect(&Options { url: url.to_owned(), pool: 2 }).await?;
    database.epoch().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_migrate_an_empty_postgres_at_once() -> anyhow::Result<()> {
    match testkit::Postgres::shared() {
        Some(postgres) => together(&postgres.fresh_database()?).await,
        None => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_processes_migrate_an_empty_sqlite_at_once() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    together(&format!("sqlite://{}", folder.path().join("appointments.db").display())).await
}

#[tokio::test]
async fn the_status_of_a_missing_file_makes_none() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("appointments.db");
    let url = format!("sqlite://{}", file.display());
    assert_eq!(migration::status(&url).await?, all(false));
    assert!(!file.exists());
    Ok(())
}

#[tokio::test]
async fn other_databases_are_refused() {
    assert!(matches!(migration::up("mysql://localhost/x").await, Err(MigrateError::Url)));
    let options = Options { url: "mysql://localhost/x".into(), pool: 1 };
    assert!(matches!(Database::connect(&options).await, Err(persistence::ConnectError::Url)));
}
