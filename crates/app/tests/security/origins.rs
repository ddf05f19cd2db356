//! What pages of other origins may do, beyond what `headers` and `live::handshake` show.

use serde_json::json;
use testkit::Method;

use crate::common::{Env, Store, on_both, refused};

const DESK: &str = "https://desk.clinic.example";
const ENV: Env = &[("ALLOWED_ORIGINS", "https://desk.clinic.example")];

on_both!(
    no_credentials_travel_by_themselves,
    preflights_grant_what_is_documented_only,
    every_kind_of_answer_is_protected,
    a_foreign_page_cannot_connect_whatever_it_says,
);

/// There are no cookies, so nothing of a browser's own can be misused: no answer sets one or allows credentials.
async fn no_credentials_travel_by_themselves(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let login = json!({"email": user.email, "password": user.password});
    for origin in [DESK, "https://evil.example", "null"] {
        for reply in [
            world.anyone().post("/api/auth/login").header("Origin", origin).json(login.clone()).await,
            user.get("/api/auth/profile").header("Origin", origin).await,
            user.request(Method::OPTIONS, "/api/users")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .await,
            world.anyone().get("/").header("Origin", origin).await,
        ] {
            assert_eq!(reply.header("access-control-allow-credentials"), None, "{origin}: {}", reply.text);
            assert_eq!(reply.header("set-cookie"), None, "{origin}: {}", reply.text);
            assert_ne!(reply.header("access-control-allow-origin"), Some("*"), "{origin}: {}", reply.text);
            assert!(origin == DESK || reply.header("access-control-allow-origin").is_none(), "{origin}");
        }
    }
    let with_cookie = world.anyone().get("/api/auth/profile").header("Cookie", format!("token={}", user.token));
    refused(with_cookie.await, 401, "unauthenticated");
}

async fn preflights_grant_what_is_documented_only(store: Store) {
    let world = store.world(ENV);
    let ask = |method: &str, header: &str| {
        let asked = world.anyone().request(Method::OPTIONS, "/api/appointments").header("Origin", DESK);
        asked.header("Access-Control-Request-Method", method).header("Access-Control-Request-Headers", header)
    };
    let granted = ask("POST", "authorization").await;
    assert_eq!(granted.header("access-control-allow-origin"), Some(DESK));
    for method in ["PUT", "TRACE", "CONNECT"] {
        let reply = ask(method, "authorization").await;
        let methods = reply.header("access-control-allow-methods").unwrap_or_default().to_uppercase();
        assert!(!methods.contains(method), "{method}: {methods}");
    }
    for header in ["x-http-method-override", "cookie", "x-forwarded-for"] {
        let reply = ask("POST", header).await;
        let headers = reply.header("access-control-allow-headers").unwrap_or_default().to_lowercase();
        assert!(!headers.contains(header), "{header}: {headers}");
    }
}

/// Kinds that `headers::every_answer_is_protected` does not have.
async fn every_kind_of_answer_is_protected(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    let preflight = anyone.request(Method::OPTIONS, "/api/users").header("Origin", DESK);
    let text = |kind: &str| user.post("/api/appointments").header("Content-Type", kind).body("{");
    for (name, status, reply) in [
        ("a preflight", 200, preflight.header("Access-Control-Request-Method", "GET").await),
        ("HEAD", 200, user.request(Method::HEAD, "/api/auth/profile").await),
        ("no JSON", 400, text("application/json").await),
        ("another kind of body", 415, text("text/plain").await),
        ("too large a body", 413, user.post("/api/appointments").body("x".repeat(64 * 1024 + 1)).await),
        ("not one's own", 403, user.get("/api/users").await),
        ("no upgrade", 426, user.get("/ws").await),
        ("nobody's socket", 401, anyone.get("/ws").await),
        ("the original's path", 401, anyone.get("/appointment/x/lock-status").await),
        ("the documentation", 200, anyone.get("/docs/").header("Accept", "text/html").await),
        ("a navigation", 200, anyone.get("/week/2031-03-03").header("Accept", "text/html").await),
        ("readiness", 200, anyone.get("/health/ready").await),
        ("metrics", 200, anyone.get("/metrics").await),
        ("an unknown method", 405, anyone.request(Method::TRACE, "/api/config").await),
    ] {
        assert_eq!(reply.status, status, "{name}: {}", reply.text);
        for (header, part) in [
            ("content-security-policy", "default-src"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            let value = reply.header(header).unwrap_or_default();
            assert!(value.contains(part), "{name} has {header}: {value}");
        }
        assert!(reply.header("server").is_none() && reply.header("x-powered-by").is_none(), "{name}");
    }
}

async fn a_foreign_page_cannot_connect_whatever_it_says(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let host = world.server.url("").replace("http://", "");
    for origin in [
        "https://evil.example".to_owned(),
        format!("https://{host}.evil.example"),
        format!("https://evil.example/{host}"),
        format!("https://evil.example#{host}"),
        format!("https://user@{host}"),
        format!("file://{host}"),
        format!("{DESK}:8443"),
        format!("{DESK}."),
        "https://".to_owned(),
        String::new(),
    ] {
        refused(world.handshake(&user).origin(&origin).refused().await, 403, "foreign_origin");
        let protocols = ["appointments.v1", &format!("bearer.{}", user.token)];
        let as_browser = testkit::Handshake::with(&world.server.url("")).protocols(&protocols);
        refused(as_browser.origin(&origin).refused().await, 403, "foreign_origin");
    }
}
