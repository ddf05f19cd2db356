//! Frames from clients. Members that are not known are not looked at.

use domain::Instant;
use http_api::{Code, Fault, Problem, view::Stamp};
use serde::Deserialize;
use serde_json::Value;

use crate::window::{Bounds, Window};

/// The name of a view has so many characters at most.
const LONGEST_VIEW: usize = 64;

/// What a client wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// To show the others where its mouse is.
    Cursor(Pointing),
    /// To look at another window.
    Subscribe(Window),
    /// To stay beyond the end of its token.
    Authenticate(String),
}

/// Where somebody points to, in shares of a view's width and height.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointing {
    /// From 0, left, to 1.
    pub x: f64,
    /// From 0, top, to 1.
    pub y: f64,
    /// Which view, in the clients' own words.
    pub view: String,
}

#[derive(Deserialize)]
struct Envelope {
    event: String,
    #[serde(default)]
    data: Value,
}

/// Reads a frame.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str, now: Instant) -> Result<Incoming, Problem> {
    let Envelope { event, data } = serde_json::from_str(text)
        .map_err(|_| Problem::new(Code::InvalidFrame, "A frame is a JSON object with `event` and `data`."))?;
    match event.as_str() {
        "cursor-position" => cursor(&data).map(Incoming::Cursor),
        "subscribe" => subscribe(&data, now).map(Incoming::Subscribe),
        "authenticate" => authenticate(&data).map(Incoming::Authenticate),
        _ => Err(unknown()),
    }
}

fn unknown() -> Problem {
    Problem::new(Code::InvalidFrame, "The events are cursor-position, subscribe and authenticate.")
}

/// What is no text is nothing that we know.
#[must_use]
pub fn not_text() -> Problem {
    Problem::new(Code::InvalidFrame, "Frames are text.")
}

fn cursor(data: &Value) -> Result<Pointing, Problem> {
    let mut faults = Vec::new();
    let mut share = |pointer: &str| {
        let share = data.pointer(pointer).and_then(Value::as_f64).filter(|share| (0.0..=1.0).contains(share));
        share.unwrap_or_else(|| {
            faults.push(Fault::new(format!("/data{pointer}"), "must be a number from 0 to 1"));
            0.0
        })
    };
    let (x, y) = (share("/position/x"), share("/position/y"));
    let view = text(data, "/view", &mut faults);
    if view.chars().count() > LONGEST_VIEW {
        faults.push(Fault::new("/data/view", "must have at most 64 characters"));
    }
    good(Pointing { x, y, view }, &faults)
}

fn subscribe(data: &Value, now: Instant) -> Result<Window, Problem> {
    let mut faults = Vec::new();
    let mut end = |pointer: &str| {
        let end = data.pointer(pointer).and_then(|end| Stamp::deserialize(end).ok());
        if end.is_none() {
            let detail = "must be an instant such as 2026-11-23T09:00:00.000Z, with Z or an offset";
            faults.push(Fault::new(format!("/data{pointer}"), detail));
        }
        end
    };
    let bounds = Bounds { from: end("/from"), to: end("/to") };
    let window = good(bounds, &faults)?.window(now);
    window.map_err(|fault| Problem::invalid(&[Fault { pointer: format!("/data{}", fault.pointer), ..fault }]))
}

fn authenticate(data: &Value) -> Result<String, Problem> {
    let mut faults = Vec::new();
    let token = text(data, "/token", &mut faults);
    good(token, &faults)
}

fn text(data: &Value, pointer: &str, faults: &mut Vec<Fault>) -> String {
    let text = data.pointer(pointer).and_then(Value::as_str);
    if text.is_none() {
        faults.push(Fault::new(format!("/data{pointer}"), "must be text"));
    }
    text.unwrap_or_default().to_owned()
}

fn good<T>(read: T, faults: &[Fault]) -> Result<T, Problem> {
    if faults.is_empty() { Ok(read) } else { Err(Problem::invalid(faults)) }
}

