//! The lock while time passes: expiry, requests that settle themselves, whether or not the sweeper runs.

mod common;

use std::time::Duration;

use common::{Env, Store, at, instant, on_both, path, refused, server};
use serde_json::{Value, json};
use testkit::{Client, Postgres, eventually};

/// Nothing is swept but by chance: what is true here is true by itself.
const LAZY: Env = &[("LOCK_TTL", "1.5"), ("REQUEST_TIMEOUT", "1"), ("LOCK_SWEEP_INTERVAL", "3600")];
const SWEPT: Env = &[("LOCK_TTL", "1.5"), ("REQUEST_TIMEOUT", "1"), ("LOCK_SWEEP_INTERVAL", "0.1")];
const LONG: Env = &[("REQUEST_TIMEOUT", "1"), ("LOCK_SWEEP_INTERVAL", "3600")];
const WAITING: Env = &[("REQUEST_TIMEOUT", "0")];

const SOON: Duration = Duration::from_secs(4);

on_both!(
    an_expired_lock_is_nobodys,
    an_expired_lock_is_taken_in_one_step,
    expiry_is_recorded_once,
    renewing_and_editing_give_a_full_ttl,
    an_expired_lock_takes_its_requests_along,
    an_unanswered_request_for_control_hands_over,
    an_unanswered_request_for_a_release_releases,
    the_earlier_request_goes_first,
    renewal_does_not_put_a_request_off,
    a_settled_hand_over_lasts_a_minute_at_most,
    requests_may_wait_for_ever,
);

fn milliseconds(from: &Value, to: &Value) -> i64 {
    (instant(to) - instant(from)).num_milliseconds()
}

async fn an_expired_lock_is_nobodys(store: Store) {
    for env in [LAZY, SWEPT] {
        let world = store.world(env);
        let (user, admin) = (world.user().await, world.admin().await);
        let held = user.book_held().await;
        assert_eq!(milliseconds(&held["appointmentLock"]["createdAt"], &held["appointmentLock"]["expiresAt"]), 1500);
        admin.ask(&held, "force-release-lock-request").await.expect(200);
        admin.delete(&at(&held, "force-release-lock-request")).await.expect(200);
        eventually(SOON, || async { user.lock(&held).await == Value::Null }).await;
        assert_eq!(admin.see(&held).await["appointmentLock"], Value::Null);
        assert!(!admin.get("/api/locks").await.expect(200).text.contains(held["id"].as_str().expect("an id")));
        let list = user
            .get("/api/appointments?from=2031-03-03T09:00:00Z&to=2031-03-03T09:30:00Z&limit=1000")
            .await
            .expect(200)
            .body;
        let listed =
            list.as_array().expect("an array").iter().find(|one| one["id"] == held["id"]).expect("listed").clone();
        assert_eq!(listed["appointmentLock"], Value::Null);
        let current =
            refused(user.edit(&held, json!({"title": "Late"})).await, 409, "lock_not_held").body["current"].clone();
        assert_eq!(current["appointmentLock"], Value::Null);
        refused(user.cancel(&held).await, 409, "lock_not_held");
        refused(user.release(&held).await, 409, "lock_not_held");
        refused(user.ask(&held, "approve-request-control").await, 404, "lock_not_found");
        refused(admin.ask(&held, "request-control").await, 404, "lock_not_found");
        refused(
            admin.post(&at(&held, "force-release-lock")).json(json!({"reason": "Gone"})).await,
            404,
            "lock_not_found",
        );
        assert_eq!(user.see(&held).await["title"], held["title"]);
    }
}

async fn an_expired_lock_is_taken_in_one_step(store: Store) {
    let world = store.world(LAZY);
    let (user, other) = (world.user().await, world.user().await);
    let held = user.book_held().await;
    refused(other.acquire(&held).await, 409, "locked");
    eventually(SOON, || async { other.acquire(&held).await.status == 201 }).await;
    let lock = other.lock(&held).await;
    assert_eq!(lock["userId"], other.id.as_str());
    assert!(instant(&lock["createdAt"]) >= instant(&held["appointmentLock"]["expiresAt"]), "taken before it expired");
    assert_ne!(lock["id"], held["appointmentLock"]["id"]);
    assert_eq!(user.kinds(&held).await, ["created", "acquired", "expired", "acquired"]);
    // Its last holder may take it back, with a new holding, not a renewal.
    eventually(SOON, || async { other.lock(&held).await == Value::Null }).await;
    let back = other.acquire(&held).await.expect(201).body;
    assert_ne!(back["id"], lock["id"]);
}

async fn expiry_is_recorded_once(store: Store) {
    let world = store.world(SWEPT);
    let user = world.user().await;
    let held = user.book_held().await;
    // Reading history changes nothing: the sweeper must have written it.
    eventually(SOON, || async { user.kinds(&held).await.len() == 3 }).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(user.kinds(&held).await, ["created", "acquired", "expired"]);
    let event = user.event(&held, "expired").await;
    assert_eq!((&event["actor"], &event["subject"]["id"]), (&Value::Null, &json!(user.id)));
    assert_eq!(event["at"], held["appointmentLock"]["expiresAt"]);
    assert!(user.see(&held).await["revision"].as_i64() > held["revision"].as_i64());
}

