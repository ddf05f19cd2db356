//! The server goes away and comes back.

use std::time::{Duration, Instant};

use domain::{AppointmentId, ports::AppointmentRepository, testing::samples::content};

use crate::bench::{Bench, acquire, create, request};

/// Opens as many connections as the pool has.
async fn fill_the_pool(bench: &Bench) -> anyhow::Result<()> {
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let repository = bench.repository.clone();
            tokio::spawn(async move { repository.due(10).await.map(|_| ()) })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restart_the_next_commands_succeed() -> anyhow::Result<()> {
    if testkit::Postgres::shared().is_none() {
        return Ok(());
    }
    // Its own, since it is stopped.
    let postgres = testkit::Postgres::start()?;
    let bench = Bench::of(postgres.fresh_database()?, None, 10).await?;
    let (ann, service) = (bench.caller("Ann", false).await?, bench.service());
    let id = bench.create(ann, content(1)).await?;
    fill_the_pool(&bench).await?;
    assert!(bench.store().database.pool_figures().size > 1);
    postgres.restart()?;
    service.execute(&request(ann, id, acquire())).await?;
    fill_the_pool(&bench).await?;
    postgres.kill()?;
    postgres.restart()?;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let service = service.clone();
            let wanted = request(ann, AppointmentId::fresh(), create(content(number), true));
            tokio::spawn(async move { service.execute(&wanted).await })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_is_away_answers_come_soon() -> anyhow::Result<()> {
    if testkit::Postgres::shared().is_none() {
        return Ok(());
    }
    let postgres = testkit::Postgres::start()?;
    let bench = Bench::of(postgres.fresh_database()?, None, 3).await?;
    postgres.stop_fast()?;
    let begun = Instant::now();
    assert!(bench.repository.ping().await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    postgres.restart()?;
    bench.repository.ping().await?;
    postgres.sigstop()?;
    let begun = Instant::now();
    assert!(bench.repository.ping().await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    postgres.sigcont()?;
    testkit::eventually(Duration::from_secs(3), || async { bench.repository.ping().await.is_ok() }).await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_refuses_writes_is_not_ready() -> anyhow::Result<()> {
    let (Some(postgres), Some(bench)) = (testkit::Postgres::shared(), Bench::postgres().await?) else { return Ok(()) };
    bench.repository.ping().await?;
    let url = &bench.store().url;
    let name = url.rsplit('/').next().unwrap_or_default();
    postgres.psql(url, &format!("ALTER DATABASE {name} SET default_transaction_read_only = on"))?;
    let again = persistence::Database::connect(&persistence::Options { url: url.clone(), pool: 1 }).await?;
    assert!(persistence::AppointmentStore::new(again).ping().await.is_err());
    Ok(())
}
