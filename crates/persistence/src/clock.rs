//! The database's clock: the only one that judges.

use chrono::DateTime;
use domain::Instant;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};

/// An expression for milliseconds since 1970 by the database's clock, at the statement's start: not later than the
/// snapshot that the statement reads, or a lock renewed in between would be taken for expired. Read as a
/// number on both databases: SQLite's own time texts are of another form than the stored ones and don't compare.
pub(crate) fn expression(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "CAST(FLOOR(EXTRACT(EPOCH FROM statement_timestamp()) * 1000) AS BIGINT)",
        _ => "CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)",
    }
}

/// Reads the clock from a row that has the expression as `now`.
pub(crate) fn read(row: &QueryResult) -> Result<Instant, DbErr> {
    let millis: i64 = row.try_get("", "now")?;
    DateTime::from_timestamp_millis(millis).ok_or_else(|| DbErr::Type("the database's clock is out of range".into()))
}

/// Asks for the clock on a connection or in a transaction.
pub(crate) async fn now<C: ConnectionTrait>(db: &C) -> Result<Instant, DbErr> {
    let backend = db.get_database_backend();
    let sql = format!("SELECT {} AS now", expression(backend));
    let row = db.query_one_raw(Statement::from_string(backend, sql)).await?;
    read(&row.ok_or_else(|| DbErr::RecordNotFound("the clock".into()))?)
}
