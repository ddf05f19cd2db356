//! Users as the appointments' state names them.

use domain::{Instant, People, Person, UserId, ports::Answer};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::{Database, error::unavailable, sql::Sql};

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

/// Adds these people, deleted ones included.
pub(crate) async fn find(
    database: &Database,
    ids: impl IntoIterator<Item = UserId>,
    people: &mut People,
) -> Answer<()> {
    let mut ids = ids.into_iter().map(|id| id.0).peekable();
    if ids.peek().is_none() {
        return Ok(());
    }
    let mut sql = Sql::new(format!(r#"SELECT {} FROM "users" p WHERE p."id" "#, columns("p")));
    let among = sql.bind_ids(database.backend(), ids);
    sql.push(&among);
    for row in database.all(sql).await? {
        read(&row, "p").map_err(unavailable)?.into_iter().for_each(|person| people.insert(person));
    }
    Ok(())
}
