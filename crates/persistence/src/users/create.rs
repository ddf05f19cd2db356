//! Making users.

use domain::{
    Instant, User,
    ports::{
        Answer,
        users::{FirstAdmin, FirstAdminWrite, NewUser, UserWrite},
    },
    user::fold,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, Set,
};

use super::read::user;
use crate::{
    Database, clock,
    entity::{one_time_link, user as users},
    error::{is_unique_violation, unavailable},
};

/// Names the advisory lock of set-up; any number that nothing else in the database uses.
const SETUP_LOCK: i64 = 7_264_915_382;

pub(super) async fn create(database: &Database, new: &NewUser) -> Answer<UserWrite<User>> {
    match try_create(database, new).await {
        Ok(user) => Ok(UserWrite::Done(user)),
        Err(error) if is_unique_violation(&error) => Ok(UserWrite::EmailTaken),
        Err(error) => Err(unavailable(error)),
    }
}

async fn try_create(database: &Database, new: &NewUser) -> Result<User, DbErr> {
    let transaction = database.begin().await?;
    let now = clock::now(&transaction).await?;
    let made = insert(&transaction, new, now).await?;
    transaction.commit().await?;
    Ok(made)
}

async fn insert(db: &DatabaseTransaction, new: &NewUser, now: Instant) -> Result<User, DbErr> {
    let NewUser { id, name, email, password_hash, is_admin } = new.clone();
    let email_key = fold(&email);
    let row =
        users::Model { id: id.0, name, email, email_key, password_hash, is_admin, created_at: now, deleted_at: None };
    users::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(user(row))
}

pub(super) async fn create_first(database: &Database, new: &NewUser, proof: &FirstAdmin) -> Answer<FirstAdminWrite> {
    try_create_first(database, new, proof).await.map_err(unavailable)
}

async fn try_create_first(database: &Database, new: &NewUser, proof: &FirstAdmin) -> Result<FirstAdminWrite, DbErr> {
    let transaction = database.begin().await?;
    // There is no row yet that could be locked.
    if database.backend() == DbBackend::Postgres {
        transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({SETUP_LOCK})")).await?;
    }
    if users::Entity::find().one(&transaction).await?.is_some() {
        return Ok(FirstAdminWrite::SetupDone);
    }
    let now = clock::now(&transaction).await?;
    if let FirstAdmin::ByLink(secret_hash) = proof
        && !use_up(&transaction, *secret_hash, now).await?
    {
        return Ok(FirstAdminWrite::InvalidToken);
    }
    let made = insert(&transaction, new, now).await?;
    transaction.commit().await?;
    Ok(FirstAdminWrite::Done(made))
}

/// Uses up a live set-up link, if it is one.
async fn use_up(db: &DatabaseTransaction, secret_hash: [u8; 32], now: Instant) -> Result<bool, DbErr> {
    let used = one_time_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let done = one_time_link::Entity::update_many()
        .set(used)
        .filter(one_time_link::Column::Purpose.eq("setup"))
        .filter(one_time_link::Column::SecretHash.eq(secret_hash.to_vec()))
        .filter(one_time_link::Column::UsedAt.is_null())
        .filter(one_time_link::Column::ExpiresAt.gt(now))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
