//! The routes on made-up files; what was built is looked at over real HTTP, by the binary's tests.

use std::{io::Read, sync::Arc};

use actix_web::{
    App, HttpResponse,
    body::to_bytes,
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName},
    },
    test,
    web::{self, ServiceConfig},
};
use bytes::Bytes;
use flate2::read::GzDecoder;

use crate::{configure, file::File, site::Site};

const SCRIPT: &str = "assets/index-Ab12_-.js";
const NAVIGATION: (&str, &str) = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const CHROME: (&str, &str) = ("Accept-Encoding", "gzip, deflate, br, zstd");

fn made() -> impl Fn(&mut ServiceConfig) {
    let script = "export const word = 'appointment';\n".repeat(200);
    let files = [
        ("index.html", "<!doctype html><title>Calendar</title>".to_owned()),
        (SCRIPT, script.clone()),
        ("assets/logo-1.png", script),
        ("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".to_owned()),
        ("fonts/text.woff2", "font".to_owned()),
        ("docs/shadow.txt", "never".to_owned()),
        ("api", "never".to_owned()),
    ];
    let file = |(index, (name, contents)): (u8, (&str, String))| {
        (name.to_owned(), File::new(name, Bytes::from(contents), [index; 32]))
    };
    let site = Arc::new(Site::of((0..).zip(files).map(file)));
    move |config| configure(config, &site)
}

/// What was answered: status, headers, body.
struct Answer(StatusCode, HeaderMap, Bytes);

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.1.get(name.parse::<HeaderName>().unwrap()).and_then(|value| value.to_str().ok())
    }
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    let other = web::resource("/api/config").route(web::get().to(HttpResponse::NoContent));
    let app = test::init_service(App::new().configure(made()).service(other)).await;
    let asked = headers.iter().fold(test::TestRequest::get().uri(path), |asked, header| asked.insert_header(*header));
    let response = test::call_service(&app, asked.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    Answer(status, headers, to_bytes(response.into_body()).await.unwrap())
}

#[actix_web::test]
async fn files_have_their_type_tag_and_time() {
    for (path, media_type, caching) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/favicon.svg", "image/svg+xml", "no-cache"),
        ("/fonts/text.woff2", "font/woff2", "no-cache"),
        ("/assets/index-Ab12_-.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/logo-1.png", "image/png", "public, max-age=31536000, immutable"),
    ] {
        let answer = get(path, &[]).await;
        assert_eq!(answer.0, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), Some(media_type), "{path}");
        assert_eq!(answer.header("cache-control"), Some(caching), "{path}");
        let tag = answer.header("etag").unwrap();
        assert!(tag.len() == 34 && tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'; script-src 'self'; "), "{policy}");
    }
}

#[actix_web::test]
async fn texts_are_compressed_for_who_takes_it_under_a_tag_of_its_own() {
    let path = format!("/{SCRIPT}");
    let plain = get(&path, &[]).await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("Accept-Encoding")));
    for accepted in ["gzip", CHROME.1, "br;q=1.0, gzip;q=0.1", "*;q=0, gzip"] {
        let zipped = get(&path, &[("Accept-Encoding", accepted)]).await;
        assert_eq!(zipped.header("content-encoding"), Some("gzip"), "{accepted}");
        assert_eq!(zipped.header("vary"), Some("Accept-Encoding"));
        assert_eq!(zipped.header("content-type"), plain.header("content-type"));
        assert_ne!(zipped.header("etag"), plain.header("etag"));
        let mut unzipped = Vec::new();
        GzDecoder::new(zipped.2.as_ref()).read_to_end(&mut unzipped).unwrap();
        assert_eq!(unzipped, plain.2);
        assert!(zipped.2.len() < plain.2.len() / 10);
    }
    for accepted in ["", "identity", "br", "gzip;q=0", "identity, gzip;q=0.5", "*;q=0", "x y"] {
        let same = get(&path, &[("Accept-Encoding", accepted)]).await;
        assert_eq!((same.header("content-encoding"), same.header("etag")), (None, plain.header("etag")), "{accepted}");
        assert_eq!(same.2, plain.2);
    }
}

#[actix_web::test]
async fn what_compression_does_not_make_smaller_stays_as_it_is() {
    for path in ["/", "/assets/logo-1.png", "/fonts/text.woff2"] {
        let answer = get(path, &[CHROME]).await;
        assert_eq!((answer.0, answer.header("content-encoding")), (StatusCode::OK, None), "{path}");
    }
    assert_eq!(get("/assets/logo-1.png", &[CHROME]).await.header("vary"), None);
}

