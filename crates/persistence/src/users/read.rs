//! Looking for users.

use domain::{
    User, UserId,
    ports::{Answer, users::Account},
    user::fold,
};
use sea_orm::{DbErr, FromQueryResult};

use crate::{
    Database,
    entity::{self, user::Entity, user::Model},
    error::unavailable,
    sql::Sql,
};

/// A user as the domain has it.
pub(crate) fn user(row: Model) -> User {
    account(row).user
}

fn account(row: Model) -> Account {
    let Model { id, name, email, email_key: _, password_hash, is_admin, created_at, deleted_at: _ } = row;
    Account { user: User { id: UserId(id), name, email, is_admin, created_at }, password_hash }
}

pub(super) async fn list(database: &Database) -> Answer<Vec<User>> {
    let mut users: Vec<User> = active(database, "", None).await?.into_iter().map(user).collect();
    // Here, because the databases sort text differently.
    users.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(users)
}

pub(super) async fn find(database: &Database, id: UserId) -> Answer<Option<Account>> {
    let found = active(database, r#" AND u."id" = $1"#, Some(id.0.into())).await?;
    Ok(found.into_iter().next().map(account))
}

pub(super) async fn find_by_email(database: &Database, email: &str) -> Answer<Option<Account>> {
    let found = active(database, r#" AND u."emailKey" = $1"#, Some(fold(email).into())).await?;
    Ok(found.into_iter().next().map(account))
}

async fn active(database: &Database, condition: &str, value: Option<sea_orm::Value>) -> Answer<Vec<Model>> {
    let columns = entity::columns::<Entity>("u");
    let text = format!(r#"SELECT {columns} FROM "users" u WHERE u."deletedAt" IS NULL{condition}"#);
    let rows = database.all(Sql::with(text, value)).await?;
    let models: Result<_, DbErr> = rows.iter().map(|row| Model::from_query_result(row, "u_")).collect();
    models.map_err(unavailable)
}

pub(super) async fn any(database: &Database) -> Answer<bool> {
    Ok(!database.all(Sql::new(r#"SELECT 1 AS one FROM "users" LIMIT 1"#)).await?.is_empty())
}
