//! Who saw whose data, who signed in, who changed which user; taking out and erasing all that is kept of a patient.

mod common;

use std::time::Duration;

use common::{
    Day, Env, Nodes, Person, Store, World, appointment, at, instant, keys, merged, next_page, on_both, pages, path,
    pointers, refused, unique,
};
use serde_json::{Value, json};
use testkit::{Client, eventually};

const ENV: Env = &[];
/// It is written within a second; a machine that does a lot besides takes a little longer.
const WRITTEN: Duration = Duration::from_secs(5);

on_both!(
    who_reads_an_appointment_is_recorded,
    who_lists_appointments_is_recorded_with_each,
    who_watches_the_calendar_is_recorded_with_its_window,
    what_commands_show_is_recorded,
    sign_ins_and_changes_of_users_are_recorded,
    who_reads_the_log_is_recorded,
    the_log_is_for_administrators_and_read_page_by_page,
    the_log_holds_nothing_of_patients,
    what_was_noted_is_written_before_the_server_stops,
    a_patients_data_is_taken_out_whole,
    a_patients_data_is_erased_and_the_history_stays,
    what_somebody_holds_is_not_erased,
    patients_are_for_administrators,
);

/// The log as this administrator is shown it.
async fn log(admin: &Client, query: &str) -> Vec<Value> {
    admin.get(&format!("/api/audit?limit=1000&{query}")).await.expect(200).body.as_array().expect("an array").clone()
}

/// The kinds in the log of this appointment with who did it, newest first, once there are so many.
async fn of_appointment(admin: &Client, appointment: &Value, count: usize) -> Vec<(String, String)> {
    let query = format!("appointment={}", appointment["id"].as_str().expect("an id"));
    eventually(WRITTEN, || async { log(admin, &query).await.len() >= count }).await;
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    log(admin, &query).await.iter().map(|entry| (text(&entry["kind"]), text(&entry["actor"]["id"]))).collect()
}

/// Waits until this is in the log of this appointment.
async fn recorded(admin: &Client, appointment: &Value, entry: &(String, String)) {
    eventually(WRITTEN, || async { of_appointment(admin, appointment, 1).await.contains(entry) }).await;
}

fn by(person: &Person, kind: &str) -> (String, String) {
    (kind.to_owned(), person.id.clone())
}

async fn who_reads_an_appointment_is_recorded(store: Store) {
    let world = store.world(ENV);
    let (admin, ann, bob) = (world.admin().await, world.user().await, world.user().await);
    let made = ann.book(json!({})).await;
    // Ann made it, and so saw it.
    bob.see(&made).await;
    bob.get(&at(&made, "history")).await.expect(200);
    let found = of_appointment(&admin, &made, 2).await;
    assert_eq!(found, [by(&bob, "appointment_read"), by(&ann, "appointment_read")], "to look twice is to look");
    let entry = &log(&admin, &format!("user={}", bob.id)).await[0];
    assert_eq!(keys(entry), ["seq", "at", "kind", "actor", "subject", "appointmentId", "window", "changed"].into());
    assert_eq!(entry["actor"], json!({"id": bob.id, "name": bob.name}));
    assert_eq!(
        (&entry["appointmentId"], &entry["subject"], &entry["window"]),
        (&made["id"], &Value::Null, &Value::Null)
    );
    let (now, read) = (admin.get("/api/config").await.expect(200).body["serverTime"].clone(), instant(&entry["at"]));
    assert!(read <= instant(&now) && instant(&now) - read < chrono::TimeDelta::seconds(60));
    // What is not there is seen by nobody.
    let missing = uuid::Uuid::now_v7();
    refused(bob.get(&format!("/api/appointments/{missing}")).await, 404, "appointment_not_found");
    bob.see(&ann.book(json!({})).await).await;
    eventually(WRITTEN, || async { log(&admin, &format!("user={}", bob.id)).await.len() >= 3 }).await;
    assert!(log(&admin, &format!("appointment={missing}")).await.is_empty());
}

