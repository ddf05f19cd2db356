//! The history's clock, and how the server's instants stand on it.

use std::time::{Duration, Instant};

use checker::history::Millis;
use chrono::DateTime;
use serde_json::Value;
use testkit::Client;

use crate::Outcome;

/// So many looks at the server's clock; the quickest counts.
const LOOKS: usize = 30;

/// Rounding, and what both clocks may drift apart meanwhile.
const DRIFT: Millis = 50;

/// Milliseconds since the start.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
    /// The server's milliseconds at the start.
    origin: Millis,
    /// How far an instant of the server may be off.
    pub uncertainty: Millis,
}

impl Clock {
    /// Starts it, compared with this server's.
    pub async fn compared_with(client: &Client) -> Outcome<Self> {
        let start = Instant::now();
        let mut best = (Duration::MAX, 0);
        for _ in 0..LOOKS {
            let asked = start.elapsed();
            let config = client.get("/api/config").send().await?;
            let took = start.elapsed() - asked;
            let server = instant(&config.body["serverTime"]).ok_or("no serverTime")?;
            if took < best.0 {
                best = (took, server - millis(asked + took / 2));
            }
        }
        Ok(Self { start, origin: best.1, uncertainty: millis(best.0 / 2) + DRIFT })
    }

    /// Now.
    pub fn now(&self) -> Millis {
        millis(self.start.elapsed())
    }

    /// An instant that the server told.
    pub fn told(&self, value: &Value) -> Option<Millis> {
        Some(instant(value)? - self.origin)
    }
}

fn instant(value: &Value) -> Option<Millis> {
    Some(DateTime::parse_from_rfc3339(value.as_str()?).ok()?.timestamp_millis())
}

/// Whole milliseconds.
pub fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
