//! A bare loop that writes one frame to many sockets, in a process of its own: plain TCP after the handshake, no queue,
//! no state, no heartbeat.
//!
//! The first connection is the master's. It brings the frame, then a byte for each time that it is to be written to all;
//! each is answered with a byte once the loop is through.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Stdio},
};

use anyhow::{Context, ensure};
use testkit::process;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::load::sockets::frames::text;

const SWITCH: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// The process; it ends with this value, or with the one that started it.
pub struct BareSockets {
    child: Child,
    pub address: SocketAddr,
    master: TcpStream,
}

impl BareSockets {
    /// Starts one that writes text frames with this payload.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(payload: &[u8]) -> anyhow::Result<Self> {
        let mut command = process::mortal(std::env::current_exe()?, "KILL", None);
        command.arg("bare-sockets").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = process::spawn(command)?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no standard output")?).read_line(&mut line)?;
        let address = line.trim().parse().context("the bare loop has not told where it listens")?;
        let mut master = TcpStream::connect(address).await?;
        master.set_nodelay(true)?;
        master.write_u32(u32::try_from(payload.len())?).await?;
        master.write_all(payload).await?;
        Ok(Self { child, address, master })
    }

    /// Has the frame written to all sockets, and waits until the loop is through.
    ///
    /// # Errors
    /// When the process has ended.
    pub async fn write(&mut self) -> anyhow::Result<()> {
        self.master.write_u8(1).await?;
        self.master.read_u8().await.context("the bare loop has ended")?;
        Ok(())
    }
}

impl Drop for BareSockets {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the process does: prints where it listens, lets sockets in, and writes when it is told to.
///
/// # Errors
/// When it cannot listen, or a socket ends.
pub fn serve() -> anyhow::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(obey())
}

async fn obey() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let (mut master, _) = listener.accept().await?;
    master.set_nodelay(true)?;
    let mut payload = vec![0; master.read_u32().await? as usize];
    master.read_exact(&mut payload).await?;
    let frame = text(&payload);
    let mut sockets = Vec::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => sockets.push(welcome(accepted?.0).await?),
            order = master.read_u8() => {
                order?;
                for socket in &mut sockets {
                    socket.write_all(&frame).await?;
                }
                master.write_u8(1).await?;
            }
        }
    }
}

/// Answers the handshake, and sends what is taken for a snapshot.
async fn welcome(mut socket: TcpStream) -> anyhow::Result<TcpStream> {
    socket.set_nodelay(true)?;
    let mut request = Vec::with_capacity(1024);
    while !request.ends_with(b"\r\n\r\n") {
        ensure!(socket.read_buf(&mut request).await? > 0, "hung up in the handshake");
    }
    socket.write_all(SWITCH).await?;
    socket.write_all(&text(b"{\"event\":\"init-appointments\",\"data\":[]}")).await?;
    Ok(socket)
}
