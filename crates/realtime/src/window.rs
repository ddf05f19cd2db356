//! The stretch of time that a socket looks at.

use chrono::{Duration, NaiveTime};
use domain::{Appointment, Instant};
use http_api::{Fault, view::Stamp};
use sha2::{Digest, Sha256};

/// A window has so many days at most.
const LONGEST: Duration = Duration::days(400);
/// So many days back, when nothing is said, from the midnight before, so that a resumed window is the same one.
const BACK: Duration = Duration::days(31);
/// So many days ahead.
const AHEAD: Duration = Duration::days(92);

/// From the earliest start to the latest end of an appointment's times, before and after a change.
pub type Span = (Instant, Instant);

/// From an instant until before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

/// What a client says of the window: on the URL either end may be missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// The first instant.
    pub from: Option<Stamp>,
    /// The first instant after it.
    pub to: Option<Stamp>,
}

impl Bounds {
    /// The window that is meant, if it is one.
    ///
    /// # Errors
    /// It ends before it begins, or is too long.
    pub fn window(&self, now: Instant) -> Result<Window, Fault> {
        let today = now.date_naive().and_time(NaiveTime::MIN).and_utc();
        let from = self.from.map_or(today - BACK, |from| from.0);
        let to = self.to.map_or(today + AHEAD, |to| to.0);
        match to - from {
            length if length <= Duration::zero() => Err(Fault::new("/to", "must be after from")),
            length if length > LONGEST => Err(Fault::new("/to", "must be at most 400 days after from")),
            _ => Ok(Window { from, to }),
        }
    }
}

impl Window {
    /// Whether something of this span is in it.
    #[must_use]
    pub fn overlaps(&self, span: Span) -> bool {
        span.0 < self.to && span.1 > self.from
    }

    /// Tells it from others, so that a client which resumes can be known to look at the same.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let Self { from, to } = self;
        let digest = Sha256::digest(format!("{} {}", from.timestamp_millis(), to.timestamp_millis()));
        digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The span of an appointment as it stands.
#[must_use]
pub fn span_of(appointment: &Appointment) -> Span {
    (appointment.content.start_time, appointment.content.end_time)
}

#[cfg(test)]
mod tests {
    use domain::testing::samples::noon;

    use super::*;

    fn bounds(from: Option<Instant>, to: Option<Instant>) -> Bounds {
        Bounds { from: from.map(Stamp), to: to.map(Stamp) }
    }

    #[test]
    fn what_is_not_said_is_a_month_back_and_three_ahead_the_whole_day_long() {
        let morning = bounds(None, None).window(noon() - Duration::hours(11)).unwrap();
        assert_eq!(bounds(None, None).window(noon() + Duration::hours(11)).unwrap(), morning);
        assert_eq!(morning.to - morning.from, Duration::days(31 + 92));
        assert!(morning.from < noon() - Duration::days(31) && morning.to > noon() + Duration::days(91));
    }

    #[test]
    fn windows_have_an_end_after_their_start_and_400_days_at_most() {
        for (length, good) in [
            (Duration::zero(), false),
            (Duration::milliseconds(-1), false),
            (Duration::milliseconds(1), true),
            (Duration::days(400), true),
            (Duration::days(400) + Duration::milliseconds(1), false),
        ] {
            assert_eq!(bounds(Some(noon()), Some(noon() + length)).window(noon()).is_ok(), good, "{length}");
        }
    }

    #[test]
    fn a_span_overlaps_when_a_millisecond_of_it_is_inside() {
        let window = bounds(Some(noon()), Some(noon() + Duration::hours(1))).window(noon()).unwrap();
        let (hour, millisecond) = (Duration::hours(1), Duration::milliseconds(1));
        for (span, inside) in [
            ((noon() - hour, noon()), false),
            ((noon() - hour, noon() + millisecond), true),
            ((noon() + hour, noon() + hour * 2), false),
            ((noon() + hour - millisecond, noon() + hour * 2), true),
            ((noon() - hour, noon() + hour * 2), true),
        ] {
            assert_eq!(window.overlaps(span), inside, "{span:?}");
        }
    }

    #[test]
    fn fingerprints_tell_windows_apart() {
        let window = |length| bounds(Some(noon()), Some(noon() + length)).window(noon()).unwrap().fingerprint();
        assert_eq!(window(Duration::hours(1)), window(Duration::hours(1)));
        assert_ne!(window(Duration::hours(1)), window(Duration::hours(2)));
        assert_eq!(window(Duration::hours(1)).len(), 8);
    }
}