async fn renewing_and_editing_give_a_full_ttl(store: Store) {
    let user = store.world(LAZY).user().await;
    let held = user.book_held().await;
    let first = held["appointmentLock"]["expiresAt"].clone();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let renewed = user.acquire(&held).await.expect(200).body;
    assert_eq!(milliseconds(&renewed["serverTime"], &renewed["expiresAt"]), 1500);
    assert!(milliseconds(&first, &renewed["expiresAt"]) >= 450);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let edited = user.edit(&held, json!({"title": "Longer"})).await.expect(200).body;
    assert_eq!(milliseconds(&edited["updatedAt"], &edited["appointmentLock"]["expiresAt"]), 1500);
    assert!(milliseconds(&renewed["expiresAt"], &edited["appointmentLock"]["expiresAt"]) >= 450);
    assert_eq!(edited["appointmentLock"]["id"], held["appointmentLock"]["id"]);
}

async fn an_expired_lock_takes_its_requests_along(store: Store) {
    let world = store.world(&[("LOCK_TTL", "1"), ("REQUEST_TIMEOUT", "60"), ("LOCK_SWEEP_INTERVAL", "0.1")]);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    admin.ask(&held, "force-release-lock-request").await.expect(200);
    eventually(SOON, || async { user.kinds(&held).await.len() == 7 }).await;
    let kinds = user.kinds(&held).await;
    assert_eq!(kinds[4], "expired");
    assert!(kinds.contains(&"control_lapsed".into()) && kinds.contains(&"force_release_lapsed".into()), "{kinds:?}");
    assert_eq!(user.lock(&held).await, Value::Null);
    refused(admin.delete(&at(&held, "request-control")).await, 409, "no_request");
    let next = world.user().await.acquire(&held).await.expect(201).body;
    assert_eq!((&next["requestControlByUserId"], &next["requestForceReleaseByUserId"]), (&Value::Null, &Value::Null));
}

async fn an_unanswered_request_for_control_hands_over(store: Store) {
    for env in [LAZY, SWEPT] {
        let world = store.world(env);
        let (user, admin) = (world.user().await, world.admin().await);
        let held = user.book_held().await;
        let asked = admin.ask(&held, "request-control").await.expect(200).body["appointmentLock"].clone();
        assert_eq!(asked["userId"], user.id.as_str());
        let due = asked["requestControlRespondBy"].clone();
        eventually(SOON, || async { user.lock(&held).await["userId"] == admin.id.as_str() }).await;
        let lock = user.lock(&held).await;
        assert_ne!(lock["id"], held["appointmentLock"]["id"]);
        assert_eq!((&lock["createdAt"], &lock["requestControlByUserId"]), (&due, &Value::Null));
        assert_eq!(milliseconds(&lock["createdAt"], &lock["expiresAt"]), 1500);
        assert!(milliseconds(&due, &lock["serverTime"]) < 1000, "later than a second: {lock}");
        // Every later command meets the settled state.
        refused(user.edit(&held, json!({"title": "Late"})).await, 409, "lock_not_held");
        refused(user.ask(&held, "reject-request-control").await, 409, "lock_not_held");
        admin.edit(&held, json!({"title": "Mine"})).await.expect(200);
        let event = user.event(&held, "control_settled").await;
        assert_eq!((&event["actor"], &event["subject"]["id"], &event["at"]), (&Value::Null, &json!(admin.id), &due));
    }
}

async fn an_unanswered_request_for_a_release_releases(store: Store) {
    for env in [LAZY, SWEPT] {
        let world = store.world(env);
        let (user, admin) = (world.user().await, world.admin().await);
        let held = user.book_held().await;
        let asked = admin.ask(&held, "force-release-lock-request").await.expect(200).body["appointmentLock"].clone();
        eventually(SOON, || async { user.lock(&held).await == Value::Null }).await;
        refused(user.edit(&held, json!({"title": "Late"})).await, 409, "lock_not_held");
        world.user().await.acquire(&held).await.expect(201);
        let event = user.event(&held, "force_release_settled").await;
        assert_eq!((&event["actor"], &event["at"]), (&Value::Null, &asked["requestForceReleaseRespondBy"]));
    }
}

async fn the_earlier_request_goes_first(store: Store) {
    let world = store.world(LAZY);
    let (user, admin, other) = (world.user().await, world.admin().await, world.admin().await);
    let [control, force] = ["request-control", "force-release-lock-request"];
    for (first, second, holder) in [(control, force, Some(&admin)), (force, control, None)] {
        let held = user.book_held().await;
        admin.ask(&held, first).await.expect(200);
        tokio::time::sleep(Duration::from_millis(50)).await;
        other.ask(&held, second).await.expect(200);
        let now = || async { user.lock(&held).await["userId"].as_str().map(str::to_owned) };
        eventually(SOON, || async { now().await.as_ref() != Some(&user.id) }).await;
        assert_eq!(now().await.as_ref(), holder.map(|holder| &holder.id), "{first} was first");
        if holder.is_some() {
            assert_eq!(user.lock(&held).await["requestForceReleaseByUserId"], Value::Null, "the other one lapsed");
        }
    }
}

