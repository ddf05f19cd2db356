//! Schemas: named parts, bounds, what is required and what may be null.

use domain::{
    lock::EventKind,
    ports::access::{AccessKind, UserField},
};
use serde_json::{Map, Value, json};

use super::Parts;

/// Bodies of requests, with what is required of them. Nothing else may be in them.
const REQUESTS: &[(&str, &[&str])] = &[
    ("AppointmentChange", &["version"]),
    ("ForceRelease", &["reason"]),
    ("Login", &["email", "password"]),
    ("NewAppointment", &["title", "patientName", "datebirth", "gender", "startTime", "endTime"]),
    ("NewPassword", &["token", "password"]),
    ("NewUser", &["name", "email"]),
    ("Patient", &["patientName", "datebirth"]),
    ("SetUp", &["token", "name", "email", "password"]),
    ("UserChange", &[]),
];

/// What answers do not always have; they have everything else.
const OPTIONAL: &[(&str, &[&str])] = &[
    ("Appointment", &["cancelledAt", "cancelledBy"]),
    ("ExportedAppointment", &["cancelledAt", "cancelledBy"]),
    ("CreatedUser", &["passwordLink"]),
    ("UpdatedUser", &["token", "expiresAt"]),
    ("EventDetail", &["reason", "changed", "startTime", "endTime", "doctorName", "lockId", "holderId"]),
];

const CLEARABLE: &[&str] = &["phone", "address", "doctorName", "note", "description"];
const OF_LOCK: &[&str] = &[
    "clientId",
    "requestControlByUserId",
    "requestControlRespondBy",
    "requestForceReleaseByUserId",
    "requestForceReleaseRespondBy",
];

/// What may be null, but for objects: those are parts of their own.
const NULLABLE: &[(&str, &[&str])] = &[
    ("AuditEvent", &["appointmentId"]),
    ("Appointment", CLEARABLE),
    ("AppointmentChange", CLEARABLE),
    ("NewAppointment", CLEARABLE),
    ("Config", &["clinicName"]),
    ("ExportedAppointment", CLEARABLE),
    ("LiveLock", OF_LOCK),
    ("LockAnswer", OF_LOCK),
    ("LockOrNull", OF_LOCK),
    ("MovedName", &["from", "to"]),
];

/// Some visible character, and no NUL.
const NOT_BLANK: &str = "^[^\\x00]*[^\\s\\x00][^\\x00]*$";

/// Completes paperclip's schemas.
pub fn refined(generated: Parts) -> Parts {
    let mut parts = Parts::new();
    for (name, mut schema) in generated {
        lift(&mut schema, &mut parts);
        parts.insert(name, schema);
    }
    for (name, schema) in &mut parts {
        refine(name, schema);
    }
    if let Some(mut answer) = parts.get("LockAnswer").cloned() {
        answer["nullable"] = true.into();
        answer["description"] = "A lock with the server's clock; null when nobody holds it.".into();
        parts.insert("LockAnswerOrNull".into(), answer);
    }
    parts
}

/// Makes parts of objects within objects: paperclip writes them out wherever they occur.
fn lift(schema: &mut Value, parts: &mut Parts) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (field, property) in properties {
        let property = if property.get("items").is_some() { &mut property["items"] } else { property };
        let Some(part) = part(field).filter(|part| *part == "Gender" || property.get("properties").is_some()) else {
            continue;
        };
        lift(property, parts);
        let mut lifted = std::mem::replace(property, reference(part));
        if part.ends_with("OrNull") {
            lifted["nullable"] = true.into();
        }
        parts.insert(part.to_owned(), lifted);
    }
}

