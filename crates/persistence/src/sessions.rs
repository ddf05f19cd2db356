//! The port of sign-ins.

use async_trait::async_trait;
use domain::{
    Instant, SessionId, UserId,
    ports::{Answer, SessionRepository, sessions::Session},
    to_millis,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryResult, Set,
};

use crate::{
    Database,
    appointments::prune::in_portions,
    clock,
    entity::{self, session, user},
    error::{bounded, unavailable},
    sql::Sql,
    users,
};

/// Sign-ins in a database.
#[derive(Clone)]
pub struct SessionStore(Database);

impl SessionStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }

    async fn try_open(&self, id: SessionId, user: UserId, ends_at: Instant) -> Result<Option<Session>, DbErr> {
        let transaction = self.0.begin().await?;
        // Locked, so that a deletion either ends this session too or is seen here.
        let Some(owner) = users::lock_active(&transaction, user.0).await? else { return Ok(None) };
        let created_at = clock::now(&transaction).await?;
        let expires_at = to_millis(ends_at);
        let row = session::Model { id: id.0, user_id: user.0, created_at, expires_at, revoked_at: None };
        session::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&transaction).await?;
        transaction.commit().await?;
        Ok(Some(Session { id, user: users::user(owner), ends_at: expires_at }))
    }
}

#[async_trait]
impl SessionRepository for SessionStore {
    async fn open(&self, id: SessionId, user: UserId, ends_at: Instant) -> Answer<Option<Session>> {
        bounded(async { self.try_open(id, user, ends_at).await.map_err(unavailable) }).await
    }

    async fn find(&self, id: SessionId) -> Answer<Option<Session>> {
        bounded(async {
            let text = format!(
                r#"SELECT {clock} AS now, {session}, {user} FROM "sessions" s JOIN "users" u ON u."id" = s."userId"
                WHERE s."id" = $1 AND s."revokedAt" IS NULL AND u."deletedAt" IS NULL"#,
                clock = clock::expression(self.0.backend()),
                session = entity::columns::<session::Entity>("s"),
                user = entity::columns::<user::Entity>("u"),
            );
            let rows = self.0.all(Sql::with(text, [id.0.into()])).await?;
            rows.first().map_or(Ok(None), read).map_err(unavailable)
        })
        .await
    }

    async fn revoke(&self, id: SessionId) -> Answer<()> {
        bounded(async {
            let now = self.0.now().await?;
            let ended = session::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
            let sessions = session::Entity::update_many()
                .set(ended)
                .filter(session::Column::Id.eq(id.0))
                .filter(session::Column::RevokedAt.is_null());
            sessions.exec(self.0.writer()).await.map(|_| ()).map_err(unavailable)
        })
        .await
    }

    async fn prune(&self, before: Instant) -> Answer<u64> {
        let text = r#"DELETE FROM "sessions" WHERE "id" IN
            (SELECT "id" FROM "sessions" WHERE "expiresAt" < $1 OR "revokedAt" < $1 LIMIT $2)"#;
        in_portions(&self.0, text, to_millis(before)).await
    }
}

/// None when it is over by the clock in the row.
fn read(row: &QueryResult) -> Result<Option<Session>, DbErr> {
    let session::Model { id, expires_at, .. } = session::Model::from_query_result(row, "s_")?;
    let user = users::user(user::Model::from_query_result(row, "u_")?);
    let live = expires_at > clock::read(row)?;
    Ok(live.then_some(Session { id: SessionId(id), user, ends_at: expires_at }))
}