async fn who_lists_appointments_is_recorded_with_each(store: Store) {
    let world = store.world(ENV);
    let (admin, ann, bob, day) = (world.admin().await, world.user().await, world.user().await, Day::fresh());
    let (first, second) = (ann.book(day.times()).await, ann.book(day.times()).await);
    let list = format!("/api/appointments?from={}&to={}", day.from(), day.to());
    assert_eq!(bob.get(&list).await.expect(200).body.as_array().map(Vec::len), Some(2));
    for made in [&first, &second] {
        assert_eq!(of_appointment(&admin, made, 2).await[0], by(&bob, "appointment_listed"));
    }
    let held = ann.book_held().await;
    admin.get("/api/locks").await.expect(200);
    recorded(&admin, &held, &by(&admin, "appointment_listed")).await;
}

async fn who_watches_the_calendar_is_recorded_with_its_window(store: Store) {
    let world = store.world(ENV);
    let (admin, ann, bob, day) = (world.admin().await, world.user().await, world.user().await, Day::fresh());
    let made = ann.book(day.times()).await;
    let socket = world.socket(&bob, &day).await;
    let found = of_appointment(&admin, &made, 2).await;
    assert_eq!(found[0], by(&bob, "calendar_watched"));
    let entry = &log(&admin, &format!("user={}", bob.id)).await[0];
    assert_eq!(entry["window"], json!({"from": day.from(), "to": day.to()}));
    assert_eq!(entry["appointmentId"], Value::Null);
    // What comes into the window while it is watched is seen, too.
    let later = ann.book(day.times()).await;
    assert_eq!(of_appointment(&admin, &later, 2).await.len(), 2);
    // What is elsewhere is not, until somebody looks there.
    let elsewhere = ann.book(day.next().times()).await;
    assert_eq!(of_appointment(&admin, &elsewhere, 1).await, [by(&ann, "appointment_read")]);
    socket.send(&json!({"event": "subscribe", "data": {"from": day.next().from(), "to": day.next().next().from()}}));
    assert_eq!(of_appointment(&admin, &elsewhere, 2).await[0], by(&bob, "calendar_watched"));
}

async fn what_commands_show_is_recorded(store: Store) {
    let world = store.world(ENV);
    let (admin, ann, bob) = (world.admin().await, world.user().await, world.user().await);
    let made = ann.book(json!({})).await;
    // The refusal carries the appointment as it is.
    refused(bob.edit(&made, json!({"note": "mine"})).await, 409, "lock_not_held");
    assert_eq!(of_appointment(&admin, &made, 2).await[0], by(&bob, "appointment_read"));
    // So does one that lists what stands in the way.
    let wish = merged(appointment(), merged(Day::fresh().times(), json!({"doctorName": unique("Dr. Maya")})));
    let busy = ann.book(wish.clone()).await;
    refused(bob.post("/api/appointments").json(wish).await, 409, "doctor_busy");
    assert_eq!(of_appointment(&admin, &busy, 2).await[0], by(&bob, "appointment_listed"));
}

async fn sign_ins_and_changes_of_users_are_recorded(store: Store) {
    let world = store.world(ENV);
    let (admin, anyone) = (world.admin().await, world.anyone());
    let (email, password) = (format!("{}@clinic.example", unique("new")), "a password 77");
    let new = json!({"name": "Sari", "email": email});
    let made = admin.post("/api/users").json(new).await.expect(201).body;
    let id = made["id"].as_str().expect("an id").to_owned();
    let token = made["passwordLink"]["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a link").to_owned();
    anyone.post("/api/auth/password").json(json!({"token": token, "password": password})).await.expect(200);
    refused(
        anyone.post("/api/auth/login").json(json!({"email": email, "password": "wrong"})).await,
        401,
        "invalid_credentials",
    );
    let sari = Person::signed_in(&anyone, &email, password).await;
    sari.patch(&format!("/api/users/{id}")).json(json!({"name": "Sari Dewi"})).await.expect(200);
    sari.post("/api/auth/logout").await.expect(204);
    admin.patch(&format!("/api/users/{id}")).json(json!({"isAdmin": true})).await.expect(200);
    admin.delete(&format!("/api/users/{id}")).await.expect(204);
    let expected = [
        ("user_deleted", "admin", json!([])),
        ("user_changed", "admin", json!(["isAdmin"])),
        ("signed_out", "sari", json!([])),
        ("user_changed", "sari", json!(["name"])),
        ("signed_in", "sari", json!([])),
        ("sign_in_failed", "nobody", json!([])),
        ("signed_in", "sari", json!([])),
        ("user_changed", "sari", json!(["password"])),
        ("password_link_made", "admin", json!([])),
        ("user_created", "admin", json!([])),
    ];
    let query = format!("user={id}");
    eventually(WRITTEN, || async { log(&admin, &query).await.len() == expected.len() }).await;
    let found = log(&admin, &query).await;
    for (entry, (kind, actor, changed)) in found.iter().zip(&expected) {
        let actor = match *actor {
            "admin" => json!(admin.id),
            "sari" => json!(id),
            _ => Value::Null,
        };
        assert_eq!((&entry["kind"], &entry["actor"]["id"], &entry["changed"]), (&json!(kind), &actor, changed));
        let alone = ["signed_in", "signed_out"].contains(kind);
        assert_eq!(entry["subject"]["id"], if alone { Value::Null } else { json!(id) }, "{kind}");
    }
    let text = serde_json::to_string(&found).expect("JSON");
    assert!(!text.contains(&email) && !text.contains(password) && !text.contains(&token));
}

