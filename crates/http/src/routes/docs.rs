//! `/docs`: Swagger UI on the document, from files that are in the binary.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag, Header, IfNoneMatch},
    web,
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::{Code, Problem, openapi};

/// Own files only. Swagger UI draws some icons from `data:`, and its style sheet does the rest.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(RustEmbed)]
#[folder = "swagger-ui"]
struct Files;

/// Adds the pages. Both spellings of the first serve it, so its links are relative to each.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/docs").route(web::get().to(|request| page(request, "docs/"))))
        .service(web::resource("/docs/").route(web::get().to(|request| page(request, ""))))
        .service(web::resource("/docs/openapi.json").route(web::get().to(document)))
        .service(web::resource("/docs/{file}").route(web::get().to(file)));
}

async fn page(request: HttpRequest, base: &'static str) -> Result<HttpResponse, Problem> {
    let page = Files::get("index.html").ok_or_else(missing)?;
    let html = String::from_utf8_lossy(&page.data).replace("{{base}}", base);
    Ok(unless_known(&request, "text/html; charset=utf-8", html.into_bytes()))
}

async fn document(request: HttpRequest) -> HttpResponse {
    unless_known(&request, "application/json", openapi::text().as_bytes().to_vec())
}

async fn file(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let media_type = media_type(&name).ok_or_else(missing)?;
    let file = Files::get(&name).ok_or_else(missing)?;
    Ok(unless_known(&request, media_type, file.data.into_owned()))
}

/// The page itself is a template, so it is not among the files that are served as they are.
fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.') {
        Some((_, "css")) => Some("text/css; charset=utf-8"),
        Some((_, "js")) => Some("text/javascript; charset=utf-8"),
        Some((_, "png")) => Some("image/png"),
        Some((_, "txt")) => Some("text/plain; charset=utf-8"),
        None => Some("text/plain; charset=utf-8"),
        Some(_) => None,
    }
}

/// The names do not change with the contents, so browsers ask each time, and are told that nothing changed.
fn unless_known(request: &HttpRequest, media_type: &str, contents: Vec<u8>) -> HttpResponse {
    let digest: String = Sha256::digest(&contents).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = EntityTag::new_strong(digest);
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if known { response.finish() } else { response.content_type(media_type).body(contents) }
}

fn missing() -> Problem {
    Problem::new(Code::RouteNotFound, "See /docs for what there is.")
}
