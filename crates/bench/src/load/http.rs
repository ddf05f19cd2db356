//! Closed-loop HTTP/1.1 clients on kept connections: each sends its next request when it has the whole answer to the last.
//!
//! Requests are bytes made beforehand. Of an answer only the status and the length are read.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};

/// No answer within this time is an error.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request as it goes over the wire, and the status that its answer must have.
#[derive(Clone, Debug)]
pub struct Request {
    bytes: Vec<u8>,
    expected: u16,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, path: &str, token: &str, expected: u16) -> Self {
        let length = if method == "POST" { "Content-Length: 0\r\n" } else { "" };
        let head = format!("{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n{length}\r\n");
        Self { bytes: head.into_bytes(), expected }
    }
}

/// An answer: its bytes are in the connection's buffer until the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    /// Of head and body together.
    length: usize,
}

/// A kept connection.
#[derive(Debug)]
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        Ok(Self { address, stream: connect(address).await?, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and answers the status, once the whole answer is there.
    ///
    /// # Errors
    /// When no whole answer comes within ten seconds; the connection is a new one then.
    pub async fn send(&mut self, request: &Request) -> anyhow::Result<u16> {
        let answer = timeout(PATIENCE, self.exchange(&request.bytes)).await.context("no answer in time");
        match answer.flatten() {
            Ok(answer) => Ok(answer.status),
            Err(error) => {
                // What may still come on the old one would be taken for the next answer.
                self.stream = connect(self.address).await?;
                Err(error)
            }
        }
    }

    /// Sends a request and answers the whole answer, head and body, as it came.
    ///
    /// # Errors
    /// As [`Self::send`], and when the status is not the expected one.
    pub async fn fetch(&mut self, request: &Request) -> anyhow::Result<Vec<u8>> {
        let status = self.send(request).await?;
        if status != request.expected {
            bail!("{status} instead of {}: {}", request.expected, String::from_utf8_lossy(&self.buffer));
        }
        Ok(self.buffer.clone())
    }

    async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed");
            }
            let Some(answer) = read_head(&self.buffer)? else { continue };
            if self.buffer.len() >= answer.length {
                return Ok(answer);
            }
        }
    }
}

async fn connect(address: SocketAddr) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Reads status and length; None while the head is not whole.
fn read_head(bytes: &[u8]) -> anyhow::Result<Option<Answer>> {
    let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..head])?;
    let status = text.get(9..12).and_then(|status| status.parse().ok()).context("no status")?;
    let lengths = text.split("\r\n").filter_map(|line| line.split_once(": "));
    let length =
        lengths.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value.parse());
    let body: usize = length.last().unwrap_or(Ok(0))?;
    Ok(Some(Answer { status, length: head + 4 + body }))
}

/// In which order a client sends its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// One after the other, again and again.
    InTurn,
    /// Any of them, drawn each time.
    Random,
}

/// What one client does.
#[derive(Clone, Debug)]
pub struct Script {
    pub requests: Arc<[Request]>,
    pub order: Order,
}

/// Clients with their connections, which are kept from run to run.
pub struct Load {
    clients: Vec<Client>,
}

struct Client {
    connection: Connection,
    script: Script,
    /// The next one in turn, or the last state of the random numbers.
    state: u64,
}

/// What a load has done.
#[derive(Debug, Default)]
pub struct Outcome {
    pub elapsed: Duration,
    /// Of each request answered as expected, in microseconds, ascending.
    pub latencies: Vec<u32>,
    /// Everything but the expected status: another one, none, a broken connection.
    pub errors: u64,
    /// What the first of them was.
    pub first_error: Option<String>,
}

impl Load {
    /// Connects a client for each script.
    ///
    /// # Errors
    /// When the server takes no connection.
    pub async fn connect(address: SocketAddr, scripts: Vec<Script>) -> anyhow::Result<Self> {
        let mut clients = Vec::with_capacity(scripts.len());
        for (script, seed) in scripts.into_iter().zip(1..) {
            let state = match script.order {
                Order::InTurn => 0,
                Order::Random => seed,
            };
            clients.push(Client { connection: Connection::open(address).await?, script, state });
        }
        Ok(Self { clients })
    }

