//! `X-Request-Id`: the caller's, if it is at most 64 visible ASCII characters, or a fresh one.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use uuid::Uuid;

/// The header's name.
pub const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, kept in its extensions.
#[derive(Clone, Debug)]
pub struct RequestId(pub HeaderValue);

impl RequestId {
    fn of(request: &ServiceRequest) -> Self {
        let visible =
            |value: &&HeaderValue| (1..=64).contains(&value.len()) && value.as_bytes().iter().all(u8::is_ascii_graphic);
        let given = request.headers().get(NAME).filter(visible).cloned();
        Self(given.unwrap_or_else(|| {
            HeaderValue::from_str(&Uuid::now_v7().to_string()).unwrap_or_else(|_| HeaderValue::from_static("-"))
        }))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// Gives the request its id and the answer the same.
///
/// # Errors
/// What comes from within.
pub async fn request_id<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = RequestId::of(&request);
    request.extensions_mut().insert(id.clone());
    let mut response = next.call(request).await?;
    response.headers_mut().insert(NAME, id.0);
    Ok(response)
}