async fn who_reads_the_log_is_recorded(store: Store) {
    let world = store.world(ENV);
    let (admin, other) = (world.admin().await, world.admin().await);
    let query = format!("user={}", other.id);
    other.get("/api/audit?limit=1").await.expect(200);
    let read = json!("audit_read");
    eventually(WRITTEN, || async { log(&admin, &query).await.iter().any(|entry| entry["kind"] == read) }).await;
    let entries = log(&admin, &query).await;
    let entry = entries.iter().find(|entry| entry["kind"] == read).expect("it was read");
    assert_eq!(
        (&entry["actor"]["id"], &entry["subject"], &entry["appointmentId"]),
        (&json!(other.id), &Value::Null, &Value::Null)
    );
}

async fn the_log_is_for_administrators_and_read_page_by_page(store: Store) {
    let world = store.world(ENV);
    let (admin, user) = (world.admin().await, world.user().await);
    refused(world.anyone().get("/api/audit").await, 401, "unauthenticated");
    refused(user.get("/api/audit").await, 403, "admin_only");
    refused(user.get("/api/audit?limit=0").await, 403, "admin_only");
    let wrong = admin.get("/api/audit?user=me&appointment=1&from=today&to=x&limit=1001").await;
    let named = ["/user", "/appointment", "/from", "/to", "/limit"].map(str::to_owned);
    assert_eq!(pointers(wrong), named.into());
    let backwards = "/api/audit?from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z";
    assert_eq!(pointers(admin.get(backwards).await), ["/to".to_owned()].into());
    for cursor in ["x", "MTIz", "%00"] {
        refused(admin.get(&format!("/api/audit?cursor={cursor}")).await, 400, "invalid_cursor");
    }
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(user.book(json!({})).await);
    }
    let query = format!("user={}", user.id);
    // Its sign-in, and that its user was made.
    eventually(WRITTEN, || async { log(&admin, &query).await.len() == made.len() + 2 }).await;
    let whole = log(&admin, &query).await;
    assert_eq!(pages(&admin, &world.server.url(""), &format!("/api/audit?limit=2&{query}")).await, whole);
    let seqs: Vec<i64> = whole.iter().filter_map(|entry| entry["seq"].as_i64()).collect();
    assert!(whole.windows(2).all(|two| instant(&two[0]["at"]) >= instant(&two[1]["at"])), "{seqs:?}");
    let (from, to) = (whole[2]["at"].as_str().expect("text"), whole[0]["at"].as_str().expect("text"));
    let between = log(&admin, &format!("{query}&from={from}&to={to}")).await;
    assert!(between.contains(&whole[2]) && !between.contains(&whole[0]));
    let reply = admin.get(&format!("/api/audit?limit=1&{query}")).await.expect(200);
    assert!(next_page(&reply, &world.server.url("")).is_some());
}

