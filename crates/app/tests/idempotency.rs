//! Retries under an Idempotency-Key, and requests on condition of an ETag.

mod common;

use std::{future::IntoFuture, time::Duration};

use common::{Env, Person, Store, appointment, at, merged, on_both, path, pointers, refused, unique};
use serde_json::{Value, json};
use testkit::{Request, eventually};

const ENV: Env = &[];
const SHORT: Env = &[("LOCK_TTL", "1.5"), ("LOCK_SWEEP_INTERVAL", "3600")];

on_both!(
    a_retried_creation_makes_one,
    a_retried_edit_edits_once,
    a_retried_cancellation_is_answered_as_the_first,
    retried_lock_verbs_act_once,
    a_key_is_for_one_request,
    a_key_is_its_users_own,
    refusals_are_not_kept,
    simultaneous_retries_act_once,
    keys_have_a_form,
    an_unchanged_appointment_is_not_sent_again,
    every_change_changes_the_tag,
    expiry_changes_the_tag,
    a_change_can_depend_on_the_tag,
);

fn keyed(request: Request, key: &str) -> Request {
    request.header("Idempotency-Key", key)
}

async fn count(person: &Person, doctor: &str) -> usize {
    let list = person.get(&format!("/api/appointments?doctor={doctor}")).await.expect(200).body;
    list.as_array().expect("an array").len()
}

async fn a_retried_creation_makes_one(store: Store) {
    let user = store.world(ENV).user().await;
    let (key, doctor) = (unique("key"), unique("Dr. Once"));
    let body = merged(appointment(), json!({"doctorName": doctor}));
    let create = || keyed(user.post("/api/appointments").json(body.clone()), &key);
    let first = create().await.expect(201);
    let again = create().await.expect(201);
    assert_eq!((&again.body, again.header("location")), (&first.body, first.header("location")));
    assert_eq!(count(&user, &doctor).await, 1);
    // Later it is answered as it is then.
    user.acquire(&first.body).await.expect(201);
    user.edit(&first.body, json!({"title": "Changed since"})).await.expect(200);
    let late = create().await.expect(201);
    assert_eq!(late.body, user.see(&first.body).await);
    assert_eq!(late.body["title"], "Changed since");
}

async fn a_retried_edit_edits_once(store: Store) {
    let user = store.world(ENV).user().await;
    let made = user.book_held().await;
    let key = unique("key");
    let edit = || keyed(user.patch(&path(&made)).json(json!({"version": 1, "title": "Edited"})), &key);
    let first = edit().await.expect(200).body;
    let again = edit().await.expect(200).body;
    assert_eq!((&first["version"], &again), (&json!(2), &first));
    user.release(&made).await.expect(200);
    let late = edit().await.expect(200).body;
    assert_eq!((&late["version"], &late["appointmentLock"]), (&json!(2), &Value::Null));
    assert_eq!(user.kinds(&made).await, ["created", "acquired", "edited", "released"]);
}

async fn a_retried_cancellation_is_answered_as_the_first(store: Store) {
    let user = store.world(ENV).user().await;
    let made = user.book_held().await;
    let key = unique("key");
    let cancel = |version: i64| keyed(user.delete(&format!("{}?version={version}", path(&made))), &key);
    cancel(1).await.expect(204);
    assert_eq!(cancel(1).await.expect(204).text, "");
    refused(cancel(2).await, 422, "idempotency_key_reused");
    refused(user.cancel(&made).await, 404, "appointment_not_found");
    let restore = || keyed(user.post(&at(&made, "restore")), "restore-it");
    restore().await.expect(200);
    restore().await.expect(200);
    assert_eq!(user.kinds(&made).await.iter().filter(|kind| *kind == "restored").count(), 1);
}

