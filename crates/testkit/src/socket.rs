//! A WebSocket client for tests: it reads all the time, keeps every frame, and watches over what holds of any frame.

mod handshake;
mod raw;
mod record;

use std::time::Duration;

use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

pub use handshake::Handshake;
pub use raw::RawSocket;
pub use record::{End, Frame, Judge};
use record::{Record, converse};

/// Longest wait for a frame or an end, unless another is given.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connected socket. Pings are answered, frames are collected, also while nobody looks.
///
/// Its calls panic at a server that lets `seq` fall, or sends what is no frame at all.
#[derive(Debug)]
pub struct Socket {
    record: watch::Receiver<Record>,
    outgoing: mpsc::UnboundedSender<Message>,
    taken: Vec<bool>,
    protocol: Option<String>,
}

impl Socket {
    /// Connects to `/ws` of this server, with the token in the header.
    ///
    /// # Errors
    /// When the server refuses, or is not there.
    pub async fn connect(server: &str, token: &str) -> anyhow::Result<Self> {
        Handshake::with(server).bearer(token).connect().await
    }

    /// The subprotocol that the server chose.
    #[must_use]
    pub fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// The next frame that nobody has taken yet.
    ///
    /// # Panics
    /// When none comes within 10 seconds.
    pub async fn next(&mut self) -> Frame {
        self.take("a frame", |_| true).await
    }

    /// The next frame of this name that nobody has taken yet; the others stay.
    ///
    /// # Panics
    /// When none comes within 10 seconds.
    pub async fn event(&mut self, name: &str) -> Frame {
        self.event_where(name, |_| true).await
    }

    /// The next frame of this name whose data are so; the others stay.
    ///
    /// # Panics
    /// When none comes within 10 seconds.
    pub async fn event_where(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Frame {
        self.take(name, |frame| frame.event == name && wanted(&frame.data)).await
    }

    /// The next frame about this appointment, be it whole, removed or a topic's; the others stay.
    ///
    /// # Panics
    /// When none comes within 10 seconds.
    pub async fn about(&mut self, name: &str, id: &Value) -> Frame {
        self.event_where(name, |data| &data["id"] == id || &data["appointment"]["id"] == id).await
    }

    /// The next frame that nobody has taken yet, however long it takes to come; None once there is none left and the
    /// socket has ended. For sockets whose frames are all taken in order: it costs no look at the others.
    pub(crate) async fn next_or_end(&mut self) -> Option<Frame> {
        let place = self.taken.len();
        let ready = |record: &Record| record.frames.len() > place || record.end.is_some();
        // The task that writes the record marks the end before it goes.
        let _ = self.record.wait_for(ready).await;
        let record = self.record.borrow();
        record.check();
        let frame = record.frames.get(place).cloned();
        self.taken.push(true);
        frame
    }

    async fn take(&mut self, what: &str, wanted: impl Fn(&Frame) -> bool) -> Frame {
        let taken = &self.taken;
        let find = |record: &Record| {
            let is_free = |place: usize| !taken.get(place).copied().unwrap_or(false);
            (0..record.frames.len()).find(|place| is_free(*place) && wanted(&record.frames[*place]))
        };
        let waited = wait(&mut self.record, PATIENCE, |record| find(record).is_some() || record.end.is_some()).await;
        let record = self.record.borrow();
        record.check();
        let Some(place) = find(&record) else {
            panic!("no {what} {}; the socket has {}", if waited { "before the end" } else { "in time" }, record.tell());
        };
        let frame = record.frames[place].clone();
        drop(record);
        self.taken.resize(self.taken.len().max(place + 1), false);
        self.taken[place] = true;
        frame
    }

    /// All frames so far, in the order of their coming, taken or not.
    #[must_use]
    pub fn log(&self) -> Vec<Frame> {
        let record = self.record.borrow();
        record.check();
        record.frames.clone()
    }

    /// All data so far under this name, taken or not.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<Value> {
        self.log().into_iter().filter(|frame| frame.event == name).map(|frame| frame.data).collect()
    }

    /// Waits until the frames so far are as wished; for what no single frame says.
    ///
    /// # Panics
    /// When they are not within `deadline`.
    pub async fn until(&mut self, deadline: Duration, wished: impl Fn(&[Frame]) -> bool) {
        let came = wait(&mut self.record, deadline, |record| wished(&record.frames)).await;
        let record = self.record.borrow();
        record.check();
        assert!(came, "not within {deadline:?}; the socket has {}", record.tell());
    }

    /// Sends a frame.
    pub fn send(&self, frame: &Value) {
        self.send_raw(frame.to_string());
    }

    /// Sends a text frame, whatever it is.
    pub fn send_raw(&self, text: impl Into<String>) {
        self.put(Message::text(text.into()));
    }

    /// Sends a binary frame.
    pub fn send_binary(&self, bytes: Vec<u8>) {
        self.put(Message::binary(bytes));
    }

    fn put(&self, message: Message) {
        // A socket that has ended takes nothing; tests look at its end.
        let _ = self.outgoing.send(message);
    }

    /// Closes it as a page does, and waits for the end.
    pub async fn close(mut self) {
        self.put(Message::Close(None));
        wait(&mut self.record, PATIENCE, |record| record.end.is_some()).await;
    }

    /// The code with which the server closes it.
    ///
    /// # Panics
    /// When it does not within 10 seconds, or breaks off without a word.
    pub async fn closed(&mut self) -> u16 {
        match self.ended(PATIENCE).await {
            End::Closed(code) => code,
            End::Lost(why) => panic!("the connection broke off without a close frame: {why}"),
        }
    }

    /// How it ends.
    ///
    /// # Panics
    /// When it does not within `deadline`.
    pub async fn ended(&mut self, deadline: Duration) -> End {
        wait(&mut self.record, deadline, |record| record.end.is_some()).await;
        let record = self.record.borrow();
        record.check();
        record.end.clone().unwrap_or_else(|| panic!("still open after {deadline:?}; the socket has {}", record.tell()))
    }

    /// Whether it has not ended so far.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.record.borrow().end.is_none()
    }

    /// The resume point of the newest frame that had one.
    #[must_use]
    pub fn seq(&self) -> Option<i64> {
        self.record.borrow().seq
    }

    /// What the newest init said.
    #[must_use]
    pub fn epoch(&self) -> Option<String> {
        self.record.borrow().epoch.clone()
    }

    /// What to resume with.
    ///
    /// # Panics
    /// When there was no init yet.
    #[must_use]
    pub fn since(&self) -> String {
        let record = self.record.borrow();
        let (epoch, seq) = record.epoch.as_ref().zip(record.seq).expect("an init-appointments");
        format!("{epoch}:{seq}")
    }
}

/// Waits for the record to be so; false when it is not in time, or never will be.
async fn wait(record: &mut watch::Receiver<Record>, deadline: Duration, wished: impl Fn(&Record) -> bool) -> bool {
    matches!(tokio::time::timeout(deadline, record.wait_for(|record| wished(record))).await, Ok(Ok(_)))
}

/// Lets the conversation go on by itself.
fn begin(stream: handshake::Stream, protocol: Option<String>, record: Record) -> Socket {
    let (record, seen) = watch::channel(record);
    let (outgoing, orders) = mpsc::unbounded_channel();
    tokio::spawn(converse(stream, orders, record));
    Socket { record: seen, outgoing, taken: Vec::new(), protocol }
}
