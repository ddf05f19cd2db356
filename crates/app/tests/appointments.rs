//! Making, changing, cancelling, restoring appointments, and what happened to them.

mod common;

use std::future::IntoFuture;

use common::{
    Env, Store, appointment, at, instant, keys, location_of, merged, on_both, path, pointers, refused, unique,
};
use serde_json::{Value, json};

const ENV: Env = &[];

on_both!(
    a_made_one_can_be_found,
    fields_have_their_lengths,
    times_and_dates_must_be_possible,
    only_the_holder_changes_it,
    an_accepted_change_raises_version_and_revision,
    a_doctor_is_not_in_two_places,
    moving_into_a_busy_time_is_refused,
    of_simultaneous_bookings_one_wins,
    cancelling_takes_it_away,
    restoring_brings_it_back,
    a_restored_one_must_fit,
    history_tells_everything,
);

async fn a_made_one_can_be_found(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let body = json!({
        "phone": "+62 812 3456", "address": "Jl. Melati 7", "doctorName": unique("Dr. Ä"), "note": "näh", "description": "d",
        "startTime": "2031-03-03T16:00:00.1239+07:00", "endTime": "2031-03-03T09:30:00Z", "gender": "unknown",
    });
    let reply = user.post("/api/appointments").json(merged(appointment(), body.clone())).await.expect(201);
    let made = &reply.body;
    let location = reply.header("location").expect("Location");
    assert_eq!(location_of(location, &world.server.url("")), path(made));
    for name in ["phone", "address", "doctorName", "note", "description", "gender"] {
        assert_eq!(made[name], body[name]);
    }
    assert_eq!(made["startTime"], "2031-03-03T09:00:00.123Z");
    assert_eq!(made["endTime"], "2031-03-03T09:30:00.000Z");
    assert_eq!(
        (&made["version"], &made["overbooked"], &made["appointmentLock"]),
        (&json!(1), &json!(false), &Value::Null)
    );
    assert!(made["revision"].as_i64().is_some_and(|revision| revision >= 1));
    let found = world.user().await.get(&path(made)).await.expect(200);
    assert_eq!(found.body, *made);
    assert_eq!(found.header("etag"), reply.header("etag"));
    for gender in ["male", "female", "other", "unknown"] {
        user.book(json!({"gender": gender})).await;
    }
}

async fn fields_have_their_lengths(store: Store) {
    let user = store.world(ENV).user().await;
    let held = user.book_held().await;
    let limits = [
        ("title", 1, 200),
        ("patientName", 1, 255),
        ("phone", 0, 32),
        ("address", 0, 1000),
        ("doctorName", 0, 255),
        ("note", 0, 2000),
        ("description", 0, 10_000),
    ];
    let mut version = held["version"].as_i64().expect("a version");
    for (name, least, most) in limits {
        for good in [least, most] {
            let text = "é".repeat(good);
            let made = user.book(json!({name: text, "allowOverlap": true})).await;
            assert_eq!(made[name], text);
            let change = json!({"version": version, name: text, "allowOverlap": true});
            user.patch(&path(&held)).json(change).await.expect(200);
            version += 1;
        }
        let bad = most + 1;
        for text in (least > 0).then(String::new).into_iter().chain(["é".repeat(bad)]) {
            let body = merged(appointment(), json!({name: text}));
            let named = pointers(user.post("/api/appointments").json(body).await);
            assert_eq!(named, [format!("/{name}")].into());
            let named = pointers(user.patch(&path(&held)).json(json!({"version": version, name: text})).await);
            assert_eq!(named, [format!("/{name}")].into());
        }
    }
}

async fn times_and_dates_must_be_possible(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let now = instant(&world.anyone().get("/api/config").await.expect(200).body["serverTime"]);
    let day = |days: i64| (now + chrono::TimeDelta::days(days)).date_naive().to_string();
    let start = "2031-03-01T00:00:00.000Z";
    for (change, fault) in [
        (json!({"datebirth": day(0)}), None),
        (json!({"datebirth": day(2)}), Some("/datebirth")),
        (json!({"datebirth": "2024-02-29"}), None),
        (json!({"datebirth": "1984-2-9"}), Some("/datebirth")),
        (json!({"datebirth": "1984-02-29T00:00:00Z"}), Some("/datebirth")),
        (json!({"startTime": start, "endTime": "2031-04-01T00:00:00.000Z"}), None),
        (json!({"startTime": start, "endTime": "2031-04-01T00:00:00.001Z"}), Some("/endTime")),
        (json!({"startTime": start, "endTime": start}), Some("/endTime")),
        (json!({"startTime": start, "endTime": "2031-02-28T23:59:59.999Z"}), Some("/endTime")),
        (json!({"startTime": start, "endTime": "2031-03-01T00:00:00.001Z"}), None),
        (json!({"startTime": "2031-03-01"}), Some("/startTime")),
        (json!({"startTime": "2031-02-30T09:00:00Z"}), Some("/startTime")),
        (json!({"startTime": "2031-03-03T09:00:00"}), Some("/startTime")),
        (json!({"startTime": 1_930_000_000}), Some("/startTime")),
    ] {
        let reply = user.post("/api/appointments").json(merged(appointment(), change.clone())).await;
        match fault {
            None => drop(reply.expect(201)),
            Some(pointer) => assert!(pointers(reply).contains(pointer), "{change}"),
        }
    }
    // One end alone is judged with the other as it stands.
    let held = user.book_held().await;
    assert_eq!(
        pointers(user.edit(&held, json!({"startTime": "2031-03-03T09:30:00Z"})).await),
        ["/endTime".to_owned()].into()
    );
    assert_eq!(
        pointers(user.edit(&held, json!({"endTime": "2031-05-03T09:30:00Z"})).await),
        ["/endTime".to_owned()].into()
    );
    user.edit(&held, json!({"startTime": "2031-03-03T09:29:59.999Z"})).await.expect(200);
}

