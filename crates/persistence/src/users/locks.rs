//! What writes of users lock, and what ends with them.

use domain::{Instant, SessionId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter,
};
use uuid::Uuid;

use crate::{
    entity::{self, one_time_link, session, user},
    sql::Sql,
};

/// Locks rows on PostgreSQL against changes, but not against being referred to: events may name a user meanwhile.
/// SQLite has one writer, who is us.
fn for_update(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres { " FOR NO KEY UPDATE" } else { "" }
}

/// Locks an active user and answers it as it then is.
pub(crate) async fn lock_active(db: &DatabaseTransaction, id: Uuid) -> Result<Option<user::Model>, DbErr> {
    let backend = db.get_database_backend();
    let text = format!(
        r#"SELECT {columns} FROM "users" u WHERE u."id" = $1 AND u."deletedAt" IS NULL{lock}"#,
        columns = entity::columns::<user::Entity>("u"),
        lock = for_update(backend),
    );
    let row = db.query_one_raw(Sql::with(text, [id.into()]).statement(backend)).await?;
    row.map(|row| user::Model::from_query_result(&row, "u_")).transpose()
}

/// Locks a user and all administrators, in the order of ids like everybody who locks several users; answers the user.
/// Whoever changes who is an administrator does so, so one waits for the other.
pub(super) async fn lock_with_admins(db: &DatabaseTransaction, id: Uuid) -> Result<Option<user::Model>, DbErr> {
    let backend = db.get_database_backend();
    let text = format!(
        r#"SELECT "id" FROM "users" WHERE "id" = $1 OR ("isAdmin" AND "deletedAt" IS NULL) ORDER BY "id"{}"#,
        for_update(backend)
    );
    db.query_all_raw(Sql::with(text, [id.into()]).statement(backend)).await?;
    lock_active(db, id).await
}

/// Whether no other administrator is active. In a statement of its own, after the locks: it sees what was waited for.
pub(super) async fn is_last_admin(db: &DatabaseTransaction, user: &user::Model) -> Result<bool, DbErr> {
    if !user.is_admin {
        return Ok(false);
    }
    let others = user::Entity::find()
        .filter(user::Column::IsAdmin.eq(true))
        .filter(user::Column::DeletedAt.is_null())
        .filter(user::Column::Id.ne(user.id));
    Ok(others.one(db).await?.is_none())
}

/// Ends a user's sessions but one.
pub(crate) async fn end_sessions(
    db: &DatabaseTransaction,
    user: Uuid,
    keep: Option<SessionId>,
    now: Instant,
) -> Result<(), DbErr> {
    let ended = session::ActiveModel { revoked_at: sea_orm::Set(Some(now)), ..Default::default() };
    let mut sessions = session::Entity::update_many()
        .set(ended)
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(keep) = keep {
        sessions = sessions.filter(session::Column::Id.ne(keep.0));
    }
    sessions.exec(db).await.map(|_| ())
}

/// Kills a user's links.
pub(crate) async fn end_links(db: &DatabaseTransaction, user: Uuid, now: Instant) -> Result<(), DbErr> {
    let used = one_time_link::ActiveModel { used_at: sea_orm::Set(Some(now)), ..Default::default() };
    let links = one_time_link::Entity::update_many()
        .set(used)
        .filter(one_time_link::Column::UserId.eq(user))
        .filter(one_time_link::Column::UsedAt.is_null());
    links.exec(db).await.map(|_| ())
}
