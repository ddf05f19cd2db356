//! Deleting what is too old, in portions: no statement runs into its timeout, and others can write in between.

use domain::{Instant, ports::Answer, to_millis};

use super::kept;
use crate::{Database, error::bounded, sql::Sql};

/// Rows at a time.
const PORTION: u64 = 1000;

pub(super) async fn prune(database: &Database, events_before: Option<Instant>) -> Answer<(u64, u64)> {
    let too_old = bounded(database.now()).await? - kept::lifetime();
    let keys = r#"DELETE FROM "idempotency_keys" WHERE ("userId", "key") IN
        (SELECT "userId", "key" FROM "idempotency_keys" WHERE "createdAt" <= $1 LIMIT $2)"#;
    let keys = in_portions(database, keys, too_old).await?;
    // Their order is nearly that of their times, for which there is no index.
    let events = r#"DELETE FROM "appointment_events" WHERE "at" < $1 AND "seq" IN
        (SELECT "seq" FROM "appointment_events" ORDER BY "seq" LIMIT $2)"#;
    let events = match events_before {
        Some(before) => in_portions(database, events, to_millis(before)).await?,
        None => 0,
    };
    Ok((keys, events))
}

/// Repeats a deletion of what is older than `$1`, at most `$2` rows, until nothing is left; how many were deleted. Each
/// portion is waited for by itself: there may be many.
pub(crate) async fn in_portions(database: &Database, text: &str, before: Instant) -> Answer<u64> {
    let mut deleted = 0;
    loop {
        let portion = bounded(database.execute(Sql::with(text, [before.into(), PORTION.into()]))).await?;
        deleted += portion;
        // A portion may be short for what in it is too new, and not because it is the last.
        if portion == 0 {
            return Ok(deleted);
        }
    }
}
