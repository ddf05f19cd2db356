//! What came over a socket.

use std::{fmt::Write, time::Instant};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::handshake::Stream;

/// A frame from the server.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its name.
    pub event: String,
    /// Its data.
    pub data: Value,
    /// Its resume point; presence, cursors and errors have none.
    pub seq: Option<i64>,
    /// The whole frame.
    pub json: Value,
    /// When it came.
    pub at: Instant,
}

/// How a socket ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With a close frame of this code; 1005 when it had none.
    Closed(u16),
    /// Without one.
    Lost(String),
}

/// Says what is wrong with a frame.
pub type Judge = fn(&Value) -> Vec<String>;

/// Everything that came over one socket.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) judge: Option<Judge>,
    pub(super) frames: Vec<Frame>,
    pub(super) seq: Option<i64>,
    pub(super) epoch: Option<String>,
    pub(super) end: Option<End>,
    pub(super) fault: Option<String>,
}

impl Record {
    /// # Panics
    /// When the server did what it never may.
    pub(super) fn check(&self) {
        if let Some(fault) = &self.fault {
            panic!("{fault}; the socket has {}", self.tell());
        }
    }

    /// The newest frames, for people.
    pub(super) fn tell(&self) -> String {
        let mut told = format!("ended: {:?}, {} frames:\n", self.end, self.frames.len());
        for frame in &self.frames[self.frames.len().saturating_sub(20)..] {
            let text: String = frame.json.to_string().chars().take(400).collect();
            // Writing to a String cannot fail.
            let _ = writeln!(told, "  {text}");
        }
        told
    }

    fn add(&mut self, text: &str) {
        let json: Value = serde_json::from_str(text).unwrap_or_default();
        let Some(event) = json["event"].as_str().map(str::to_owned) else {
            self.blame(format!("no frame: {text}"));
            return;
        };
        let seq = json["seq"].as_i64();
        self.look_at(&event, seq);
        if let Some(fault) = self.judge.and_then(|judge| judge(&json).into_iter().next()) {
            self.blame(format!("{fault} in {json}"));
        }
        if event == "init-appointments" {
            self.epoch = json["epoch"].as_str().map(str::to_owned);
        }
        self.seq = seq.or(self.seq);
        self.frames.push(Frame { event, data: json["data"].clone(), seq, json, at: Instant::now() });
    }

    /// What holds of every frame.
    fn look_at(&mut self, event: &str, seq: Option<i64>) {
        if seq.is_some() == matches!(event, "presence" | "cursor-position" | "error") {
            self.blame(format!("{event} with the seq {seq:?}"));
        }
        if seq.is_some() && seq < self.seq {
            self.blame(format!("seq fell from {:?} to {seq:?}", self.seq));
        }
    }

    fn blame(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }
}

/// Reads and writes until the socket ends, or nobody has it any more.
pub(super) async fn converse(
    mut stream: Stream,
    mut orders: mpsc::UnboundedReceiver<Message>,
    record: watch::Sender<Record>,
) {
    let end = loop {
        tokio::select! {
            message = stream.next() => match message {
                Some(Ok(Message::Text(text))) => record.send_modify(|record| record.add(&text)),
                Some(Ok(Message::Binary(_))) => record.send_modify(|record| record.blame("a binary frame".into())),
                Some(Ok(Message::Close(close))) => {
                    let code = close.map_or(1005, |close| u16::from(close.code));
                    // The answer to it has still to be sent; the rest is up to the server.
                    let _ = stream.flush().await;
                    break End::Closed(code);
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => break lost(&error),
                None => break End::Lost("the end".into()),
            },
            order = orders.recv() => {
                let Some(message) = order else { return };
                if let Err(error) = stream.send(message).await {
                    // What the server said at last may still be there to be read.
                    break last_word(&mut stream).await.unwrap_or_else(|| lost(&error));
                }
            }
        }
    };
    record.send_modify(|record| record.end = Some(end));
}

async fn last_word(stream: &mut Stream) -> Option<End> {
    while let Some(Ok(message)) = stream.next().await {
        if let Message::Close(close) = message {
            return Some(End::Closed(close.map_or(1005, |close| u16::from(close.code))));
        }
    }
    None
}

fn lost(error: &Error) -> End {
    End::Lost(error.to_string())
}
