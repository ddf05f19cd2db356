//! Sample values.

use chrono::{Duration, NaiveDate};

use crate::{Content, Gender, Instant, Person, UserId};

/// A fixed instant to count from.
#[must_use]
pub fn noon() -> Instant {
    chrono::DateTime::from_timestamp(1_795_435_200, 0).unwrap_or_default()
}

/// Half an hour with a doctor, `hour` hours after [`noon`].
#[must_use]
pub fn content(hour: i64) -> Content {
    let start_time = noon() + Duration::hours(hour);
    Content {
        title: "Check-up".into(),
        patient_name: "Siti Rahma".into(),
        datebirth: NaiveDate::from_ymd_opt(1990, 5, 17).unwrap_or_default(),
        gender: Gender::Female,
        phone: Some("+62 812 345".into()),
        address: None,
        doctor_name: Some("Dr. Budi".into()),
        note: None,
        description: None,
        start_time,
        end_time: start_time + Duration::minutes(30),
    }
}

/// An active person.
#[must_use]
pub fn person(id: UserId, name: &str, is_admin: bool) -> Person {
    Person { id, name: name.into(), email: format!("{}@clinic.test", name.to_lowercase()), is_admin, active: true }
}
