//! What the databases' errors mean. All are "unavailable" except the few that are answers.

use std::{future::Future, time::Duration};

use domain::ports::{Answer, Unavailable};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// The store could not answer.
pub(crate) fn unavailable(error: DbErr) -> Unavailable {
    Unavailable::new(error)
}

/// How long the port waits for the database. What hangs, as a frozen server does, keeps no statement timeout.
const PATIENCE: Duration = Duration::from_secs(4);

/// What the database answers, if it answers in time; else the store is away, and the outcome of a write is unknown.
pub(crate) async fn bounded<T>(work: impl Future<Output = Answer<T>>) -> Answer<T> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(answer) => answer,
        Err(late) => Err(Unavailable::new(late)),
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn sql_state(error: &DbErr) -> Option<String> {
    sqlx_error(error)?.as_database_error()?.code().map(Into::into)
}

/// A unique constraint stood against it.
pub(crate) fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// A unique constraint of this table stood against it. PostgreSQL only.
pub(crate) fn is_unique_violation_of(error: &DbErr, table: &str) -> bool {
    let database = sqlx_error(error).and_then(sqlx::Error::as_database_error);
    is_unique_violation(error) && database.and_then(|error| error.table()) == Some(table)
}

/// Another appointment of the doctor stood against it. PostgreSQL only.
pub(crate) fn is_double_booking(error: &DbErr) -> bool {
    sql_state(error).as_deref() == Some("23P01")
}

/// It lost against another transaction, or waited for it too long, and was rolled back.
pub(crate) fn is_lost_race(error: &DbErr) -> bool {
    matches!(sql_state(error).as_deref(), Some("40P01" | "40001" | "55P03"))
}

/// The connection broke, or the server was about to end it: another connection may work.
pub(crate) fn is_broken_connection(error: &DbErr) -> bool {
    match sqlx_error(error) {
        Some(sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed) => true,
        Some(sqlx::Error::Database(error)) => {
            error.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("08"))
        }
        _ => false,
    }
}
