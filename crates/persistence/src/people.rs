//! Users as the appointments' state names them.

use domain::{Person, UserId};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use domain::Instant;

/// A select list of the columns of a person joined as `alias`.
pub(crate) fn columns(alias: &str) -> String {
    let column = |name: &str| format!(r#"{alias}."{name}" AS "{alias}_{name}""#);
    ["id", "name", "email", "isAdmin", "deletedAt"].map(column).join(", ")
}

/// The person joined as `alias`, if there is one.
pub(crate) fn read(row: &QueryResult, alias: &str) -> Result<Option<Person>, DbErr> {
    let prefix = format!("{alias}_");
    let Some(id) = row.try_get::<Option<Uuid>>(&prefix, "id")? else { return Ok(None) };
    Ok(Some(Person {
        id: UserId(id),
        name: row.try_get(&prefix, "name")?,
        email: row.try_get(&prefix, "email")?,
        is_admin: row.try_get(&prefix, "isAdmin")?,
        active: row.try_get::<Option<Instant>>(&prefix, "deletedAt")?.is_none(),
    }))
}