async fn retried_lock_verbs_act_once(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let made = user.book(json!({})).await;
    let post = |person: &Person, verb: &str, key: &str| keyed(person.post(&at(&made, verb)), key);
    let taken = post(&user, "acquire-lock/1", "take").await.expect(201).body;
    let again = post(&user, "acquire-lock/1", "take").await.expect(201).body;
    assert_eq!((&again["id"], &again["expiresAt"]), (&taken["id"], &taken["expiresAt"]));
    let asked = post(&admin, "request-control", "ask").await.expect(200).body;
    assert_eq!(post(&admin, "request-control", "ask").await.expect(200).body, asked);
    post(&user, "approve-request-control", "yes").await.expect(200);
    let late = post(&user, "approve-request-control", "yes").await.expect(200).body;
    assert_eq!(late["appointmentLock"]["userId"], admin.id.as_str());
    let release = || keyed(admin.delete(&at(&made, "release-lock")), "give");
    release().await.expect(200);
    assert_eq!(release().await.expect(200).body["appointmentLock"], Value::Null);
    // The first taking was a success; that it ended since does not make the retry another one.
    post(&user, "acquire-lock/1", "take").await.expect(201);
    assert_eq!(user.lock(&made).await, Value::Null);
    assert_eq!(user.kinds(&made).await, ["created", "acquired", "control_requested", "control_approved", "released"]);
    user.acquire(&made).await.expect(201);
    let force = || keyed(admin.post(&at(&made, "force-release-lock")).json(json!({"reason": "Away"})), "force");
    force().await.expect(200);
    user.acquire(&made).await.expect(201);
    force().await.expect(200);
    assert_eq!(user.lock(&made).await["userId"], user.id.as_str(), "a retry forced a later lock away");
}

async fn a_key_is_for_one_request(store: Store) {
    let user = store.world(ENV).user().await;
    let key = unique("key");
    let body = merged(appointment(), json!({"title": "First"}));
    let made = keyed(user.post("/api/appointments").json(body.clone()), &key).await.expect(201).body;
    let other = merged(body.clone(), json!({"title": "Second"}));
    refused(keyed(user.post("/api/appointments").json(other), &key).await, 422, "idempotency_key_reused");
    refused(keyed(user.post(&at(&made, "acquire-lock/1")), &key).await, 422, "idempotency_key_reused");
    refused(keyed(user.patch(&path(&made)).json(json!({"version": 1})), &key).await, 422, "idempotency_key_reused");
    refused(keyed(user.delete(&format!("{}?version=1", path(&made))), &key).await, 422, "idempotency_key_reused");
    let elsewhere = user.book(json!({})).await;
    keyed(user.post(&at(&made, "acquire-lock/1")), "one").await.expect(201);
    refused(keyed(user.post(&at(&elsewhere, "acquire-lock/1")), "one").await, 422, "idempotency_key_reused");
    keyed(user.post("/api/appointments").json(body), &key).await.expect(201);
}

async fn a_key_is_its_users_own(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let key = unique("key");
    let create = |person: &Person| keyed(person.post("/api/appointments").json(appointment()), &key);
    let (first, second) = (create(&user).await.expect(201).body, create(&other).await.expect(201).body);
    assert_ne!(first["id"], second["id"]);
    // Another session of the same user has the same keys.
    let again = user.again(&world.anyone()).await;
    assert_eq!(create(&again).await.expect(201).body["id"], first["id"]);
}

async fn refusals_are_not_kept(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let made = user.book(json!({})).await;
    let edit = || keyed(user.patch(&path(&made)).json(json!({"version": 1, "title": "At last"})), "edit");
    refused(edit().await, 409, "lock_not_held");
    let acquire = || keyed(other.post(&at(&made, "acquire-lock/1")), "take");
    user.acquire(&made).await.expect(201);
    refused(acquire().await, 409, "locked");
    edit().await.expect(200);
    user.release(&made).await.expect(200);
    refused(acquire().await, 409, "version_conflict");
    keyed(other.post(&at(&made, "acquire-lock/2")), "take").await.expect(201);
}

async fn simultaneous_retries_act_once(store: Store) {
    let user = store.world(ENV).user().await;
    let (key, doctor) = (unique("key"), unique("Dr. Retried"));
    let body = merged(appointment(), json!({"doctorName": doctor}));
    let create = || keyed(user.post("/api/appointments").json(body.clone()), &key).into_future();
    let racing: Vec<_> = (0..8).map(|_| tokio::spawn(create())).collect();
    let mut made = std::collections::BTreeSet::new();
    for racer in racing {
        made.insert(racer.await.expect("an answer").expect(201).body["id"].as_str().expect("an id").to_owned());
    }
    assert_eq!((made.len(), count(&user, &doctor).await), (1, 1));
    let held = user.book_held().await;
    let edit = || {
        keyed(user.patch(&path(&held)).json(json!({"version": 1, "title": "Once"})), &doctor.replace(' ', ""))
            .into_future()
    };
    let racing: Vec<_> = (0..8).map(|_| tokio::spawn(edit())).collect();
    for racer in racing {
        assert_eq!(racer.await.expect("an answer").expect(200).body["version"], 2);
    }
}

