//! Problems: their schema, what each code adds, an example of each.

use serde_json::{Map, Value, json};

use super::{Parts, examples, headers};
use crate::{Code, Fault, Problem};

/// The schemas that only problems have.
pub fn schemas() -> Parts {
    let Value::Object(schemas) = json!({
        "Problem": {
            "description": "An error (RFC 9457).",
            "type": "object",
            "required": ["type", "title", "status", "detail", "code", "requestId"],
            "properties": {
                "type": {"type": "string", "format": "uri", "description": "Names the code as a URI."},
                "title": {"type": "string", "description": "What the code means."},
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": {"type": "string", "description": "What happened, for people."},
                "code": {"type": "string", "description": "What happened, for programs."},
                "requestId": {"type": "string", "description": "As in the header `X-Request-Id`."},
            },
        },
        "Fault": {
            "description": "A fault of one part of the request.",
            "type": "object",
            "required": ["pointer", "detail"],
            "properties": {
                "pointer": {
                    "type": "string",
                    "description": "A JSON pointer into the body; of a parameter or a header: its name behind a slash.",
                },
                "detail": {"type": "string"},
            },
        },
        "Conflict": {
            "description": "Another appointment of the doctor.",
            "type": "object",
            "required": ["id", "title", "startTime", "endTime"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "title": {"type": "string"},
                "startTime": {"type": "string", "format": "date-time"},
                "endTime": {"type": "string", "format": "date-time"},
            },
        },
    }) else {
        return Parts::new();
    };
    schemas
}

/// The name of the example of a code.
pub fn part(code: Code) -> String {
    format!("Problem{code:?}")
}

/// The answer of a status that may have these codes.
pub fn answer(codes: &[Code]) -> Value {
    let description: Vec<String> = codes.iter().map(|code| format!("`{}`: {}.", code.name(), code.title())).collect();
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    let mut properties = Map::new();
    properties.insert("code".into(), json!({"type": "string", "enum": names}));
    properties.extend(codes.iter().filter_map(|code| member(*code)).map(|(name, schema)| (name.to_owned(), schema)));
    let refer = |code: &Code| json!({"$ref": format!("#/components/examples/{}", part(*code))});
    let examples: Map<_, _> = codes.iter().map(|code| (code.name().to_owned(), refer(code))).collect();
    json!({
        "description": description.join(" "),
        "headers": headers::referred(codes.iter().flat_map(|code| headers_of(*code)).chain(headers::ALWAYS).copied()),
        "content": {"application/problem+json": {
            "schema": {
                "allOf": [
                    {"$ref": "#/components/schemas/Problem"},
                    {"type": "object", "properties": properties},
                ],
            },
            "examples": examples,
        }},
    })
}

fn headers_of(code: Code) -> &'static [(&'static str, &'static str)] {
    match code {
        Code::Unauthenticated => headers::CHALLENGE,
        Code::Unavailable | Code::Contended | Code::TooManyAttempts => headers::RETRY,
        Code::RateLimited => const { &[headers::RETRY[0], headers::LIMITED[0]] },
        _ => &[],
    }
}

/// The member that a code adds to the problem.
fn member(code: Code) -> Option<(&'static str, Value)> {
    Some(match code {
        Code::ValidationFailed => (
            "errors",
            json!({
                "type": "array",
                "description": "All faults of the request, with `validation_failed`.",
                "items": {"$ref": "#/components/schemas/Fault"},
            }),
        ),
        Code::LockNotHeld | Code::VersionConflict => ("current", json!({"$ref": "#/components/schemas/Appointment"})),
        Code::Locked | Code::LockedElsewhere | Code::LockChanged => {
            ("lock", json!({"$ref": "#/components/schemas/LockAnswer"}))
        }
        Code::DoctorBusy => (
            "conflicts",
            json!({
                "type": "array",
                "description": "The doctor's other appointments then, with `doctor_busy`.",
                "items": {"$ref": "#/components/schemas/Conflict"},
            }),
        ),
        Code::Unavailable => (
            "checks",
            json!({
                "type": "object",
                "description": "What is not well; of `/health/ready` only.",
                "additionalProperties": {"type": "string"},
            }),
        ),
        _ => return None,
    })
}

/// An example of a problem, made as the problem itself is.
pub fn sample(code: Code) -> Value {
    let problem = match code {
        Code::ValidationFailed => Problem::invalid(&[Fault::new("/endTime", "must be after startTime")]),
        Code::Unauthenticated => Problem::unauthenticated(),
        Code::Unavailable => Problem::unavailable(),
        Code::AdminOnly => Problem::admin_only(),
        code => Problem::new(code, format!("{}.", code.title())),
    };
    let problem = match code {
        Code::LockNotHeld | Code::VersionConflict => problem.with("current", examples::appointment()),
        Code::Locked | Code::LockedElsewhere | Code::LockChanged => problem.with("lock", examples::lock_answer()),
        Code::DoctorBusy => problem.with("conflicts", json!([examples::conflict()])),
        _ => problem,
    };
    json!({"summary": code.title(), "value": problem.body(examples::REQUEST_ID)})
}