#[actix_web::test]
async fn who_has_it_gets_it_not_again() {
    let path = format!("/{SCRIPT}");
    let (plain, zipped) = (get(&path, &[]).await, get(&path, &[CHROME]).await);
    let (plain, zipped) = (plain.header("etag").unwrap(), zipped.header("etag").unwrap());
    let both = format!("\"other\", W/{plain}");
    for (known, accepted, status) in [
        (plain, "identity", 304),
        (zipped, "gzip", 304),
        (&both, "identity", 304),
        ("*", "identity", 304),
        (plain, "gzip", 200),
        (zipped, "identity", 200),
        ("\"other\"", "identity", 200),
        ("nonsense", "identity", 200),
    ] {
        let answer = get(&path, &[("If-None-Match", known), ("Accept-Encoding", accepted)]).await;
        assert_eq!(answer.0.as_u16(), status, "{known} {accepted}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert!(answer.header("etag").is_some() && answer.header("cache-control").is_some());
        if status == 304 {
            assert!(answer.2.is_empty() && answer.header("content-type").is_none());
            assert_eq!(answer.header("content-encoding"), None);
        }
    }
}

#[actix_web::test]
async fn who_navigates_elsewhere_gets_the_page() {
    for path in
        ["/week/2026-12-01", "/users", "/appointments/7", "/apiary", "/a.html", "/week?q=1", "/caf%C3%A9", "//x"]
    {
        let answer = get(path, &[NAVIGATION]).await;
        assert_eq!(
            (answer.0, answer.header("content-type")),
            (StatusCode::OK, Some("text/html; charset=utf-8")),
            "{path}"
        );
        assert_eq!(
            (answer.header("vary"), answer.header("cache-control")),
            (Some("Accept-Encoding, Accept"), Some("no-cache"))
        );
        assert_eq!(answer.header("etag"), get("/", &[]).await.header("etag"));
    }
    for accept in ["*/*", "application/json", "text/*", "image/avif,*/*", "text/html;q=0", "nonsense", ""] {
        assert_eq!(get("/week", &[("Accept", accept)]).await.0, StatusCode::NOT_FOUND, "{accept}");
    }
    assert_eq!(get("/week", &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(get("/week", &[("Accept", "application/json, TEXT/HTML;q=0.1")]).await.0, StatusCode::OK);
}

#[actix_web::test]
async fn nothing_of_the_servers_own_is_shadowed() {
    for path in ["api", "api/", "api/x", "docs", "docs/x", "docs/shadow.txt", "ws", "ws/x", "health", "health/x"] {
        assert_eq!(get(&format!("/{path}"), &[NAVIGATION]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/metrics", "/appointment", "/appointment/7/lock-status", "/assets", "/assets/", "/assets/x.js"] {
        assert_eq!(get(path, &[NAVIGATION]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["//api/x", "/%61pi/x", "/api%2Fx", "/%2Fapi", "/api%252Fx", "/assets/..%2Findex.html", "/\\api"] {
        assert_eq!(get(path, &[NAVIGATION]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/../x", "/%2e%2e/x", "/x/%2E./api", "/./x", "/x%00", "/assets/%2e%2e/index.html"] {
        assert_eq!(get(path, &[NAVIGATION]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get("/api/config", &[NAVIGATION]).await.0, StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn other_methods_are_not_answered_with_files() {
    let app = test::init_service(App::new().configure(made())).await;
    for (path, status) in [("/", 405), ("/index.html", 405), ("/assets/index-Ab12_-.js", 405), ("/week", 404)] {
        let asked = test::TestRequest::post().uri(path).insert_header(NAVIGATION).to_request();
        assert_eq!(test::call_service(&app, asked).await.status().as_u16(), status, "{path}");
    }
}

#[actix_web::test]
async fn the_policy_names_the_own_socket_and_takes_nothing_else_from_the_host() {
    for (host, sockets) in [
        ("127.0.0.1:3000", " ws://127.0.0.1:3000 wss://127.0.0.1:3000;"),
        ("[::1]:3000", " ws://[::1]:3000 wss://[::1]:3000;"),
        ("clinic.example", " ws://clinic.example wss://clinic.example;"),
        ("x; script-src *", ";"),
        ("x *", ";"),
        ("", ";"),
    ] {
        let answer = get("/", &[("Host", host)]).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains(&format!("connect-src 'self'{sockets} img-src")), "{host}: {policy}");
        assert!(!policy.contains('*') && policy.matches("script-src").count() == 1);
    }
}
