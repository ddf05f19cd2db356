//! Committing on SQLite what callers have for it at the same time: one immediate transaction on the only connection that
//! writes, in which one is judged and written after the other.
//!
//! Nobody else writes meanwhile, so what is read stands until its end. Dropped before its commit, by an error or because
//! it takes too long, it is rolled back.

use std::sync::Arc;

use domain::{
    Instant,
    lock::Conflict,
    ports::{Answer, appointments::Committed},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    Iterable, QueryFilter, Set, TransactionTrait, sea_query::OnConflict,
};

use super::{
    conflicts, kept,
    write::{EventRow, KeyRow, Write},
};
use crate::{
    Database, clock,
    entity::{appointment, appointment_event, appointment_lock, appointment_word, idempotency_key, session, user},
    error::{is_unique_violation, unavailable},
    sql::Sql,
};

/// What became of each, in their order. All are durable together: the disk is waited for once.
pub(super) async fn commit(database: Database, writes: Vec<Arc<Write>>) -> Answer<Vec<Option<Committed>>> {
    run(&database, &writes).await.map_err(unavailable)
}

async fn run(database: &Database, writes: &[Arc<Write>]) -> Result<Vec<Option<Committed>>, DbErr> {
    let transaction = database.begin().await?;
    let mut committed = Vec::with_capacity(writes.len());
    for write in writes {
        committed.push(Some(commit_one(&transaction, write).await?));
    }
    transaction.commit().await?;
    Ok(committed)
}

/// All of it or, within the transaction of many, nothing.
async fn commit_one(transaction: &DatabaseTransaction, write: &Write) -> Result<Committed, DbErr> {
    let now = clock::now(transaction).await?;
    let committed = judge(transaction, write, now).await?;
    if committed != Committed::Done {
        return Ok(committed);
    }
    let savepoint = transaction.begin().await?;
    match apply(&savepoint, write, now).await {
        Err(error) if is_unique_violation(&error) => savepoint.rollback().await.map(|()| Committed::Stale),
        result => {
            result?;
            savepoint.commit().await.map(|()| Committed::Done)
        }
    }
}

async fn judge(db: &DatabaseTransaction, write: &Write, now: Instant) -> Result<Committed, DbErr> {
    let stands = write.valid_before.is_none_or(|deadline| now < deadline)
        && is_at_revision(db, write).await?
        && is_live(db, write, now).await?
        && can_rely(db, write).await?
        && key_is_free(db, write, now).await?;
    if !stands {
        return Ok(Committed::Stale);
    }
    let conflicts = conflicts(db, write).await?;
    Ok(if conflicts.is_empty() { Committed::Done } else { Committed::Busy(conflicts) })
}

async fn is_at_revision(db: &DatabaseTransaction, write: &Write) -> Result<bool, DbErr> {
    let found = appointment::Entity::find_by_id(write.id().0).one(db).await?;
    Ok(found.map_or(0, |found| found.revision) == write.expected.0)
}

async fn is_live(db: &DatabaseTransaction, write: &Write, now: Instant) -> Result<bool, DbErr> {
    let Some(caller) = write.caller else { return Ok(true) };
    let found = session::Entity::find_by_id(caller.session.0).one(db).await?;
    Ok(found
        .is_some_and(|found| found.user_id == caller.user.0 && found.revoked_at.is_none() && found.expires_at > now))
}

async fn can_rely(db: &DatabaseTransaction, write: &Write) -> Result<bool, DbErr> {
    let ids = write.relies_on.keys().copied();
    let found = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await?;
    let fit = |user: &&user::Model| {
        user.deleted_at.is_none() && (user.is_admin || write.relies_on.get(&user.id) == Some(&false))
    };
    Ok(found.iter().filter(fit).count() == write.relies_on.len())
}

/// A success too old to count makes place.
async fn key_is_free(db: &DatabaseTransaction, write: &Write, now: Instant) -> Result<bool, DbErr> {
    let Some(KeyRow { user, key, .. }) = &write.key else { return Ok(true) };
    let id = (*user, key.clone());
    let Some(found) = idempotency_key::Entity::find_by_id(id.clone()).one(db).await? else { return Ok(true) };
    if kept::read(found, now)?.is_some() {
        return Ok(false);
    }
    idempotency_key::Entity::delete_by_id(id).exec(db).await.map(|_| true)
}

