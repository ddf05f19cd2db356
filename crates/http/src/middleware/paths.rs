//! Other ways to say the same: the original system's `/appointment/{id}/…`, and HEAD for GET.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, Uri, uri::PathAndQuery},
    middleware::Next,
};

/// The original's prefix, and ours.
const ORIGINAL: &str = "/appointment/";
const OURS: &str = "/api/appointments/";

/// Rewrites the request before it is routed.
///
/// # Errors
/// What comes from within.
pub async fn paths<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if let Some(uri) = ours(request.uri()) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    if request.method() == Method::HEAD {
        // The connection remembers that the body is to be left out.
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

fn ours(uri: &Uri) -> Option<Uri> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(ORIGINAL)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{OURS}{rest}")).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_originals_paths_are_ours() {
        for (path, rewritten) in [
            ("/appointment/7/acquire-lock/1?move=true", Some("/api/appointments/7/acquire-lock/1?move=true")),
            ("/appointments/7", None),
            ("/appointment", None),
            ("/api/appointments/7", None),
        ] {
            let uri: Uri = path.parse().unwrap();
            assert_eq!(ours(&uri).map(|uri| uri.to_string()).as_deref(), rewritten);
        }
    }
}
