//! `X-Client-Id`, `Idempotency-Key` and `If-Match`.

use domain::{Appointment, People, lock::State, testing::samples};
use http_api::{
    Code,
    routes::fuzzing::{intent, request},
    view::{AppointmentView, etag},
};

use crate::refusal;

/// Which header a line is of.
const NAMES: [(u8, &str); 3] = [(b'c', "x-client-id"), (b'k', "idempotency-key"), (b'm', "if-match")];

/// Stands for the tag of the appointment in a line, so that it can be found.
const TAG: &str = "$";

/// Each line of the input is a header: a letter for its name, then its value.
pub fn headers(bytes: &[u8]) {
    let state = State { appointment: Some(appointment()), people: People::default() };
    let tag = tag(&state);
    let lines: Vec<(&str, Vec<u8>)> =
        bytes.split(|byte| *byte == b'\n').filter_map(|line| header(line, &tag)).collect();
    let given: Vec<(&str, &[u8])> = lines.iter().map(|(name, value)| (*name, value.as_slice())).collect();
    let Some(request) = request("", &given) else { return };
    match intent(&request) {
        Ok(intent) => {
            let first = |name| given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
            client_is(first("x-client-id"), intent.client.map(|client| client.0.to_string()));
            key_is(first("idempotency-key"), intent.key.as_ref().map(|key| key.key.as_str()));
            let conditions: Vec<&[u8]> =
                given.iter().filter(|(name, _)| *name == "if-match").map(|(_, v)| *v).collect();
            let holds = intent.precondition().map(|precondition| (precondition.0)(&state));
            condition_is(&conditions, &tag, holds);
        }
        Err(problem) => refusal::is_told(&problem, &[Code::ValidationFailed]),
    }
}

fn header(line: &[u8], tag: &str) -> Option<(&'static str, Vec<u8>)> {
    let (letter, value) = line.split_first()?;
    let (_, name) = NAMES.iter().find(|(known, _)| known == letter)?;
    let value = match std::str::from_utf8(value) {
        Ok(text) => text.replace(TAG, tag).into_bytes(),
        Err(_) => value.to_vec(),
    };
    Some((name, value))
}

/// An accepted client is a UUID in its long form, whatever the case of its letters.
fn client_is(sent: Option<&[u8]>, understood: Option<String>) {
    assert_eq!(sent.is_some(), understood.is_some());
    if let (Some(sent), Some(understood)) = (sent, understood) {
        assert!(sent.eq_ignore_ascii_case(understood.as_bytes()));
    }
}

fn key_is(sent: Option<&[u8]>, understood: Option<&str>) {
    assert_eq!(sent, understood.map(str::as_bytes));
    if let Some(key) = sent {
        assert!((1..=128).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic));
    }
}

/// Only the tag itself, or a star, makes it hold; a weak tag never does.
fn condition_is(sent: &[&[u8]], tag: &str, holds: Option<bool>) {
    assert_eq!(holds.is_some(), !sent.is_empty());
    let parts = sent.iter().flat_map(|value| value.split(|byte| *byte == b','));
    let named = parts.map(<[u8]>::trim_ascii).any(|part| part == b"*" || part == tag.as_bytes());
    match holds {
        Some(true) => assert!(named),
        Some(false) => assert!(!named || sent.iter().any(|value| !value.is_ascii())),
        None => {}
    }
}

fn appointment() -> Appointment {
    let mut appointment = samples::appointment();
    appointment.id = domain::AppointmentId(Default::default());
    appointment
}

fn tag(state: &State) -> String {
    let view = AppointmentView::of(state).expect("there is an appointment");
    etag(&view).to_str().expect("a tag is ASCII").to_owned()
}