async fn only_the_holder_changes_it(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let made = user.book(json!({})).await;
    for (caller, held) in [(&user, false), (&other, false), (&other, true)] {
        if held {
            user.acquire(&made).await.expect(201);
        }
        let seen = caller.see(&made).await;
        for reply in [caller.edit(&made, json!({"title": "Theirs"})).await, caller.cancel(&made).await] {
            assert_eq!(refused(reply, 409, "lock_not_held").body["current"], seen);
        }
        assert_eq!(caller.see(&made).await, seen);
    }
    for version in [2, 7] {
        let stale = merged(made.clone(), json!({"version": version}));
        for reply in [user.edit(&stale, json!({"title": "Stale"})).await, user.cancel(&stale).await] {
            assert_eq!(refused(reply, 409, "version_conflict").body["current"], user.see(&made).await);
        }
    }
    for query in ["", "?version=0", "?version=x", "?reason=why"] {
        assert_eq!(pointers(user.delete(&(path(&made) + query)).await), ["/version".to_owned()].into());
    }
}

async fn an_accepted_change_raises_version_and_revision(store: Store) {
    let user = store.world(ENV).user().await;
    let made = user.book(json!({"note": "stays"})).await;
    let lock = user.acquire(&made).await.expect(201).body;
    let mut seen = user.see(&made).await;
    for (version, change) in [(2, json!({"title": "Second"})), (3, json!({"gender": "other"})), (4, json!({}))] {
        let reply = user.edit(&seen, change.clone()).await.expect(200);
        let now = reply.body.clone();
        assert_eq!(now["version"], version);
        assert!(now["revision"].as_i64() > seen["revision"].as_i64(), "{now}");
        assert_eq!(now["note"], "stays");
        for (name, value) in change.as_object().expect("an object") {
            assert_eq!(now[name], *value);
        }
        // The same holding, extended to a full TTL.
        let held = &now["appointmentLock"];
        assert_eq!(held["id"], lock["id"]);
        let left = instant(&held["expiresAt"]) - instant(&now["updatedAt"]);
        assert_eq!(left.num_milliseconds(), 300_000, "{now}");
        assert!(instant(&held["expiresAt"]) >= instant(&seen["appointmentLock"]["expiresAt"]));
        let found = user.get(&path(&made)).await.expect(200);
        assert_eq!((found.body, found.headers.get("etag")), (now.clone(), reply.headers.get("etag")));
        refused(user.edit(&seen, json!({"title": "Stale"})).await, 409, "version_conflict");
        seen = now;
    }
}

