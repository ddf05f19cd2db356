//! Who holds what: every row of the lock's verbs, with time standing still.

mod common;

use chrono::TimeDelta;
use common::{Env, Person, Store, at, instant, on_both, path, refused};
use serde_json::{Value, json};

const ENV: Env = &[];

on_both!(
    a_free_one_is_taken,
    a_held_one_is_refused_naming_its_holder,
    the_holder_renews,
    a_window_has_its_own_lock,
    a_released_one_is_free,
    asking_for_control,
    asking_for_a_release,
    withdrawing,
    approving_hands_over,
    rejecting_clears,
    approving_a_release_frees_it,
    forcing_needs_a_reason_and_no_consent,
    a_release_hands_over_to_who_asked,
    a_hand_over_lasts_a_minute_until_renewed,
    one_administrator_may_ask_for_many,
    intent_can_be_pinned,
    live_locks_are_listed_for_administrators,
);

fn seconds(from: &Value, to: &Value) -> f64 {
    (instant(to) - instant(from)).as_seconds_f64()
}

async fn a_free_one_is_taken(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let made = user.book(json!({})).await;
    for stale in [2, 7] {
        let reply = user.ask(&made, &format!("acquire-lock/{stale}")).await;
        assert_eq!(refused(reply, 409, "version_conflict").body["current"], made);
    }
    assert_eq!(user.lock(&made).await, Value::Null);
    let reply = user.acquire(&made).await.expect(201);
    let lock = &reply.body;
    assert_eq!(
        (&lock["appointmentId"], &lock["userId"], &lock["clientId"]),
        (&made["id"], &json!(user.id), &Value::Null)
    );
    assert_eq!(seconds(&lock["createdAt"], &lock["expiresAt"]), 300.0);
    let age = instant(&lock["serverTime"]) - instant(&lock["createdAt"]);
    assert!(age >= TimeDelta::zero() && age < TimeDelta::seconds(5), "{lock}");
    let status = world.user().await.get(&at(&made, "lock-status")).await.expect(200);
    assert_eq!((&status.body["id"], status.header("etag")), (&lock["id"], reply.header("etag")));
    assert_eq!(user.see(&made).await["version"], 1, "a lock is no change of content");
}

async fn a_held_one_is_refused_naming_its_holder(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    let held = user.book_held().await;
    for late in [&other, &admin] {
        let reply = refused(late.acquire(&held).await, 409, "locked");
        let lock = &reply.body["lock"];
        assert_eq!(lock["id"], held["appointmentLock"]["id"]);
        assert_eq!(lock["user"], json!({"id": user.id, "name": user.name, "email": user.email}));
        let moved = late.ask(&held, "acquire-lock/1?move=true").await;
        refused(moved, 409, "locked");
    }
    assert_eq!(user.see(&held).await, held);
}

async fn the_holder_renews(store: Store) {
    let user = store.world(ENV).user().await;
    let held = user.book_held().await;
    for version in [1, 999] {
        let renewed = user.ask(&held, &format!("acquire-lock/{version}")).await.expect(200).body;
        assert_eq!(renewed["id"], held["appointmentLock"]["id"]);
        assert_eq!(renewed["createdAt"], held["appointmentLock"]["createdAt"]);
        assert_eq!(seconds(&renewed["serverTime"], &renewed["expiresAt"]), 300.0);
    }
}

async fn a_window_has_its_own_lock(store: Store) {
    let user = store.world(ENV).user().await;
    let made = user.book(json!({})).await;
    let (here, there) = (user.window(), user.window());
    let acquire = at(&made, "acquire-lock/1");
    let first = here.post(&acquire).await.expect(201).body;
    assert!(first["clientId"].is_string());
    assert_eq!(here.post(&acquire).await.expect(200).body["id"], first["id"]);
    let reply = refused(there.post(&acquire).await, 409, "locked_elsewhere");
    assert_eq!(reply.body["lock"]["id"], first["id"]);
    let edit = |version: i64| json!({"version": version, "title": "From a window"});
    refused(there.patch(&path(&made)).json(edit(1)).await, 409, "lock_not_held");
    refused(there.delete(&at(&made, "release-lock")).await, 409, "lock_not_held");
    refused(there.delete(&format!("{}?version=1", path(&made))).await, 409, "lock_not_held");
    here.patch(&path(&made)).json(edit(1)).await.expect(200);
    // Moved, it is the other window's, under a new id.
    let moved = there.post(&(acquire.clone() + "?move=true")).await.expect(200).body;
    assert_ne!(moved["id"], first["id"]);
    assert_ne!(moved["clientId"], first["clientId"]);
    refused(here.patch(&path(&made)).json(edit(2)).await, 409, "lock_not_held");
    refused(here.post(&acquire).await, 409, "locked_elsewhere");
    there.patch(&path(&made)).json(edit(2)).await.expect(200);
    there.delete(&at(&made, "release-lock")).await.expect(200);
    // Taken without a window it is the user's, until a window speaks.
    let bare = user.ask(&made, "acquire-lock/3").await.expect(201).body;
    assert_eq!(bare["clientId"], Value::Null);
    assert_eq!(here.post(&acquire).await.expect(200).body["id"], bare["id"]);
    refused(there.post(&acquire).await, 409, "locked_elsewhere");
}

