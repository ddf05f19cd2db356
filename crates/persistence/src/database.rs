//! The connection to PostgreSQL or SQLite, and how statements are run on it.

mod connect;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::ports::Answer;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryResult,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use uuid::Uuid;

use crate::{
    clock,
    entity::installation,
    error::{is_broken_connection, unavailable},
    sql::Sql,
};

/// For how long a read is tried on one connection after another.
const READ_DEADLINE: Duration = Duration::from_secs(2);

/// How to connect.
#[derive(Clone)]
pub struct Options {
    /// `postgres://…` or `sqlite:///absolute/path`. Never logged: it may hold a password.
    pub url: String,
    /// Connections at most. SQLite has one more, which alone writes.
    pub pool: u32,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL names neither a PostgreSQL nor an SQLite database.
    #[error("the database URL must begin with postgres:// or sqlite://")]
    Url,
    /// The database did not answer or refused.
    #[error("the database cannot be reached")]
    Unreachable(#[source] sea_orm::sqlx::Error),
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL brings its own tools for this.
    #[error("only an SQLite database is backed up this way; for PostgreSQL there is pg_dump")]
    NotSqlite,
    /// Nothing is overwritten.
    #[error("{0} exists")]
    Exists(String),
    /// The file cannot be written.
    #[error("the file cannot be written")]
    File(#[source] std::io::Error),
    /// The database failed to write it.
    #[error("the database could not be copied")]
    Database(#[source] DbErr),
}

/// Connections for the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolFigures {
    /// Open connections.
    pub size: u32,
    /// Open connections that nobody uses.
    pub idle: u32,
}

/// A migrated database. Clones share its connections.
#[derive(Clone)]
pub struct Database(Arc<Pools>);

/// On PostgreSQL both are the same; on SQLite one connection writes, so that writers queue instead of failing.
/// Nothing holds a connection of one while it waits for one of the other, or for a second of the same.
struct Pools {
    read: DatabaseConnection,
    write: DatabaseConnection,
    size: u32,
}

impl Database {
    /// Connects; the schema must have been migrated.
    ///
    /// # Errors
    /// See [`ConnectError`].
    pub async fn connect(options: &Options) -> Result<Self, ConnectError> {
        connect::connect(options).await.map(|pools| Self(Arc::new(pools)))
    }

    /// Connections, open and idle.
    #[must_use]
    pub fn pool_figures(&self) -> PoolFigures {
        match self.backend() {
            DbBackend::Postgres => {
                let pool = self.0.read.get_postgres_connection_pool();
                PoolFigures { size: pool.size(), idle: narrow(pool.num_idle()) }
            }
            _ => {
                let (read, write) =
                    (self.0.read.get_sqlite_connection_pool(), self.0.write.get_sqlite_connection_pool());
                let idle = narrow(read.num_idle() + write.num_idle());
                PoolFigures { size: read.size() + write.size(), idle }
            }
        }
    }

    /// In which revisions and sequence numbers mean something; a restored database gets a new one.
    ///
    /// # Errors
    /// The store is away.
    pub async fn epoch(&self) -> Answer<Uuid> {
        let row = self.one(Sql::new(r#"SELECT "epoch" FROM "installation""#)).await?;
        row.try_get("", "epoch").map_err(unavailable)
    }

    /// Begins a new epoch and answers it: clients drop what they hold.
    ///
    /// # Errors
    /// The store is away.
    pub async fn new_epoch(&self) -> Answer<Uuid> {
        let epoch = Uuid::now_v7();
        let row =
            installation::ActiveModel { id: sea_orm::Unchanged(1), epoch: sea_orm::Set(epoch), ..Default::default() };
        installation::Entity::update(row).exec(&self.0.write).await.map_err(unavailable)?;
        Ok(epoch)
    }

    /// Writes a whole, consistent copy of an SQLite database to a file that does not exist yet, readable by its owner
    /// alone. The server may be at work meanwhile.
    ///
    /// # Errors
    /// See [`BackupError`].
    pub async fn backup(&self, file: &Path) -> Result<(), BackupError> {
        if self.backend() == DbBackend::Postgres {
            return Err(BackupError::NotSqlite);
        }
        reserve(file)?;
        let name = file.to_str().ok_or_else(|| BackupError::File(std::io::ErrorKind::InvalidFilename.into()))?;
        let copy = Sql::with("VACUUM INTO $1", [name.into()]).statement(self.backend());
        let written = self.0.read.execute_raw(copy).await.map_err(BackupError::Database);
        match written
            .and_then(|_| std::fs::File::open(file).and_then(|copy| copy.sync_all()).map_err(BackupError::File))
        {
            Ok(()) => Ok(()),
            Err(error) => {
                // Half a copy is worse than none; should even this fail, the error tells enough.
                let _ = std::fs::remove_file(file);
                Err(error)
            }
        }
    }

    /// Closes all connections, when the server ends.
    pub async fn close(&self) {
        // What could fail here has no consequence: all that was answered is committed.
        let _ = self.0.read.close_by_ref().await;
        let _ = self.0.write.close_by_ref().await;
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.0.read.get_database_backend()
    }

    /// Where single statements write.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.write
    }

    /// Begins a transaction that writes. Dropped before its commit, it is rolled back.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // On SQLite a transaction that reads before it writes must say at once that it will, or it fails under two writers.
        let sqlite = self.backend() == DbBackend::Sqlite;
        let sqlite_transaction_mode = sqlite.then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
        self.0.write.begin_with_options(options).await
    }

    /// The only row of a reading statement.
    pub(crate) async fn one(&self, sql: Sql) -> Answer<QueryResult> {
        let first = self.all(sql).await?.into_iter().next();
        first.ok_or_else(|| unavailable(DbErr::RecordNotFound("a row that must be".into())))
    }

    /// The rows of a reading statement. Tried again on broken connections, for it changes nothing: after a restart of
    /// the server every idle connection is dead, and no client shall have to meet each of them.
    pub(crate) async fn all(&self, sql: Sql) -> Answer<Vec<QueryResult>> {
        let begun = Instant::now();
        for _ in 0..self.0.size {
            match self.0.read.query_all_raw(sql.clone().statement(self.backend())).await {
                Err(error) if is_broken_connection(&error) && begun.elapsed() < READ_DEADLINE => {
                    tracing::debug!(%error, "A connection was broken; the next is tried.");
                }
                result => return result.map_err(unavailable),
            }
        }
        self.0.read.query_all_raw(sql.statement(self.backend())).await.map_err(unavailable)
    }

    /// The database's clock.
    pub(crate) async fn now(&self) -> Answer<domain::Instant> {
        let row = self.one(Sql::new(format!("SELECT {} AS now", clock::expression(self.backend())))).await?;
        clock::read(&row).map_err(unavailable)
    }

    /// Runs a writing statement by itself; how many rows it touched.
    pub(crate) async fn execute(&self, sql: Sql) -> Answer<u64> {
        let result = self.0.write.execute_raw(sql.statement(self.backend())).await;
        result.map(|done| done.rows_affected()).map_err(unavailable)
    }
}

/// Makes the file, so that it is the owner's alone before anything is in it.
fn reserve(file: &Path) -> Result<(), BackupError> {
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(|_| ()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => BackupError::Exists(file.display().to_string()),
        _ => BackupError::File(error),
    })
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