async fn a_doctor_is_not_in_two_places(store: Store) {
    let user = store.world(ENV).user().await;
    let doctor = unique("Dr. Busy");
    let (start, end) = ("2031-05-05T09:00:00.000Z", "2031-05-05T10:00:00.000Z");
    let first = user.book(json!({"doctorName": doctor, "startTime": start, "endTime": end})).await;
    let clash = |doctor: &str, start: &str, end: &str| {
        user.post("/api/appointments")
            .json(merged(appointment(), json!({"doctorName": doctor, "startTime": start, "endTime": end})))
    };
    for (doctor, start, end) in [
        (doctor.clone(), start, end),
        (format!("  {} ", doctor.to_uppercase()), "2031-05-05T09:59:59.999Z", "2031-05-05T11:00:00Z"),
        (doctor.to_lowercase(), "2031-05-05T08:00:00Z", "2031-05-05T09:00:00.001Z"),
        (doctor.clone(), "2031-05-01T00:00:00Z", "2031-05-31T00:00:00Z"),
    ] {
        let reply = refused(clash(&doctor, start, end).await, 409, "doctor_busy");
        let expected = json!([{"id": first["id"], "title": first["title"], "startTime": first["startTime"], "endTime": first["endTime"]}]);
        assert_eq!(reply.body["conflicts"], expected);
    }
    clash(&doctor, end, "2031-05-05T11:00:00Z").await.expect(201);
    clash(&doctor, "2031-05-05T08:00:00Z", start).await.expect(201);
    clash(&unique("Dr. Free"), start, end).await.expect(201);
    for nobody in ["", "  "] {
        clash(nobody, start, end).await.expect(201);
        clash(nobody, start, end).await.expect(201);
    }
    // Of two that overlap, one must have been written with allowOverlap; it does not matter which.
    let over = json!({"doctorName": doctor, "startTime": start, "endTime": end, "allowOverlap": true});
    assert_eq!(user.book(over.clone()).await["overbooked"], true);
    assert_eq!(user.book(over).await["overbooked"], true);
    let alone = unique("Dr. Over");
    user.book(json!({"doctorName": alone, "startTime": start, "endTime": end, "allowOverlap": true})).await;
    assert_eq!(clash(&alone, start, end).await.expect(201).body["overbooked"], false);
    refused(clash(&alone, start, end).await, 409, "doctor_busy");
}

async fn moving_into_a_busy_time_is_refused(store: Store) {
    let user = store.world(ENV).user().await;
    let doctor = unique("Dr. Moved");
    let hour = |hour: u32| format!("2031-06-06T{hour:02}:00:00.000Z");
    let busy = user.book(json!({"doctorName": doctor, "startTime": hour(9), "endTime": hour(10)})).await;
    let made = user.book(json!({"doctorName": doctor, "startTime": hour(11), "endTime": hour(12)})).await;
    user.acquire(&made).await.expect(201);
    let seen = user.see(&made).await;
    let moved = json!({"startTime": hour(9), "endTime": hour(10), "title": "Moved"});
    let reply = refused(user.edit(&seen, moved.clone()).await, 409, "doctor_busy");
    assert_eq!(reply.body["conflicts"][0]["id"], busy["id"]);
    assert_eq!(user.see(&made).await, seen, "a refused change changed something");
    let over = user.edit(&seen, merged(moved, json!({"allowOverlap": true}))).await.expect(200).body;
    assert_eq!((&over["overbooked"], &over["title"], &over["version"]), (&json!(true), &json!("Moved"), &json!(2)));
    // Its own time is no obstacle, nor is a cancelled one's.
    user.acquire(&busy).await.expect(201);
    user.cancel(&busy).await.expect(204);
    let fits = user.edit(&over, json!({"allowOverlap": false})).await.expect(200).body;
    assert_eq!(fits["overbooked"], false);
}

async fn of_simultaneous_bookings_one_wins(store: Store) {
    let user = store.world(ENV).user().await;
    for _ in 0..5 {
        let body = merged(appointment(), json!({"doctorName": unique("Dr. Raced")}));
        let racing: Vec<_> =
            (0..8).map(|_| tokio::spawn(user.post("/api/appointments").json(body.clone()).into_future())).collect();
        let mut won = 0;
        for racer in racing {
            let reply = racer.await.expect("an answer");
            if reply.status == 201 {
                won += 1;
            } else {
                refused(reply, 409, "doctor_busy");
            }
        }
        assert_eq!(won, 1);
    }
}

async fn cancelling_takes_it_away(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    let doctor = unique("Dr. Gone");
    let made = user.book(json!({"doctorName": doctor})).await;
    user.acquire(&made).await.expect(201);
    let reply =
        user.delete(&format!("{}?version=1&reason=Patient%20called%20%F0%9F%98%80", path(&made))).await.expect(204);
    assert_eq!(reply.text, "");
    for caller in [&user, &other, &admin] {
        refused(caller.get(&path(&made)).await, 404, "appointment_not_found");
        refused(caller.get(&at(&made, "lock-status")).await, 404, "appointment_not_found");
        refused(caller.acquire(&made).await, 404, "appointment_not_found");
        refused(caller.edit(&made, json!({})).await, 404, "appointment_not_found");
        refused(caller.cancel(&made).await, 404, "appointment_not_found");
        let list = caller.get(&format!("/api/appointments?doctor={doctor}")).await.expect(200);
        assert_eq!(list.body, json!([]));
        assert!(!caller.get("/api/doctors").await.expect(200).text.contains(&doctor));
    }
    let deleted = format!("/api/appointments?deleted=true&doctor={doctor}");
    refused(other.get(&deleted).await, 403, "admin_only");
    let list = admin.get(&deleted).await.expect(200);
    assert_eq!((&list.body[0]["id"], list.header("x-total-count")), (&made["id"], Some("1")));
    for viewer in [&user, &admin] {
        let event = viewer.event(&made, "cancelled").await;
        assert_eq!(event["detail"]["reason"], "Patient called 😀");
        assert_eq!(event["actor"], json!({"id": user.id, "name": user.name}));
    }
    refused(other.get(&at(&made, "history")).await, 404, "appointment_not_found");
    let held = user.book_held().await;
    let long = format!("{}?version=1&reason={}", path(&held), "r".repeat(501));
    assert_eq!(pointers(user.delete(&long).await), ["/reason".to_owned()].into());
}

