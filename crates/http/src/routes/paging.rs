//! Lists in pages: how long one is, and where the next begins.

use actix_web::HttpRequest;

use crate::{Api, Fault, view::Stamp};

/// Pages have so many entries at most.
const LARGEST_PAGE: u32 = 1000;

/// What is wrong with the wished length of a page.
pub fn limit_fault(limit: Option<u32>) -> Option<Fault> {
    let fits = limit.is_none_or(|limit| (1..=LARGEST_PAGE).contains(&limit));
    (!fits).then(|| Fault::new("/limit", "must be from 1 to 1000"))
}

/// What is wrong with a stretch of time that ends before it begins.
pub fn order_fault(from: Option<Stamp>, to: Option<Stamp>) -> Option<Fault> {
    let backwards = from.zip(to).is_some_and(|(from, to)| to.0 <= from.0);
    backwards.then(|| Fault::new("/to", "must be after from"))
}

/// The same question, from the cursor on.
pub fn link(api: &Api, request: &HttpRequest, cursor: &str) -> String {
    let asked = url::form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "cursor");
    let query =
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).append_pair("cursor", cursor).finish();
    format!("<{}>; rel=\"next\"", api.url(&format!("{}?{query}", request.path())))
}
