//! The pages at `/docs`.

use actix_web::{
    App,
    body::{MessageBody, to_bytes},
    dev::ServiceResponse,
    http::{StatusCode, header},
    middleware::from_fn,
    test,
};
use http_api::{
    middleware::{headers, problems},
    openapi, routes,
};
use serde_json::Value;

/// Answers one request, with headers if need be.
macro_rules! get {
    ($path:expr, $docs:expr $(, $name:expr => $value:expr)*) => {{
        let app = test::init_service(
            App::new()
                .wrap(from_fn(problems::problems))
                .wrap(from_fn(headers::headers))
                .configure(|config| routes::configure_pages(config, $docs)),
        )
        .await;
        let request = test::TestRequest::get().uri($path)$(.insert_header(($name, $value)))*.to_request();
        test::call_service(&app, request).await
    }};
}

fn header_of<B>(response: &ServiceResponse<B>, name: header::HeaderName) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

async fn text<B: MessageBody>(response: ServiceResponse<B>) -> String
where
    B::Error: std::fmt::Debug,
{
    String::from_utf8(to_bytes(response.into_body()).await.expect("a body").to_vec()).expect("text")
}

/// The addresses that a page links to, as a browser at `from` understands them.
fn linked(html: &str, from: &str) -> Vec<String> {
    let page = url::Url::parse(&format!("http://localhost{from}")).expect("an address");
    let after = |attribute: &str| -> Vec<String> {
        let parts = html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
        parts.map(|link| page.join(link).expect("a link").path().to_owned()).collect()
    };
    [after("src=\""), after("href=\"")].concat()
}

#[actix_web::test]
async fn the_page_loads_only_what_is_here_with_and_without_a_trailing_slash() {
    for path in ["/docs", "/docs/"] {
        let page = get!(path, true);
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(header_of(&page, header::CONTENT_TYPE), "text/html; charset=utf-8");
        let policy = header_of(&page, header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        let html = text(page).await;
        assert!(!html.contains("//") && !html.contains("{{"), "{html}");
        let links = linked(&html, path);
        assert!(links.len() >= 6, "{links:?}");
        for link in links {
            assert_eq!(get!(&link, true).status(), StatusCode::OK, "{link}");
        }
    }
}

#[actix_web::test]
async fn scripts_and_styles_have_their_types() {
    for (file, media_type) in [
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("start.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
        ("favicon-32x32.png", "image/png"),
        ("LICENSE", "text/plain; charset=utf-8"),
    ] {
        let response = get!(&format!("/docs/{file}"), true);
        assert_eq!(header_of(&response, header::CONTENT_TYPE), media_type, "{file}");
        assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
}

#[actix_web::test]
async fn what_is_known_is_not_sent_again() {
    for path in ["/docs", "/docs/start.js", "/docs/openapi.json"] {
        let first = get!(path, true);
        let tag = header_of(&first, header::ETAG);
        assert!(tag.starts_with('"'), "{tag}");
        assert_eq!(header_of(&first, header::CACHE_CONTROL), "no-cache");
        for (known, status) in [
            (tag.clone(), StatusCode::NOT_MODIFIED),
            (format!("\"other\", W/{tag}"), StatusCode::NOT_MODIFIED),
            ("\"other\"".to_owned(), StatusCode::OK),
        ] {
            let again = get!(path, true, header::IF_NONE_MATCH => known);
            assert_eq!(again.status(), status);
            assert_eq!(header_of(&again, header::ETAG), tag);
        }
    }
}

#[actix_web::test]
async fn the_document_is_served() {
    let response = get!("/docs/openapi.json", true);
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "application/json");
    assert_eq!(serde_json::from_str::<Value>(&text(response).await).unwrap(), openapi::document());
}

#[actix_web::test]
async fn other_files_are_not_found_and_do_no_harm() {
    for path in [
        "/docs/unknown",
        "/docs/unknown.js",
        "/docs/index.html",
        "/docs/README.md",
        "/docs/..%2FCargo.toml",
        "/docs/%2Fetc%2Fpasswd",
        "/docs/%00.js",
        "/docs/%ff.js",
    ] {
        let response = get!(path, true);
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "application/problem+json");
        let problem: Value = serde_json::from_str(&text(response).await).unwrap();
        assert_eq!(problem["code"], "route_not_found");
    }
}

#[actix_web::test]
async fn pages_are_read_only() {
    let app = test::init_service(
        App::new().wrap(from_fn(problems::problems)).configure(|config| routes::configure_pages(config, true)),
    )
    .await;
    let response = test::call_service(&app, test::TestRequest::post().uri("/docs").to_request()).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header_of(&response, header::ALLOW), "GET, HEAD");
}

#[actix_web::test]
async fn without_docs_there_is_nothing() {
    for path in ["/docs", "/docs/", "/docs/openapi.json", "/docs/start.js"] {
        assert_eq!(get!(path, false).status(), StatusCode::NOT_FOUND, "{path}");
    }
}