async fn restoring_brings_it_back(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    for restorer in [&user, &admin] {
        let held = user.book_held().await;
        user.cancel(&held).await.expect(204);
        refused(other.ask(&held, "restore").await, 404, "appointment_not_found");
        let back = restorer.ask(&held, "restore").await.expect(200).body;
        assert_eq!(
            (&back["id"], &back["title"], &back["appointmentLock"]),
            (&held["id"], &held["title"], &Value::Null)
        );
        assert!(back["revision"].as_i64() > held["revision"].as_i64());
        assert_eq!(other.see(&held).await, back);
        assert_eq!(other.event(&held, "restored").await["actor"]["id"], restorer.id.as_str());
        refused(restorer.ask(&held, "restore").await, 404, "appointment_not_found");
        other.acquire(&back).await.expect(201);
    }
}

async fn a_restored_one_must_fit(store: Store) {
    let user = store.world(ENV).user().await;
    let doctor = unique("Dr. Back");
    let gone = user.book(json!({"doctorName": doctor})).await;
    user.acquire(&gone).await.expect(201);
    user.cancel(&gone).await.expect(204);
    let instead = user.book(json!({"doctorName": doctor})).await;
    let reply = refused(user.ask(&gone, "restore").await, 409, "doctor_busy");
    assert_eq!(reply.body["conflicts"][0]["id"], instead["id"]);
    refused(user.get(&path(&gone)).await, 404, "appointment_not_found");
}

async fn history_tells_everything(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let (before, after) = (unique("Dr. Before"), unique("Dr. After"));
    let made = user.book(json!({"doctorName": before, "patientName": "Secret Patient"})).await;
    user.acquire(&made).await.expect(201);
    let change = json!({"patientName": "Other Secret", "doctorName": after, "startTime": "2031-03-03T08:00:00.000Z"});
    user.edit(&made, change).await.expect(200);
    admin.ask(&made, "request-control").await.expect(200);
    user.ask(&made, "reject-request-control").await.expect(200);
    let reason = json!({"reason": "Left for lunch"});
    admin.post(&at(&made, "force-release-lock")).json(reason).await.expect(200);
    let expected = ["created", "acquired", "edited", "control_requested", "control_rejected", "force_released"];
    assert_eq!(user.kinds(&made).await, expected);
    let edited = user.event(&made, "edited").await;
    assert_eq!(keys(&edited), ["seq", "kind", "at", "actor", "subject", "revision", "detail"].into());
    assert_eq!(
        edited["detail"]["startTime"],
        json!({"from": "2031-03-03T09:00:00.000Z", "to": "2031-03-03T08:00:00.000Z"})
    );
    assert_eq!(edited["detail"]["doctorName"], json!({"from": before, "to": after}));
    let changed: Vec<&str> =
        edited["detail"]["changed"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    for name in ["patientName", "doctorName", "startTime"] {
        assert!(changed.contains(&name), "{name} is not in {changed:?}");
    }
    assert_eq!(changed.len(), 3);
    let asked = user.event(&made, "control_requested").await;
    assert_eq!((&asked["actor"]["id"], &asked["subject"]["id"]), (&json!(admin.id), &json!(user.id)));
    assert_eq!(user.event(&made, "force_released").await["detail"]["reason"], "Left for lunch");
    let whole = user.get(&at(&made, "history")).await.expect(200);
    assert!(!whole.text.contains("Secret"), "history holds what a patient may want erased: {}", whole.text);
    // Page by page it is the same, newest first, seq falling.
    let base = world.server.url("");
    let (mut next, mut all) = (Some(at(&made, "history?limit=2")), Vec::new());
    while let Some(page) = next {
        let reply = user.get(&page).await.expect(200);
        let events = reply.body.as_array().expect("an array").clone();
        assert!((1..=2).contains(&events.len()));
        all.extend(events);
        next = common::next_page(&reply, &base);
    }
    assert_eq!(Value::Array(all.clone()), whole.body);
    assert!(all.is_sorted_by(|a, b| a["seq"].as_i64() > b["seq"].as_i64()));
    for limit in ["0", "1001", "x"] {
        pointers(user.get(&at(&made, &format!("history?limit={limit}"))).await);
    }
    refused(user.get(&at(&made, "history?cursor=nonsense")).await, 400, "invalid_cursor");
}
