//! Which paths lead to the calendar's page though no file is there.

use actix_web::{
    HttpRequest,
    http::header::{Accept, Header, Quality},
};

/// First segments of paths where a person's navigation is never answered with the page: the server's own, also those
/// that are switched off, and the folder of files whose names change.
const RESERVED: [&str; 7] = ["api", "appointment", "assets", "docs", "health", "metrics", "ws"];

/// Whether the page may be at this path, as it was decoded for routing.
pub fn is_at(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let first = segments.clone().next().unwrap_or_default();
    // What is still encoded hides a slash or a percent sign, and might mean another path to somebody else.
    let is_plain = !path.contains(|character: char| character == '%' || character == '\\' || character.is_control());
    is_plain && !RESERVED.contains(&first) && segments.all(|segment| segment != "." && segment != "..")
}

/// Whether the caller asks for a page by name, as browsers do when a person navigates, and scripts and images do not.
pub fn is_wanted(request: &HttpRequest) -> bool {
    let is_page = |mime: &str| mime == "text/html";
    Accept::parse(request).is_ok_and(|accept| {
        accept.iter().any(|accepted| is_page(accepted.item.essence_str()) && accepted.quality > Quality::ZERO)
    })
}
