use chrono::Duration;
use domain::{
    Instant, LinkId, UserId,
    ports::{
        LinkRepository, SessionRepository, UserRepository,
        links::{NewLink, Purpose},
    },
};

use crate::bench::Bench;

on_databases!(
    a_link_sets_a_password_once,
    one_of_many_uses_a_link,
    a_new_link_kills_the_older_ones,
    an_expired_link_is_none,
    a_setup_link_sets_no_password,
    a_link_needs_an_active_user,
    dead_links_are_pruned,
);

fn link(purpose: Purpose, secret: u8, expires_at: Instant) -> NewLink {
    NewLink { id: LinkId::fresh(), purpose, secret_hash: [secret; 32], expires_at }
}

async fn soon(bench: &Bench) -> anyhow::Result<Instant> {
    Ok(bench.users().now().await? + Duration::hours(1))
}

async fn a_link_sets_a_password_once(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    assert!(bench.links().issue(&link(Purpose::Password(ann.user), 1, soon(bench).await?)).await?);
    assert!(bench.links().is_live_password([1; 32]).await?);
    assert!(!bench.links().is_live_password([2; 32]).await?);
    assert_eq!(bench.links().redeem_password([2; 32], "guess").await?, None);
    let user = bench.links().redeem_password([1; 32], "hash").await?;
    assert_eq!(user.map(|user| user.id), Some(ann.user));
    assert_eq!(bench.users().find(ann.user).await?.and_then(|account| account.password_hash), Some("hash".into()));
    assert!(bench.sessions().find(ann.session).await?.is_none());
    assert!(!bench.links().is_live_password([1; 32]).await?);
    assert_eq!(bench.links().redeem_password([1; 32], "again").await?, None);
    Ok(())
}

async fn one_of_many_uses_a_link(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.person("Ann", false).await?;
    bench.links().issue(&link(Purpose::Password(ann), 1, soon(bench).await?)).await?;
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let links = bench.links();
            tokio::spawn(async move { links.redeem_password([1; 32], &format!("hash{number}")).await })
        })
        .collect();
    let mut used = 0;
    for task in tasks {
        used += usize::from(task.await??.is_some());
    }
    assert_eq!(used, 1);
    Ok(())
}

async fn a_new_link_kills_the_older_ones(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.person("Ann", false).await?, bench.person("Bob", false).await?);
    for (user, secret) in [(ann, 1), (bob, 2), (ann, 3)] {
        bench.links().issue(&link(Purpose::Password(user), secret, soon(bench).await?)).await?;
    }
    for (secret, live) in [(1, false), (2, true), (3, true)] {
        assert_eq!(bench.links().is_live_password([secret; 32]).await?, live);
    }
    Ok(())
}

async fn an_expired_link_is_none(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.person("Ann", false).await?;
    bench.links().issue(&link(Purpose::Password(ann), 1, bench.users().now().await?)).await?;
    assert!(!bench.links().is_live_password([1; 32]).await?);
    assert_eq!(bench.links().redeem_password([1; 32], "hash").await?, None);
    assert_eq!(bench.users().find(ann).await?.and_then(|account| account.password_hash), None);
    Ok(())
}

async fn a_setup_link_sets_no_password(bench: &Bench) -> anyhow::Result<()> {
    bench.links().issue(&link(Purpose::Setup, 1, soon(bench).await?)).await?;
    assert!(!bench.links().is_live_password([1; 32]).await?);
    assert_eq!(bench.links().redeem_password([1; 32], "hash").await?, None);
    Ok(())
}

async fn a_link_needs_an_active_user(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.person("Ann", false).await?;
    bench.users().delete(ann).await?;
    for (user, secret) in [(ann, 1), (UserId::fresh(), 2)] {
        assert!(!bench.links().issue(&link(Purpose::Password(user), secret, soon(bench).await?)).await?);
        assert!(!bench.links().is_live_password([secret; 32]).await?);
    }
    Ok(())
}

async fn dead_links_are_pruned(bench: &Bench) -> anyhow::Result<()> {
    let (ann, now) = (bench.person("Ann", false).await?, bench.users().now().await?);
    bench.links().issue(&link(Purpose::Setup, 1, now - Duration::hours(1))).await?;
    bench.links().issue(&link(Purpose::Password(ann), 2, now + Duration::hours(1))).await?;
    assert_eq!(bench.links().prune(now).await?, 1);
    assert_eq!(bench.links().prune(now).await?, 0);
    bench.links().redeem_password([2; 32], "hash").await?;
    assert_eq!(bench.links().prune(now + Duration::minutes(1)).await?, 1);
    Ok(())
}
