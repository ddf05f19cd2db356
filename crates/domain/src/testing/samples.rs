//! Sample values.

use chrono::{Duration, NaiveDate};

use crate::{
    Appointment, AppointmentId, Content, Gender, Instant, Person, Revision, UserId, Version, appointment::Patient,
    lock::Lock,
};

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

/// Whose appointment [`content`] is.
#[must_use]
pub fn patient() -> Patient {
    let Content { patient_name: name, datebirth: born, .. } = content(0);
    Patient { name, born }
}

/// An appointment at [`noon`], made then, that nobody holds.
#[must_use]
pub fn appointment() -> Appointment {
    Appointment {
        id: AppointmentId::fresh(),
        content: content(0),
        overbooked: false,
        version: Version::FIRST,
        revision: Revision(2),
        created_at: noon(),
        updated_at: noon(),
        cancelled: None,
        lock: Lock::Free,
    }
}

/// An active person.
#[must_use]
pub fn person(id: UserId, name: &str, is_admin: bool) -> Person {
    Person { id, name: name.into(), email: format!("{}@clinic.test", name.to_lowercase()), is_admin, active: true }
}
