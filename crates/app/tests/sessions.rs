//! Signing in, staying signed in, being signed out; and guessing passwords.

mod common;

use std::time::{Duration, Instant};

use common::{
    Env, Person, ROOT, Store, appointment, at, instant, keys, on_both, path, pointers, refused, server, unique,
};
use serde_json::{Value, json};
use testkit::{Client, Reply, eventually};

const ENV: Env = &[];
const SHORT: Env = &[("JWT_TTL", "2"), ("SESSION_MAX", "4")];
const PROXIED: Env = &[("TRUSTED_PROXIES", "127.0.0.0/8")];

on_both!(
    who_knows_the_password_signs_in,
    unknown_and_wrong_are_answered_alike,
    an_account_is_guessed_ten_times,
    successes_never_count,
    a_password_link_clears_the_account,
    an_address_guesses_a_hundred_times,
    the_current_password_is_guessed_ten_times_too,
    signing_out_ends_one_session,
    a_refreshed_token_ends_with_its_session,
    only_our_tokens_are_believed,
);

async fn log_in(anyone: &Client, email: &str, password: &str) -> Reply {
    anyone.post("/api/auth/login").json(json!({"email": email, "password": password})).await
}

/// So many wrong guesses, each of them looked at.
async fn guess(anyone: &Client, email: &str, times: usize) {
    for _ in 0..times {
        refused(log_in(anyone, email, "a wrong password").await, 401, "invalid_credentials");
    }
}

#[track_caller]
fn throttled(reply: Reply) {
    let reply = refused(reply, 429, "too_many_attempts");
    let wait: u64 = reply.header("retry-after").and_then(|value| value.parse().ok()).expect("Retry-After");
    assert!((800..=900).contains(&wait), "{wait}");
}

async fn who_knows_the_password_signs_in(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    let reply = log_in(&anyone, &user.email.to_uppercase(), &user.password).await.expect(200);
    assert_eq!(keys(&reply.body), ["id", "name", "email", "isAdmin", "createdAt", "token", "expiresAt"].into());
    let now = anyone.get("/api/config").await.expect(200).body["serverTime"].clone();
    let left = (instant(&reply.body["expiresAt"]) - instant(&now)).num_seconds();
    assert!((11_150..=11_160).contains(&left), "{left}");
    let profile = user.get("/api/auth/profile").await.expect(200).body;
    assert_eq!((&profile["id"], &profile["email"]), (&json!(user.id), &json!(user.email)));
    assert_eq!(pointers(anyone.post("/api/auth/login").json(json!({"user": 1})).await).len(), 3);
}

async fn unknown_and_wrong_are_answered_alike(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    let by_link = json!({"name": "No password yet", "email": format!("{}@clinic.example", unique("link"))});
    let by_link = world.root().await.post("/api/users").json(by_link).await.expect(201).body;
    let answer = async |email: &str| {
        let reply = refused(log_in(&anyone, email, "a wrong password").await, 401, "invalid_credentials");
        let mut body = reply.body;
        body["requestId"] = Value::Null;
        body
    };
    let wrong = answer(&user.email).await;
    for other in ["nobody@clinic.example", by_link["email"].as_str().expect("an e-mail"), "not even an e-mail"] {
        assert_eq!(answer(other).await, wrong, "{other}");
    }
}

async fn an_account_is_guessed_ten_times(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    guess(&anyone, &user.email, 10).await;
    throttled(log_in(&anyone, &user.email, "a wrong password").await);
    throttled(log_in(&anyone, &user.email.to_uppercase(), &user.password).await);
    user.get("/api/auth/profile").await.expect(200);
    // An account that is none is throttled alike.
    let nobody = format!("{}@clinic.example", unique("nobody"));
    guess(&anyone, &nobody, 10).await;
    throttled(log_in(&anyone, &nobody, "a wrong password").await);
    Person::signed_in(&anyone, ROOT.0, ROOT.1).await;
}

async fn successes_never_count(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    guess(&anyone, &user.email, 9).await;
    for _ in 0..12 {
        user.again(&anyone).await;
    }
    guess(&anyone, &user.email, 1).await;
    throttled(log_in(&anyone, &user.email, &user.password).await);
}

async fn a_password_link_clears_the_account(store: Store) {
    let world = store.world(ENV);
    let (anyone, user, admin) = (world.anyone(), world.user().await, world.admin().await);
    guess(&anyone, &user.email, 10).await;
    throttled(log_in(&anyone, &user.email, &user.password).await);
    let link = admin.post(&format!("/api/users/{}/password-link", user.id)).await.expect(201).body;
    let secret = link["url"].as_str().expect("a URL").rsplit('/').next().expect("a secret");
    anyone.post("/api/auth/password").json(json!({"token": secret, "password": "cleared by link 7"})).await.expect(200);
    Person::signed_in(&anyone, &user.email, "cleared by link 7").await;
}

async fn an_address_guesses_a_hundred_times(store: Store) {
    let world = store.own_world(PROXIED);
    let (anyone, user) = (world.anyone(), world.user().await);
    let from = |address: &str, email: &str, password: &str| {
        let body = json!({"email": email, "password": password});
        anyone.post("/api/auth/login").header("X-Forwarded-For", format!("6.6.6.6, {address}")).json(body)
    };
    for count in 0..100 {
        let email = format!("guess{count}@clinic.example");
        refused(from("203.0.113.7", &email, "a wrong password").await, 401, "invalid_credentials");
    }
    throttled(from("203.0.113.7", &user.email, &user.password).await);
    from("203.0.113.8", &user.email, &user.password).await.expect(200);
    log_in(&anyone, &user.email, &user.password).await.expect(200);
}

