//! No body over 64 KiB, whether anybody would read it or not.

use actix_web::{
    Error, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};

use crate::problem::{Code, Problem};

/// In bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// Refuses what announces itself as too large; what does not is counted while it is read.
///
/// # Errors
/// What comes from within.
pub async fn body_limit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > BODY_LIMIT) {
        let problem = Problem::new(Code::BodyTooLarge, "A body may have 64 KiB at most.");
        return Ok(request.into_response(problem.error_response()).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}
