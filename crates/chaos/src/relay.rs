//! The network between a node and PostgreSQL: a relay of TCP whose weather changes.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
    time::sleep,
};

use crate::Outcome;

/// What happens to what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// It arrives.
    Fair,
    /// It arrives, each piece so much later.
    Slow(Duration),
    /// Nothing arrives, nothing is closed; what was sent arrives later.
    Silent,
    /// The database's side is closed and the node's is not told: it talks to nobody.
    HalfOpen,
    /// All is closed, and nobody gets in.
    Cut,
}

/// A relay. Ends with its value.
#[derive(Debug)]
pub struct Relay {
    /// Where it listens.
    pub port: u16,
    weather: watch::Sender<Weather>,
    task: JoinHandle<()>,
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Relay {
    /// Starts one to this address.
    pub async fn to(target: SocketAddr) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let (weather, seen) = watch::channel(Weather::Fair);
        Ok(Self { port, weather, task: tokio::spawn(listen(listener, target, seen)) })
    }

    /// Changes the weather.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

async fn listen(listener: TcpListener, target: SocketAddr, weather: watch::Receiver<Weather>) {
    loop {
        // What fails here is one connection's bad luck.
        if let Ok((node, _)) = listener.accept().await
            && *weather.borrow() != Weather::Cut
        {
            tokio::spawn(carry(node, target, weather.clone()));
        }
    }
}

/// Carries what both say until one closes or the weather ends it.
async fn carry(mut node: TcpStream, target: SocketAddr, mut weather: watch::Receiver<Weather>) {
    until(&mut weather, |now| !matches!(now, Weather::Silent | Weather::HalfOpen)).await;
    let Ok(mut database) = TcpStream::connect(target).await else { return };
    // Small messages that wait for each other would be slow in any weather.
    let _ = (node.set_nodelay(true), database.set_nodelay(true));
    {
        let (from_node, to_node) = node.split();
        let (from_database, to_database) = database.split();
        let mut broken = weather.clone();
        tokio::select! {
            () = pump(from_node, to_database, weather.clone()) => {}
            () = pump(from_database, to_node, weather.clone()) => {}
            () = until(&mut broken, |now| matches!(now, Weather::Cut | Weather::HalfOpen)) => {}
        }
    }
    drop(database);
    until(&mut weather, |now| now != Weather::HalfOpen).await;
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut weather: watch::Receiver<Weather>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        until(&mut weather, |now| now != Weather::Silent).await;
        let now = *weather.borrow();
        if let Weather::Slow(delay) = now {
            sleep(delay).await;
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

async fn until(weather: &mut watch::Receiver<Weather>, mut wanted: impl FnMut(Weather) -> bool) {
    // Without a sender the relay is gone, and all of this with it.
    let _ = weather.wait_for(|now| wanted(*now)).await;
}
