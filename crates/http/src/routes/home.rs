//! `/`: a small page that leads on.

use actix_web::{HttpResponse, http::header, web};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("home.html");

/// Adds the page; it leads to the documentation if that is served.
pub fn configure(config: &mut web::ServiceConfig, with_docs: bool) {
    let page = if with_docs { PAGE.to_owned() } else { without_docs() };
    config.service(web::resource("/").route(web::get().to(move || std::future::ready(home(page.clone())))));
}

fn without_docs() -> String {
    let before = PAGE.split("<!-- docs -->").next().unwrap_or_default();
    let after = PAGE.split("<!-- /docs -->").nth(1).unwrap_or_default();
    format!("{before}{after}")
}

/// Nothing but the page's own style, known by its digest.
fn policy() -> String {
    let style =
        PAGE.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).map_or("", |(style, _)| style);
    let digest = STANDARD.encode(Sha256::digest(style));
    format!("default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'")
}

fn home(page: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, policy()))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .content_type("text/html; charset=utf-8")
        .body(page)
}
