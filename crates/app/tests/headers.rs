//! What stands in every answer's head, and how large a request may be.

mod common;

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use common::{Env, Store, World, appointment, merged, on_both, path, refused, server};
use serde_json::json;
use testkit::{Client, Method, Reply};

const DESK: &str = "https://desk.clinic.example";
const ENV: Env = &[("ALLOWED_ORIGINS", "https://desk.clinic.example, http://localhost:5173")];

on_both!(
    every_answer_is_protected,
    other_origins_may_read_errors_too,
    preflights_are_answered,
    bodies_have_64_kib_at_most,
);

fn protected(reply: &Reply) {
    for (name, part) in [
        ("content-security-policy", "default-src"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        let value = reply.header(name).unwrap_or_else(|| panic!("no {name}: {} {}", reply.status, reply.text));
        assert!(value.contains(part), "{name}: {value}");
    }
    assert_eq!(reply.header("strict-transport-security"), None);
}

async fn every_answer_is_protected(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    let made = user.book(json!({})).await;
    let held = user.book_held().await;
    let private = [
        anyone.get("/api/config").await.expect(200),
        anyone.get("/api/nothing").await.expect(404),
        anyone.get("/api/locks").await.expect(401),
        user.request(Method::PUT, &path(&made)).await.expect(405),
        user.post("/api/appointments").json(json!({})).await.expect(400),
        user.get(&path(&made)).await.expect(200),
        user.cancel(&held).await.expect(204),
        user.get(&path(&made)).header("If-None-Match", "*").await.expect(304),
        anyone.post("/api/auth/login").json(json!({"email": "a@b.example", "password": "x"})).await.expect(401),
    ];
    for reply in &private {
        protected(reply);
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{} {}", reply.status, reply.text);
    }
    for page in ["/", "/index.html", "/assets/nothing.js", "/nothing", "/health/live", "/metrics", "/docs/openapi.json"]
    {
        protected(&anyone.get(page).await);
    }
}

async fn other_origins_may_read_errors_too(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    let own = world.server.url("");
    for origin in [DESK, "http://localhost:5173", &own] {
        for reply in [
            user.get("/api/appointments").header("Origin", origin).await.expect(200),
            anyone.get("/api/appointments").header("Origin", origin).await.expect(401),
            anyone.get("/api/nothing").header("Origin", origin).await.expect(404),
            anyone.request(Method::PUT, "/api/config").header("Origin", origin).await.expect(405),
            user.post("/api/appointments").header("Origin", origin).json(json!({})).await.expect(400),
        ] {
            assert_eq!(reply.header("access-control-allow-origin"), Some(origin), "{}", reply.text);
            let exposed = reply.header("access-control-expose-headers").unwrap_or_default().to_lowercase();
            for name in [
                "etag",
                "link",
                "location",
                "x-total-count",
                "x-request-id",
                "retry-after",
                "x-ratelimit-limit",
                "x-ratelimit-remaining",
            ] {
                assert!(exposed.split(',').any(|header| header.trim() == name), "{name} is not exposed: {exposed}");
            }
            assert!(reply.header("vary").unwrap_or_default().to_lowercase().contains("origin"));
        }
    }
    for origin in ["https://evil.example", "null", "https://desk.clinic.example.evil.example"] {
        let reply = user.get("/api/appointments").header("Origin", origin).await;
        assert_eq!(reply.header("access-control-allow-origin"), None, "{origin}");
    }
}

async fn preflights_are_answered(store: Store) {
    let world = store.world(ENV);
    let anyone = world.anyone();
    let ask = |origin: &str, method: &str| {
        let headers =
            "authorization, content-type, idempotency-key, if-match, if-none-match, x-client-id, x-request-id";
        let asked = anyone.request(Method::OPTIONS, "/api/appointments/0193a0d0-0000-7000-8000-000000000000");
        asked
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", headers)
    };
    for method in ["GET", "POST", "PATCH", "DELETE"] {
        let reply = ask(DESK, method).await;
        assert!((200..300).contains(&reply.status), "{method}: {}", reply.text);
        assert_eq!(reply.header("access-control-allow-origin"), Some(DESK));
        let allowed = |name: &str| reply.header(name).unwrap_or_default().to_lowercase();
        assert!(allowed("access-control-allow-methods").contains(&method.to_lowercase()));
        for name in ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "x-client-id"] {
            assert!(allowed("access-control-allow-headers").contains(name), "{name}");
        }
        let foreign = ask("https://evil.example", method).await;
        assert_eq!(foreign.header("access-control-allow-origin"), None);
    }
}

/// Sends bytes as they are and answers the head and what came of the body.
fn raw(world: &World, bytes: &[u8]) -> String {
    let address = world.server.url("").replace("http://", "");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a deadline");
    // The server may answer, and close, before all was sent.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut part) {
        answer.extend_from_slice(&part[..read]);
        if String::from_utf8_lossy(&answer).contains("\"requestId\"") {
            break;
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

async fn bodies_have_64_kib_at_most(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let of_length = |length: usize| {
        let body = merged(appointment(), json!({"note": "n"})).to_string();
        let spaces = " ".repeat(length - body.len());
        user.post("/api/appointments").header("Content-Type", "application/json").body(body + &spaces)
    };
    of_length(64 * 1024).await.expect(201);
    refused(of_length(64 * 1024 + 1).await, 413, "body_too_large");
    let head = format!(
        "POST /api/appointments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n",
        user.token
    );
    let announced = raw(world, format!("{head}Content-Length: 10000000\r\n\r\n{{").as_bytes());
    assert!(announced.starts_with("HTTP/1.1 413") && announced.contains("body_too_large"), "{announced}");
    let mut chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..65 {
        chunked.extend_from_slice(format!("400\r\n{}\r\n", " ".repeat(1024)).as_bytes());
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let counted = raw(world, &chunked);
    assert!(counted.starts_with("HTTP/1.1 413") && counted.contains("body_too_large"), "{counted}");
    // A verb without a body takes none that large either.
    let held = user.book_held().await;
    let renewal = user.post(&common::at(&held, "acquire-lock/1")).body("x".repeat(64 * 1024 + 1)).await;
    refused(renewal, 413, "body_too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_browsers_are_told_to_stay_there() {
    let public = server().env("PUBLIC_URL", "https://clinic.example/").start().expect("a server");
    let hsts = |reply: &Reply| reply.header("strict-transport-security").map(str::to_owned);
    let anyone = Client::new(public.url(""));
    assert!(hsts(&anyone.get("/api/config").await).is_some_and(|value| value.starts_with("max-age=")));
    for page in ["/", "/nothing"] {
        assert!(hsts(&anyone.get(page).await).is_some(), "{page}");
    }
    drop(public);
    for (trusted, believed) in [("127.0.0.1, ::1", true), ("10.0.0.0/8", false)] {
        let proxied = server().env("TRUSTED_PROXIES", trusted).start().expect("a server");
        let reply =
            Client::new(proxied.url("")).get("/api/config").header("X-Forwarded-Proto", "https").await.expect(200);
        assert_eq!(hsts(&reply).is_some(), believed, "{trusted}");
    }
}
