//! Dead connections that nobody closes, and calls that are dropped. What a server does is in the contract suite.

use std::sync::Arc;

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::sleep,
};

use super::*;
use crate::Options;

const DEADLINE: Duration = Duration::from_secs(10);

/// A bus that takes a shorter silence for a loss, on a database of its own; `through` may lead its listener elsewhere.
async fn bus(silence: Duration, through: Option<&Proxy>) -> anyhow::Result<Option<PostgresBus>> {
    let Some(postgres) = testkit::Postgres::shared() else { return Ok(None) };
    let url = postgres.fresh_database()?;
    let database = Database::connect(&Options { url: url.clone(), pool: 2 }).await?;
    let listen_url = through.map_or(url.clone(), |proxy| proxy.url(&url));
    Ok(Some(PostgresBus { silence, ..PostgresBus::new(database, &listen_url) }))
}

/// A port that leads to the server, until it swallows what connections of that time say, and never closes them.
struct Proxy {
    port: u16,
    swallow: Arc<Notify>,
}

impl Proxy {
    async fn to(server: String) -> anyhow::Result<Self> {
        let (listener, swallow) = (TcpListener::bind("127.0.0.1:0").await?, Arc::new(Notify::new()));
        let (port, signal) = (listener.local_addr()?.port(), swallow.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, server.clone(), signal.clone()));
            }
        });
        Ok(Self { port, swallow })
    }

    fn url(&self, url: &str) -> String {
        let database = url.rsplit('/').next().unwrap_or_default();
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}

async fn pass_on(mut client: TcpStream, server: String, swallow: Arc<Notify>) -> std::io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    tokio::select! {
        // What arrives at the same time is swallowed, too.
        biased;
        // Both stay open and say nothing.
        () = swallow.notified() => std::future::pending().await,
        _ = copy_bidirectional(&mut client, &mut server) => {}
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_fell_silent_is_left() -> anyhow::Result<()> {
    let Some(postgres) = testkit::Postgres::shared() else { return Ok(()) };
    let url = postgres.url("");
    let proxy = Proxy::to(url.trim_start_matches("postgres://postgres@").trim_end_matches('/').to_owned()).await?;
    let silence = Duration::from_secs(1);
    let Some(bus) = bus(silence, Some(&proxy)).await? else { return Ok(()) };
    assert_eq!(timeout(DEADLINE, bus.next()).await?, None, "it has just connected");
    bus.publish("before").await?;
    assert_eq!(timeout(DEADLINE, bus.next()).await?.as_deref(), Some("before"));
    proxy.swallow.notify_waiters();
    let begun = Instant::now();
    bus.publish("swallowed").await?;
    assert_eq!(timeout(DEADLINE, bus.next()).await?, None, "it was lost");
    assert!(begun.elapsed() < silence + Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(timeout(DEADLINE, bus.next()).await?, None, "it has connected anew");
    bus.publish("after").await?;
    assert_eq!(timeout(DEADLINE, bus.next()).await?.as_deref(), Some("after"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_is_counted_over_dropped_calls() -> anyhow::Result<()> {
    let Some(bus) = bus(Duration::from_millis(300), None).await? else { return Ok(()) };
    assert_eq!(timeout(DEADLINE, bus.next()).await?, None, "it has just connected");
    let mut dropped = 0;
    let begun = Instant::now();
    while timeout(Duration::from_millis(20), bus.next()).await.is_err() {
        dropped += 1;
        assert!(begun.elapsed() < DEADLINE, "it listens for ever");
    }
    assert!(dropped > 1, "{dropped}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_call_loses_nothing() -> anyhow::Result<()> {
    let Some(bus) = bus(SILENCE, None).await? else { return Ok(()) };
    assert_eq!(timeout(DEADLINE, bus.next()).await?, None, "it has just connected");
    let said: Vec<String> = (0..100).map(|number| format!("{number} {}", "x".repeat(number * 70))).collect();
    let heard = async {
        let mut heard = Vec::new();
        while heard.len() < said.len() {
            // Dropped at every point at which it can wait.
            if let Ok(message) = timeout(Duration::ZERO, bus.next()).await {
                heard.push(message.expect("nothing is lost"));
            }
            sleep(Duration::from_micros(100)).await;
        }
        heard
    };
    let says = async {
        for message in &said {
            bus.publish(message).await?;
        }
        anyhow::Ok(())
    };
    let (heard, says) = tokio::join!(timeout(DEADLINE, heard), says);
    says?;
    assert_eq!(heard?, said);
    Ok(())
}

#[tokio::test]
async fn nobody_answers_who_is_alone() -> anyhow::Result<()> {
    Alone.publish("hello").await?;
    assert!(timeout(Duration::from_millis(20), Alone.next()).await.is_err());
    Ok(())
}
