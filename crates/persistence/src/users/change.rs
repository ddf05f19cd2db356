//! Changing and deleting users.

use domain::{
    SessionId, User, UserId,
    ports::{
        Answer,
        users::{UserChange, UserWrite},
    },
    user::fold,
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, IntoActiveModel, Set};

use super::{
    locks::{end_links, end_sessions, is_last_admin, lock_active, lock_with_admins},
    read::user,
};
use crate::{
    Database, clock,
    entity::user::Model,
    error::{is_unique_violation, unavailable},
};

pub(super) async fn update(
    database: &Database,
    id: UserId,
    change: &UserChange,
    keep: Option<SessionId>,
) -> Answer<UserWrite<User>> {
    match try_update(database, id, change, keep).await {
        Err(error) if is_unique_violation(&error) => Ok(UserWrite::EmailTaken),
        result => result.map_err(unavailable),
    }
}

async fn try_update(
    database: &Database,
    id: UserId,
    change: &UserChange,
    keep: Option<SessionId>,
) -> Result<UserWrite<User>, DbErr> {
    let transaction = database.begin().await?;
    let found = match change.is_admin {
        Some(_) => lock_with_admins(&transaction, id.0).await?,
        None => lock_active(&transaction, id.0).await?,
    };
    let Some(old) = found else { return Ok(UserWrite::Missing) };
    if change.is_admin == Some(false) && is_last_admin(&transaction, &old).await? {
        return Ok(UserWrite::LastAdmin);
    }
    let new = write(&transaction, &old, change).await?;
    if change.password_hash.is_some() || new.is_admin != old.is_admin {
        let now = clock::now(&transaction).await?;
        end_sessions(&transaction, id.0, keep, now).await?;
        end_links(&transaction, id.0, now).await?;
    }
    transaction.commit().await?;
    Ok(UserWrite::Done(user(new)))
}

async fn write(db: &DatabaseTransaction, old: &Model, change: &UserChange) -> Result<Model, DbErr> {
    let UserChange { name, email, password_hash, is_admin } = change.clone();
    let mut row = old.clone().into_active_model();
    if let Some(name) = name {
        row.name = Set(name);
    }
    if let Some(email) = email {
        row.email_key = Set(fold(&email));
        row.email = Set(email);
    }
    if let Some(hash) = password_hash {
        row.password_hash = Set(Some(hash));
    }
    if let Some(is_admin) = is_admin {
        row.is_admin = Set(is_admin);
    }
    row.update(db).await
}

pub(super) async fn delete(database: &Database, id: UserId) -> Answer<UserWrite<()>> {
    try_delete(database, id).await.map_err(unavailable)
}

async fn try_delete(database: &Database, id: UserId) -> Result<UserWrite<()>, DbErr> {
    let transaction = database.begin().await?;
    let Some(old) = lock_with_admins(&transaction, id.0).await? else { return Ok(UserWrite::Missing) };
    if is_last_admin(&transaction, &old).await? {
        return Ok(UserWrite::LastAdmin);
    }
    let now = clock::now(&transaction).await?;
    let mut row = old.into_active_model();
    row.deleted_at = Set(Some(now));
    row.update(&transaction).await?;
    end_sessions(&transaction, id.0, None, now).await?;
    end_links(&transaction, id.0, now).await?;
    transaction.commit().await?;
    Ok(UserWrite::Done(()))
}
