//! Appointments and names to test with.

use serde_json::{Value, json};

/// A name that nobody else has.
pub fn unique(what: &str) -> String {
    format!("{what}-{}", uuid::Uuid::now_v7().simple())
}

/// The fewest fields of an appointment. Without a doctor, so it is in nobody's way.
pub fn appointment() -> Value {
    json!({
        "title": "Check-up",
        "patientName": "Siti Rahma",
        "datebirth": "1984-02-29",
        "gender": "female",
        "startTime": "2031-03-03T09:00:00.000Z",
        "endTime": "2031-03-03T09:30:00.000Z",
    })
}

/// An object with the fields of another laid over it.
pub fn merged(mut base: Value, change: Value) -> Value {
    let (Value::Object(fields), Value::Object(change)) = (&mut base, change) else { panic!("not objects") };
    fields.extend(change);
    base
}

/// The path of an appointment.
pub fn path(appointment: &Value) -> String {
    format!("/api/appointments/{}", appointment["id"].as_str().expect("an id"))
}

/// A path below an appointment's.
pub fn at(appointment: &Value, rest: &str) -> String {
    format!("{}/{rest}", path(appointment))
}
