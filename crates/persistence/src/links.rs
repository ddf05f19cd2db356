//! The port of one-time links.

use async_trait::async_trait;
use domain::{
    Instant, User,
    ports::{
        Answer, LinkRepository,
        links::{NewLink, Purpose},
    },
    to_millis,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use crate::{
    Database,
    appointments::prune::in_portions,
    clock,
    entity::one_time_link::{ActiveModel, Column, Entity, Model},
    error::{bounded, unavailable},
    sql::Sql,
    users,
};

/// One-time links in a database.
#[derive(Clone)]
pub struct LinkStore(Database);

impl LinkStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }

    async fn try_issue(&self, link: &NewLink) -> Result<bool, DbErr> {
        let transaction = self.0.begin().await?;
        let now = clock::now(&transaction).await?;
        if let Purpose::Password(user) = link.purpose {
            if users::lock_active(&transaction, user.0).await?.is_none() {
                return Ok(false);
            }
            users::end_links(&transaction, user.0, now).await?;
        }
        Entity::insert(row(link, now).into_active_model().reset_all()).exec_without_returning(&transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn try_redeem(&self, secret_hash: [u8; 32], password_hash: &str) -> Result<Option<User>, DbErr> {
        let transaction = self.0.begin().await?;
        let link = Entity::find().filter(Column::SecretHash.eq(secret_hash.to_vec())).one(&transaction).await?;
        // The user first, as everybody locks; then the link is judged again, by what stands.
        let Some((link, owner)) = link.and_then(|link| Some((link.id, link.user_id?))) else { return Ok(None) };
        let Some(user) = users::lock_active(&transaction, owner).await? else { return Ok(None) };
        let now = clock::now(&transaction).await?;
        let live = Entity::update_many()
            .set(ActiveModel { used_at: Set(Some(now)), ..Default::default() })
            .filter(Column::Id.eq(link))
            .filter(Column::UsedAt.is_null())
            .filter(Column::ExpiresAt.gt(now));
        if live.exec(&transaction).await?.rows_affected == 0 {
            return Ok(None);
        }
        let mut changed = user.into_active_model();
        changed.password_hash = Set(Some(password_hash.to_owned()));
        let user = changed.update(&transaction).await?;
        users::end_sessions(&transaction, owner, None, now).await?;
        users::end_links(&transaction, owner, now).await?;
        transaction.commit().await?;
        Ok(Some(users::user(user)))
    }
}

fn row(link: &NewLink, now: Instant) -> Model {
    let NewLink { id, purpose, secret_hash, expires_at } = link.clone();
    let (purpose, user_id): (&str, Option<Uuid>) = match purpose {
        Purpose::Setup => ("setup", None),
        Purpose::Password(user) => ("password", Some(user.0)),
    };
    Model {
        id: id.0,
        purpose: purpose.to_owned(),
        user_id,
        secret_hash: secret_hash.to_vec(),
        created_at: now,
        expires_at: to_millis(expires_at),
        used_at: None,
    }
}

#[async_trait]
impl LinkRepository for LinkStore {
    async fn issue(&self, link: &NewLink) -> Answer<bool> {
        bounded(async { self.try_issue(link).await.map_err(unavailable) }).await
    }

    async fn redeem_password(&self, secret_hash: [u8; 32], password_hash: &str) -> Answer<Option<User>> {
        bounded(async { self.try_redeem(secret_hash, password_hash).await.map_err(unavailable) }).await
    }

    async fn is_live_password(&self, secret_hash: [u8; 32]) -> Answer<bool> {
        bounded(async {
            let text = format!(
                r#"SELECT {clock} AS now, k."expiresAt" FROM "one_time_links" k JOIN "users" u ON u."id" = k."userId"
                WHERE k."secretHash" = $1 AND k."purpose" = 'password' AND k."usedAt" IS NULL AND u."deletedAt" IS NULL"#,
                clock = clock::expression(self.0.backend()),
            );
            let rows = self.0.all(Sql::with(text, [secret_hash.to_vec().into()])).await?;
            let Some(row) = rows.first() else { return Ok(false) };
            let expires_at: Instant = row.try_get("", "expiresAt").map_err(unavailable)?;
            Ok(expires_at > clock::read(row).map_err(unavailable)?)
        })
        .await
    }

    async fn prune(&self, before: Instant) -> Answer<u64> {
        let text = r#"DELETE FROM "one_time_links" WHERE "id" IN
            (SELECT "id" FROM "one_time_links" WHERE "expiresAt" < $1 OR "usedAt" < $1 LIMIT $2)"#;
        in_portions(&self.0, text, to_millis(before)).await
    }
}
