//! Errors as `application/problem+json` (RFC 9457). Only this file knows which status a refusal has.

use std::fmt;

use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    http::{StatusCode, header},
};
use domain::{
    appointment::ContentFault,
    lock::{Conflict, Refusal},
    ports::Unavailable,
    service::{self, Snapshot},
};
use paperclip::v2::schema::Apiv2Errors;
use serde_json::{Map, Value, json};

use crate::view::{AppointmentView, LockAnswer, stamp};

/// Where the URIs of problem types live. They are identifiers; `docs/api.md` explains them.
const TYPES: &str = "https://appointments.example/problems/";

macro_rules! codes {
    ($($variant:ident $code:literal $status:ident $title:literal),+ $(,)?) => {
        /// What went wrong, stably named.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each has its title below")]
        pub enum Code { $($variant),+ }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as clients see it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Its status.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),+ }
            }

            /// Its title.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

codes! {
    InvalidJson "invalid_json" BAD_REQUEST "The body is not JSON",
    ValidationFailed "validation_failed" BAD_REQUEST "The request is not valid",
    InvalidId "invalid_id" BAD_REQUEST "The id is not a UUID",
    InvalidCursor "invalid_cursor" BAD_REQUEST "The cursor is not valid",
    InvalidFrame "invalid_frame" BAD_REQUEST "The frame could not be understood",
    WindowTooLarge "window_too_large" BAD_REQUEST "There are too many appointments in this window",
    BadRequest "bad_request" BAD_REQUEST "The request could not be understood",
    Unauthenticated "unauthenticated" UNAUTHORIZED "Sign in first",
    InvalidCredentials "invalid_credentials" UNAUTHORIZED "E-mail or password is wrong",
    InvalidSetupToken "invalid_setup_token" UNAUTHORIZED "The set-up link is not valid",
    InvalidPasswordToken "invalid_password_token" UNAUTHORIZED "The password link is not valid",
    AdminOnly "admin_only" FORBIDDEN "Only administrators may do this",
    Forbidden "forbidden" FORBIDDEN "You may not do this",
    ForeignOrigin "foreign_origin" FORBIDDEN "Pages of this origin may not connect",
    WrongPassword "wrong_password" FORBIDDEN "The current password is wrong",
    RouteNotFound "route_not_found" NOT_FOUND "There is nothing here",
    AppointmentNotFound "appointment_not_found" NOT_FOUND "There is no such appointment",
    PatientNotFound "patient_not_found" NOT_FOUND "There is no such patient",
    UserNotFound "user_not_found" NOT_FOUND "There is no such user",
    LockNotFound "lock_not_found" NOT_FOUND "Nobody holds this appointment",
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "This method does not work here",
    NotAcceptable "not_acceptable" NOT_ACCEPTABLE "This cannot be had in that form",
    RequestTimeout "request_timeout" REQUEST_TIMEOUT "The request did not arrive in time",
    SetupDone "setup_done" CONFLICT "Set-up is done",
    EmailTaken "email_taken" CONFLICT "Another user has this e-mail",
    LastAdmin "last_admin" CONFLICT "This is the last administrator",
    DoctorBusy "doctor_busy" CONFLICT "The doctor has another appointment then",
    LockNotHeld "lock_not_held" CONFLICT "You do not hold this appointment",
    Locked "locked" CONFLICT "Somebody else holds this appointment",
    LockedElsewhere "locked_elsewhere" CONFLICT "You hold this appointment in another window",
    LockChanged "lock_changed" CONFLICT "The lock is not the one you saw",
    LockAlreadyHeld "lock_already_held" CONFLICT "You hold this appointment already",
    VersionConflict "version_conflict" CONFLICT "The appointment was changed meanwhile",
    RequestPending "request_pending" CONFLICT "Another administrator's request is pending",
    NoRequest "no_request" CONFLICT "There is no such request",
    Contended "contended" CONFLICT "Too many changes at once",
    PreconditionFailed "precondition_failed" PRECONDITION_FAILED "The appointment is not the one you saw",
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE "The body is too large",
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE "The body must be JSON",
    UpgradeRequired "upgrade_required" UPGRADE_REQUIRED "This is a WebSocket",
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY "The key was used for another request",
    RateLimited "rate_limited" TOO_MANY_REQUESTS "Too many requests",
    TooManyAttempts "too_many_attempts" TOO_MANY_REQUESTS "Too many failed sign-ins",
    Unavailable "unavailable" SERVICE_UNAVAILABLE "The system is not available now",
}