async fn the_log_holds_nothing_of_patients(store: Store) {
    let world = store.world(ENV);
    let (admin, ann) = (world.admin().await, world.user().await);
    let secret = unique("Patient");
    let change = json!({"patientName": secret, "title": secret, "note": secret, "phone": "0812 555 9"});
    let made = ann.book(change).await;
    ann.see(&made).await;
    of_appointment(&admin, &made, 1).await;
    let text = serde_json::to_string(&log(&admin, "").await).expect("JSON");
    assert!(!text.contains(&secret) && !text.contains("0812 555 9"));
}

async fn what_was_noted_is_written_before_the_server_stops(store: Store) {
    let mut world: World = store.own_world(ENV);
    let ann = world.user().await;
    let made = ann.book(json!({})).await;
    ann.see(&made).await;
    assert!(world.server.sigterm().expect("an end").success());
    world.server.restart().expect("stopped and started");
    let admin = world.admin().await;
    assert_eq!(of_appointment(&admin, &made, 1).await, [by(&ann, "appointment_read")]);
}

fn patient(name: &str) -> Value {
    json!({"patientName": name, "datebirth": "1984-02-29"})
}

async fn a_patients_data_is_taken_out_whole(store: Store) {
    let world = store.world(ENV);
    let (admin, ann) = (world.admin().await, world.user().await);
    let name = unique("Dewi");
    let named = json!({"patientName": name});
    let first = ann.book(named.clone()).await;
    ann.acquire(&first).await.expect(201);
    ann.edit(&first, json!({"note": "Allergic"})).await.expect(200);
    let second = ann.book(named.clone()).await;
    ann.acquire(&second).await.expect(201);
    ann.delete(&format!("{}?version=1&reason=moved+away", path(&second))).await.expect(204);
    ann.book(json!({"patientName": name, "datebirth": "1984-03-01"})).await;
    let reply =
        admin.post("/api/patients/export").json(patient(&format!(" {} ", name.to_uppercase()))).await.expect(200);
    let body = &reply.body;
    assert_eq!(keys(body), ["patientName", "datebirth", "exportedAt", "appointments"].into());
    let exported = body["appointments"].as_array().expect("an array");
    let ids: Vec<&Value> = exported.iter().map(|appointment| &appointment["id"]).collect();
    assert_eq!(ids, [&first["id"], &second["id"]], "by start, then id; cancelled ones, too");
    let mut shown = exported[0].clone();
    let history = shown.as_object_mut().expect("an object").remove("history").expect("a history");
    assert_eq!(shown, ann.see(&first).await);
    assert_eq!(history, ann.get(&at(&first, "history")).await.expect(200).body);
    assert_eq!(exported[1]["history"][0]["detail"]["reason"], "moved away");
    assert!(exported[1]["cancelledAt"].is_string());
    recorded(&admin, &second, &by(&admin, "patient_exported")).await;
    let nobody = admin.post("/api/patients/export").json(patient(&unique("Nobody"))).await;
    refused(nobody, 404, "patient_not_found");
}

