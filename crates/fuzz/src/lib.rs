//! What fuzzers feed: each target reads bytes as a part of the server would, and panics when what comes out breaks a
//! promise. That it does not panic inside is the least of them.
//!
//! `libfuzzer/` runs them against a growing corpus (`just fuzz`); `corpus/` is what that left, and a test replays it.
//!
//! To add a target: a file with its function, a row in [`TARGETS`], a folder in `corpus/` with an input or two.

mod accounts;
mod appointments;
mod cursors;
mod frames;
mod headers;
mod queries;
mod refusal;

use chrono::{DateTime, NaiveDate, Utc};

/// A target: it panics when it finds something.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("accounts", accounts::bodies),
    ("appointments", appointments::bodies),
    ("cursors", cursors::cursors),
    ("frames", frames::frames),
    ("headers", headers::headers),
    ("queries", queries::queries),
];

/// The instant of all readings.
fn now() -> DateTime<Utc> {
    domain::testing::samples::noon()
}

fn today() -> NaiveDate {
    now().date_naive()
}
