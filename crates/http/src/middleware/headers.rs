//! Security headers on everything, `no-store` on the API.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};

use crate::{Api, extract::Peer};

/// For answers that are no pages: nothing may be loaded from them. A page brings its own.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds the headers.
///
/// # Errors
/// What comes from within.
pub async fn headers<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    // The original's paths are of the API too; they are rewritten further in.
    let private =
        ["/api/", "/appointment/"].iter().any(|prefix| request.path().starts_with(prefix)) || request.path() == "/api";
    let tls = is_tls(&request);
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        set(headers, header::CONTENT_SECURITY_POLICY, NOTHING);
    }
    if private {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    if tls {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    Ok(response)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

/// Behind TLS: by configuration, or by the word of a trusted proxy.
fn is_tls(request: &ServiceRequest) -> bool {
    let Some(api) = request.app_data::<Data<Api>>() else { return false };
    let proxied = || {
        let https = request.headers().get("x-forwarded-proto").is_some_and(|proto| proto == "https");
        let trusted =
            request.peer_addr().is_some_and(|peer| Peer::is_trusted(peer.ip(), &api.settings.trusted_proxies));
        https && trusted
    };
    api.settings.public_url.scheme() == "https" || proxied()
}
