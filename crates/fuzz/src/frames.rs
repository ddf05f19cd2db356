//! Frames that clients send over the socket.

use chrono::Duration;
use http_api::{Code, view::stamp};
use realtime::fuzzing::{Incoming, Pointing, Window, read};
use serde_json::{Value, json};

use crate::{now, refusal};

const LONGEST_WINDOW: Duration = Duration::days(400);
const LONGEST_VIEW: usize = 64;

/// What is accepted is within the documented limits, and is the same when it is written and read again.
pub fn frames(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match read(text, now()) {
        Ok(incoming) => {
            is_within(&incoming);
            assert_eq!(read(&written(&incoming), now()).ok(), Some(incoming));
        }
        Err(problem) => refusal::is_told(&problem, &[Code::InvalidFrame, Code::ValidationFailed]),
    }
    says_nothing_back(text);
}

fn is_within(incoming: &Incoming) {
    match incoming {
        Incoming::Cursor(Pointing { x, y, view }) => {
            assert!((0.0..=1.0).contains(x) && (0.0..=1.0).contains(y));
            assert!(view.chars().count() <= LONGEST_VIEW);
        }
        Incoming::Subscribe(Window { from, to }) => assert!(from < to && *to - *from <= LONGEST_WINDOW),
        Incoming::Authenticate(_) => {}
    }
}

fn written(incoming: &Incoming) -> String {
    let frame = match incoming {
        Incoming::Cursor(Pointing { x, y, view }) => {
            json!({"event": "cursor-position", "data": {"position": {"x": x, "y": y}, "view": view}})
        }
        Incoming::Subscribe(Window { from, to }) => {
            json!({"event": "subscribe", "data": {"from": stamp(*from), "to": stamp(*to)}})
        }
        Incoming::Authenticate(token) => json!({"event": "authenticate", "data": {"token": token}}),
    };
    frame.to_string()
}

fn says_nothing_back(text: &str) {
    let Ok(mut frame) = serde_json::from_str::<Value>(text) else { return };
    if let Some(data) = frame.get_mut("data") {
        *data = refusal::marked(data);
    }
    if let Err(problem) = read(&frame.to_string(), now()) {
        refusal::keeps_values_back(&problem);
    }
}