async fn a_released_one_is_free(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let held = user.book_held().await;
    refused(other.release(&held).await, 409, "lock_not_held");
    let free = user.release(&held).await.expect(200).body;
    assert_eq!(free["appointmentLock"], Value::Null);
    assert_eq!(user.see(&held).await, free);
    refused(user.release(&held).await, 409, "lock_not_held");
    let next = other.acquire(&held).await.expect(201).body;
    assert_ne!(next["id"], held["appointmentLock"]["id"]);
}

/// What asking for control and asking for a release have in common.
async fn asking(store: Store, verb: &str, by_id: &str, by: &str, respond_by: &str) {
    let world = store.world(ENV);
    let (user, first, second) = (world.user().await, world.admin().await, world.admin().await);
    let made = user.book(json!({})).await;
    refused(user.ask(&made, verb).await, 403, "admin_only");
    refused(first.ask(&made, verb).await, 404, "lock_not_found");
    first.acquire(&made).await.expect(201);
    refused(first.ask(&made, verb).await, 409, "lock_already_held");
    first.release(&made).await.expect(200);
    user.acquire(&made).await.expect(201);
    let asked = first.ask(&made, verb).await.expect(200).body;
    let lock = &asked["appointmentLock"];
    assert_eq!((&lock["userId"], &lock[by_id]), (&json!(user.id), &json!(first.id)));
    assert_eq!(lock[by], json!({"id": first.id, "name": first.name, "email": first.email}));
    let left = seconds(&user.lock(&made).await["serverTime"], &lock[respond_by]);
    assert!(left > 50.0 && left <= 60.0, "{left}");
    assert_eq!(first.ask(&made, verb).await.expect(200).body, asked, "asked again, nothing is new");
    refused(second.ask(&made, verb).await, 409, "request_pending");
    assert_eq!(user.see(&made).await, asked);
    // Renewal leaves the request as it is.
    let renewed = user.acquire(&made).await.expect(200).body;
    assert_eq!((&renewed[by_id], &renewed[respond_by]), (&json!(first.id), &lock[respond_by]));
}

async fn asking_for_control(store: Store) {
    let members = ["requestControlByUserId", "requestControlByUser", "requestControlRespondBy"];
    asking(store, "request-control", members[0], members[1], members[2]).await;
}

async fn asking_for_a_release(store: Store) {
    let members = ["requestForceReleaseByUserId", "requestForceReleaseByUser", "requestForceReleaseRespondBy"];
    asking(store, "force-release-lock-request", members[0], members[1], members[2]).await;
}

const REQUESTS: [(&str, &str, &str, &str); 2] = [
    ("request-control", "approve-request-control", "reject-request-control", "requestControlByUserId"),
    (
        "force-release-lock-request",
        "force-release-lock-approve",
        "force-release-lock-reject",
        "requestForceReleaseByUserId",
    ),
];

async fn withdrawing(store: Store) {
    let world = store.world(ENV);
    let (user, admin, other) = (world.user().await, world.admin().await, world.admin().await);
    for (verb, _, _, by_id) in REQUESTS {
        let made = user.book(json!({})).await;
        let withdraw = async |person: &Person| person.delete(&at(&made, verb)).await;
        refused(withdraw(&admin).await, 409, "no_request");
        user.acquire(&made).await.expect(201);
        refused(withdraw(&admin).await, 409, "no_request");
        admin.ask(&made, verb).await.expect(200);
        refused(withdraw(&other).await, 409, "no_request");
        let back = withdraw(&admin).await.expect(200).body;
        assert_eq!(
            (&back["appointmentLock"]["userId"], &back["appointmentLock"][by_id]),
            (&json!(user.id), &Value::Null)
        );
        refused(withdraw(&admin).await, 409, "no_request");
    }
}

