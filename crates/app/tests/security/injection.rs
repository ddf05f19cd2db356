//! Line ends, control characters and markup in whatever callers send: heads, log lines and JSON stay what they are.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Method, eventually};

use crate::common::{Env, Store, World, appointment, at, merged, on_both, path, pointers, refused, unique};
use crate::raw::{answers, exchange, status};

const MACHINES: Env = &[("LOG", "debug"), ("LOG_FORMAT", "json"), ("TRUSTED_PROXIES", "127.0.0.1")];
const PEOPLE: Env = &[("LOG", "debug"), ("LOG_FORMAT", "pretty"), ("TRUSTED_PROXIES", "127.0.0.1")];

on_both!(
    a_header_stays_a_header,
    a_log_line_stays_a_line,
    a_log_line_for_people_stays_a_line,
    texts_come_back_as_they_were,
    search_and_cursor_are_no_sql,
);

/// What would begin a header, an answer or a log line of one's own.
const LINES: &[&str] = &[
    "%0d%0aSet-Cookie:%20stolen=1",
    "%0aSet-Cookie:%20stolen=1",
    "%0d%0a%0d%0aHTTP/1.1%20200%20OK",
    "%E5%98%8D%E5%98%8ASet-Cookie:%20stolen=1",
    "%00",
    "%1b[31m",
    "%0a{%22level%22:%22ERROR%22,%22message%22:%22forged%22}",
    "%e2%80%a8forged",
];

async fn a_header_stays_a_header(store: Store) {
    let world = store.world(MACHINES);
    let user = world.user().await;
    for line in LINES {
        for (method, path) in [
            (Method::GET, format!("/api/appointments/{line}")),
            (Method::GET, format!("/api/appointments?cursor={line}")),
            (Method::GET, format!("/api/appointments?q=ab{line}&limit=1")),
            (Method::GET, format!("/api/appointments?from={line}&doctor={line}")),
            (Method::GET, format!("/appointment/{line}/lock-status")),
            (Method::GET, format!("/{line}")),
            (Method::GET, format!("/docs/{line}")),
            (Method::GET, format!("/assets/{line}")),
            (Method::POST, format!("/api/appointments/{line}/acquire-lock/1")),
        ] {
            let reply = user.request(method, &path).header("Accept", "text/html").await;
            assert!(
                reply.status < 500 && reply.header("set-cookie").is_none(),
                "{path}: {} {}",
                reply.status,
                reply.text
            );
            assert!(reply.header("location").is_none_or(|to| !to.contains("stolen")), "{path}");
            if reply.status >= 400 {
                assert!(reply.body.is_object(), "{path}: {}", reply.text);
            }
        }
    }
    // As bytes: what is no visible letter is no request id, and ends no header.
    for value in [&b"a\tb"[..], b"a\x1b[31mb", b"a\x7fb", b"\xc3\xa9", b"a b", b"a\rSet-Cookie: stolen=1", b"a\x00b"] {
        let head = b"GET /api/config HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: ";
        let answer = exchange(world, &[head, value, b"\r\n\r\n"].concat());
        let head = answer.split("\r\n\r\n").next().unwrap_or_default().to_lowercase();
        assert!(status(&answer).is_some_and(|status| status == 200 || status == 400), "{value:?}: {answer}");
        assert!(answers(&answer) == 1 && !head.contains("set-cookie"), "{value:?}: {answer}");
        assert!(!head.contains('\u{1b}') && !head.contains("x-request-id: a"), "{value:?}: {answer}");
    }
}

