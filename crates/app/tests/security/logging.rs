//! What the log tells who watches over the system, as it is set by default.

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Value, json};
use testkit::eventually;

use crate::common::{Env, Store, on_both, unique};

/// `info` is what LOG is when nobody sets it; the tests' servers are told to say less.
const ENV: Env = &[("LOG", "info"), ("LOG_FORMAT", "json")];

on_both!(failed_sign_ins_and_denied_access_are_logged);

/// Failed sign-ins, guesses that were not looked at, and what somebody may not do: a line each, that names the request and the
/// route, and nobody.
async fn failed_sign_ins_and_denied_access_are_logged(store: Store) {
    let world = store.own_world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    // An id that is longer than 64 characters is none.
    let mark = unique("r").split_off(24);
    let anyone = world.anyone();
    let wrong = unique("wrong");
    let email = format!("{}@clinic.example", unique("guessed"));
    let sign_in = |id: String| {
        let body = json!({"email": email, "password": wrong});
        anyone.post("/api/auth/login").header("X-Request-Id", id).json(body)
    };
    let name = |what: &str| format!("{mark}-{what}");
    sign_in(name("invalid_credentials")).await.expect(401);
    for guess in 1..10 {
        sign_in(format!("guess-{guess}")).await.expect(401);
    }
    sign_in(name("too_many_attempts")).await.expect(429);
    user.get("/api/users").header("X-Request-Id", name("admin_only")).await.expect(403);
    let theirs = format!("/api/users/{}", other.id);
    user.patch(&theirs).header("X-Request-Id", name("forbidden")).json(json!({"name": "Mine"})).await.expect(403);
    let mine = format!("/api/users/{}", user.id);
    let change = json!({"password": unique("new"), "currentPassword": wrong});
    user.patch(&mine).header("X-Request-Id", name("wrong_password")).json(change).await.expect(403);
    let link = json!({"token": "x".repeat(43), "password": unique("new")});
    let redeem = anyone.post("/api/auth/password").header("X-Request-Id", name("invalid_password_token"));
    redeem.json(link).await.expect(401);
    crate::common::refused(
        world.handshake(&user).origin("https://evil.example").refused().await,
        403,
        "foreign_origin",
    );
    // What is everyday is not.
    anyone.get("/api/auth/profile").header("X-Request-Id", name("unauthenticated")).await.expect(401);
    user.get("/api/auth/profile").header("X-Request-Id", name("nothing")).await.expect(200);
    let codes = || -> BTreeSet<String> {
        let lines = world.server.output();
        let objects = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let refused =
            objects.filter(|object| object.to_string().contains(&mark) || object.to_string().contains("foreign"));
        refused.map(|object| find(&object, "code").unwrap_or_default()).collect()
    };
    let expected = [
        "admin_only",
        "forbidden",
        "foreign_origin",
        "invalid_credentials",
        "invalid_password_token",
        "too_many_attempts",
        "wrong_password",
    ];
    let expected: BTreeSet<String> = expected.map(str::to_owned).into();
    let last = unique("last");
    user.get("/api/users").header("X-Request-Id", &last).await.expect(403);
    eventually(Duration::from_secs(5), || async { world.server.output().contains(&last) }).await;
    assert_eq!(codes(), expected, "{}", world.server.output());
    let log = world.server.output();
    for mark in [&email, &wrong, &user.email, &other.email, &user.name, &user.token] {
        assert!(!log.contains(mark.as_str()), "{mark} is in {log}");
    }
}

/// A field of a line, wherever the format puts fields.
fn find(object: &Value, name: &str) -> Option<String> {
    [&object[name], &object["fields"][name]].into_iter().find_map(Value::as_str).map(str::to_owned)
}
