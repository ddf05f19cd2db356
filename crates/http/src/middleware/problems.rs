//! Writes the body of every error answer as `application/problem+json`, also of those that the framework made.

use actix_web::{
    Error, HttpMessage,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    middleware::Next,
};

use super::request_id::RequestId;
use crate::{
    openapi::operations,
    problem::{Code, Problem},
};

/// The media type of problems.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Writes problems.
///
/// # Errors
/// What comes from within.
pub async fn problems<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.call(request).await?;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response.map_into_left_body());
    }
    let own = response.response().extensions().get::<Problem>().cloned();
    let problem = own.unwrap_or_else(|| of_status(status));
    let allowed = response.request().match_pattern().map(|pattern| operations::methods(&pattern)).unwrap_or_default();
    let body = problem.body(id.as_ref().map(RequestId::as_str).unwrap_or_default()).to_string();
    let mut response = response.map_body(|head, _| {
        head.status = problem.code.status();
        EitherBody::right(BoxBody::new(body))
    });
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, MEDIA_TYPE);
    if problem.code == Code::MethodNotAllowed
        && let Ok(allowed) = HeaderValue::from_str(&allowed)
    {
        headers.insert(header::ALLOW, allowed);
    }
    Ok(response)
}

/// What the framework means by a status. There is no 500: what we did not foresee is answered as unavailable.
fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(Code::RouteNotFound, "No such path is served."),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(Code::MethodNotAllowed, "See the header `Allow`."),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::BodyTooLarge, "A body may have 64 KiB at most."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Code::UnsupportedMediaType, "The body must be JSON."),
        StatusCode::NOT_ACCEPTABLE => Problem::new(Code::NotAcceptable, "It is JSON only."),
        status if status.is_client_error() => Problem::new(Code::BadRequest, "The request could not be understood."),
        status => {
            tracing::error!(%status, "a handler failed in a way nobody foresaw");
            Problem::unavailable()
        }
    }
}
