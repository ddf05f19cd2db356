//! What is told of locks that change by themselves.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::{Day, Env, Store, brief, contains, instant, on_both, seconds_since};

const IMPATIENT: Env = &[("REQUEST_TIMEOUT", "0.5"), ("LOCK_SWEEP_INTERVAL", "3600")];
const SHORT: Env = &[("LOCK_TTL", "1"), ("REQUEST_TIMEOUT", "0"), ("LOCK_SWEEP_INTERVAL", "0.2")];

on_both!(
    unanswered_control_is_handed_over_and_told,
    an_unanswered_release_is_carried_out_and_told,
    an_expired_lock_is_told_once,
);

async fn unanswered_control_is_handed_over_and_told(store: Store) {
    settles(store, ["request-control", "request-control-approved", "requestControlRespondBy", "handed_over"]).await;
}

async fn an_unanswered_release_is_carried_out_and_told(store: Store) {
    let names = ["force-release-lock-request", "force-release-lock-approved", "requestForceReleaseRespondBy"];
    settles(store, [names[0], names[1], names[2], "force_released"]).await;
}

async fn settles(store: Store, [verb, approved, respond_by, reason]: [&str; 4]) {
    let world = store.world(IMPATIENT);
    let (holder, admin, day) = (world.user().await, world.admin().await, Day::fresh());
    let mut holders = world.socket(&holder, &day).await;
    let mut admins = [world.socket(&admin, &day).await, world.socket(&admin, &day).await];
    let held = holder.hold(&day).await;
    let asked = Instant::now();
    let lock = admin.ask(&held, verb).await.expect(200).body["appointmentLock"].clone();
    assert!(lock[respond_by].is_string());
    holders.about(verb, &held["id"]).await;
    for socket in &mut admins {
        let told = socket.about(approved, &held["id"]).await;
        contains(&told.data, json!({"appointment": brief(&held), "fromUser": null}));
        // Half a second to answer, one to settle, one to be told.
        assert!((0.5..2.5).contains(&seconds_since(asked, told.at)), "{:?}", told.at - asked);
    }
    let lost = holders.about("lock-lost", &held["id"]).await.data;
    let lock_id = &held["appointmentLock"]["id"];
    contains(&lost, json!({"appointment": brief(&held), "lockId": lock_id, "reason": reason, "byUser": admin.named()}));
    let is_settled = |data: &Value| {
        let lock = &data["appointmentLock"];
        data["id"] == held["id"]
            && if reason == "handed_over" { lock["userId"] == admin.id } else { lock.is_null() }
            && data["revision"].as_i64() > held["revision"].as_i64().map(|revision| revision + 1)
    };
    holders.event_where("update-appointments", is_settled).await;
    holder.mark(&mut holders, &day).await;
    assert_eq!(holders.all("lock-lost").len(), 1, "told once");
}

async fn an_expired_lock_is_told_once(store: Store) {
    let world = store.world(SHORT);
    let (holder, admin, day) = (world.user().await, world.admin().await, Day::fresh());
    let mut holders = [world.socket(&holder, &day).await, world.socket(&holder, &day).await];
    let mut admins = world.socket(&admin, &day).await;
    let held = holder.hold(&day).await;
    for verb in ["request-control", "force-release-lock-request"] {
        admin.ask(&held, verb).await.expect(200);
    }
    let expires = &held["appointmentLock"]["expiresAt"];
    let expired = json!({
        "appointment": brief(&held),
        "lockId": held["appointmentLock"]["id"],
        "reason": "expired",
        "byUser": null,
    });
    for socket in &mut holders {
        contains(&socket.about("lock-lost", &held["id"]).await.data, expired.clone());
        let request = socket.about("request-control", &held["id"]).await.data;
        assert_eq!((&request["expiresAt"], &request["respondBy"]), (expires, &Value::Null));
    }
    for name in ["request-control-cancelled", "force-release-lock-cancelled"] {
        let told = admins.about(name, &held["id"]).await.data;
        contains(&told, json!({"appointment": brief(&held), "fromUser": null, "reason": "lock_ended"}));
    }
    let is_free = |data: &Value| data["id"] == held["id"] && data["appointmentLock"].is_null() && data["revision"] != 1;
    admins.event_where("update-appointments", is_free).await;
    let now = world.anyone().get("/api/config").await.expect(200).body["serverTime"].clone();
    assert!((instant(&now) - instant(expires)).to_std().expect("after it") < Duration::from_secs(3));
    holder.mark(&mut holders[0], &day).await;
    assert_eq!(holders[0].all("lock-lost").len(), 1);
}
