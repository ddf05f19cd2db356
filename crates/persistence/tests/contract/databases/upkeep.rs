use domain::testing::samples::content;
use persistence::{BackupError, Database, Options};

use crate::bench::{Bench, all};

on_databases!(an_epoch_lasts_until_a_new_one, a_backup_is_a_whole_database, the_pool_is_counted);

async fn an_epoch_lasts_until_a_new_one(bench: &Bench) -> anyhow::Result<()> {
    let database = &bench.store().database;
    let first = database.epoch().await?;
    assert_eq!(database.epoch().await?, first);
    let second = database.new_epoch().await?;
    assert_ne!(second, first);
    assert_eq!(database.epoch().await?, second);
    Ok(())
}

async fn a_backup_is_a_whole_database(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    bench.held(ann, content(1)).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy's.db");
    let written = bench.store().database.backup(&file).await;
    if bench.store().url.starts_with("postgres") {
        assert!(matches!(written, Err(BackupError::NotSqlite)));
        return Ok(());
    }
    written?;
    assert!(matches!(bench.store().database.backup(&file).await, Err(BackupError::Exists(_))));
    let copy = Database::connect(&Options { url: format!("sqlite://{}", file.display()), pool: 1 }).await?;
    let copied = domain::ports::AppointmentRepository::list(&persistence::AppointmentStore::new(copy), &all()).await?;
    assert_eq!(copied.appointments, bench.repository.list(&all()).await?.appointments);
    Ok(())
}

async fn the_pool_is_counted(bench: &Bench) -> anyhow::Result<()> {
    bench.now().await?;
    let figures = bench.store().database.pool_figures();
    assert!(figures.size >= 1 && figures.idle <= figures.size, "{figures:?}");
    Ok(())
}
