//! Bodies that make and change appointments.

use chrono::{DateTime, Duration, NaiveDate};
use domain::{Content, ContentChange, lock::Action, to_millis};
use http_api::{
    Code, Problem,
    routes::fuzzing::{create, update},
    view::stamp,
};
use serde_json::{Map, Value, json};

use crate::{refusal, today};

/// The longest that an appointment lasts.
const LONGEST: Duration = Duration::days(31);

/// Texts, with the fewest and the most characters, and whether they may be null.
const TEXTS: [(&str, usize, usize, bool); 7] = [
    ("title", 1, 200, false),
    ("patientName", 1, 255, false),
    ("phone", 0, 32, true),
    ("address", 0, 1000, true),
    ("doctorName", 0, 255, true),
    ("note", 0, 2000, true),
    ("description", 0, 10_000, true),
];

/// Both readers, on the same bytes: what is accepted is within the documented limits, and understood as it was sent.
pub fn bodies(bytes: &[u8]) {
    match create(bytes, today()) {
        Ok((json, content)) => made(&json, &content.expect("an accepted body is whole")),
        Err(problem) => refused(&problem),
    }
    match update(bytes, today()) {
        Ok((json, action)) => changed(&json, &action),
        Err(problem) => refused(&problem),
    }
    says_nothing_back(bytes);
}

fn refused(problem: &Problem) {
    refusal::is_told(problem, &[Code::InvalidJson, Code::ValidationFailed]);
}

fn says_nothing_back(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return };
    let marked = refusal::marked(&json).to_string();
    let refusals = [create(marked.as_bytes(), today()).err(), update(marked.as_bytes(), today()).err()];
    refusals.iter().flatten().for_each(refusal::keeps_values_back);
}

fn made(json: &Value, content: &Content) {
    let fields = json.as_object().expect("only objects are accepted");
    let required = ["title", "patientName", "datebirth", "gender", "startTime", "endTime"];
    assert!(required.iter().all(|field| fields.contains_key(*field)), "something is missing in {json}");
    are_within(fields, &[]);
    assert_eq!(content.fault(), None, "{json}");
    let Content {
        title,
        patient_name,
        datebirth,
        gender: _,
        phone,
        address,
        doctor_name,
        note,
        description,
        start_time,
        end_time,
    } = content;
    assert_eq!((fields["title"].as_str(), fields["patientName"].as_str()), (Some(&**title), Some(&**patient_name)));
    let sent = |field: &str| fields.get(field).and_then(Value::as_str);
    let optional = [("phone", phone), ("address", address), ("doctorName", doctor_name), ("note", note)];
    for (field, understood) in optional.into_iter().chain([("description", description)]) {
        assert_eq!(understood.as_deref(), sent(field), "{field}");
    }
    assert_eq!(sent("datebirth"), Some(&*datebirth.to_string()));
    assert_eq!(sent("startTime").map(instant), Some(*start_time));
    assert_eq!(sent("endTime").map(instant), Some(*end_time));
    is_read_again(json, content);
}

/// What clients are shown of it can be sent as it is, and means the same.
fn is_read_again(json: &Value, content: &Content) {
    let mut again = json.clone();
    again["startTime"] = stamp(content.start_time).into();
    again["endTime"] = stamp(content.end_time).into();
    let read = create(again.to_string().as_bytes(), today()).ok().and_then(|(_, content)| content);
    assert_eq!(read.as_ref(), Some(content), "{again}");
}

fn changed(json: &Value, action: &Action) {
    let fields = json.as_object().expect("only objects are accepted");
    are_within(fields, &["version"]);
    let Action::Edit { version, change, allow_overlap } = action else { panic!("a change is no {action:?}") };
    assert_eq!(json["version"], json!(version.0));
    assert!(version.0 >= 1);
    assert_eq!(fields.get("allowOverlap").and_then(Value::as_bool), *allow_overlap);
    let ContentChange {
        title,
        patient_name,
        datebirth,
        gender,
        phone,
        address,
        doctor_name,
        note,
        description,
        start_time,
        end_time,
    } = &**change;
    for (field, understood) in [("title", title), ("patientName", patient_name)] {
        assert_eq!(fields.get(field).and_then(Value::as_str), understood.as_deref(), "{field}");
    }
    // Absent: stays. Null: is cleared.
    let optional = [("phone", phone), ("address", address), ("doctorName", doctor_name), ("note", note)];
    for (field, understood) in optional.into_iter().chain([("description", description)]) {
        assert_eq!(fields.get(field).map(Value::as_str), understood.as_ref().map(Option::as_deref), "{field}");
    }
    assert_eq!(fields.contains_key("datebirth"), datebirth.is_some());
    assert_eq!(fields.contains_key("gender"), gender.is_some());
    assert_eq!(fields.get("startTime").and_then(Value::as_str).map(instant), *start_time);
    assert_eq!(fields.get("endTime").and_then(Value::as_str).map(instant), *end_time);
    if let (Some(start), Some(end)) = (start_time, end_time) {
        assert!(start < end && *end - *start <= LONGEST, "{json}");
    }
}

fn are_within(fields: &Map<String, Value>, more: &[&str]) {
    for (field, value) in fields {
        let text = TEXTS.iter().find(|(name, ..)| name == field);
        let good = match (field.as_str(), text) {
            (_, Some((_, fewest, most, nullable))) => is_text(value, *fewest, *most) || (*nullable && value.is_null()),
            ("datebirth", _) => value.as_str().is_some_and(is_past_date),
            ("gender", _) => ["male", "female", "other", "unknown"].contains(&value.as_str().unwrap_or_default()),
            ("startTime" | "endTime", _) => value.is_string(),
            ("allowOverlap", _) => value.is_boolean(),
            (other, _) => more.contains(&other),
        };
        assert!(good, "{field} may not be {value}");
    }
}

fn is_text(value: &Value, fewest: usize, most: usize) -> bool {
    value.as_str().is_some_and(|text| (fewest..=most).contains(&text.chars().count()) && !text.contains('\0'))
}

fn is_past_date(text: &str) -> bool {
    text.parse::<NaiveDate>().is_ok_and(|date| date <= today() && date.to_string() == text)
}

fn instant(text: &str) -> domain::Instant {
    to_millis(DateTime::parse_from_rfc3339(text).expect("an accepted instant is RFC 3339").to_utc())
}