/// A fault of one part of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer into the body; for a parameter, its name behind a slash.
    pub pointer: String,
    /// A sentence for people.
    pub detail: String,
}

impl Fault {
    /// A fault at a pointer.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// An error answer. Its body is written by [`crate::middleware::problems`], which knows the request's id.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What went wrong.
    pub code: Code,
    detail: String,
    extra: Map<String, Value>,
    headers: Vec<(header::HeaderName, String)>,
}

impl Problem {
    /// A problem with a sentence for people.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), extra: Map::new(), headers: Vec::new() }
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, member: &str, value: Value) -> Self {
        self.extra.insert(member.to_owned(), value);
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    /// Names all faults of the input at once.
    #[must_use]
    pub fn invalid(faults: &[Fault]) -> Self {
        let errors: Vec<Value> =
            faults.iter().map(|fault| json!({"pointer": fault.pointer, "detail": fault.detail})).collect();
        let detail = match faults {
            [one] => format!("{}: {}", one.pointer, one.detail),
            many => format!("{} parts of the request are not valid.", many.len()),
        };
        Self::new(Code::ValidationFailed, detail).with("errors", Value::Array(errors))
    }

    /// Nobody is signed in, or not any more.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Sign in and send the token as `Authorization: Bearer <token>`.")
            .header(header::WWW_AUTHENTICATE, "Bearer")
    }

    /// The database is away.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "The database does not answer. If this was a write, its outcome is unknown: retry it with the \
                      same Idempotency-Key.";
        Self::new(Code::Unavailable, detail).header(header::RETRY_AFTER, 1)
    }

    /// The caller may not do this.
    #[must_use]
    pub fn admin_only() -> Self {
        Self::new(Code::AdminOnly, "Ask an administrator.")
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self, request_id: &str) -> Value {
        let mut body = Map::new();
        body.insert("type".into(), format!("{TYPES}{}", self.code.name()).into());
        body.insert("title".into(), self.code.title().into());
        body.insert("status".into(), self.code.status().as_u16().into());
        body.insert("detail".into(), self.detail.clone().into());
        body.insert("code".into(), self.code.name().into());
        body.insert("requestId".into(), request_id.into());
        body.extend(self.extra.clone());
        Value::Object(body)
    }

    fn builder(&self) -> HttpResponseBuilder {
        let mut response = HttpResponse::build(self.code.status());
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.as_str()));
        }
        response
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.name())
    }
}

impl std::error::Error for Problem {}

impl Apiv2Errors for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.builder().finish();
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<Unavailable> for Problem {
    fn from(error: Unavailable) -> Self {
        tracing::warn!(error = %chain(&error), "the store did not answer");
        Self::unavailable()
    }
}

impl From<service::Error> for Problem {
    fn from(error: service::Error) -> Self {
        match error {
            service::Error::Refused { refusal, current } => refused(refusal, &current),
            service::Error::KeyReused => {
                Self::new(Code::IdempotencyKeyReused, "This Idempotency-Key belongs to another request of yours.")
            }
            service::Error::Contended => {
                Self::new(Code::Contended, "Others were faster time after time. Nothing changed; try again.")
                    .header(header::RETRY_AFTER, 1)
            }
            service::Error::Unavailable(cause) => cause.into(),
        }
    }
}

