//! Where a list goes on, as opaque text.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::DateTime;
use domain::{AppointmentId, Instant};
use uuid::Uuid;

use crate::{Code, Problem};

/// After this appointment.
pub fn after((at, id): (Instant, AppointmentId)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{id}", at.timestamp_millis()))
}

/// The appointment that a cursor points behind.
///
/// # Errors
/// It is not a cursor.
pub fn appointment(cursor: &str) -> Result<(Instant, AppointmentId), Problem> {
    let read = || {
        let text = decode(cursor)?;
        let (millis, id) = text.split_once('.')?;
        Some((storable(millis)?, AppointmentId(Uuid::try_parse(id).ok()?)))
    };
    read().ok_or_else(invalid)
}

/// Before this event.
pub fn before(seq: i64) -> String {
    URL_SAFE_NO_PAD.encode(seq.to_string())
}

/// The event that a cursor points before.
///
/// # Errors
/// It is not a cursor.
pub fn event(cursor: &str) -> Result<i64, Problem> {
    decode(cursor).and_then(|text| text.parse().ok()).ok_or_else(invalid)
}

/// Older than this entry of the access log.
pub fn older((at, seq): (Instant, i64)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{seq}", at.timestamp_millis()))
}

/// The entry of the access log that a cursor points behind.
///
/// # Errors
/// It is not a cursor.
pub fn access(cursor: &str) -> Result<(Instant, i64), Problem> {
    let read = || {
        let text = decode(cursor)?;
        let (millis, seq) = text.split_once('.')?;
        Some((storable(millis)?, seq.parse().ok()?))
    };
    read().ok_or_else(invalid)
}

/// An instant of the years that databases take, 1 to 9999.
fn storable(millis: &str) -> Option<Instant> {
    let at = DateTime::from_timestamp_millis(millis.parse().ok()?)?;
    (-62_135_596_800_000..253_402_300_800_000).contains(&at.timestamp_millis()).then_some(at)
}

fn decode(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

fn invalid() -> Problem {
    Problem::new(Code::InvalidCursor, "Take the cursor from the header `Link` of the page before.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_back_and_others_refused() {
        let place = (DateTime::from_timestamp_millis(1_795_435_200_123).unwrap(), AppointmentId::fresh());
        assert_eq!(appointment(&after(place)).unwrap(), place);
        assert_eq!(event(&before(42)).unwrap(), 42);
        for bad in ["", "x", "%%", &URL_SAFE_NO_PAD.encode("1.2"), &before(7), &after((Instant::MAX_UTC, place.1))] {
            assert_eq!(appointment(bad).unwrap_err().code, Code::InvalidCursor, "{bad}");
        }
        assert_eq!(event("x").unwrap_err().code, Code::InvalidCursor);
    }
}
