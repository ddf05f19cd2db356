//! Examples of bodies.

use serde_json::{Map, Value, json};

use super::Parts;

/// The id of the request that examples of problems answer.
pub const REQUEST_ID: &str = "019ab0c2-7f1e-7c3a-9d52-1f0e6a7b8c9d";

const APPOINTMENT: &str = "019ab0c1-93f2-7d40-8a11-5c2e9b7d6f30";
const LOCK: &str = "019ab0c3-02aa-7b1c-b6de-90a4c35f1e72";
const DOCTORS_OTHER: &str = "019ab0be-41d7-7e88-9f03-2b6c8d1a4e55";
const HOLDER: &str = "019ab0b0-5c11-7a02-8e4f-7d3b1c9a2e60";
const ADMIN: &str = "019ab0b0-1a2b-7c3d-9e4f-5a6b7c8d9e0f";
const CLIENT: &str = "3f0c8e52-6f1b-4f7a-9c55-0b1d2e3f4a5b";
const MADE: &str = "2026-11-20T02:15:00.000Z";
const START: &str = "2026-11-23T02:00:00.000Z";
const END: &str = "2026-11-23T02:30:00.000Z";
const NOW: &str = "2026-11-22T08:00:00.000Z";
const LATER: &str = "2026-11-22T08:05:00.000Z";

/// All examples by the name of their schema.
pub fn all() -> Parts {
    let named = |(name, value): (&str, Value)| (name.to_owned(), json!({"value": value}));
    [
        ("Appointment", appointment()),
        ("AppointmentChange", json!({"version": 1, "startTime": START, "endTime": END, "note": null})),
        ("Appointments", json!([appointment()])),
        ("AuditEvents", json!([audit_event()])),
        ("Config", config()),
        ("CreatedUser", created_user()),
        ("Doctors", json!(["Dr. Budi", "Dr. Ayu"])),
        ("Erasure", json!({"erased": [APPOINTMENT], "locked": []})),
        ("Events", json!([event()])),
        ("ForceRelease", json!({"reason": "The holder has gone home."})),
        ("Health", json!({"status": "ok"})),
        ("LiveLocks", json!([live_lock()])),
        ("LockAnswerOrNull", lock_answer()),
        ("Login", json!({"email": "sari@clinic.test", "password": "a long and private sentence"})),
        ("NewAppointment", new_appointment()),
        (
            "NewPassword",
            json!({"token": "Zk3vY0pXqQ7tR1uW9sL5nB2mC8dF4gHj", "password": "a long and private sentence"}),
        ),
        ("NewUser", json!({"name": "Sari", "email": "sari@clinic.test"})),
        ("PasswordLink", password_link()),
        ("Patient", patient()),
        ("PatientExport", patient_export()),
        ("SetUp", set_up()),
        ("SignedIn", with(user(), token())),
        ("Token", token()),
        ("UpdatedUser", user()),
        ("User", user()),
        ("UserChange", json!({"name": "Sari Dewi"})),
        ("Users", json!([user()])),
    ]
    .map(named)
    .into_iter()
    .collect()
}

/// The examples of a body with this schema.
pub fn of(schema: &Value) -> Value {
    let part = |schema: &Value| schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    let name = match part(schema) {
        Some(name) => name,
        None => part(&schema["items"]).map_or("Doctors".to_owned(), |item| format!("{item}s")),
    };
    json!({"example": {"$ref": format!("#/components/examples/{name}")}})
}

/// An appointment that is held.
pub fn appointment() -> Value {
    let record = json!({
        "id": APPOINTMENT,
        "overbooked": false,
        "version": 1,
        "revision": 2,
        "createdAt": MADE,
        "updatedAt": MADE,
        "appointmentLock": lock(),
    });
    let mut content = new_appointment();
    content["note"] = Value::Null;
    content["description"] = Value::Null;
    with(content, record)
}

/// A lock with the server's clock.
pub fn lock_answer() -> Value {
    with(lock(), json!({"serverTime": NOW}))
}

/// An appointment in the way.
pub fn conflict() -> Value {
    json!({"id": DOCTORS_OTHER, "title": "Vaccination", "startTime": START, "endTime": END})
}

fn lock() -> Value {
    json!({
        "id": LOCK,
        "appointmentId": APPOINTMENT,
        "userId": HOLDER,
        "user": {"id": HOLDER, "name": "Sari", "email": "sari@clinic.test"},
        "clientId": CLIENT,
        "requestControlByUserId": null,
        "requestControlByUser": null,
        "requestControlRespondBy": null,
        "requestForceReleaseByUserId": null,
        "requestForceReleaseByUser": null,
        "requestForceReleaseRespondBy": null,
        "expiresAt": LATER,
        "createdAt": NOW,
    })
}

fn live_lock() -> Value {
    with(lock(), json!({"appointment": {"id": APPOINTMENT, "title": "Check-up", "startTime": START}}))
}

fn new_appointment() -> Value {
    json!({
        "title": "Check-up",
        "patientName": "Siti Rahma",
        "datebirth": "1990-05-17",
        "gender": "female",
        "phone": "+62 812 345",
        "address": "Jl. Melati 5, Bandung",
        "doctorName": "Dr. Budi",
        "startTime": START,
        "endTime": END,
    })
}

fn user() -> Value {
    json!({"id": HOLDER, "name": "Sari", "email": "sari@clinic.test", "isAdmin": false, "createdAt": MADE})
}

fn token() -> Value {
    json!({"token": "header.payload.signature", "expiresAt": LATER})
}

fn password_link() -> Value {
    json!({"url": "https://appointments.example/#/password/Zk3vY0pXqQ7tR1uW9sL5nB2mC8dF4gHj", "expiresAt": LATER})
}

fn created_user() -> Value {
    with(user(), json!({"passwordLink": password_link()}))
}

fn set_up() -> Value {
    json!({
        "token": "Zk3vY0pXqQ7tR1uW9sL5nB2mC8dF4gHj",
        "name": "Ayu",
        "email": "ayu@clinic.test",
        "password": "a long and private sentence",
    })
}

fn config() -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "serverTime": NOW,
        "timeZone": "Asia/Jakarta",
        "clinicName": "Klinik Melati",
        "openingHours": "08:00-18:00",
        "signup": false,
        "setupNeeded": false,
        "lockTtl": 300.0,
        "requestTimeout": 60.0,
    })
}

fn event() -> Value {
    json!({
        "seq": 7,
        "kind": "control_requested",
        "at": NOW,
        "actor": {"id": ADMIN, "name": "Ayu"},
        "subject": {"id": HOLDER, "name": "Sari"},
        "revision": 3,
        "detail": {"lockId": LOCK, "holderId": HOLDER},
    })
}

fn patient() -> Value {
    json!({"patientName": "Siti Rahma", "datebirth": "1990-05-17"})
}

fn patient_export() -> Value {
    let exported = with(appointment(), json!({"history": [event()]}));
    with(patient(), json!({"exportedAt": NOW, "appointments": [exported]}))
}

fn audit_event() -> Value {
    json!({
        "seq": 12,
        "at": NOW,
        "kind": "appointment_read",
        "actor": {"id": HOLDER, "name": "Sari"},
        "subject": null,
        "appointmentId": APPOINTMENT,
        "window": null,
        "changed": [],
    })
}

fn with(base: Value, more: Value) -> Value {
    let members = [base, more].into_iter().filter_map(|part| match part {
        Value::Object(members) => Some(members),
        _ => None,
    });
    members.flatten().collect::<Map<_, _>>().into()
}
