//! The web calendar as the binary serves it: its files, how long they are kept, and that it stands in nobody's way.

mod common;

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use common::{Store, World, refused};
use testkit::{Method, Reply};

/// What a browser says when a person navigates.
const NAVIGATION: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
/// What Chrome, Firefox and Safari unpack.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

fn world() -> &'static World {
    Store::Sqlite.world(&[])
}

/// The paths of the built scripts that the page begins with.
fn scripts(page: &str) -> Vec<String> {
    let after = page.split("/assets/").skip(1);
    let names = after.filter_map(|rest| rest.split('"').next()).filter(|name| name.ends_with(".js"));
    names.map(|name| format!("/assets/{name}")).collect()
}

/// What is answered to a path that no client library would send as it is: the status line, the head, the body.
fn raw(path: &str) -> String {
    let address = world().server.url("").replace("http://", "");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a deadline");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept: {NAVIGATION}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

fn is_page(reply: &Reply) -> bool {
    reply.status == 200 && reply.header("content-type") == Some("text/html; charset=utf-8")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_is_asked_for_each_time_and_sent_once() {
    let anyone = world().anyone();
    let page = anyone.get("/").await.expect(200);
    assert!(is_page(&page) && page.text.to_lowercase().starts_with("<!doctype html>"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let tag = page.header("etag").expect("a tag");
    assert!(tag.starts_with('"'), "not a strong one: {tag}");
    let same = anyone.get("/").header("If-None-Match", tag).await.expect(304);
    assert_eq!((same.text.as_str(), same.header("etag")), ("", Some(tag)));
    assert_eq!(same.header("cache-control"), Some("no-cache"));
    anyone.get("/").header("If-None-Match", "\"of-yesterday\"").await.expect(200);
    let head = anyone.request(Method::HEAD, "/").await.expect(200);
    assert_eq!((head.text.as_str(), head.header("etag")), ("", Some(tag)));
    assert_eq!(head.header("content-length"), page.header("content-length"));
    assert_eq!(anyone.get("/index.html").await.expect(200).text, page.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn built_scripts_are_kept_for_ever_and_travel_compressed() {
    let anyone = world().anyone();
    let scripts = scripts(&anyone.get("/").await.expect(200).text);
    if scripts.is_empty() {
        return testkit::skipped("a built web calendar");
    }
    for path in scripts {
        let plain = anyone.get(&path).await.expect(200);
        assert_eq!(plain.header("content-type"), Some("text/javascript; charset=utf-8"));
        let zipped = anyone.get(&path).header("Accept-Encoding", ENCODINGS).await.expect(200);
        let length =
            |reply: &Reply| reply.header("content-length").expect("a length").parse::<usize>().expect("digits");
        assert_eq!((plain.header("content-encoding"), zipped.header("content-encoding")), (None, Some("gzip")));
        assert!(length(&zipped) < length(&plain), "{path}");
        assert_ne!(plain.header("etag"), zipped.header("etag"));
        for (reply, encodings) in [(&plain, "identity"), (&zipped, ENCODINGS)] {
            assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
            assert!(reply.header("vary").is_some_and(|vary| vary.to_lowercase().contains("accept-encoding")));
            let tag = reply.header("etag").expect("a tag");
            let ask = |method| anyone.request(method, &path).header("Accept-Encoding", encodings);
            ask(Method::GET).header("If-None-Match", tag).await.expect(304);
            let head = ask(Method::HEAD).await.expect(200);
            assert_eq!((head.text.as_str(), length(&head), head.header("etag")), ("", length(reply), Some(tag)));
        }
        refused(anyone.post(&path).await, 405, "method_not_allowed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_of_the_calendar_is_protected() {
    let anyone = world().anyone();
    let authority = world().server.url("").replace("http://", "");
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws://{authority} \
         wss://{authority}; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action \
         'self'; frame-ancestors 'none'"
    );
    let page = anyone.get("/").await.expect(200);
    let tag = page.header("etag").expect("a tag");
    let mut answers = vec![
        anyone.get("/").header("If-None-Match", tag).await.expect(304),
        anyone.get("/some/where").header("Accept", NAVIGATION).await.expect(200),
    ];
    for path in scripts(&page.text) {
        answers.push(anyone.get(&path).await.expect(200));
    }
    answers.push(page);
    for reply in answers {
        assert_eq!(reply.header("content-security-policy"), Some(policy.as_str()));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.header("strict-transport-security"), None);
        assert!(reply.header("x-request-id").is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_another_site_may_not_read_it() {
    let reply = world().anyone().get("/").header("Origin", "https://evil.example").await.expect(200);
    assert_eq!(reply.header("access-control-allow-origin"), None);
    let vary = reply.header("vary").unwrap_or_default().to_lowercase();
    assert!(vary.contains("accept-encoding") && vary.contains("origin"), "{vary}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_navigates_elsewhere_gets_the_page_and_nobody_else_does() {
    let anyone = world().anyone();
    let page = anyone.get("/").await.expect(200);
    for path in ["/week/2026-12-01", "/users", "/appointments/7", "/apiary", "/wsx", "/index.htm?next=/api"] {
        let reply = anyone.get(path).header("Accept", NAVIGATION).await;
        assert!(is_page(&reply) && reply.text == page.text, "{path}: {} {}", reply.status, reply.text);
        assert!(reply.header("vary").is_some_and(|vary| vary.contains("Accept")));
        assert_eq!(anyone.request(Method::HEAD, path).header("Accept", NAVIGATION).await.status, 200, "{path}");
        refused(anyone.get(path).await, 404, "route_not_found");
        refused(anyone.get(path).header("Accept", "application/json").await, 404, "route_not_found");
        refused(anyone.get(path).header("Accept", "text/html;q=0, */*").await, 404, "route_not_found");
        refused(anyone.post(path).header("Accept", NAVIGATION).await, 404, "route_not_found");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_the_servers_own_is_shadowed() {
    let anyone = world().anyone();
    for (path, status) in [
        ("/api", 404),
        ("/api/", 404),
        ("/api/nothing", 404),
        ("/api/config", 200),
        ("/api/appointments", 401),
        ("/appointment", 404),
        ("/appointment/", 404),
        ("/appointment/0193a0d0-0000-7000-8000-000000000000/lock-status", 401),
        ("/docs", 200),
        ("/docs/nothing", 404),
        ("/docs/openapi.json", 200),
        ("/ws", 401),
        ("/ws/", 404),
        ("/ws/nothing", 404),
        ("/health", 404),
        ("/health/", 404),
        ("/health/live", 200),
        ("/health/nothing", 404),
        ("/metrics", 200),
        ("/metrics/", 404),
        ("/assets", 404),
        ("/assets/", 404),
        ("/assets/nothing.js", 404),
        ("/assets/nothing/index.html", 404),
    ] {
        let (navigated, asked) = (anyone.get(path).header("Accept", NAVIGATION).await, anyone.get(path).await);
        assert_eq!((navigated.status, asked.status), (status, status), "{path}: {}", navigated.text);
        assert_eq!(navigated.header("content-type"), asked.header("content-type"), "{path}");
        if status == 404 {
            refused(navigated, 404, "route_not_found");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_only_read() {
    let anyone = world().anyone();
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for path in ["/", "/index.html", "/assets/nothing.js"] {
            let reply = refused(anyone.request(method.clone(), path).await, 405, "method_not_allowed");
            assert_eq!(reply.header("allow"), Some("GET, HEAD"), "{method} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_path_leads_out_of_the_calendars_files() {
    world().anyone().get("/").await.expect(200);
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fCargo.toml",
        "/%252e%252e/Cargo.toml",
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/..%2findex.html",
        "/assets/..%5cindex.html",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/%ff",
        "/x/%2e%2e/api/config",
        "/%61pi/nothing",
        "/api%2fconfig",
        "//api/nothing",
        "/index.html%00.js",
        "/index.html%2f..",
    ] {
        let answer = raw(path);
        assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("route_not_found"), "{path}: {answer}");
    }
}
