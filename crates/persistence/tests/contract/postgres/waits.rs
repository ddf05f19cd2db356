//! Commits that wait for somebody else's lock are judged by what stands after the wait.

use std::time::Duration;

use domain::{
    AppointmentId,
    lock::Reliance,
    ports::appointments::{Caller, Commit, Committed},
    testing::samples::content,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};

use crate::bench::{Bench, acquire, create};

const DEADLINE: Duration = Duration::from_secs(10);

/// What somebody else does in a transaction, and what the commit that waits for it must come to.
async fn while_waiting(
    bench: &Bench,
    commit: Commit,
    sql: String,
    end: impl AsyncFnOnce(DatabaseTransaction) -> anyhow::Result<()>,
) -> anyhow::Result<Committed> {
    let other = sea_orm::Database::connect(&bench.store().url).await?;
    let transaction = other.begin().await?;
    transaction.execute_unprepared(&sql).await?;
    let repository = bench.repository.clone();
    let task = tokio::spawn(async move { repository.commit(&commit).await });
    let postgres = testkit::Postgres::shared().expect("it runs");
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    testkit::eventually(DEADLINE, || async { postgres.psql(&bench.store().url, waits).is_ok_and(|n| n.trim() == "1") })
        .await;
    end(transaction).await?;
    Ok(task.await??)
}

async fn prepared() -> anyhow::Result<Option<(Bench, Caller, AppointmentId, Commit)>> {
    let Some(bench) = Bench::postgres().await? else { return Ok(None) };
    let ann = bench.caller("Ann", true).await?;
    let id = bench.create(ann, content(1)).await?;
    let commit = bench.decide(ann, id, acquire()).await?;
    Ok(Some((bench, ann, id, commit)))
}

async fn commits(transaction: DatabaseTransaction) -> anyhow::Result<()> {
    Ok(transaction.commit().await?)
}

async fn rolls_back(transaction: DatabaseTransaction) -> anyhow::Result<()> {
    Ok(transaction.rollback().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clock_is_read_after_the_wait() -> anyhow::Result<()> {
    let Some((bench, _, id, mut commit)) = prepared().await? else { return Ok(()) };
    let deadline = bench.now().await? + chrono::Duration::milliseconds(1500);
    commit.transition.valid_before = Some(deadline);
    let passes = async |transaction: DatabaseTransaction| {
        testkit::eventually(DEADLINE, || async { bench.now().await.is_ok_and(|now| now >= deadline) }).await;
        rolls_back(transaction).await
    };
    let row = format!(r#"SELECT 1 FROM "appointments" WHERE "id" = '{id}' FOR UPDATE"#);
    assert_eq!(while_waiting(&bench, commit, row, passes).await?, Committed::Stale);
    assert_eq!(bench.stored(id).await?.revision.0, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_that_changed_nothing_does_no_harm() -> anyhow::Result<()> {
    let Some((bench, _, id, commit)) = prepared().await? else { return Ok(()) };
    let row = format!(r#"UPDATE "appointments" SET "revision" = 9 WHERE "id" = '{id}'"#);
    assert_eq!(while_waiting(&bench, commit, row, rolls_back).await?, Committed::Done);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_revision_is_judged_after_the_wait() -> anyhow::Result<()> {
    let Some((bench, _, id, commit)) = prepared().await? else { return Ok(()) };
    let row = format!(r#"UPDATE "appointments" SET "revision" = 2 WHERE "id" = '{id}'"#);
    assert_eq!(while_waiting(&bench, commit, row, commits).await?, Committed::Stale);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_session_is_judged_after_the_wait() -> anyhow::Result<()> {
    let Some((bench, ann, _, commit)) = prepared().await? else { return Ok(()) };
    let ended = format!(r#"UPDATE "sessions" SET "revokedAt" = now() WHERE "id" = '{}'"#, ann.session);
    assert_eq!(while_waiting(&bench, commit.clone(), ended.clone(), rolls_back).await?, Committed::Done);
    let new = bench.decide(ann, AppointmentId::fresh(), create(content(5), false)).await?;
    assert_eq!(while_waiting(&bench, new, ended, commits).await?, Committed::Stale);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_role_is_judged_after_the_wait() -> anyhow::Result<()> {
    let Some((bench, ann, _, mut commit)) = prepared().await? else { return Ok(()) };
    commit.transition.relies_on = vec![Reliance { user: ann.user, admin: true }];
    let demoted = format!(r#"UPDATE "users" SET "isAdmin" = FALSE WHERE "id" = '{}'"#, ann.user);
    assert_eq!(while_waiting(&bench, commit.clone(), demoted.clone(), commits).await?, Committed::Stale);
    commit.transition.relies_on = vec![Reliance { user: ann.user, admin: false }];
    assert_eq!(while_waiting(&bench, commit, demoted, commits).await?, Committed::Done);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deletion_of_a_user_is_judged_after_the_wait() -> anyhow::Result<()> {
    let Some((bench, ann, _, commit)) = prepared().await? else { return Ok(()) };
    let deleted = format!(r#"UPDATE "users" SET "deletedAt" = now() WHERE "id" = '{}'"#, ann.user);
    assert_eq!(while_waiting(&bench, commit, deleted, commits).await?, Committed::Stale);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_booking_waits_for_another_of_the_doctor() -> anyhow::Result<()> {
    let Some((bench, ann, id, _)) = prepared().await? else { return Ok(()) };
    let new = bench.decide(ann, AppointmentId::fresh(), create(content(5), false)).await?;
    let (from, to) = (content(5).start_time, content(5).end_time);
    let moved = format!(r#"UPDATE "appointments" SET "startTime" = '{from}', "endTime" = '{to}' WHERE "id" = '{id}'"#);
    assert_eq!(while_waiting(&bench, new.clone(), moved.clone(), rolls_back).await?, Committed::Done);
    let other = bench.decide(ann, AppointmentId::fresh(), create(content(9), false)).await?;
    let (from, to) = (content(9).start_time, content(9).end_time);
    let moved = format!(r#"UPDATE "appointments" SET "startTime" = '{from}', "endTime" = '{to}' WHERE "id" = '{id}'"#);
    let busy = while_waiting(&bench, other, moved, commits).await?;
    assert!(matches!(busy, Committed::Busy(found) if found[0].id == id));
    Ok(())
}

/// Having entered their times already, they would wait for each other: a deadlock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_one_doctor_queue_before_they_write() -> anyhow::Result<()> {
    let Some((bench, ann, _, _)) = prepared().await? else { return Ok(()) };
    let commit = bench.decide(ann, AppointmentId::fresh(), create(content(9), false)).await?;
    let turn = "SELECT pg_advisory_xact_lock(hashtextextended('dr. budi', 0))".to_owned();
    assert_eq!(while_waiting(&bench, commit, turn, commits).await?, Committed::Done);
    Ok(())
}
