//! The port of failed sign-ins.

use async_trait::async_trait;
use domain::{
    Instant,
    ports::{Answer, LoginFailures, logins::FailureCount},
    to_millis,
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryResult, Set};

use crate::{
    Database,
    appointments::prune::in_portions,
    entity::login_failure::{ActiveModel, Column, Entity},
    error::{bounded, unavailable},
    sql::Sql,
};

/// Failed sign-ins in a database.
#[derive(Clone)]
pub struct LoginFailureStore(Database);

impl LoginFailureStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }
}

#[async_trait]
impl LoginFailures for LoginFailureStore {
    async fn count(&self, account: [u8; 32], address: &str, window: chrono::Duration) -> Answer<FailureCount> {
        bounded(async {
            let now = self.0.now().await?;
            let text = r#"SELECT a."count" AS "account", a."oldest" AS "accountOldest",
                    d."count" AS "address", d."oldest" AS "addressOldest"
                FROM (SELECT count(*) AS "count", min("at") AS "oldest" FROM "login_failures"
                    WHERE "account" = $1 AND "at" > $3) a,
                (SELECT count(*) AS "count", min("at") AS "oldest" FROM "login_failures" WHERE "address" = $2 AND "at" > $3) d"#;
            let values = [account.to_vec().into(), address.into(), to_millis(now - window).into()];
            let row = self.0.one(Sql::with(text, values)).await?;
            read(&row, now).map_err(unavailable)
        })
        .await
    }

    async fn record(&self, account: [u8; 32], address: &str) -> Answer<()> {
        bounded(async {
            let at = self.0.now().await?;
            let row = ActiveModel {
                id: NotSet,
                account: Set(account.to_vec()),
                address: Set(address.to_owned()),
                at: Set(at),
            };
            Entity::insert(row).exec_without_returning(self.0.writer()).await.map(|_| ()).map_err(unavailable)
        })
        .await
    }

    async fn clear(&self, account: [u8; 32]) -> Answer<()> {
        bounded(async {
            let its = Column::Account.eq(account.to_vec());
            Entity::delete_many().filter(its).exec(self.0.writer()).await.map(|_| ()).map_err(unavailable)
        })
        .await
    }

    async fn prune(&self, before: Instant) -> Answer<u64> {
        let text = r#"DELETE FROM "login_failures" WHERE "id" IN
            (SELECT "id" FROM "login_failures" WHERE "at" < $1 LIMIT $2)"#;
        in_portions(&self.0, text, to_millis(before)).await
    }
}

fn read(row: &QueryResult, now: Instant) -> Result<FailureCount, DbErr> {
    Ok(FailureCount {
        account: row.try_get::<i64>("", "account")?.unsigned_abs(),
        address: row.try_get::<i64>("", "address")?.unsigned_abs(),
        oldest_of_account: row.try_get("", "accountOldest")?,
        oldest_of_address: row.try_get("", "addressOldest")?,
        now: Some(now),
    })
}
