//! Peers that do not behave: they read slowly or not at all, and answer no ping.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, bail};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;

/// So many bytes wait unread on our side, at most, about: what a peer with a small window takes.
const SMALL: usize = 4096;

/// A socket without a client behind it: nothing is read but when told to, nothing is ever answered.
#[derive(Debug)]
pub struct RawSocket {
    stream: TcpStream,
}

impl RawSocket {
    /// Connects to `/ws` of this server and reads the answer, and nothing after it.
    ///
    /// # Errors
    /// When the server is not there or refuses.
    pub async fn connect(server: &str, token: &str, query: &str) -> anyhow::Result<Self> {
        let address = server.strip_prefix("http://").context("not http://")?;
        let mut stream = with_small_buffer(address.parse()?)?;
        let head = format!(
            "GET /ws?{query} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n\r\n",
            generate_key()
        );
        stream.write_all(head.as_bytes()).await?;
        let answer = read_head(&mut stream).await?;
        if !answer.starts_with("HTTP/1.1 101 ") {
            bail!("refused: {answer}");
        }
        Ok(Self { stream })
    }

    /// Sends these bytes as they are.
    ///
    /// # Errors
    /// When the connection has ended.
    pub async fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        Ok(self.stream.write_all(bytes).await?)
    }

    /// Reads to the end and answers the code of the close frame that was there, if any.
    ///
    /// # Errors
    /// When the connection does not end within `deadline`.
    pub async fn close_code(&mut self, deadline: Duration) -> anyhow::Result<Option<u16>> {
        let mut all = Vec::new();
        // A reset is an end, too.
        let _ = timeout(deadline, self.stream.read_to_end(&mut all)).await.context("still open")?;
        // A close frame of a server: 0x88, a length below 126, the code.
        let close = all.windows(4).rfind(|bytes| bytes[0] == 0x88 && (2..126).contains(&bytes[1]));
        Ok(close.map(|bytes| u16::from_be_bytes([bytes[2], bytes[3]])))
    }

    /// Reads and throws away all there is until the connection ends, and answers how many bytes there were.
    ///
    /// # Errors
    /// When it does not end within `deadline`.
    pub async fn drain(&mut self, deadline: Duration) -> anyhow::Result<usize> {
        timeout(deadline, self.read_to_end()).await.with_context(|| format!("still open after {deadline:?}"))
    }

    async fn read_to_end(&mut self) -> usize {
        let mut buffer = vec![0; 64 * 1024];
        let mut total = 0;
        // A reset is an end, too.
        while let Ok(count @ 1..) = self.stream.read(&mut buffer).await {
            total += count;
        }
        total
    }
}

fn with_small_buffer(address: SocketAddr) -> anyhow::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // Before connecting: the window is agreed on then.
    socket.set_recv_buffer_size(SMALL)?;
    socket.connect(&address.into())?;
    socket.set_nonblocking(true)?;
    Ok(TcpStream::from_std(socket.into())?)
}

async fn read_head(stream: &mut TcpStream) -> anyhow::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(timeout(Duration::from_secs(10), stream.read_u8()).await??);
    }
    Ok(String::from_utf8(head)?)
}
