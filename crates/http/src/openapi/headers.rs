//! Headers of answers.

use serde_json::{Value, json};

use super::{Parts, operation::ResponseHeader};

/// A header's name with the name of its part.
type Named = (&'static str, &'static str);

/// What every answer has.
pub const ALWAYS: &[Named] = &[("X-Request-Id", "RequestId")];
/// What says when to try again.
pub const RETRY: &[Named] = &[("Retry-After", "RetryAfter")];
/// What says how to authenticate.
pub const CHALLENGE: &[Named] = &[("WWW-Authenticate", "Challenge")];
/// What says when one more will be let through.
pub const LIMITED: &[Named] = &[("X-RateLimit-After", "RateLimitAfter")];

/// The headers that a success names.
pub fn of(header: ResponseHeader) -> &'static [Named] {
    match header {
        ResponseHeader::ETag => &[("ETag", "ETag")],
        ResponseHeader::Location => &[("Location", "Location")],
        ResponseHeader::Link => &[("Link", "Link")],
        ResponseHeader::TotalCount => &[("X-Total-Count", "TotalCount")],
        ResponseHeader::RateLimit => {
            &[("X-RateLimit-Limit", "RateLimitLimit"), ("X-RateLimit-Remaining", "RateLimitRemaining")]
        }
    }
}

/// References to headers.
pub fn referred(named: impl IntoIterator<Item = Named>) -> Parts {
    let refer = |(name, part): Named| (name.to_owned(), json!({"$ref": format!("#/components/headers/{part}")}));
    named.into_iter().map(refer).collect()
}

/// All parts.
pub fn all() -> Value {
    let count = json!({"type": "integer", "format": "int64", "minimum": 0});
    json!({
        "RequestId": {
            "description": "Names the request in the logs: the one sent, or a fresh one.",
            "required": true,
            "schema": {"type": "string", "minLength": 1, "maxLength": 64},
        },
        "ETag": {
            "description": "Changes whenever the appointment or its lock would be shown differently.",
            "required": true,
            "schema": {"type": "string"},
        },
        "Location": {
            "description": "Where the new one is.",
            "required": true,
            "schema": {"type": "string", "format": "uri"},
        },
        "Link": {
            "description": "`<…>; rel=\"next\"`: the next page. Absent on the last.",
            "schema": {"type": "string"},
        },
        "TotalCount": {
            "description": "How many there are on all pages, counted up to 10,000.",
            "required": true,
            "schema": count,
        },
        "RetryAfter": {"description": "In so many seconds.", "schema": count},
        "Challenge": {
            "description": "`Bearer`, when a token is missing or not live.",
            "schema": {"type": "string"},
        },
        "RateLimitLimit": {"description": "The burst. Absent when nothing is limited.", "schema": count},
        "RateLimitRemaining": {"description": "What is left of it.", "schema": count},
        "RateLimitAfter": {"description": "As `Retry-After`.", "schema": count},
    })
}