async fn keys_have_a_form(store: Store) {
    let user = store.world(ENV).user().await;
    let create = |key: &str| keyed(user.post("/api/appointments").json(appointment()), key);
    for key in ["", "two words", &"k".repeat(129)] {
        assert_eq!(pointers(create(key).await), ["/Idempotency-Key".to_owned()].into(), "{key}");
    }
    for key in ["!", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", &"k".repeat(128)] {
        create(key).await.expect(201);
    }
}

async fn an_unchanged_appointment_is_not_sent_again(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let made = user.book(json!({})).await;
    let get = |known: &str| other.get(&path(&made)).header("If-None-Match", known);
    let tag = other.get(&path(&made)).await.expect(200).header("etag").expect("ETag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 2, "{tag}");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let reply = get(&known).await.expect(304);
        assert_eq!((reply.text.as_str(), reply.header("etag")), ("", Some(tag.as_str())), "{known}");
    }
    for unknown in ["\"x\"", &tag.replace('"', ""), ""] {
        get(unknown).await.expect(200);
    }
    user.acquire(&made).await.expect(201);
    get(&tag).await.expect(200);
}

async fn every_change_changes_the_tag(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let made = user.book(json!({})).await;
    let tag = async || user.get(&path(&made)).await.expect(200).header("etag").expect("ETag").to_owned();
    let mut seen = vec![tag().await];
    for step in [
        "acquire-lock/1",
        "acquire-lock/1",
        "request-control",
        "reject-request-control",
        "force-release-lock-request",
        "force-release-lock-approve",
    ] {
        let asker =
            if step.ends_with("request-control") && !step.starts_with("reject") || step.ends_with("lock-request") {
                &admin
            } else {
                &user
            };
        // So that a renewal shows.
        tokio::time::sleep(Duration::from_millis(2)).await;
        let reply = asker.ask(&made, step).await;
        assert!((200..300).contains(&reply.status), "{step}: {}", reply.text);
        let now = tag().await;
        assert_eq!(reply.header("etag"), Some(now.as_str()), "{step}");
        assert!(!seen.contains(&now), "{step} left the tag");
        seen.push(now);
    }
    assert_eq!(tag().await, *seen.last().expect("tags"));
    // A name in it changes it, too.
    user.acquire(&made).await.expect(201);
    let before = tag().await;
    user.patch(&format!("/api/users/{}", user.id)).json(json!({"name": unique("Renamed")})).await.expect(200);
    assert_ne!(tag().await, before);
}

async fn expiry_changes_the_tag(store: Store) {
    let world = store.world(SHORT);
    let (user, other) = (world.user().await, world.user().await);
    let made = user.book(json!({})).await;
    let held = user.acquire(&made).await.expect(201).header("etag").expect("ETag").to_owned();
    other.get(&path(&made)).header("If-None-Match", &held).await.expect(304);
    eventually(Duration::from_secs(5), || async {
        other.get(&path(&made)).header("If-None-Match", &held).await.status == 200
    })
    .await;
    assert_eq!(other.see(&made).await["appointmentLock"], Value::Null);
    let edit = user.patch(&path(&made)).json(json!({"version": 1})).header("If-Match", &held);
    refused(edit.await, 412, "precondition_failed");
}

async fn a_change_can_depend_on_the_tag(store: Store) {
    let user = store.world(ENV).user().await;
    let made = user.book(json!({})).await;
    let free = user.get(&path(&made)).await.expect(200).header("etag").expect("ETag").to_owned();
    let held = user.acquire(&made).await.expect(201).header("etag").expect("ETag").to_owned();
    let edit =
        |version: i64, tag: &str| user.patch(&path(&made)).json(json!({"version": version})).header("If-Match", tag);
    let cancel =
        |version: i64, tag: &str| user.delete(&format!("{}?version={version}", path(&made))).header("If-Match", tag);
    for wrong in [free.as_str(), "\"x\"", &format!("W/{held}")] {
        refused(edit(1, wrong).await, 412, "precondition_failed");
        refused(cancel(1, wrong).await, 412, "precondition_failed");
    }
    // Beside the version, not in its place.
    refused(edit(7, &held).await, 409, "version_conflict");
    let edited = edit(1, &format!("\"x\", {held}")).await.expect(200);
    let now = edited.header("etag").expect("ETag").to_owned();
    refused(edit(2, &held).await, 412, "precondition_failed");
    edit(2, "*").await.expect(200);
    refused(cancel(3, &now).await, 412, "precondition_failed");
    let now = user.get(&path(&made)).await.expect(200).header("etag").expect("ETag").to_owned();
    cancel(3, &now).await.expect(204);
}
