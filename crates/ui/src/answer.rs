//! A file as an answer.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, AcceptEncoding, ContentEncoding, ETag, Encoding, EntityTag, Header, IfNoneMatch},
    web,
};
use bytes::Bytes;

use crate::{file::File, policy::policy};

/// What is served under a name that changes with the contents is never asked for again.
const LASTING: &str = "public, max-age=31536000, immutable";
/// What is served under a name that stays is asked for each time, and mostly answered with 304.
const CHANGING: &str = "no-cache";

/// Answers with the file, compressed where that is accepted, or that the caller has it already.
pub async fn answer(request: &HttpRequest, file: &Arc<File>) -> HttpResponse {
    let zipped = if accepts_gzip(request) { gzipped(file).await } else { None };
    // Each form has a tag of its own: a strong tag names bytes.
    let form = if zipped.is_some() { "-gzip" } else { "" };
    let tag = EntityTag::new_strong(format!("{}{form}", file.digest));
    let is_known = knows(request, &tag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header(ETag(tag))
        .insert_header((header::CACHE_CONTROL, if file.is_lasting { LASTING } else { CHANGING }))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(request)));
    if file.is_compressible {
        response.insert_header((header::VARY, "Accept-Encoding"));
    }
    if is_known {
        return response.finish();
    }
    response.content_type(file.media_type);
    match zipped {
        Some(zipped) => response.insert_header(ContentEncoding::Gzip).body(zipped),
        None => response.body(file.contents.clone()),
    }
}

fn accepts_gzip(request: &HttpRequest) -> bool {
    let known = [Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(request).is_ok_and(|accepted| accepted.negotiate(known.iter()) == Some(Encoding::gzip()))
}

/// Compresses elsewhere, the first time: this thread has sockets to serve.
async fn gzipped(file: &Arc<File>) -> Option<Bytes> {
    if !file.is_compressible {
        return None;
    }
    if file.is_gzipped() {
        return file.gzipped();
    }
    let file = file.clone();
    web::block(move || file.gzipped()).await.ok().flatten()
}

fn knows(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}
