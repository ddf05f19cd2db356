//! Whether the database answers and accepts writes.

use domain::ports::{Answer, Unavailable};
use sea_orm::DbBackend;

use crate::{Database, error::unavailable, sql::Sql};

#[derive(Debug, thiserror::Error)]
#[error("the database is read-only")]
struct ReadOnly;

pub(super) async fn ping(database: &Database) -> Answer<()> {
    // A standby, and a server told to refuse writes, answer reads as if all were well.
    let read_only = match database.backend() {
        DbBackend::Postgres => "current_setting('transaction_read_only') = 'on'",
        _ => "FALSE",
    };
    let row = database.one(Sql::new(format!(r#"SELECT {read_only} AS "readOnly" FROM "installation""#))).await?;
    if row.try_get("", "readOnly").map_err(unavailable)? { Err(Unavailable::new(ReadOnly)) } else { Ok(()) }
}