/// Requests that say much in all places where a log might repeat it.
async fn shout(world: &World, mark: &str) {
    let (anyone, user) = (world.anyone(), world.user().await);
    let forged = format!("{mark}\n{{\"level\":\"ERROR\",\"message\":\"{mark}\"}}\r\n{mark}\u{2028}\u{1b}[31m");
    let encoded = format!("{mark}%0d%0a{mark}%1b[31m");
    anyone.get(&format!("/api/{encoded}")).await;
    anyone.get(&format!("/api/appointments/{encoded}?q={encoded}")).await;
    anyone.post("/api/auth/login").json(json!({"email": forged, "password": forged})).await;
    anyone.get("/api/config").header("User-Agent", format!("{mark}\t{mark}")).header("Referer", mark).await;
    anyone.get("/api/config").header("X-Forwarded-For", format!("{mark}, {mark}")).await;
    anyone.post("/api/auth/login").header("X-Forwarded-For", mark).json(json!({"email": mark, "password": mark})).await;
    let texts = json!({"title": forged, "patientName": forged, "note": forged, "doctorName": forged});
    user.post("/api/appointments").json(merged(appointment(), texts)).await;
    user.patch(&format!("/api/users/{}", user.id)).json(json!({"name": forged})).await;
    user.post("/api/appointments").header("Idempotency-Key", mark).json(json!({"title": forged})).await;
    let socket = world.handshake(&user).header("User-Agent", mark).connect().await.expect("a socket");
    socket.send(&json!({"event": forged, "data": forged}));
    socket.close().await;
    let line = format!("GET /{mark}\x1b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    exchange(world, line.as_bytes());
}

/// The log up to a request that comes last.
async fn log_after(world: &World) -> Vec<String> {
    let last = unique("last");
    world.anyone().get("/api/config").header("X-Request-Id", &last).await.expect(200);
    eventually(Duration::from_secs(5), || async { world.server.output().contains(&last) }).await;
    // Standard output has the address to open, nothing else that begins so.
    world.server.output().lines().map(str::to_owned).collect()
}

async fn a_log_line_stays_a_line(store: Store) {
    let world = store.own_world(MACHINES);
    let mark = unique("forged");
    shout(&world, &mark).await;
    let id = unique("request");
    world.anyone().get("/api/nothing").header("X-Request-Id", &id).await.expect(404);
    let lines = log_after(&world).await;
    let objects: Vec<&String> = lines.iter().filter(|line| !line.starts_with(char::is_alphabetic)).collect();
    assert!(objects.len() > 10, "{lines:#?}");
    for line in &objects {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(object["level"].is_string() && object["message"].is_string(), "{line}");
    }
    assert!(!lines.iter().any(|line| line.contains(&mark)), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains(&id)).count(), 1, "one line for each request");
}

async fn a_log_line_for_people_stays_a_line(store: Store) {
    let world = store.own_world(PEOPLE);
    let mark = unique("forged");
    shout(&world, &mark).await;
    let lines = log_after(&world).await;
    assert!(!lines.iter().any(|line| line.contains(&mark) || line.contains("[31m")), "{lines:#?}");
}

async fn texts_come_back_as_they_were(store: Store) {
    let world = store.world(MACHINES);
    let user = world.user().await;
    let hostile =
        "<script>alert(1)</script>\"'\\\r\n{{7*7}}${7*7}'; DROP TABLE users; --\u{1b}\u{2028}=cmd|' /C calc'!A0";
    let made =
        user.book(json!({"title": hostile, "patientName": hostile, "note": hostile, "doctorName": hostile})).await;
    let seen = user.get(&path(&made)).await.expect(200);
    assert_eq!((&seen.body["title"], &seen.body["note"]), (&json!(hostile), &json!(hostile)));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    user.acquire(&made).await.expect(201);
    let force = json!({"reason": hostile});
    world.root().await.post(&at(&made, "force-release-lock")).json(force).await.expect(200);
    assert_eq!(user.event(&made, "force_released").await["detail"]["reason"], hostile);
    for email in ["a@b.example\r\nBcc: all@clinic.example", "a\u{0}@b.example", "<script>@b.example"] {
        let new = json!({"name": "Hostile", "email": email, "password": "long enough 7"});
        assert_eq!(pointers(world.root().await.post("/api/users").json(new).await), ["/email".to_owned()].into());
    }
}

async fn search_and_cursor_are_no_sql(store: Store) {
    let world = store.own_world(MACHINES);
    let user = world.user().await;
    let made = user.book(json!({"doctorName": "Dr. O'Neil"})).await;
    for hostile in ["'' OR 1=1 --", "\\'; DROP TABLE users; --", "%%%%", "____", "a* OR b*", "\"a\" NEAR \"b\""] {
        for name in ["q", "doctor"] {
            let encoded: String = hostile.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let found = user.get(&format!("/api/appointments?{name}={encoded}")).await;
            assert!(found.status == 200 && found.body == json!([]) || found.status == 400, "{hostile}: {}", found.text);
        }
        let encoded: String = hostile.bytes().map(|byte| format!("%{byte:02x}")).collect();
        refused(user.get(&format!("/api/appointments?cursor={encoded}")).await, 400, "invalid_cursor");
    }
    let found = user.get("/api/appointments?doctor=dr.%20o%27neil").await.expect(200).body;
    assert_eq!(found[0]["id"], made["id"]);
}
