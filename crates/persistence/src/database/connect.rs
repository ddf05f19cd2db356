//! Pools with the timeouts that keep a request short, whatever happens to the database.

use std::time::Duration;

use sea_orm::{
    DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        self, ConnectOptions,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use super::{ConnectError, Options, Pools};

/// How long a connection is waited for, be it a free one or a new one.
const ACQUIRE: Duration = Duration::from_secs(2);
/// The same for SQLite, where writers queue for the one connection.
const QUEUE: Duration = Duration::from_secs(4);

/// Times in milliseconds; they end, in the server, what would outlast the request.
const LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "4000"), ("lock_timeout", "3000"), ("idle_in_transaction_session_timeout", "10000")];

/// Every statement is planned once a connection, by its indexes, whatever the tables hold at that moment: to plan one
/// anew takes ten times as long as to run it, and a table that was empty then may be large before it is planned again.
const PLANS: [(&str, &str); 3] = [("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("jit", "off")];

pub(super) async fn connect(options: &Options) -> Result<Pools, ConnectError> {
    let size = options.pool.max(1);
    let pools = match options.url.split(':').next() {
        Some("postgres" | "postgresql") => {
            let pool = postgres(&options.url, size).await;
            pool.map(|pool| Pools { read: pool.clone(), write: pool, size })
        }
        Some("sqlite") => sqlite(&options.url, size).await,
        _ => return Err(ConnectError::Url),
    };
    pools.map_err(ConnectError::Unreachable)
}

async fn postgres(url: &str, size: u32) -> Result<DatabaseConnection, sqlx::Error> {
    let options: PgConnectOptions = url.parse()?;
    let options = options.application_name("appointments").options(LIMITS).options(PLANS).disable_statement_logging();
    let pool = PgPoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE).test_before_acquire(false);
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool.connect_with(options).await?))
}

async fn sqlite(url: &str, size: u32) -> Result<Pools, sqlx::Error> {
    let options: SqliteConnectOptions = url.parse()?;
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL would lose the last commits when the power goes.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(QUEUE)
        .disable_statement_logging();
    let pool = |size| SqlitePoolOptions::new().max_connections(size).acquire_timeout(QUEUE).test_before_acquire(false);
    let write = pool(1).connect_with(options.clone()).await?;
    let read = pool(size).connect_with(options).await?;
    let [read, write] = [read, write].map(SqlxSqliteConnector::from_sqlx_sqlite_pool);
    Ok(Pools { read, write, size })
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait, Statement};

    use super::*;

    async fn setting<T: sea_orm::TryGetable>(db: &DatabaseConnection, sql: &str) -> anyhow::Result<T> {
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        Ok(row.ok_or_else(|| anyhow::anyhow!("{sql} has no row"))?.try_get_by(0)?)
    }

    #[tokio::test]
    async fn sqlite_loses_nothing_and_waits() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("a.db").display());
        let pools = connect(&Options { url, pool: 3 }).await?;
        for db in [&pools.read, &pools.write] {
            assert_eq!(setting::<String>(db, "PRAGMA journal_mode").await?, "wal");
            assert_eq!(setting::<i64>(db, "PRAGMA synchronous").await?, 2, "2 is FULL");
            assert_eq!(setting::<i64>(db, "PRAGMA foreign_keys").await?, 1);
            assert_eq!(setting::<i64>(db, "PRAGMA busy_timeout").await?, 4000);
        }
        assert_eq!(pools.write.get_sqlite_connection_pool().options().get_max_connections(), 1);
        Ok(())
    }

    #[tokio::test]
    async fn postgres_ends_what_takes_too_long() -> anyhow::Result<()> {
        let Some(postgres) = testkit::Postgres::shared() else { return Ok(()) };
        let pools = connect(&Options { url: postgres.fresh_database()?, pool: 1 }).await?;
        let expected = [
            ("statement_timeout", "4s"),
            ("lock_timeout", "3s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("plan_cache_mode", "force_generic_plan"),
            ("enable_seqscan", "off"),
            ("jit", "off"),
            ("TimeZone", "UTC"),
            ("application_name", "appointments"),
        ];
        for (name, value) in expected {
            assert_eq!(setting::<String>(&pools.read, &format!("SHOW {name}")).await?, value, "{name}");
        }
        Ok(())
    }
}