#[cfg(test)]
mod tests {
    use domain::testing::samples::noon;

    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        read(text, noon()).err().map(|problem| problem.code.name())
    }

    #[test]
    fn what_is_no_frame_of_ours_is_told_so() {
        for text in ["", "nonsense", "[]", "{}", r#"{"event": 1}"#, r#"{"event": "update-appointments", "data": {}}"#] {
            assert_eq!(code(text), Some("invalid_frame"), "{text}");
        }
    }

    #[test]
    fn a_cursor_is_inside_the_view() {
        let at = |x: &str, y: &str, view: &str| {
            format!(
                r#"{{"event": "cursor-position", "data": {{"position": {{"x": {x}, "y": {y}}}, "view": "{view}", "name": "spoof"}}}}"#
            )
        };
        let good = Incoming::Cursor(Pointing { x: 0.0, y: 1.0, view: "day:2026-11-23".into() });
        assert_eq!(read(&at("0", "1", "day:2026-11-23"), noon()).ok(), Some(good));
        assert_eq!(code(&at("0.5", "0.5", &"ü".repeat(64))), None);
        for (x, y, view) in [("-0.1", "0", "v"), ("0", "1.01", "v"), ("1e400", "0", "v"), ("0", "0", &"v".repeat(65))] {
            assert!(code(&at(x, y, view)).is_some(), "{x} {y} {view}");
        }
        assert_eq!(code(r#"{"event": "cursor-position"}"#), Some("validation_failed"));
        assert_eq!(code(&at(r#""0""#, "0", "v")), Some("validation_failed"));
    }

    #[test]
    fn a_window_needs_both_ends_in_order() {
        let window =
            |from: &str, to: &str| format!(r#"{{"event": "subscribe", "data": {{"from": "{from}", "to": "{to}"}}}}"#);
        let read_one = read(&window("2026-11-01T00:00:00+07:00", "2026-12-01T00:00:00Z"), noon());
        assert!(
            matches!(read_one, Ok(Incoming::Subscribe(window)) if window.from.to_rfc3339() == "2026-10-31T17:00:00+00:00")
        );
        for text in [
            window("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z"),
            window("2026-11-01T00:00:00Z", "2028-11-01T00:00:00Z"),
            window("yesterday", "2028-11-01T00:00:00Z"),
            r#"{"event": "subscribe", "data": {"from": "2026-11-01T00:00:00Z"}}"#.to_owned(),
            r#"{"event": "subscribe"}"#.to_owned(),
        ] {
            assert_eq!(code(&text), Some("validation_failed"), "{text}");
        }
    }

    #[test]
    fn all_faults_are_named_at_once_in_words() {
        for (text, pointers) in [
            (r#"{"event": "subscribe", "data": {"from": "x", "to": 1}}"#, vec!["/data/from", "/data/to"]),
            (r#"{"event": "subscribe", "data": null}"#, vec!["/data/from", "/data/to"]),
            (
                r#"{"event": "cursor-position", "data": {"position": null, "view": 1}}"#,
                vec!["/data/position/x", "/data/position/y", "/data/view"],
            ),
            (r#"{"event": "authenticate", "data": {"token": null}}"#, vec!["/data/token"]),
        ] {
            let body = read(text, noon()).err().map(|problem| problem.body("-")).unwrap_or_default();
            let errors = body["errors"].as_array().cloned().unwrap_or_default();
            let named: Vec<_> = errors.iter().map(|error| error["pointer"].as_str().unwrap_or_default()).collect();
            assert_eq!(named, pointers, "{text}");
            assert!(
                errors.iter().all(|error| error["detail"].as_str().is_some_and(|said| said.starts_with("must be")))
            );
        }
    }

    #[test]
    fn a_token_is_text() {
        let read_one = read(r#"{"event": "authenticate", "data": {"token": "a.b.c"}}"#, noon());
        assert_eq!(read_one.ok(), Some(Incoming::Authenticate("a.b.c".into())));
        assert_eq!(code(r#"{"event": "authenticate", "data": {"token": 1}}"#), Some("validation_failed"));
    }
}