async fn the_current_password_is_guessed_ten_times_too(store: Store) {
    let user = store.world(ENV).user().await;
    let change = || {
        let body = json!({"password": "a new password 7", "currentPassword": "a wrong password"});
        user.patch(&format!("/api/users/{}", user.id)).json(body)
    };
    for _ in 0..10 {
        refused(change().await, 403, "wrong_password");
    }
    throttled(change().await);
}

async fn signing_out_ends_one_session(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let other = user.again(&world.anyone()).await;
    let made = user.book(json!({})).await;
    let refreshed = user.post("/api/auth/refresh").await.expect(200).body;
    assert_eq!(keys(&refreshed), ["token", "expiresAt"].into());
    let refreshed = world.anyone().bearer(refreshed["token"].as_str().expect("a token"));
    for token in [&*user, &refreshed] {
        token.get("/api/auth/profile").await.expect(200);
    }
    let bye = user.post("/api/auth/logout").await.expect(204);
    assert_eq!(bye.text, "");
    for token in [&*user, &refreshed] {
        refused(token.get("/api/auth/profile").await, 401, "unauthenticated");
        refused(token.get(&path(&made)).await, 401, "unauthenticated");
        refused(token.post("/api/appointments").json(appointment()).await, 401, "unauthenticated");
        refused(token.post(&at(&made, "acquire-lock/1")).await, 401, "unauthenticated");
        refused(token.post("/api/auth/refresh").await, 401, "unauthenticated");
        refused(token.post("/api/auth/logout").await, 401, "unauthenticated");
    }
    other.acquire(&made).await.expect(201);
}

async fn a_refreshed_token_ends_with_its_session(store: Store) {
    let world = store.world(SHORT);
    let user = world.user().await;
    let login = log_in(&world.anyone(), &user.email, &user.password).await.expect(200).body;
    let session = world.anyone().bearer(login["token"].as_str().expect("a token"));
    let first = instant(&login["expiresAt"]);
    tokio::time::sleep(Duration::from_millis(1000)).await;
    let refresh = async |client: &Client| {
        let fresh = client.post("/api/auth/refresh").await.expect(200).body;
        (world.anyone().bearer(fresh["token"].as_str().expect("a token")), instant(&fresh["expiresAt"]))
    };
    let (second, second_end) = refresh(&session).await;
    assert!(second_end > first);
    session.get("/api/auth/profile").await.expect(200);
    eventually(Duration::from_secs(3), || async { session.get("/api/auth/profile").await.status == 401 }).await;
    refused(session.post("/api/auth/refresh").await, 401, "unauthenticated");
    let (third, third_end) = refresh(&second).await;
    // Four seconds after the login, at most; tokens count in whole seconds.
    let longest = (third_end - first).num_milliseconds();
    assert!(longest <= 2000, "{longest} ms after the first token's end");
    eventually(Duration::from_secs(4), || async { third.get("/api/auth/profile").await.status == 401 }).await;
    refused(third.post("/api/appointments").json(appointment()).await, 401, "unauthenticated");
}

async fn only_our_tokens_are_believed(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let stranger = server().env("JWT_SECRET", "another key, of more than 32 bytes, too");
    let stranger = stranger.env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1).start().expect("a server");
    let foreign = Person::signed_in(&Client::new(stranger.url("")), ROOT.0, ROOT.1).await.token;
    let parts: Vec<&str> = user.token.split('.').collect();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", parts[1]);
    let changed = format!("{}.{}x.{}", parts[0], parts[1], parts[2]);
    let ask = |value: &str| world.anyone().get("/api/auth/profile").header("Authorization", value);
    for bad in [foreign.as_str(), &unsigned, &changed, parts[1], "", "x", &"x".repeat(5000)] {
        refused(ask(&format!("Bearer {bad}")).await, 401, "unauthenticated");
    }
    for bad in [user.token.clone(), format!("Basic {}", user.token), format!("Bearer{}", user.token), String::new()] {
        refused(ask(&bad).await, 401, "unauthenticated");
    }
    ask(&format!("bearer {}", user.token)).await.expect(200);
    refused(world.anyone().get(&format!("/api/auth/profile?token={}", user.token)).await, 401, "unauthenticated");
}

/// With a cost at which the hash takes nearly all of the time, unknown and wrong take the same, roughly.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_and_wrong_take_the_same_time() {
    let server = server()
        .env("PASSWORD_COST", 10)
        .env("ADMIN_EMAIL", ROOT.0)
        .env("ADMIN_PASSWORD", ROOT.1)
        .start()
        .expect("a server");
    let anyone = Client::new(server.url(""));
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..9 {
        for (times, email) in times.iter_mut().zip([ROOT.0.to_owned(), format!("nobody{round}@clinic.example")]) {
            let started = Instant::now();
            refused(log_in(&anyone, &email, "a wrong password").await, 401, "invalid_credentials");
            times.push(started.elapsed());
        }
    }
    let [wrong, unknown] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    });
    assert!(unknown / wrong < 2.0 && wrong / unknown < 2.0, "wrong: {wrong} s, unknown: {unknown} s");
}
