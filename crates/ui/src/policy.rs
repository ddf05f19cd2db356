//! What the calendar's page may do: the Content-Security-Policy.

use actix_web::{HttpRequest, http::header};

/// Scripts are files of ours only. Styles may be set on elements, as positions of cards in the grid are.
const BEFORE: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'";
const AFTER: &str = "; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
                     form-action 'self'; frame-ancestors 'none'";

/// The policy of an answer. `'self'` means the own WebSocket, too, but only in newer browsers: for the others it is
/// named, as the caller names us.
pub fn policy(request: &HttpRequest) -> String {
    let host =
        request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_authority(host));
    let sockets = host.map(|host| format!(" ws://{host} wss://{host}")).unwrap_or_default();
    format!("{BEFORE}{sockets}{AFTER}")
}

/// A host with or without a port, and nothing that means something in a policy.
fn is_authority(host: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    !host.is_empty() && host.bytes().all(is_plain)
}
