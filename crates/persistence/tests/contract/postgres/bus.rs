//! Messages between nodes, over a server that ends connections and goes away.

use std::time::Duration;

use domain::ports::{Bus, bus::MAX_MESSAGE};
use persistence::{Database, Options, PostgresBus};
use testkit::Postgres;
use tokio::time::timeout;

const DEADLINE: Duration = Duration::from_secs(15);

async fn node(url: &str) -> anyhow::Result<PostgresBus> {
    let database = Database::connect(&Options { url: url.to_owned(), pool: 3 }).await?;
    Ok(PostgresBus::new(database, url))
}

async fn next(node: &PostgresBus) -> anyhow::Result<Option<String>> {
    Ok(timeout(DEADLINE, node.next()).await?)
}

/// Two that listen.
async fn two(url: &str) -> anyhow::Result<[PostgresBus; 2]> {
    let nodes = [node(url).await?, node(url).await?];
    for node in &nodes {
        assert_eq!(next(node).await?, None, "what was said before is lost");
    }
    Ok(nodes)
}

/// What is said arrives, whatever was lost before; how often something may have been lost until then.
async fn hears(listener: &PostgresBus, speaker: &PostgresBus) -> anyhow::Result<usize> {
    let mut lost = 0;
    loop {
        match next(listener).await? {
            // Now it listens, or is about to notice that it does not.
            None => {
                lost += 1;
                speaker.publish("are you there?").await?;
            }
            Some(message) => {
                assert_eq!(message, "are you there?");
                return Ok(lost);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_node_hears_every_message() -> anyhow::Result<()> {
    let Some(postgres) = Postgres::shared() else { return Ok(()) };
    let nodes = two(&postgres.fresh_database()?).await?;
    let longest = "x".repeat(MAX_MESSAGE);
    let said = ["first", "it's \"quoted\" \\ ü", &longest, "last"];
    for message in said {
        nodes[0].publish(message).await?;
    }
    for node in &nodes {
        for message in said {
            assert_eq!(next(node).await?.as_deref(), Some(message));
        }
    }
    // Another database is another installation.
    let [other, _] = two(&postgres.fresh_database()?).await?;
    nodes[0].publish("not for you").await?;
    assert!(timeout(Duration::from_millis(200), other.next()).await.is_err());
    assert!(nodes[0].publish(&"x".repeat(MAX_MESSAGE + 1)).await.is_err());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminated_listener_comes_back() -> anyhow::Result<()> {
    let Some(postgres) = Postgres::shared() else { return Ok(()) };
    let url = postgres.fresh_database()?;
    let nodes = two(&url).await?;
    let terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'appointments-listener' AND datname = current_database()";
    for _ in 0..3 {
        assert_eq!(postgres.psql(&url, terminate)?.trim(), "2");
        for node in &nodes {
            assert_eq!(next(node).await?, None, "the connection was lost");
            assert_eq!(next(node).await?, None, "there is a new one");
        }
        nodes[0].publish("again").await?;
        for node in &nodes {
            assert_eq!(next(node).await?.as_deref(), Some("again"));
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restarted_server_is_heard_again() -> anyhow::Result<()> {
    if Postgres::shared().is_none() {
        return Ok(());
    }
    // Its own, since it is stopped.
    let postgres = Postgres::start()?;
    let nodes = two(&postgres.fresh_database()?).await?;
    postgres.restart()?;
    assert_eq!(next(&nodes[1]).await?, None, "the connection was lost");
    assert!(hears(&nodes[1], &nodes[0]).await? > 0);
    postgres.kill()?;
    assert_eq!(next(&nodes[1]).await?, None, "the connection was lost");
    assert!(nodes[0].publish("nobody hears").await.is_err());
    // It goes on trying, and finds the server when it is there.
    assert!(timeout(Duration::from_millis(600), nodes[1].next()).await.is_err());
    postgres.restart()?;
    assert!(hears(&nodes[1], &nodes[0]).await? > 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_starts_before_the_server_waits() -> anyhow::Result<()> {
    if Postgres::shared().is_none() {
        return Ok(());
    }
    let postgres = Postgres::start()?;
    let url = postgres.fresh_database()?;
    let node = node(&url).await?;
    postgres.stop_fast()?;
    assert!(timeout(Duration::from_millis(600), node.next()).await.is_err());
    postgres.restart()?;
    assert_eq!(next(&node).await?, None);
    node.publish("here").await?;
    assert_eq!(next(&node).await?.as_deref(), Some("here"));
    Ok(())
}