async fn conflicts(db: &DatabaseTransaction, write: &Write) -> Result<Vec<Conflict>, DbErr> {
    let Some(sql) = conflicts::statement(&write.appointment).filter(|_| write.content) else { return Ok(Vec::new()) };
    let rows = db.query_all_raw(sql.statement(db.get_database_backend())).await?;
    rows.iter().map(conflicts::read).collect()
}

async fn apply(db: &DatabaseTransaction, write: &Write, now: Instant) -> Result<(), DbErr> {
    write_appointment(db, write).await?;
    write_lock(db, write).await?;
    if write.erases {
        forget_reasons(db, write).await?;
    }
    write_events(db, write).await?;
    if write.content {
        write_words(db, write).await?;
    }
    write_key(db, write, now).await
}

/// The reasons of earlier events.
async fn forget_reasons(db: &DatabaseTransaction, write: &Write) -> Result<(), DbErr> {
    let text = r#"UPDATE "appointment_events" SET "detail" = json_remove("detail", '$.reason')
        WHERE "appointmentId" = $1 AND json_extract("detail", '$.reason') IS NOT NULL"#;
    let forget = Sql::with(text, [write.appointment.id.into()]).statement(db.get_database_backend());
    db.execute_raw(forget).await.map(|_| ())
}

async fn write_appointment(db: &DatabaseTransaction, write: &Write) -> Result<(), DbErr> {
    let row = appointment::ActiveModel::from(write.appointment.clone());
    if write.is_new() {
        appointment::Entity::insert(row.reset_all()).exec_without_returning(db).await?;
        return Ok(());
    }
    let id = appointment::Column::Id.eq(write.appointment.id);
    let changed = if write.content {
        appointment::ActiveModel { id: sea_orm::Unchanged(write.appointment.id), ..row.reset_all() }
    } else {
        appointment::ActiveModel { revision: Set(write.appointment.revision), ..Default::default() }
    };
    appointment::Entity::update_many().set(changed).filter(id).exec(db).await.map(|_| ())
}

async fn write_lock(db: &DatabaseTransaction, write: &Write) -> Result<(), DbErr> {
    let Some(lock) = &write.lock else {
        let ours = appointment_lock::Column::AppointmentId.eq(write.appointment.id);
        return appointment_lock::Entity::delete_many().filter(ours).exec(db).await.map(|_| ());
    };
    let replace = OnConflict::column(appointment_lock::Column::AppointmentId)
        .update_columns(appointment_lock::Column::iter())
        .to_owned();
    let row = appointment_lock::ActiveModel::from(lock.clone()).reset_all();
    appointment_lock::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await.map(|_| ())
}

async fn write_events(db: &DatabaseTransaction, write: &Write) -> Result<(), DbErr> {
    for EventRow { revision, kind, actor, subject, at, detail } in &write.events {
        let row = appointment_event::ActiveModel {
            seq: NotSet,
            appointment_id: Set(write.appointment.id),
            revision: Set(*revision),
            kind: Set((*kind).to_owned()),
            actor_id: Set(*actor),
            subject_id: Set(*subject),
            at: Set(*at),
            detail: Set(detail.clone()),
            span_from: Set(write.span.0),
            span_to: Set(write.span.1),
            operation_id: Set(write.operation.0),
        };
        appointment_event::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

async fn write_words(db: &DatabaseTransaction, write: &Write) -> Result<(), DbErr> {
    let ours = appointment_word::Column::AppointmentId.eq(write.appointment.id);
    appointment_word::Entity::delete_many().filter(ours).exec(db).await?;
    if write.words.is_empty() {
        return Ok(());
    }
    let row = |word: &String| appointment_word::ActiveModel {
        word: Set(word.clone()),
        appointment_id: Set(write.appointment.id),
    };
    appointment_word::Entity::insert_many(write.words.iter().map(row)).exec_without_returning(db).await.map(|_| ())
}

async fn write_key(db: &DatabaseTransaction, write: &Write, now: Instant) -> Result<(), DbErr> {
    let Some(KeyRow { user, key, fingerprint, effect }) = &write.key else { return Ok(()) };
    let row = idempotency_key::ActiveModel {
        user_id: Set(*user),
        key: Set(key.clone()),
        fingerprint: Set(fingerprint.clone()),
        effect: Set((*effect).to_owned()),
        appointment_id: Set(write.appointment.id),
        created_at: Set(now),
    };
    idempotency_key::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}