/// The part that a field's object is.
fn part(field: &str) -> Option<&'static str> {
    Some(match field {
        "appointmentLock" => "LockOrNull",
        "user" | "requestControlByUser" | "requestForceReleaseByUser" => "PersonOrNull",
        "actor" | "subject" => "NameOrNull",
        "cancelledBy" => "Name",
        "window" => "WindowOrNull",
        "detail" => "EventDetail",
        "startTime" | "endTime" => "MovedTime",
        "doctorName" => "MovedName",
        "passwordLink" => "PasswordLink",
        "appointment" => "HeldAppointment",
        "gender" => "Gender",
        "appointments" => "ExportedAppointment",
        "history" => "Event",
        _ => return None,
    })
}

/// A reference to a schema.
pub fn reference(part: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{part}")})
}

fn listed<'a>(table: &[(&str, &'a [&'a str])], schema: &str) -> Option<&'a [&'a str]> {
    table.iter().find_map(|(name, fields)| (*name == schema).then_some(*fields))
}

fn refine(name: &str, schema: &mut Value) {
    let request = listed(REQUESTS, name);
    if let Some(meaning) = meaning(name) {
        schema["description"] = meaning.into();
    }
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    let nullable = listed(NULLABLE, name).unwrap_or_default();
    for (field, property) in properties.iter_mut().filter(|(_, property)| property.get("$ref").is_none()) {
        merge(property, bounds(name, field));
        let free = property.get("format").is_none_or(|format| format == "password");
        if request.is_some() && free && property["type"] == "string" {
            *property = without_nul(property.take());
        }
        if nullable.contains(&field.as_str()) {
            property["nullable"] = true.into();
        }
    }
    let optional = listed(OPTIONAL, name).unwrap_or_default();
    let required: Vec<String> = match request {
        Some(required) => required.iter().map(|field| (*field).to_owned()).collect(),
        None => properties.keys().filter(|field| !optional.contains(&field.as_str())).cloned().collect(),
    };
    if request.is_some() {
        schema["additionalProperties"] = false.into();
    }
    match (required.is_empty(), schema.as_object_mut()) {
        (true, Some(schema)) => drop(schema.remove("required")),
        (false, _) => schema["required"] = required.into(),
        _ => {}
    }
}

fn meaning(schema: &str) -> Option<&'static str> {
    Some(match schema {
        "LockOrNull" => "One holding of an appointment; null when nobody holds it, or it has expired.",
        "PersonOrNull" => "Who holds, or who asks; null when nobody does.",
        "NameOrNull" => "Who did it, or whom it concerns; null: the system, or nobody.",
        "Name" => "Who did something.",
        "WindowOrNull" => "The part of the calendar that was looked at; null when it was something else.",
        "Gender" => "As the front desk records it.",
        _ => return None,
    })
}

