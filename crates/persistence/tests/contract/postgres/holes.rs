//! A later number can be seen before an earlier one.

use domain::{AppointmentId, UserId, lock::EventKind, testing::samples::content};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

use crate::bench::{Bench, acquire};

/// Takes the next number, as a commit does; answers it.
async fn insert(transaction: &DatabaseTransaction, id: AppointmentId, actor: UserId) -> anyhow::Result<i64> {
    let text = format!(
        r#"INSERT INTO "appointment_events" ("appointmentId", "revision", "kind", "actorId", "at", "detail", "spanFrom",
            "spanTo", "operationId")
        VALUES ('{id}', 99, 'renewed', '{actor}', now(), '{{}}', now(), now(), gen_random_uuid()) RETURNING "seq""#
    );
    let row = transaction.query_one_raw(Statement::from_string(DbBackend::Postgres, text)).await?;
    Ok(row.expect("it returns its number").try_get("", "seq")?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hole_is_read_when_it_is_filled() -> anyhow::Result<()> {
    let Some(bench) = Bench::postgres().await? else { return Ok(()) };
    let ann = bench.caller("Ann", false).await?;
    let (slow, quick) = (bench.create(ann, content(1)).await?, bench.create(ann, content(5)).await?);
    let seen = bench.feed.pulse(None).await?.newest;
    let other = sea_orm::Database::connect(&bench.store().url).await?;
    let transaction = other.begin().await?;
    let hole = insert(&transaction, slow, ann.user).await?;
    bench.run(ann, quick, acquire()).await?;
    // Nothing waits for the slow one.
    let told = bench.feed.read(seen, &[], 100).await?;
    assert_eq!(told.iter().map(|entry| (entry.seq, entry.appointment)).collect::<Vec<_>>(), [(hole + 1, quick)]);
    assert_eq!(bench.feed.pulse(None).await?.newest, hole + 1);
    assert!(bench.feed.read(hole + 1, &[hole], 100).await?.is_empty());
    transaction.commit().await?;
    let told = bench.feed.read(hole + 1, &[hole], 100).await?;
    assert_eq!(told.iter().map(|entry| (entry.seq, entry.appointment)).collect::<Vec<_>>(), [(hole, slow)]);
    assert_eq!(told[0].event.as_ref().map(|event| event.kind), Some(EventKind::Renewed));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_rolled_back_burns_its_number() -> anyhow::Result<()> {
    let Some(bench) = Bench::postgres().await? else { return Ok(()) };
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let other = sea_orm::Database::connect(&bench.store().url).await?;
    let transaction = other.begin().await?;
    let hole = insert(&transaction, id, ann.user).await?;
    transaction.rollback().await?;
    bench.run(ann, id, acquire()).await?;
    let told = bench.feed.read(hole - 1, &[hole], 100).await?;
    assert_eq!(told.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [hole + 1]);
    Ok(())
}

/// Not even somebody who changes tables makes the feed wait for longer than a request may take.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_feed_does_not_wait_for_writers() -> anyhow::Result<()> {
    let Some(bench) = Bench::postgres().await? else { return Ok(()) };
    let ann = bench.caller("Ann", false).await?;
    bench.create(ann, content(1)).await?;
    let other = sea_orm::Database::connect(&bench.store().url).await?;
    let transaction = other.begin().await?;
    transaction
        .execute_unprepared(
            r#"LOCK TABLE "appointment_events", "sessions", "installation", "users" IN EXCLUSIVE MODE;
            UPDATE "sessions" SET "revokedAt" = now(); UPDATE "installation" SET "epoch" = gen_random_uuid()"#,
        )
        .await?;
    let since = bench.now().await? - chrono::Duration::hours(1);
    let pulse = bench.feed.pulse(Some(since)).await?;
    assert!(pulse.revoked.is_empty() && pulse.newest > 0);
    assert_eq!(bench.feed.read(0, &[], 100).await?.len(), 1);
    assert!(bench.feed.people(&[ann.user]).await?.is_active(ann.user));
    transaction.rollback().await?;
    Ok(())
}
