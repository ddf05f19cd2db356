//! Bodies of users, sign-in and the rest that is no appointment.

use http_api::{
    Code,
    routes::fuzzing::{BODIES, Reader},
};
use serde_json::Value;

use crate::{refusal, today};

/// Each reader, on the same bytes: what is accepted is within the documented limits.
pub fn bodies(bytes: &[u8]) {
    for (name, read) in BODIES {
        match read(bytes, today()) {
            Ok(json) => accepted(name, &json),
            Err(problem) => refusal::is_told(&problem, &[Code::InvalidJson, Code::ValidationFailed]),
        }
        says_nothing_back(read, bytes);
    }
}

fn says_nothing_back(read: Reader, bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return };
    let marked = refusal::marked(&json).to_string();
    if let Err(problem) = read(marked.as_bytes(), today()) {
        refusal::keeps_values_back(&problem);
    }
}

fn accepted(name: &str, json: &Value) {
    let (required, optional): (&[&str], &[&str]) = match name {
        "user" => (&["name", "email"], &["password", "isAdmin"]),
        "user change" => (&[], &["name", "email", "password", "currentPassword", "isAdmin"]),
        "login" => (&["email", "password"], &[]),
        "password" => (&["token", "password"], &[]),
        "set-up" => (&["token", "name", "email", "password"], &[]),
        "force-release" => (&["reason"], &[]),
        other => panic!("nothing is known of {other}"),
    };
    let fields = json.as_object().expect("only objects are accepted");
    assert!(required.iter().all(|field| fields.contains_key(*field)), "{name}: something is missing in {json}");
    for (field, value) in fields {
        let known = required.contains(&field.as_str()) || optional.contains(&field.as_str());
        assert!(known, "{name}: {field} is not known");
        assert!(is_within(name, field, value), "{name}: {field} may not be {value}");
    }
}

fn is_within(name: &str, field: &str, value: &Value) -> bool {
    if field == "isAdmin" {
        return value.is_boolean();
    }
    let Some(text) = value.as_str() else { return false };
    let characters = text.chars().count();
    let fits = match (name, field) {
        ("login", "email") => (1..=320).contains(&characters),
        ("login", "password") => (1..=1000).contains(&text.len()),
        (_, "name") => (1..=255).contains(&text.trim().chars().count()),
        (_, "email") => text.trim().chars().count() <= 254 && text.contains('@'),
        (_, "password") => (8..=71).contains(&text.len()),
        (_, "currentPassword") => text.len() <= 1000,
        (_, "token") => (1..=200).contains(&characters),
        (_, "reason") => (3..=500).contains(&characters),
        _ => false,
    };
    fits && !text.contains('\0')
}