/// What is known of a field beyond its type.
fn bounds(schema: &str, field: &str) -> Value {
    match (schema, field) {
        ("SetUp" | "NewPassword", "token") => about("The link's secret.", json!({"minLength": 1, "maxLength": 200})),
        (_, "token") => about("For `Authorization: Bearer <token>`.", json!({"minLength": 1})),
        ("Login", "email") => json!({"minLength": 1, "maxLength": 320}),
        ("Login", "password") => json!({"minLength": 1, "maxLength": 1000, "format": "password"}),
        (_, "email") => json!({"format": "email", "maxLength": 254}),
        (_, "password") => about(
            "8 to 71 bytes in UTF-8, none of the 3,000 commonest passwords.",
            json!({"minLength": 8, "maxLength": 71, "format": "password"}),
        ),
        (_, "currentPassword") => {
            about("Needed for a new password or e-mail of one's own.", json!({"maxLength": 1000, "format": "password"}))
        }
        ("NewUser" | "SetUp" | "UserChange", "name") => {
            about("Not blank.", json!({"minLength": 1, "maxLength": 255, "pattern": NOT_BLANK}))
        }
        (_, "name") => json!({"minLength": 1, "maxLength": 255}),
        (_, "isAdmin") => about("Set by administrators only.", json!({})),
        (_, "title") => json!({"minLength": 1, "maxLength": 200}),
        (_, "patientName") => json!({"minLength": 1, "maxLength": 255}),
        (_, "datebirth") => about("Not in the future.", json!({})),
        (_, "phone") => json!({"maxLength": 32}),
        (_, "address") => json!({"maxLength": 1000}),
        (_, "doctorName") => json!({"maxLength": 255}),
        (_, "note") => json!({"maxLength": 2000}),
        (_, "description") => json!({"maxLength": 10000}),
        ("NewAppointment" | "AppointmentChange", "endTime") => {
            about("After `startTime`, by 31 days at most.", json!({}))
        }
        (_, "allowOverlap") => about("Books although the doctor has another appointment then.", json!({})),
        (_, "overbooked") => about("It may overlap others of its doctor.", json!({})),
        ("AppointmentChange", "version") => about("The version that the caller saw.", json!({"minimum": 1})),
        ("Appointment", "version") => {
            about("Rises by 1 with every edit, and when the patient is erased.", json!({"minimum": 1}))
        }
        ("Appointment", "revision") => {
            about("Rises with every change of the appointment or of its lock.", json!({"minimum": 1}))
        }
        ("Event", "revision") => about("The appointment's revision after it.", json!({"minimum": 1})),
        ("Event", "seq") => about("Its place among all events.", json!({"minimum": 1})),
        ("Event", "kind") => json!({"enum": EventKind::ALL.map(|(_, name)| name)}),
        ("AuditEvent", "seq") => about("Its place in the log.", json!({"minimum": 1})),
        ("AuditEvent", "kind") => json!({"enum": AccessKind::ALL.map(|(_, name)| name)}),
        ("AuditEvent", "changed") => about(
            "Names of what was set of a user; never the values.",
            json!({"items": {"type": "string", "enum": UserField::ALL.map(|(_, name)| name)}}),
        ),
        ("AuditEvent", "appointmentId") => {
            about("The appointment that was seen; null when it was something else.", json!({}))
        }
        ("ForceRelease", "reason") => about("Why, for the history.", json!({"minLength": 3, "maxLength": 500})),
        ("EventDetail", "changed") => about("Names of changed fields.", json!({"maxItems": 12, "uniqueItems": true})),
        (_, "clientId") => about("The client that the lock is tied to; null: any of the user's.", json!({})),
        (_, "requestControlRespondBy" | "requestForceReleaseRespondBy") => {
            about("When the request, unanswered, settles itself; null: never.", json!({}))
        }
        (_, "serverTime") => about("The clock that judges locks.", json!({})),
        ("PasswordLink", "url") => about("To be opened by the user, once.", json!({"format": "uri"})),
        ("Health", "status") => json!({"enum": ["ok"]}),
        ("Config", "lockTtl") => about("In seconds: how long a lock lives without renewal.", json!({"minimum": 0})),
        ("Config", "requestTimeout") => {
            about("In seconds: when a request settles itself; 0: it waits for ever.", json!({"minimum": 0}))
        }
        ("Config", "openingHours") => json!({"pattern": "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"}),
        ("Config", "timeZone") => about("An IANA name.", json!({})),
        ("Config", "signup") => about("Anybody may make a user.", json!({})),
        ("Config", "setupNeeded") => about("There is no user yet.", json!({})),
        _ => json!({}),
    }
}

fn about(description: &str, mut bounds: Value) -> Value {
    bounds["description"] = description.into();
    bounds
}

/// Text without the character NUL, which no database keeps.
pub fn without_nul(mut schema: Value) -> Value {
    if schema.get("pattern").is_none() {
        schema["pattern"] = "^[^\\x00]*$".into();
    }
    schema
}

/// Adds members to an object.
pub fn merge(target: &mut Value, members: Value) {
    if let (Value::Object(target), Value::Object(members)) = (target, members) {
        target.extend::<Map<String, Value>>(members);
    }
}