    /// Lets all of them work for so long; requests under way then are waited for, and counted.
    ///
    /// # Errors
    /// When a client ends otherwise.
    pub async fn run(&mut self, time: Duration) -> anyhow::Result<Outcome> {
        let begun = Instant::now();
        let mut tasks = JoinSet::new();
        for client in self.clients.drain(..) {
            tasks.spawn(client.work(begun + time));
        }
        let mut outcome = Outcome::default();
        while let Some(done) = tasks.join_next().await {
            let (client, part) = done?;
            self.clients.push(client);
            outcome.latencies.extend(part.latencies);
            outcome.errors += part.errors;
            outcome.first_error = outcome.first_error.or(part.first_error);
        }
        outcome.elapsed = begun.elapsed();
        outcome.latencies.sort_unstable();
        Ok(outcome)
    }
}

impl Client {
    async fn work(mut self, end: Instant) -> (Self, Outcome) {
        let mut outcome = Outcome::default();
        let requests = self.script.requests.clone();
        let mut begun = Instant::now();
        // Whole turns only: what was acquired is also released.
        while begun < end || !self.is_at_its_beginning() {
            let request = &requests[self.next(requests.len())];
            let result = self.connection.send(request).await;
            let now = Instant::now();
            match result {
                Ok(status) if status == request.expected => outcome.latencies.push(micros(now - begun)),
                Ok(status) => outcome.error(format!("{status} instead of {}", request.expected)),
                Err(error) => outcome.error(format!("{error:#}")),
            }
            if outcome.errors > 1000 {
                // It is broken, and nobody needs more of it.
                break;
            }
            begun = now;
        }
        (self, outcome)
    }

    fn is_at_its_beginning(&self) -> bool {
        self.script.order == Order::Random || self.state.is_multiple_of(self.script.requests.len() as u64)
    }

    /// The number of the next request.
    fn next(&mut self, requests: usize) -> usize {
        match self.script.order {
            Order::InTurn => self.state = self.state.wrapping_add(1),
            Order::Random => self.state = scramble(self.state),
        }
        let drawn = match self.script.order {
            Order::InTurn => self.state - 1,
            // The low bits are the weaker ones.
            Order::Random => self.state >> 33,
        };
        (drawn % requests as u64) as usize
    }
}

/// The next number of Knuth's linear congruential generator: good enough to pick requests, and always the same.
fn scramble(state: u64) -> u64 {
    state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

/// Whole microseconds.
pub fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

impl Outcome {
    fn error(&mut self, what: String) {
        self.errors += 1;
        self.first_error.get_or_insert(what);
    }

    /// Takes in what was done later.
    pub fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.latencies.sort_unstable();
        self.elapsed += other.elapsed;
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }

    /// Requests answered as expected, a second.
    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// The latency that so large a part of the requests did not exceed, in milliseconds.
    pub fn percentile(&self, part: f64) -> f64 {
        percentile(&self.latencies, part)
    }
}

/// The value that so large a part of the ascending microseconds does not exceed, in milliseconds. NaN when there is none.
pub fn percentile(ascending: &[u32], part: f64) -> f64 {
    let rank = (ascending.len() as f64 * part).ceil() as usize;
    ascending.get(rank.saturating_sub(1)).map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_when_they_are_whole() -> anyhow::Result<()> {
        let answer = b"HTTP/1.1 201 Created\r\ncontent-Length: 5\r\n\r\nhello";
        assert_eq!(read_head(&answer[..30])?, None);
        assert_eq!(read_head(answer)?, Some(Answer { status: 201, length: answer.len() }));
        let empty = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(read_head(empty)?, Some(Answer { status: 204, length: empty.len() }));
        assert!(read_head(b"HTTP/1.1\r\n\r\n").is_err());
        Ok(())
    }

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let hundred: Vec<u32> = (1..=100).map(|number| number * 1000).collect();
        assert_eq!([0.5, 0.99, 1.0].map(|part| percentile(&hundred, part)), [50.0, 99.0, 100.0]);
        assert!(percentile(&[], 0.5).is_nan());
    }
}
