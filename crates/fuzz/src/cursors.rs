//! Cursors of the list and of history.

use chrono::Datelike;
use http_api::{Code, routes::fuzzing::cursor};

use crate::refusal;

/// What is accepted is a place that can be asked for, and is the same when it is written and read again.
pub fn cursors(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match cursor::appointment(text) {
        Ok(place) => {
            assert!((1..=9999).contains(&place.0.year()));
            assert_eq!(cursor::appointment(&cursor::after(place)).ok(), Some(place));
        }
        Err(problem) => refusal::is_told(&problem, &[Code::InvalidCursor]),
    }
    match cursor::event(text) {
        Ok(seq) => assert_eq!(cursor::event(&cursor::before(seq)).ok(), Some(seq)),
        Err(problem) => refusal::is_told(&problem, &[Code::InvalidCursor]),
    }
}
