//! How often the server is asked: counted on the wire, by a proxy between.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{lock::Action, testing::samples::content};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::bench::{Bench, acquire, request};

/// Statements executed: the messages Execute and Query that clients send.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl Counter {
    fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

/// A port that passes everything on to the server and counts; lives as long as the test.
async fn proxy(server: String) -> anyhow::Result<(u16, Counter)> {
    let (listener, counter) = (TcpListener::bind("127.0.0.1:0").await?, Counter::default());
    let (port, counted) = (listener.local_addr()?.port(), counter.clone());
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, server.clone(), counted.clone()));
        }
    });
    Ok((port, counter))
}

async fn pass_on(client: TcpStream, server: String, counter: Counter) -> std::io::Result<()> {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = TcpStream::connect(server).await?.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    // Two messages without a type begin a connection: whether there is TLS, and who one is.
    for _ in 0..2 {
        let length = from_client.read_u32().await?;
        forward(&mut from_client, &mut to_server, &length.to_be_bytes(), length).await?;
    }
    loop {
        let kind = from_client.read_u8().await?;
        let length = from_client.read_u32().await?;
        if matches!(kind, b'E' | b'Q') {
            counter.0.fetch_add(1, Ordering::SeqCst);
        }
        let head = [&[kind][..], &length.to_be_bytes()].concat();
        forward(&mut from_client, &mut to_server, &head, length).await?;
    }
}

/// Passes a message on; its length counts itself.
async fn forward<R, W>(from: &mut R, to: &mut W, head: &[u8], length: u32) -> std::io::Result<()>
where
    R: AsyncReadExt + Unpin,
    W: AsyncWriteExt + Unpin,
{
    let mut body = vec![0; length.saturating_sub(4) as usize];
    from.read_exact(&mut body).await?;
    to.write_all(head).await?;
    to.write_all(&body).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_on_a_lock_is_two_statements() -> anyhow::Result<()> {
    let Some(postgres) = testkit::Postgres::shared() else { return Ok(()) };
    let url = postgres.fresh_database()?;
    let (address, database) = url.trim_start_matches("postgres://postgres@").split_once('/').expect("a URL");
    let (port, counter) = proxy(address.to_owned()).await?;
    let bench = Bench::of(format!("postgres://postgres@127.0.0.1:{port}/{database}"), None, 1).await?;
    let (ann, service) = (bench.caller("Ann", false).await?, bench.service());
    let id = bench.create(ann, content(1)).await?;
    counter.take();
    for action in [acquire(), acquire(), Action::Release, acquire(), Action::Release] {
        service.execute(&request(ann, id, action)).await?;
        assert_eq!(counter.take(), 2);
    }
    // And who is refused, one.
    assert!(service.execute(&request(ann, id, Action::Release)).await.is_err());
    assert_eq!(counter.take(), 1);
    Ok(())
}
