//! One log line and one measurement for each request. Paths are logged as patterns, so that no id or search is. Requests that
//! were refused for who made them, or for guessing, are told of always; all others only to who wants to hear of everything.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
};

use super::request_id::RequestId;
use crate::problem::{Code, Problem};

/// Logs and measures.
///
/// # Errors
/// What comes from within.
pub async fn observe<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let method = known(request.method());
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.call(request).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    let labels = [("method", method.to_owned()), ("route", route.clone()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route.clone()).record(elapsed.as_secs_f64());
    let request_id = id.as_ref().map(RequestId::as_str).unwrap_or_default();
    let code = response.response().extensions().get::<Problem>().map(|problem| problem.code);
    if let Some(code) = code.filter(|code| is_suspicious(*code)) {
        tracing::info!(request_id, method, route, status, code = code.name(), "A request was refused.");
    } else {
        let milliseconds = elapsed.as_secs_f64() * 1000.0;
        tracing::debug!(request_id, method, route, status, milliseconds, "answered a request");
    }
    Ok(response)
}

/// A method's name. Callers may invent methods, and each name would be a measurement of its own, kept for ever.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("other")
}

/// What who watches over the system wants to know of: failed sign-ins, guessing, and what somebody may not do. That a token has
/// ended is everyday.
fn is_suspicious(code: Code) -> bool {
    matches!(
        code,
        Code::InvalidCredentials
            | Code::InvalidSetupToken
            | Code::InvalidPasswordToken
            | Code::WrongPassword
            | Code::AdminOnly
            | Code::Forbidden
            | Code::ForeignOrigin
            | Code::RateLimited
            | Code::TooManyAttempts
    )
}
