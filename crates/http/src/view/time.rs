//! Instants and dates in JSON: RFC 3339 in UTC with milliseconds, and `YYYY-MM-DD`.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat};
use domain::{Instant, to_millis};
use paperclip::v2::{
    models::{DataType, DataTypeFormat},
    schema::TypedData,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// An instant as text.
#[must_use]
pub fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// An instant in JSON. Any offset is accepted; years 1 to 9999, so that every shown instant can be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub Instant);

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&stamp(self.0))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text)
            .map(Self)
            .ok_or_else(|| D::Error::custom("must be an instant such as 2026-11-23T09:00:00.000Z, with Z or an offset"))
    }
}

fn parse(text: &str) -> Option<Instant> {
    let at = to_millis(DateTime::parse_from_rfc3339(text).ok()?.to_utc());
    // A month's room at both ends, so that windows and end times can be reckoned with.
    ((at.year(), at.month()) > (1, 1) && (at.year(), at.month()) < (9999, 12)).then_some(at)
}

/// A calendar date in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.format("%Y-%m-%d").to_string())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        date.filter(|date| text.len() == 10 && date.year() >= 1)
            .map(Self)
            .ok_or_else(|| D::Error::custom("must be a date that exists, as YYYY-MM-DD"))
    }
}

macro_rules! typed {
    ($name:ident, $format:ident) => {
        impl TypedData for $name {
            fn data_type() -> DataType {
                DataType::String
            }
            fn format() -> Option<DataTypeFormat> {
                Some(DataTypeFormat::$format)
            }
        }
    };
}
typed!(Stamp, DateTime);
typed!(Date, Date);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_with_any_offset_and_shown_in_utc_with_milliseconds() {
        for (text, shown) in [
            ("2026-11-23T09:00:00Z", Some("2026-11-23T09:00:00.000Z")),
            ("2026-11-23T16:00:00.1239+07:00", Some("2026-11-23T09:00:00.123Z")),
            ("2016-12-31T23:59:60Z", Some("2017-01-01T00:00:00.000Z")),
            ("2026-11-23T09:00:00", None),
            ("2026-11-23", None),
            ("0000-01-01T00:00:00Z", None),
            ("9999-12-31T23:59:59-07:00", None),
            ("2026-02-30T09:00:00Z", None),
        ] {
            assert_eq!(parse(text).map(stamp).as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn dates_must_exist_and_be_written_in_full() {
        for (text, good) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2024-2-9", false),
            ("+2024-02-29", false),
            ("0000-01-01", false),
        ] {
            assert_eq!(serde_json::from_value::<Date>(text.into()).is_ok(), good, "{text}");
        }
    }
}