async fn renewal_does_not_put_a_request_off(store: Store) {
    let world = store.world(LAZY);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    let due = admin.ask(&held, "request-control").await.expect(200).body["appointmentLock"]["requestControlRespondBy"]
        .clone();
    eventually(SOON, || async {
        let renewal = user.acquire(&held).await;
        assert!(renewal.status != 200 || renewal.body["requestControlRespondBy"] == due, "{}", renewal.text);
        tokio::time::sleep(Duration::from_millis(100)).await;
        renewal.status == 409
    })
    .await;
    assert_eq!(user.lock(&held).await["createdAt"], due);
}

async fn a_settled_hand_over_lasts_a_minute_at_most(store: Store) {
    let world = store.world(LONG);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    eventually(SOON, || async { user.lock(&held).await["userId"] == admin.id.as_str() }).await;
    let lock = user.lock(&held).await;
    assert_eq!(milliseconds(&lock["createdAt"], &lock["expiresAt"]), 60_000);
    let edited = admin.edit(&held, json!({})).await.expect(200).body;
    assert_eq!(edited["appointmentLock"]["id"], lock["id"], "what readers saw is what was written");
    assert_eq!(milliseconds(&edited["updatedAt"], &edited["appointmentLock"]["expiresAt"]), 300_000);
}

async fn requests_may_wait_for_ever(store: Store) {
    let world = store.world(WAITING);
    let (user, admin) = (world.user().await, world.admin().await);
    assert_eq!(user.get("/api/config").await.expect(200).body["requestTimeout"].as_f64(), Some(0.0));
    let held = user.book_held().await;
    let asked = admin.ask(&held, "request-control").await.expect(200).body;
    assert_eq!(asked["appointmentLock"]["requestControlRespondBy"], Value::Null);
    assert_eq!(asked["appointmentLock"]["requestControlByUserId"], admin.id.as_str());
    user.ask(&held, "approve-request-control").await.expect(200);
}

/// Two requests due at the same instant cannot be made by hand; the database is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_tie_the_lock_is_released() {
    let Some(postgres) = Postgres::shared() else { return };
    let world = Store::Postgres.world(LAZY);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    admin.ask(&held, "force-release-lock-request").await.expect(200);
    let database = world.database.as_deref().expect("a database");
    let sql = r#"UPDATE appointment_locks SET "requestForceReleaseRespondBy" = "requestControlRespondBy" WHERE "appointmentId" = "#;
    postgres.psql(database, &format!("{sql}'{}'", held["id"].as_str().expect("an id"))).expect("updated");
    let tied = user.lock(&held).await;
    assert_eq!(tied["requestForceReleaseRespondBy"], tied["requestControlRespondBy"]);
    eventually(SOON, || async { user.lock(&held).await["userId"] != user.id.as_str() }).await;
    assert_eq!(user.lock(&held).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acquiring_is_limited_per_user() {
    let server =
        server().env("LOCK_RATE_LIMIT", 60).env("ADMIN_EMAIL", common::ROOT.0).env("ADMIN_PASSWORD", common::ROOT.1);
    let server = server.start().expect("a server");
    let anyone = Client::new(server.url(""));
    let root = common::Person::signed_in(&anyone, common::ROOT.0, common::ROOT.1).await;
    let made = root.book(json!({})).await;
    let first = root.acquire(&made).await.expect(201);
    for name in ["x-ratelimit-limit", "x-ratelimit-remaining"] {
        assert!(first.header(name).is_some_and(|value| value.parse::<u32>().is_ok()), "{name}: {:?}", first.headers);
    }
    // Renewals count. A burst of 60; one more a second while it is used up.
    let mut taken = 1;
    let limited = loop {
        let reply = root.acquire(&made).await;
        if reply.status == 429 {
            break refused(reply, 429, "rate_limited");
        }
        reply.expect(200);
        taken += 1;
        assert!(taken < 90, "there is no limit");
    };
    assert!(taken >= 60, "only {taken} in a burst");
    assert_eq!(limited.header("retry-after"), Some("1"));
    assert!(limited.headers.keys().any(|name| name.as_str().starts_with("x-ratelimit-")));
    // Other calls are not limited, nor are other users.
    root.get(&path(&made)).await.expect(200);
    root.edit(&made, json!({})).await.expect(200);
    let new = json!({"name": "Other", "email": "other@clinic.example", "password": "other's password 7"});
    root.post("/api/users").json(new).await.expect(201);
    let other = common::Person::signed_in(&anyone, "other@clinic.example", "other's password 7").await;
    refused(other.acquire(&made).await, 409, "locked");
    eventually(Duration::from_secs(3), || async { root.acquire(&made).await.status == 200 }).await;
    // Who is not signed in is told so, however often.
    for _ in 0..70 {
        refused(anyone.post(&at(&made, "acquire-lock/1")).await, 401, "unauthenticated");
    }
}
