//! Every operation with what it answers: one table, held against the routes by a test.
//!
//! A group of codes stands for what a part of a request brings with it, so that a row names only what is its own.

mod appointments;
mod audit;
mod locks;
mod patients;
mod system;
mod users;

use super::operation::{Operation, RequestHeader};
use crate::Code::{self, *};

/// Any request: its body may announce more than is read.
const ANY: &[Code] = &[BodyTooLarge];
/// What needs the database.
const STORE: &[Code] = &[Unavailable];
/// Who must be signed in.
const TOKEN: &[Code] = &[Unauthenticated];
/// What has a `{id}` in its path.
const ID: &[Code] = &[InvalidId];
/// What has parameters that can be wrong.
const PARAMETERS: &[Code] = &[ValidationFailed];
/// What reads a body.
const BODY: &[Code] = &[InvalidJson, ValidationFailed, BadRequest, RequestTimeout, UnsupportedMediaType];
/// What is decided on an appointment's state and committed, under a key if there is one.
const COMMAND: &[Code] = &[ValidationFailed, IdempotencyKeyReused, Contended, Unauthenticated, Unavailable];
/// Such a command on an appointment that there must be.
const ON_APPOINTMENT: &[Code] = &[InvalidId, AppointmentNotFound, PreconditionFailed];

/// What every command looks at.
const INTENT: &[RequestHeader] = &[RequestHeader::ClientId, RequestHeader::IdempotencyKey];
/// What every command on an appointment that there is looks at.
const INTENT_ON: &[RequestHeader] = &[RequestHeader::ClientId, RequestHeader::IdempotencyKey, RequestHeader::IfMatch];

/// The appointment of an answer, as it is tagged there.
const ANSWERED: &[(&str, &str)] = &[("id", "$response.body#/id"), TAGGED];
/// The appointment of an answer, as it is tagged there, in the version shown there.
const ANSWERED_VERSION: &[(&str, &str)] =
    &[("id", "$response.body#/id"), ("version", "$response.body#/version"), TAGGED];
/// The answer's own tag as a condition.
const TAGGED: (&str, &str) = ("header.If-Match", "$response.header.ETag");

/// Every operation.
pub fn all() -> impl Iterator<Item = &'static Operation> {
    [
        system::OPERATIONS,
        users::OPERATIONS,
        appointments::OPERATIONS,
        locks::OPERATIONS,
        patients::OPERATIONS,
        audit::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// The methods that a path takes, for `Allow`. What is not in the table is a page: pages are only read.
#[must_use]
pub fn methods(pattern: &str) -> String {
    let mut methods: Vec<&str> =
        all().filter(|operation| operation.path == pattern).map(|operation| operation.method).collect();
    if methods.is_empty() {
        methods.push("GET");
    }
    if let Some(get) = methods.iter().position(|method| *method == "GET") {
        methods.insert(get + 1, "HEAD");
    }
    methods.join(", ")
}
