use chrono::Duration;
use domain::ports::{LoginFailures, UserRepository};

use crate::bench::Bench;

on_databases!(failures_are_counted_by_account_and_address, old_failures_do_not_count, an_account_can_be_cleared);

const ANN: [u8; 32] = [1; 32];
const BOB: [u8; 32] = [2; 32];

fn window() -> Duration {
    Duration::minutes(15)
}

async fn failures_are_counted_by_account_and_address(bench: &Bench) -> anyhow::Result<()> {
    let logins = bench.logins();
    let none = logins.count(ANN, "10.0.0.1", window()).await?;
    assert_eq!((none.account, none.address, none.oldest_of_account, none.oldest_of_address), (0, 0, None, None));
    let before = bench.users().now().await?;
    for (account, address) in [(ANN, "10.0.0.1"), (ANN, "10.0.0.2"), (BOB, "10.0.0.1"), (BOB, "10.0.0.1")] {
        logins.record(account, address).await?;
    }
    let count = logins.count(ANN, "10.0.0.1", window()).await?;
    assert_eq!((count.account, count.address), (2, 3));
    let now = count.now.expect("the clock is told");
    let times = [count.oldest_of_account, count.oldest_of_address];
    assert!(times.iter().all(|at| at.is_some_and(|at| at >= before && at <= now)));
    Ok(())
}

async fn old_failures_do_not_count(bench: &Bench) -> anyhow::Result<()> {
    let logins = bench.logins();
    logins.record(ANN, "10.0.0.1").await?;
    let at = logins.count(ANN, "10.0.0.1", window()).await?.oldest_of_account.expect("just recorded");
    testkit::eventually(std::time::Duration::from_secs(5), || async {
        bench.users().now().await.is_ok_and(|now| now > at + Duration::milliseconds(5))
    })
    .await;
    let count = logins.count(ANN, "10.0.0.1", Duration::milliseconds(5)).await?;
    assert_eq!((count.account, count.address), (0, 0));
    assert_eq!(logins.prune(at).await?, 0);
    assert_eq!(logins.prune(at + Duration::milliseconds(1)).await?, 1);
    assert_eq!(logins.count(ANN, "10.0.0.1", window()).await?.account, 0);
    Ok(())
}

async fn an_account_can_be_cleared(bench: &Bench) -> anyhow::Result<()> {
    let logins = bench.logins();
    logins.record(ANN, "10.0.0.1").await?;
    logins.record(BOB, "10.0.0.1").await?;
    logins.clear(ANN).await?;
    assert_eq!(logins.count(ANN, "10.0.0.1", window()).await?.account, 0);
    assert_eq!(logins.count(BOB, "10.0.0.1", window()).await?.address, 1);
    Ok(())
}
