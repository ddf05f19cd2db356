//! Which other origins' pages may call, and what they may see. On errors too.

use actix_cors::Cors;
use actix_web::http::header::{self, HeaderName};

use super::request_id;
use crate::api::Settings;

/// The layer for the configured origins and the own one.
pub fn cors(settings: &Settings) -> Cors {
    let name = HeaderName::from_static;
    let own = settings.public_url.origin().ascii_serialization();
    let origins = settings.allowed_origins.iter().map(String::as_str).chain([own.as_str()]);
    origins
        .fold(Cors::default(), |cors, origin| cors.allowed_origin(origin))
        .allowed_methods(["GET", "HEAD", "POST", "PATCH", "DELETE"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            name("idempotency-key"),
            name("x-client-id"),
            request_id::NAME,
        ])
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::LOCATION,
            header::RETRY_AFTER,
            name("x-total-count"),
            request_id::NAME,
            name("x-ratelimit-limit"),
            name("x-ratelimit-remaining"),
            name("x-ratelimit-after"),
            name("x-ratelimit-whitelisted"),
        ])
        .max_age(3600)
}
