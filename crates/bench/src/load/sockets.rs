//! Thousands of WebSockets that only listen, all on one thread of their own, as cheap as they can be: a socket is a task
//! that reads into a buffer which all of them share, and follows frames by their headers. No frame is parsed.

pub mod frames;
mod tally;

use std::{
    cell::RefCell,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    thread::JoinHandle,
    time::Instant,
};

use anyhow::{Context as _, bail, ensure};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf},
    net::TcpStream,
    sync::{Semaphore, oneshot},
};

use frames::Frames;
pub use frames::Heard;
pub use tally::{Arrival, Tally};

/// So many handshakes are under way at most.
const IN_FLIGHT: usize = 64;

/// A masked pong without a payload.
const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];

thread_local! {
    /// What a read fills; what is in it is dealt with before the next.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; 64 * 1024]);
}

/// The request that opens a socket which looks at [from, to).
pub fn handshake(token: &str, from: &str, to: &str) -> Vec<u8> {
    // The key of the RFC's example: nobody checks what is made of it.
    format!(
        "GET /ws?from={from}&to={to} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .into_bytes()
}

/// Sockets that are open, all of them to one address. They end with this value.
pub struct Crowd {
    size: usize,
    tally: Tally,
    thread: Option<JoinHandle<()>>,
    stop: Option<oneshot::Sender<()>>,
}

/// How long it took.
#[derive(Clone, Debug)]
pub struct Opening {
    pub begun: Instant,
    /// When the first frame of each socket, its snapshot, was there as a whole; ascending.
    pub snapshots: Vec<Instant>,
}

impl Crowd {
    /// Opens so many with these requests in turn, and answers when each has its snapshot.
    ///
    /// # Errors
    /// When one of them is refused or ends.
    pub async fn open(address: SocketAddr, requests: &[Vec<u8>], size: usize) -> anyhow::Result<(Self, Opening)> {
        let tally = Tally::default();
        let snapshots = tally.expect(Heard::Init, size);
        let (stop, stopped) = oneshot::channel();
        let opening = Sockets { address, requests: requests.into(), size, tally: tally.clone() };
        let begun = Instant::now();
        let thread = std::thread::spawn(move || opening.run(stopped));
        let crowd = Self { size, tally, thread: Some(thread), stop: Some(stop) };
        let snapshots = snapshots.everywhere().await?;
        Ok((crowd, Opening { begun, snapshots }))
    }

    /// What it hears.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Begins to wait for an `update-appointments` at each of them; to be called before it is caused.
    pub fn expect_update(&self) -> Arrival {
        self.tally.expect(Heard::Update, self.size)
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        drop(self.stop.take());
        // It has nothing to say.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// What the thread works with.
struct Sockets {
    address: SocketAddr,
    requests: Arc<[Vec<u8>]>,
    size: usize,
    tally: Tally,
}

impl Sockets {
    fn run(self, stopped: oneshot::Receiver<()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        match runtime {
            // All sockets end with the runtime.
            Ok(runtime) => runtime.block_on(async {
                self.begin();
                // Told, or nobody is there any more to tell.
                let _ = stopped.await;
            }),
            Err(error) => self.tally.lose(format!("no runtime: {error}")),
        }
    }

    fn begin(self) {
        let turns = Arc::new(Semaphore::new(IN_FLIGHT));
        for number in 0..self.size {
            let (turns, requests, tally) = (turns.clone(), self.requests.clone(), self.tally.clone());
            let address = self.address;
            tokio::spawn(async move {
                let request = &requests[number % requests.len()];
                let why = match enter(address, request, &turns).await {
                    Ok((stream, begun)) => Socket::new(number, stream, tally.clone()).listen(&begun).await,
                    Err(error) => format!("{error:#}"),
                };
                tally.lose(why);
            });
        }
    }
}

/// Makes a handshake when it is its turn. Answers what came after the server's answer, too.
async fn enter(address: SocketAddr, request: &[u8], turns: &Semaphore) -> anyhow::Result<(TcpStream, Vec<u8>)> {
    let _turn = turns.acquire().await?;
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    stream.write_all(request).await?;
    let mut answer = Vec::with_capacity(1024);
    let head = loop {
        ensure!(stream.read_buf(&mut answer).await? > 0, "hung up in the handshake");
        if let Some(end) = answer.windows(4).position(|end| end == b"\r\n\r\n") {
            break end + 4;
        }
    };
    if !answer.starts_with(b"HTTP/1.1 101 ") {
        bail!("refused: {}", String::from_utf8_lossy(&answer));
    }
    answer.drain(..head);
    Ok((stream, answer))
}

/// One socket after its handshake.
struct Socket {
    number: usize,
    stream: TcpStream,
    frames: Frames,
    tally: Tally,
}

impl Socket {
    fn new(number: usize, stream: TcpStream, tally: Tally) -> Self {
        Self { number, stream, frames: Frames::default(), tally }
    }

    /// Listens until it ends, and tells why it did.
    async fn listen(mut self, begun: &[u8]) -> String {
        match self.take(begun) {
            Some(why) => why,
            None => std::future::poll_fn(|context| BUFFER.with_borrow_mut(|buffer| self.read(context, buffer))).await,
        }
    }

    fn read(&mut self, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<String> {
        loop {
            let mut into = ReadBuf::new(buffer);
            let read = ready!(Pin::new(&mut self.stream).poll_read(context, &mut into));
            let ended = match read {
                Ok(()) if into.filled().is_empty() => Some("hung up without a word".to_owned()),
                Ok(()) => self.take(into.filled()),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = ended {
                return Poll::Ready(why);
            }
        }
    }

    /// Deals with what came; answers why the socket has ended, if it has.
    fn take(&mut self, bytes: &[u8]) -> Option<String> {
        let Self { number, stream, frames, tally } = self;
        let mut ended = None;
        tally.received(bytes.len());
        frames.feed(bytes, |heard| match heard {
            // A few bytes on a socket to which nothing else is written: they are always taken at once.
            Heard::Ping => ended = stream.try_write(&PONG).err().map(|error| error.to_string()),
            Heard::Close(code) => ended = Some(format!("closed with {code}")),
            heard => tally.heard(*number, heard),
        });
        ended
    }
}

/// The next `update-appointments` of a socket of its own, as it comes over the wire.
pub struct Sample {
    stream: TcpStream,
    begun: Vec<u8>,
}

impl Sample {
    /// Connects; to be called before the frame is caused.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn open(address: SocketAddr, request: &[u8]) -> anyhow::Result<Self> {
        let (stream, begun) = enter(address, request, &Semaphore::new(1)).await?;
        Ok(Self { stream, begun })
    }

    /// Waits for the frame and answers its payload.
    ///
    /// # Errors
    /// When the socket ends.
    pub async fn payload(mut self) -> anyhow::Result<Vec<u8>> {
        let mut frames = Frames::default();
        let mut payload = Vec::new();
        let mut bytes = std::mem::take(&mut self.begun);
        loop {
            for byte in bytes.drain(..) {
                payload.push(byte);
                let mut heard = None;
                frames.feed(&[byte], |one| heard = Some(one));
                match heard {
                    Some(Heard::Update) => return without_header(&payload),
                    Some(_) => payload.clear(),
                    None => {}
                }
            }
            ensure!(self.stream.read_buf(&mut bytes).await? > 0, "hung up");
        }
    }
}

fn without_header(frame: &[u8]) -> anyhow::Result<Vec<u8>> {
    let begin = frame.iter().position(|byte| *byte == b'{').context("no object in the frame")?;
    Ok(frame[begin..].to_vec())
}
