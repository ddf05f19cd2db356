//! What the views serialise to fits the document's schemas, at both ends of what may be absent or null.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::{
    Appointment, AppointmentId, Cancellation, ClientId, Content, Instant, LockId, People, Revision, User, UserId,
    Version,
    appointment::Field,
    lock::{ControlRequest, Detail, Event, EventKind, Held, Lock, Request, State, event::Moved},
    ports::appointments::Recorded,
    service::Snapshot,
    testing::samples::{content, noon, person},
};
use http_api::{
    openapi::document,
    view::{AppointmentView, EventView, LockAnswer, UserView},
};
use openapi_support::{faults, resolved};
use serde_json::{Value, json};

mod openapi_support;

fn sample(content: Content, lock: Lock, cancelled: Option<Cancellation>) -> Appointment {
    Appointment {
        id: AppointmentId::fresh(),
        content,
        overbooked: false,
        version: Version::FIRST,
        revision: Revision(3),
        created_at: noon(),
        updated_at: noon(),
        cancelled,
        lock,
    }
}

/// Nothing said that need not be.
fn bare() -> Content {
    Content { phone: None, address: None, doctor_name: None, note: None, description: None, ..content(0) }
}

/// Everything said that can be.
fn full() -> Content {
    let some = || Some("x".to_owned());
    Content { address: some(), note: some(), description: some(), ..content(0) }
}

fn held(holder: UserId, asker: Option<UserId>, respond_by: Option<Instant>) -> Lock {
    let request = asker.map(|by| Request { by, respond_by });
    Lock::Held(Held {
        id: LockId::fresh(),
        holder,
        client: asker.map(|asker| ClientId(asker.0)),
        created_at: noon(),
        expires_at: noon() + Duration::minutes(5),
        control: request.clone().map(|request| ControlRequest { request, becomes: LockId::fresh() }),
        force_release: request,
    })
}

fn fits(part: &str, value: &Value) {
    let schema = json!({"$ref": format!("#/components/schemas/{part}")});
    assert_eq!(faults(&document(), &schema, value), [""; 0], "{part}: {value}");
}

/// The names of all members, so that a schema that lacks one is found.
fn shown(part: &str, values: &[Value]) {
    let document = document();
    let schema = json!({"$ref": format!("#/components/schemas/{part}")});
    let known: BTreeSet<String> =
        resolved(&document, &schema)["properties"].as_object().expect("properties").keys().cloned().collect();
    let seen: BTreeSet<String> =
        values.iter().filter_map(Value::as_object).flat_map(|members| members.keys().cloned()).collect();
    assert_eq!(seen, known, "{part}");
}

#[test]
fn appointments_and_locks_fit() {
    let (holder, asker) = (UserId::fresh(), UserId::fresh());
    let people: People = [person(holder, "Sari", false), person(asker, "Ayu", true)].into_iter().collect();
    let later = Some(noon() + Duration::minutes(1));
    let cancelled = Some(Cancellation { by: holder, at: noon() });
    let mut appointments = Vec::new();
    let mut answers = Vec::new();
    for lock in
        [Lock::Free, held(holder, None, None), held(holder, Some(asker), None), held(holder, Some(asker), later)]
    {
        for content in [bare(), full()] {
            let appointment = sample(content, lock.clone(), None);
            appointments.push(json!(AppointmentView::new(&appointment, &people)));
            appointments.push(json!(AppointmentView::new(&appointment, &People::default())));
            let state = State { appointment: Some(appointment), people: people.clone() };
            answers.push(json!(LockAnswer::of(&Snapshot { now: noon(), state })));
        }
    }
    appointments.push(json!(AppointmentView::new(&sample(full(), Lock::Free, cancelled), &people)));
    appointments.iter().for_each(|appointment| fits("Appointment", appointment));
    answers.iter().for_each(|answer| fits("LockAnswerOrNull", answer));
    answers.iter().filter(|answer| !answer.is_null()).for_each(|answer| fits("LockAnswer", answer));
    shown("Appointment", &appointments);
    shown("LockAnswer", &answers);
    let locks: Vec<Value> = appointments.iter().map(|appointment| appointment["appointmentLock"].clone()).collect();
    shown("LockOrNull", &locks);
}

#[test]
fn events_fit() {
    let actor = UserId::fresh();
    let people: People = [person(actor, "Sari", false)].into_iter().collect();
    let time = || Some(Moved { from: noon(), to: noon() + Duration::hours(1) });
    let full = Detail {
        reason: Some("late".to_owned()),
        changed: vec![Field::StartTime, Field::DoctorName],
        start_time: time(),
        end_time: time(),
        doctor_name: Some(Moved { from: None, to: Some("Dr. Budi".to_owned()) }),
        lock: Some(LockId::fresh()),
        expires_at: None,
        respond_by: None,
        holder: Some(actor),
    };
    let mut events = Vec::new();
    for (kind, _) in EventKind::ALL {
        for (actor, detail) in [(None, Detail::default()), (Some(actor), full.clone())] {
            let event = Event { kind, revision: Revision(1), actor, subject: actor, at: noon(), detail };
            let recorded = Recorded { seq: 1, appointment: AppointmentId::fresh(), event };
            events.push(json!(EventView::new(&recorded, &people)));
        }
    }
    events.iter().for_each(|event| fits("Event", event));
    shown("Event", &events);
    let details: Vec<Value> = events.iter().map(|event| event["detail"].clone()).collect();
    shown("EventDetail", &details);
}

#[test]
fn users_fit() {
    let user = User {
        id: UserId::fresh(),
        name: "Sari".to_owned(),
        email: "sari@clinic.test".to_owned(),
        is_admin: false,
        created_at: noon(),
    };
    let user = json!(UserView::from(&user));
    fits("User", &user);
    shown("User", &[user]);
}

#[test]
fn the_check_finds_what_does_not_fit() {
    let schema = json!({
        "type": "object",
        "required": ["a"],
        "additionalProperties": false,
        "properties": {"a": {"type": "string", "maxLength": 1}, "b": {"type": "integer", "minimum": 1}},
    });
    for (value, count) in [
        (json!({"a": "x"}), 0),
        (json!({}), 1),
        (json!({"a": null}), 1),
        (json!({"a": "xy", "b": 0, "c": 1}), 3),
        (json!([]), 1),
    ] {
        assert_eq!(faults(&Value::Null, &schema, &value).len(), count, "{value}");
    }
}