async fn a_patients_data_is_erased_and_the_history_stays(store: Store) {
    let world = store.world(ENV);
    let (admin, ann, day) = (world.admin().await, world.user().await, Day::fresh());
    let name = unique("Dewi Lestari");
    let query = name.replace(' ', "+");
    let change = merged(
        day.times(),
        json!({"patientName": name, "title": format!("Check-up {name}"), "phone": "0812 555 7", "address": "Jl. Melati 5",
            "doctorName": "Dr. Budi", "note": "Allergic", "description": "Long ago", "allowOverlap": true}),
    );
    let standing = ann.book(change.clone()).await;
    // The same patient, written otherwise.
    let cancelled = ann.book(merged(change, json!({"patientName": name.to_uppercase().replace(' ', "  ")}))).await;
    ann.acquire(&cancelled).await.expect(201);
    ann.delete(&format!("{}?version=1&reason={query}+is+ill", path(&cancelled))).await.expect(204);
    let mut socket = world.socket(&ann, &day).await;
    let kinds = admin.kinds(&cancelled).await;
    let reply = admin.post("/api/patients/erase").json(patient(&name)).await.expect(200);
    assert_eq!(reply.body, json!({"erased": [standing["id"], cancelled["id"]], "locked": []}));
    let erased = ann.see(&standing).await;
    let expected = json!({"title": "Erased", "patientName": "Erased", "datebirth": "1900-01-01", "gender": "unknown",
        "phone": null, "address": null, "note": null, "description": null, "version": 2});
    for (field, value) in expected.as_object().expect("an object") {
        assert_eq!(&erased[field], value, "{field}");
    }
    for field in ["id", "doctorName", "startTime", "endTime", "createdAt", "overbooked"] {
        assert_eq!(erased[field], standing[field], "{field}");
    }
    assert_eq!(socket.event("update-appointments").await.data["patientName"], "Erased", "screens are told");
    // The history is as it was, but for what people wrote.
    assert_eq!(admin.kinds(&cancelled).await, [kinds, vec!["erased".to_owned()]].concat());
    let history = admin.get(&at(&cancelled, "history")).await.expect(200);
    assert!(!history.text.contains(&name), "{}", history.text);
    // Nobody finds them any more, not even among the cancelled; and their edits meet what stands.
    for query in [format!("q={query}"), format!("q={query}&deleted=true"), "q=0812+555+7".to_owned()] {
        assert_eq!(admin.get(&format!("/api/appointments?{query}")).await.expect(200).body, json!([]), "{query}");
    }
    refused(ann.acquire(&standing).await, 409, "version_conflict");
    refused(admin.post("/api/patients/erase").json(patient(&name)).await, 404, "patient_not_found");
    admin.post(&at(&cancelled, "restore")).await.expect(200);
    recorded(&admin, &cancelled, &by(&admin, "patient_erased")).await;
}

async fn what_somebody_holds_is_not_erased(store: Store) {
    let world = store.world(ENV);
    let (admin, ann) = (world.admin().await, world.user().await);
    let name = unique("Dewi");
    let (free, held) = (ann.book(json!({"patientName": name})).await, ann.book(json!({"patientName": name})).await);
    ann.acquire(&held).await.expect(201);
    let erase = || async { admin.post("/api/patients/erase").json(patient(&name)).await.expect(200).body };
    assert_eq!(erase().await, json!({"erased": [free["id"]], "locked": [held["id"]]}));
    assert_eq!(ann.see(&held).await["patientName"], json!(name));
    ann.edit(&held, json!({"note": "still mine"})).await.expect(200);
    ann.release(&held).await.expect(200);
    assert_eq!(erase().await, json!({"erased": [held["id"]], "locked": []}));
}

async fn patients_are_for_administrators(store: Store) {
    let world = store.world(ENV);
    let (admin, user) = (world.admin().await, world.user().await);
    let name = unique("Dewi");
    let made = user.book(json!({"patientName": name})).await;
    for verb in ["export", "erase"] {
        let verb = format!("/api/patients/{verb}");
        refused(world.anyone().post(&verb).json(patient(&name)).await, 401, "unauthenticated");
        refused(user.post(&verb).json(patient(&name)).await, 403, "admin_only");
        refused(user.post(&verb).json(json!({})).await, 403, "admin_only");
        let faults = pointers(admin.post(&verb).json(json!({"name": name})).await);
        assert_eq!(faults, ["/name", "/patientName", "/datebirth"].map(str::to_owned).into());
        let future = json!({"patientName": "", "datebirth": "2999-01-01"});
        let faults = pointers(admin.post(&verb).json(future).await);
        assert_eq!(faults, ["/patientName", "/datebirth"].map(str::to_owned).into());
    }
    assert_eq!(user.see(&made).await["patientName"], json!(name));
}

/// What one node notes, the administrators of every node are shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_one_over_all_nodes() {
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let (ann, admin) = (nodes.user(0).await, nodes.admin(1).await);
    let made = ann.book(json!({})).await;
    nodes.elsewhere(2, &ann).get(&path(&made)).await.expect(200);
    eventually(WRITTEN, || async {
        // One reading at each node: they do not know of each other's.
        let found = log(&admin, &format!("appointment={}", made["id"].as_str().expect("an id"))).await;
        found.iter().filter(|entry| entry["kind"] == "appointment_read").count() == 2
    })
    .await;
}
