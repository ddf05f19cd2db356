//! One connection for migrating, and the lock that keeps other nodes out meanwhile.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm_migration::{
    prelude::*,
    sea_orm::{
        DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector,
        TransactionOptions, TransactionTrait,
        sqlx::{
            ConnectOptions,
            postgres::{PgConnectOptions, PgPoolOptions},
            sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
        },
    },
};

use crate::MigrateError;

/// How long a connection is waited for.
const CONNECT: Duration = Duration::from_secs(5);
/// How long another node's migration is waited for.
const LOCK: Duration = Duration::from_secs(60);
/// Names the advisory lock; any number that nothing else in the database uses.
const LOCK_KEY: i64 = 7_264_915_381;

/// A pool of one.
pub(crate) struct Connection {
    db: DatabaseConnection,
    file: Option<PathBuf>,
}

impl Connection {
    /// Connects; with `create` a missing SQLite file is made, readable by its owner alone.
    pub(crate) async fn open(url: &str, create: bool) -> Result<Self, MigrateError> {
        match Kind::of(url)? {
            Kind::Postgres => Ok(Self { db: postgres(url).await.map_err(MigrateError::Connect)?, file: None }),
            Kind::Sqlite => {
                let options: SqliteConnectOptions = url.parse().map_err(MigrateError::Connect)?;
                let file = options.get_filename().to_owned();
                if create {
                    touch(&file).map_err(|error| MigrateError::Connect(error.into()))?;
                }
                Ok(Self { db: sqlite(options).await.map_err(MigrateError::Connect)?, file: Some(file) })
            }
        }
    }

    pub(crate) fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// The database's file, when it is SQLite.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Begins a transaction that no other migration runs beside.
    pub(crate) async fn lock(&self) -> Result<DatabaseTransaction, DbErr> {
        // A plain BEGIN would let two nodes read before either writes.
        let sqlite_transaction_mode = self.file.as_ref().map(|_| SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
        let transaction = self.db.begin_with_options(options).await?;
        if self.file.is_none() {
            let lock =
                format!("SET LOCAL lock_timeout = '{}s'; SELECT pg_advisory_xact_lock({LOCK_KEY})", LOCK.as_secs());
            transaction.execute_unprepared(&lock).await?;
        }
        Ok(transaction)
    }

    /// Closes it, so that an SQLite file's write-ahead log is folded in.
    pub(crate) async fn close(self) {
        // What could fail here has no consequence: all is committed.
        let _ = self.db.close().await;
    }
}

enum Kind {
    Postgres,
    Sqlite,
}

impl Kind {
    fn of(url: &str) -> Result<Self, MigrateError> {
        match url.split(':').next() {
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            Some("sqlite") => Ok(Self::Sqlite),
            _ => Err(MigrateError::Url),
        }
    }
}

/// Whether the URL names an SQLite file that is not there.
pub(crate) fn is_missing_file(url: &str) -> bool {
    matches!(Kind::of(url), Ok(Kind::Sqlite))
        && url.parse::<SqliteConnectOptions>().is_ok_and(|options| !options.get_filename().exists())
}

/// Makes an empty file that its owner alone can read, unless there is a file.
pub(crate) fn touch(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(|_| ())
}

async fn postgres(url: &str) -> Result<DatabaseConnection, sea_orm_migration::sea_orm::sqlx::Error> {
    let options: PgConnectOptions = url.parse()?;
    let options = options.application_name("appointments migrate").disable_statement_logging();
    let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT).connect_with(options).await?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

async fn sqlite(options: SqliteConnectOptions) -> Result<DatabaseConnection, sea_orm_migration::sea_orm::sqlx::Error> {
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(LOCK)
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(LOCK).connect_with(options).await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}
