//! Parameters: what they mean and which values they take.

use serde_json::{Value, json};

use super::schemas::{merge, without_nul};

/// Completes a parameter of an operation.
pub fn describe(parameter: &mut Value, operation: &str) {
    let name = parameter["name"].as_str().unwrap_or_default().to_owned();
    let (meaning, bounds) = meaning(&name, operation);
    parameter["description"] = meaning.into();
    merge(&mut parameter["schema"], bounds);
    if (operation, name.as_str()) == ("cancelAppointment", "version") {
        parameter["required"] = true.into();
    }
}

fn meaning(name: &str, operation: &str) -> (&'static str, Value) {
    match name {
        "id" if operation.ends_with("User") || operation == "createPasswordLink" => ("Which user.", json!({})),
        "id" => ("Which appointment.", json!({})),
        "version" => ("The appointment's version that the caller saw.", json!({"minimum": 1})),
        "lock" => ("Refuses with `lock_changed` if another holding than this stands.", json!({})),
        "requester" => ("Refuses with `no_request` if the pending request is another's.", json!({})),
        "move" => ("Takes over one's own lock of another client.", json!({"default": false})),
        "reason" => ("Why, for the history.", without_nul(json!({"maxLength": 500}))),
        "user" => ("Only what this user did, or what was done to them.", json!({})),
        "appointment" => {
            ("Only what was about this appointment, windows of the calendar that it was in included.", json!({}))
        }
        "from" if operation == "listAudit" => ("Not before this. Years 1 to 9999.", json!({})),
        "to" if operation == "listAudit" => ("Before this; after `from`. Years 1 to 9999.", json!({})),
        "from" => ("Only what ends after it. Years 1 to 9999.", json!({})),
        "to" => ("Only what starts before it; after `from`. Years 1 to 9999.", json!({})),
        "doctor" => ("Only of this doctor; without regard to case and blanks around.", json!({})),
        "q" => (
            "Only with words of title, patient, doctor or phone that begin so; 2 characters at least.",
            json!({"minLength": 2, "pattern": "\\S[\\s\\S]*\\S"}),
        ),
        "order" => ("By start, earliest or latest first.", json!({"default": "asc"})),
        "limit" => {
            let usual = if matches!(operation, "getHistory" | "listAudit") { 100 } else { 500 };
            ("At most so many on a page.", json!({"minimum": 1, "maximum": 1000, "default": usual}))
        }
        "cursor" => ("Where to go on: taken from the header `Link`.", json!({"pattern": "^[A-Za-z0-9_-]+$"})),
        "deleted" => ("The cancelled ones instead; for administrators.", json!({"default": false})),
        _ => ("", json!({})),
    }
}

/// The headers that requests may have, by the name of their part.
pub fn headers() -> Value {
    let header = |name: &str, description: &str, schema: Value| json!({"name": name, "in": "header", "description": description, "schema": schema});
    json!({
        "ClientId": header(
            "X-Client-Id",
            "Names the caller's client, one for each browser tab: ties the lock to it.",
            json!({"type": "string", "format": "uuid"}),
        ),
        "IdempotencyKey": header(
            "Idempotency-Key",
            "A success is kept under it for 24 hours: repeating the request has no second effect.",
            json!({"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"}),
        ),
        "IfMatch": header(
            "If-Match",
            "Refuses with `precondition_failed` unless the appointment's `ETag` is among these.",
            json!({"type": "string"}),
        ),
        "IfNoneMatch": header(
            "If-None-Match",
            "Answers 304 if the appointment's `ETag` is among these.",
            json!({"type": "string"}),
        ),
    })
}