/// What every answer to a request is refused for.
async fn answering(user: &Person, other: &Person, admin: &Person, verb: &str, answer: &str) -> Value {
    let made = user.book(json!({})).await;
    refused(user.ask(&made, answer).await, 404, "lock_not_found");
    user.acquire(&made).await.expect(201);
    refused(other.ask(&made, answer).await, 409, "lock_not_held");
    refused(user.ask(&made, answer).await, 409, "no_request");
    let asked = admin.ask(&made, verb).await.expect(200).body;
    for stranger in [other, admin] {
        refused(stranger.ask(&made, answer).await, 409, "lock_not_held");
    }
    asked
}

async fn approving_hands_over(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    let asked = answering(&user, &other, &admin, "request-control", "approve-request-control").await;
    world.admin().await.ask(&asked, "force-release-lock-request").await.expect(200);
    let given = user.ask(&asked, "approve-request-control").await.expect(200).body;
    let lock = &given["appointmentLock"];
    assert_eq!(lock["userId"], admin.id.as_str());
    assert_ne!(lock["id"], asked["appointmentLock"]["id"]);
    assert_eq!(seconds(&lock["createdAt"], &lock["expiresAt"]), 300.0);
    for cleared in [
        "requestControlByUserId",
        "requestControlRespondBy",
        "requestForceReleaseByUserId",
        "requestForceReleaseRespondBy",
    ] {
        assert_eq!(lock[cleared], Value::Null, "{cleared}");
    }
    refused(user.edit(&asked, json!({"title": "Too late"})).await, 409, "lock_not_held");
    admin.edit(&asked, json!({"title": "Mine now"})).await.expect(200);
}

async fn rejecting_clears(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    for (verb, _, reject, by_id) in REQUESTS {
        let asked = answering(&user, &other, &admin, verb, reject).await;
        let kept = user.ask(&asked, reject).await.expect(200).body;
        let lock = &kept["appointmentLock"];
        assert_eq!((&lock["id"], &lock[by_id]), (&asked["appointmentLock"]["id"], &Value::Null));
        refused(user.ask(&asked, reject).await, 409, "no_request");
        user.edit(&asked, json!({"title": "Still mine"})).await.expect(200);
    }
}

async fn approving_a_release_frees_it(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    let asked = answering(&user, &other, &admin, "force-release-lock-request", "force-release-lock-approve").await;
    world.admin().await.ask(&asked, "request-control").await.expect(200);
    let free = user.ask(&asked, "force-release-lock-approve").await.expect(200).body;
    assert_eq!(free["appointmentLock"], Value::Null);
    refused(user.edit(&asked, json!({})).await, 409, "lock_not_held");
    assert!(user.kinds(&asked).await.contains(&"control_lapsed".to_owned()));
}

async fn forcing_needs_a_reason_and_no_consent(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let made = user.book(json!({})).await;
    let force =
        |person: &Person, reason: Value| person.post(&at(&made, "force-release-lock")).json(json!({"reason": reason}));
    refused(force(&user, json!("Because")).await, 403, "admin_only");
    refused(force(&admin, json!("Because")).await, 404, "lock_not_found");
    for holder in [&user, &admin] {
        holder.acquire(&made).await.expect(201);
        for bad in [json!("ab"), json!(""), json!(null), json!(7), json!("é".repeat(501))] {
            assert_eq!(common::pointers(force(&admin, bad).await), ["/reason".to_owned()].into());
        }
        for good in ["abc".to_owned(), "é".repeat(500)] {
            let free = force(&admin, json!(good)).await.expect(200).body;
            assert_eq!(free["appointmentLock"], Value::Null);
            let event = admin.event(&made, "force_released").await;
            assert_eq!((&event["detail"]["reason"], &event["actor"]["id"]), (&json!(good), &json!(admin.id)));
            holder.acquire(&made).await.expect(201);
        }
        holder.release(&made).await.expect(200);
    }
}