fn refused(refusal: Refusal, current: &Snapshot) -> Problem {
    metrics::counter!("appointments_refusals_total", "code" => code_of(&refusal).name()).increment(1);
    let with_current = |problem: Problem| match AppointmentView::of(&current.state) {
        Some(view) => problem.with("current", json!(view)),
        None => problem,
    };
    let with_lock = |problem: Problem| match LockAnswer::of(current) {
        Some(lock) => problem.with("lock", json!(lock)),
        None => problem,
    };
    let code = code_of(&refusal);
    match refusal {
        Refusal::Unauthenticated => Problem::unauthenticated(),
        Refusal::AdminOnly => Problem::admin_only(),
        Refusal::AppointmentNotFound => Problem::new(code, "It does not exist, or it was cancelled."),
        Refusal::PreconditionFailed => Problem::new(code, "If-Match does not match the appointment's ETag."),
        Refusal::LockChanged => with_lock(Problem::new(code, "Another holding stands than the one in `lock`.")),
        Refusal::LockNotFound => Problem::new(code, "It is free, or the lock has expired."),
        Refusal::Locked => with_lock(Problem::new(code, locked_detail(current))),
        Refusal::LockedElsewhere => with_lock(Problem::new(code, "Take it over here with `move=true`.")),
        Refusal::LockNotHeld => {
            with_current(Problem::new(code, "The lock is not yours, or it has expired. Acquire it first."))
        }
        Refusal::LockAlreadyHeld => Problem::new(code, "There is nobody to ask: the lock is yours."),
        Refusal::VersionConflict => {
            with_current(Problem::new(code, "It has another version now: see `current`, then try again."))
        }
        Refusal::RequestPending => Problem::new(code, "Wait until it is answered, or withdrawn."),
        Refusal::NoRequest => Problem::new(code, "It was answered, withdrawn, or never made."),
        Refusal::Invalid(fault) => Problem::invalid(&[Fault::new("/endTime", content_fault(fault))]),
        Refusal::DoctorBusy(conflicts) => {
            let detail = "See `conflicts`; send `allowOverlap: true` to book nevertheless.";
            Problem::new(code, detail).with("conflicts", conflicts.iter().map(conflict).collect())
        }
    }
}

fn code_of(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Unauthenticated => Code::Unauthenticated,
        Refusal::AdminOnly => Code::AdminOnly,
        Refusal::AppointmentNotFound => Code::AppointmentNotFound,
        Refusal::PreconditionFailed => Code::PreconditionFailed,
        Refusal::LockChanged => Code::LockChanged,
        Refusal::LockNotFound => Code::LockNotFound,
        Refusal::Locked => Code::Locked,
        Refusal::LockedElsewhere => Code::LockedElsewhere,
        Refusal::LockNotHeld => Code::LockNotHeld,
        Refusal::LockAlreadyHeld => Code::LockAlreadyHeld,
        Refusal::VersionConflict => Code::VersionConflict,
        Refusal::RequestPending => Code::RequestPending,
        Refusal::NoRequest => Code::NoRequest,
        Refusal::Invalid(_) => Code::ValidationFailed,
        Refusal::DoctorBusy(_) => Code::DoctorBusy,
    }
}

fn locked_detail(current: &Snapshot) -> String {
    let holder = current.state.appointment.as_ref().and_then(|appointment| appointment.lock.held());
    match holder.and_then(|held| current.state.people.get(held.holder)) {
        Some(person) => format!("{} holds it; see `lock`.", person.name),
        None => "Somebody else was faster; look again.".to_owned(),
    }
}

/// What to say of content that cannot be.
#[must_use]
pub fn content_fault(fault: ContentFault) -> &'static str {
    match fault {
        ContentFault::EndsBeforeStart => "must be after startTime",
        ContentFault::TooLong => "must be at most 31 days after startTime",
    }
}

fn conflict(conflict: &Conflict) -> Value {
    let Conflict { id, title, start_time, end_time } = conflict;
    json!({"id": id.0, "title": title, "startTime": stamp(*start_time), "endTime": stamp(*end_time)})
}

/// An error with its causes, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
