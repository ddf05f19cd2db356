//! The schema, and the way from one to the next: forward at start, back by hand.
//!
//! Where to change what: to add a migration,
//! 1. copy `template.rs` to `src/m<date>_<number>_<what>.rs` and fill it in (`just migration NAME` does the copying);
//! 2. declare its module below and append it to [`Migrator::migrations`], never anywhere but at the end;
//! 3. follow it in `persistence`'s entities: a test compares them with the migrated tables of both databases.
//!
//! Rules a migration keeps: it works on a database full of data; a released one is never edited; what one backend needs
//! alone stands behind `manager.get_database_backend()`. All pending migrations run in one transaction under a lock, so a
//! failing one leaves the schema as it was and nodes that start together migrate once.

mod connection;
mod copy_aside;
mod m20261122_000001_initial;
mod m20261123_000001_revocations;
mod m20261123_000002_indexes;
mod m20261123_000003_access_log;
#[cfg(test)]
mod tests;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, Statement, sqlx};

use connection::Connection;

/// All migrations, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_initial::Migration),
            Box::new(m20261123_000001_revocations::Migration),
            Box::new(m20261123_000002_indexes::Migration),
            Box::new(m20261123_000003_access_log::Migration),
        ]
    }
}

/// Why the schema was not changed. Nothing is half done: what failed was rolled back.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was migrated by a newer binary.
    #[error("the database has the migration {name}, which this binary does not know: it is newer than this binary")]
    Newer {
        /// The first migration that is unknown here.
        name: String,
    },
    /// The URL names neither a PostgreSQL nor an SQLite database.
    #[error("the database URL must begin with postgres:// or sqlite://")]
    Url,
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Connect(#[source] sqlx::Error),
    /// The copy of the SQLite file that is made before migrating it.
    #[error("the database could not be copied aside to {path}")]
    CopyAside {
        /// Where to.
        path: String,
        /// Why not.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database refused.
    #[error("the database refused")]
    Database(#[from] DbErr),
}

/// Applies what is pending and answers its names, oldest first. Nodes may do so at the same time: one migrates, the
/// others wait and find nothing to do. An SQLite file with a schema is first copied to `<file>.before-<first pending>`.
///
/// # Errors
/// See [`MigrateError`].
pub async fn up(url: &str) -> Result<Vec<String>, MigrateError> {
    up_to::<Migrator>(url).await
}

async fn up_to<M: MigratorTrait>(url: &str) -> Result<Vec<String>, MigrateError> {
    let connection = Connection::open(url, true).await?;
    copy_aside::<M>(&connection).await?;
    let transaction = connection.lock().await?;
    let found = read::<M, _>(&transaction).await?;
    let pending: Vec<String> = found.into_iter().filter_map(|(name, applied)| (!applied).then_some(name)).collect();
    M::up(&transaction, None).await?;
    transaction.commit().await?;
    connection.close().await;
    for name in &pending {
        tracing::info!(migration = name, "A migration was applied.");
    }
    Ok(pending)
}

/// Before an SQLite file with a schema changes.
async fn copy_aside<M: MigratorTrait>(connection: &Connection) -> Result<(), MigrateError> {
    let found = read::<M, _>(connection.db()).await?;
    let has_schema = found.iter().any(|(_, applied)| *applied);
    let first_pending = found.iter().find_map(|(name, applied)| (!applied).then_some(name));
    match (connection.file(), first_pending) {
        (Some(file), Some(first)) if has_schema => copy_aside::copy(connection.db(), file, first).await,
        _ => Ok(()),
    }
}

/// Takes the last `steps` migrations back, and their data with them; answers their names, newest first.
///
/// # Errors
/// See [`MigrateError`].
pub async fn down(url: &str, steps: u32) -> Result<Vec<String>, MigrateError> {
    let connection = Connection::open(url, false).await?;
    let transaction = connection.lock().await?;
    let applied = read::<Migrator, _>(&transaction).await?.into_iter().filter(|(_, applied)| *applied);
    let names: Vec<String> = applied.map(|(name, _)| name).rev().take(steps as usize).collect();
    Migrator::down(&transaction, Some(steps)).await?;
    transaction.commit().await?;
    connection.close().await;
    for name in &names {
        tracing::info!(migration = name, "A migration was taken back.");
    }
    Ok(names)
}

/// Every migration known here, oldest first, and whether it is applied. Changes nothing.
///
/// # Errors
/// See [`MigrateError`].
pub async fn status(url: &str) -> Result<Vec<(String, bool)>, MigrateError> {
    if connection::is_missing_file(url) {
        return Ok(known::<Migrator>().map(|name| (name, false)).collect());
    }
    let connection = Connection::open(url, false).await?;
    let found = read::<Migrator, _>(connection.db()).await?;
    connection.close().await;
    Ok(found)
}

fn known<M: MigratorTrait>() -> impl Iterator<Item = String> {
    M::migrations().into_iter().map(|migration| migration.name().to_owned())
}

/// What is known, and whether it is applied; what is applied and not known is refused.
async fn read<M: MigratorTrait, C: ConnectionTrait>(db: &C) -> Result<Vec<(String, bool)>, MigrateError> {
    let applied: Vec<String> = if has_migrations(db).await? {
        M::get_migration_models(db).await?.into_iter().map(|model| model.version).collect()
    } else {
        Vec::new()
    };
    let known: Vec<String> = known::<M>().collect();
    match applied.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(MigrateError::Newer { name: name.clone() }),
        None => Ok(known.into_iter().map(|name| (name.clone(), applied.contains(&name))).collect()),
    }
}

async fn has_migrations<C: ConnectionTrait>(db: &C) -> Result<bool, DbErr> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
        _ => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
    };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(db.query_one_raw(statement).await?.is_some())
}
