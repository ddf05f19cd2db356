//! The OpenAPI document.
//!
//! Paths, parameters and schemas come from the handlers' types, by paperclip. What types do not show (statuses, codes,
//! headers, bounds, what may be null) is added from tables: [`operations`] for operations, `schemas` and `parameters`
//! for fields. Tests hold the tables against the routes and the views.

mod examples;
mod headers;
pub mod operation;
pub mod operations;
mod parameters;
mod problems;
mod responses;
mod schemas;

use std::sync::LazyLock;

use actix_web::App;
use operation::{Access, Operation, RequestHeader, ResponseHeader, Tag};
use paperclip::actix::OpenApiExt;
use serde_json::{Map, Value, json};

use crate::{rate_limit::Limiter, routes};

/// Named parts, to be referred to.
type Parts = Map<String, Value>;

/// The most that a page has.
const LARGEST_PAGE: u32 = 1000;

const ABOUT: &str = "Appointments of a clinic, each edited by one person at a time: who wants to change one takes its \
lock first.

**A token:** send `POST /api/auth/login` with e-mail and password, copy `token` from the answer, press *Authorize* and \
paste it. A new installation prints a set-up link for its first administrator.

**Conventions:** instants are RFC 3339, answered in UTC with milliseconds. Bodies are strict: unknown fields are refused. \
Errors are `application/problem+json` (RFC 9457) with a stable `code`. Every answer has `X-Request-Id`: the one sent, or \
a fresh one. A 503 on a write means that its outcome is unknown: repeat it with the same `Idempotency-Key`. Answers may \
gain fields and codes; clients ignore what they do not know.";

static TEXT: LazyLock<String> = LazyLock::new(|| serde_json::to_string_pretty(&document()).unwrap_or_default());

/// The document as JSON text, made once.
#[must_use]
pub fn text() -> &'static str {
    &TEXT
}

/// The document. It depends on the code alone, not on how an installation is configured.
#[must_use]
pub fn document() -> Value {
    let mut generated = generated();
    let mut components = json!({
        "securitySchemes": {"bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The `token` that `POST /api/auth/login` answers with.",
        }},
        "headers": headers::all(),
        "parameters": parameters::headers(),
    });
    let mut schemas = schemas::refined(taken(&mut generated["components"], "schemas"));
    schemas.extend(problems::schemas());
    let (mut answers, mut samples) = (Parts::new(), examples::all());
    let mut paths = taken(&mut generated, "paths");
    for operation in operations::all() {
        let method = operation.method.to_lowercase();
        if let Some(found) = paths.get_mut(operation.path).and_then(|path| path.get_mut(method)) {
            describe(found, operation, &mut answers, &mut samples);
        }
    }
    components["schemas"] = schemas.into();
    components["responses"] = answers.into();
    components["examples"] = samples.into();
    let tags: Vec<Value> =
        Tag::ALL.iter().map(|tag| json!({"name": tag.name(), "description": tag.description()})).collect();
    json!({
        "openapi": "3.0.3",
        "info": info(),
        "servers": [{"url": "/", "description": "This server."}],
        "tags": tags,
        "security": [{"bearer": []}],
        "paths": paths,
        "components": components,
    })
}

fn info() -> Value {
    json!({
        "title": "Appointments",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "contact": {"name": "The administrator of this installation"},
        "license": {"name": "GPL-3.0-or-later", "url": "https://www.gnu.org/licenses/gpl-3.0.html"},
    })
}

/// What paperclip makes of the routes.
fn generated() -> Value {
    let limiter = Limiter::per_minute(0);
    let mut generated = Value::Null;
    let _ = App::new().wrap_api().configure(|config| routes::configure(config, &limiter)).with_raw_json_spec_v3(
        |app, document| {
            generated = document;
            app
        },
    );
    generated
}

/// The methods and paths of the documented routes, as paperclip sees them.
#[must_use]
pub fn routed() -> Vec<(String, String)> {
    let paths = taken(&mut generated(), "paths");
    let methods = |path: &Value| -> Vec<String> {
        path.as_object().into_iter().flat_map(Map::keys).map(|method| method.to_uppercase()).collect()
    };
    paths.iter().flat_map(|(path, item)| methods(item).into_iter().map(move |method| (method, path.clone()))).collect()
}

fn taken(from: &mut Value, name: &str) -> Parts {
    match from.get_mut(name).map(Value::take) {
        Some(Value::Object(parts)) => parts,
        _ => Parts::new(),
    }
}

/// Completes an operation from its row.
fn describe(found: &mut Value, operation: &Operation, answers: &mut Parts, samples: &mut Parts) {
    let body = answered(found["responses"]["200"]["content"]["application/json"]["schema"].take(), operation);
    found["operationId"] = operation.id.into();
    found["summary"] = operation.summary.into();
    found["description"] = operation.description.into();
    found["tags"] = json!([operation.tag.name()]);
    match operation.access {
        Access::Anyone => found["security"] = json!([]),
        Access::SignUp => found["security"] = json!([{"bearer": []}, {}]),
        Access::User => {}
    }
    if let Some(content) = found.get_mut("requestBody").and_then(|body| body["content"].get_mut("application/json")) {
        content["examples"] = examples::of(&content["schema"]);
    }
    found["parameters"] = described_parameters(found["parameters"].take(), operation);
    found["responses"] = responses::of(operation, &body, answers, samples);
}

/// The body of a success: a lock may be gone, and a page is not endless.
fn answered(mut body: Value, operation: &Operation) -> Value {
    if body == schemas::reference("LockAnswer") {
        return schemas::reference("LockAnswerOrNull");
    }
    if operation.successes.iter().any(|success| success.headers.contains(&ResponseHeader::Link)) {
        body["maxItems"] = LARGEST_PAGE.into();
    }
    body
}

fn described_parameters(found: Value, operation: &Operation) -> Value {
    let Value::Array(mut all) = found else { return header_parameters(operation.headers).into() };
    for parameter in &mut all {
        parameters::describe(parameter, operation.id);
    }
    all.extend(header_parameters(operation.headers));
    all.into()
}

fn header_parameters(headers: &[RequestHeader]) -> Vec<Value> {
    headers.iter().map(|header| json!({"$ref": format!("#/components/parameters/{header:?}")})).collect()
}