async fn a_release_hands_over_to_who_asked(store: Store) {
    let world = store.world(ENV);
    let (user, admin, other) = (world.user().await, world.admin().await, world.admin().await);
    let held = user.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    other.ask(&held, "force-release-lock-request").await.expect(200);
    let lock = &user.release(&held).await.expect(200).body["appointmentLock"];
    assert_eq!((&lock["userId"], &lock["requestForceReleaseByUserId"]), (&json!(admin.id), &Value::Null));
    assert_ne!(lock["id"], held["appointmentLock"]["id"]);
    refused(user.edit(&held, json!({})).await, 409, "lock_not_held");
    assert_eq!(user.event(&held, "handed_over").await["subject"]["id"], admin.id.as_str());
}

async fn a_hand_over_lasts_a_minute_until_renewed(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    let lock = user.release(&held).await.expect(200).body["appointmentLock"].clone();
    assert_eq!(seconds(&lock["createdAt"], &lock["expiresAt"]), 60.0);
    let renewed = admin.acquire(&held).await.expect(200).body;
    assert_eq!((&renewed["id"], seconds(&renewed["serverTime"], &renewed["expiresAt"])), (&lock["id"], 300.0));
}

async fn one_administrator_may_ask_for_many(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    for _ in 0..3 {
        let held = user.book_held().await;
        admin.ask(&held, "request-control").await.expect(200);
        admin.ask(&held, "force-release-lock-request").await.expect(200);
    }
}

async fn intent_can_be_pinned(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    admin.ask(&held, "force-release-lock-request").await.expect(200);
    let seen = user.see(&held).await;
    let other = "0193a0d0-0000-7000-8000-000000000000";
    let (own, lock) = (user.id.clone(), seen["appointmentLock"]["id"].as_str().expect("an id"));
    for (person, verb) in [
        (&user, "acquire-lock/1"),
        (&admin, "acquire-lock/1"),
        (&admin, "request-control"),
        (&user, "approve-request-control"),
        (&user, "reject-request-control"),
        (&admin, "force-release-lock-request"),
        (&user, "force-release-lock-approve"),
        (&user, "force-release-lock-reject"),
    ] {
        refused(person.ask(&seen, &format!("{verb}?lock={other}")).await, 409, "lock_changed");
        common::pointers(person.ask(&seen, &format!("{verb}?lock=7")).await);
    }
    for (person, verb) in [(&user, "release-lock"), (&admin, "request-control"), (&admin, "force-release-lock-request")]
    {
        refused(person.delete(&at(&seen, &format!("{verb}?lock={other}"))).await, 409, "lock_changed");
    }
    let force = format!("force-release-lock?lock={other}");
    refused(admin.post(&at(&seen, &force)).json(json!({"reason": "Away"})).await, 409, "lock_changed");
    refused(user.delete(&format!("{}?version=1&lock={other}", path(&seen))).await, 409, "lock_changed");
    for (_, approve, reject, _) in REQUESTS {
        for answer in [approve, reject] {
            for requester in [other, &own] {
                refused(user.ask(&seen, &format!("{answer}?requester={requester}")).await, 409, "no_request");
            }
        }
    }
    assert_eq!(user.see(&seen).await, seen, "a refusal changed something");
    let pinned = format!("?lock={lock}&requester={}", admin.id);
    user.ask(&seen, &format!("reject-request-control{pinned}")).await.expect(200);
    user.ask(&seen, &format!("force-release-lock-approve{pinned}")).await.expect(200);
    // With nobody holding, there is no other holding.
    refused(user.delete(&at(&seen, &format!("release-lock?lock={lock}"))).await, 409, "lock_not_held");
}

async fn live_locks_are_listed_for_administrators(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let held = user.book_held().await;
    refused(user.get("/api/locks").await, 403, "admin_only");
    let find = async || {
        let locks = admin.get("/api/locks").await.expect(200).body;
        let locks = locks.as_array().expect("an array").clone();
        locks.into_iter().find(|lock| lock["appointmentId"] == held["id"])
    };
    let listed = find().await.expect("listed");
    let expected = json!({"id": held["id"], "title": held["title"], "startTime": held["startTime"]});
    assert_eq!((&listed["appointment"], &listed["userId"]), (&expected, &json!(user.id)));
    user.release(&held).await.expect(200);
    assert_eq!(find().await, None);
}
