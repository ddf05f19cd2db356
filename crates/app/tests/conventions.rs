//! What holds for every answer: problems, strict bodies, request ids, the order of refusals.

mod common;

use common::{Env, Store, appointment, at, instant, keys, merged, on_both, path, pointers, refused, unique};
use serde_json::{Value, json};
use testkit::{Client, Method, Reply};

const ENV: Env = &[];

on_both!(
    every_refusal_is_a_problem,
    a_request_keeps_its_callers_id,
    bodies_are_strict_and_all_faults_are_named_at_once,
    what_is_no_json_object_is_refused,
    null_clears_what_may_be_null_and_nothing_else,
    refusals_come_in_order,
    ids_and_parameters_are_checked,
    what_does_not_exist_is_not_found,
    other_methods_are_refused_with_those_allowed,
    the_originals_paths_answer,
    head_is_get_without_a_body,
    resources_have_exactly_their_members,
);

async fn every_refusal_is_a_problem(store: Store) {
    let world = store.world(ENV);
    let anyone = world.anyone();
    for (method, path) in [
        (Method::GET, "/api/auth/profile"),
        (Method::POST, "/api/auth/refresh"),
        (Method::POST, "/api/auth/logout"),
        (Method::GET, "/api/users"),
        (Method::POST, "/api/users"),
        (Method::GET, "/api/appointments"),
        (Method::POST, "/api/appointments"),
        (Method::GET, "/api/doctors"),
        (Method::GET, "/api/locks"),
    ] {
        refused(anyone.request(method, path).await, 401, "unauthenticated");
    }
    let id = "/api/appointments/0193a0d0-0000-7000-8000-000000000000";
    for (method, rest) in [
        (Method::GET, ""),
        (Method::PATCH, ""),
        (Method::DELETE, "?version=1"),
        (Method::POST, "/restore"),
        (Method::GET, "/history"),
        (Method::GET, "/lock-status"),
        (Method::POST, "/acquire-lock/1"),
        (Method::DELETE, "/release-lock"),
        (Method::POST, "/request-control"),
        (Method::DELETE, "/request-control"),
        (Method::POST, "/approve-request-control"),
        (Method::POST, "/reject-request-control"),
        (Method::POST, "/force-release-lock-request"),
        (Method::DELETE, "/force-release-lock-request"),
        (Method::POST, "/force-release-lock-approve"),
        (Method::POST, "/force-release-lock-reject"),
        (Method::POST, "/force-release-lock"),
    ] {
        refused(anyone.request(method.clone(), &format!("{id}{rest}")).await, 401, "unauthenticated");
        let forged = anyone.bearer("eyJhbGciOiJub25lIn0.e30.");
        refused(forged.request(method, &format!("{id}{rest}")).await, 401, "unauthenticated");
    }
}

async fn a_request_keeps_its_callers_id(store: Store) {
    let world = store.world(ENV);
    let (anyone, longest) = (world.anyone(), "x".repeat(64));
    for given in ["7", "req-1~!#{}", &longest] {
        let well = anyone.get("/api/config").header("X-Request-Id", given).await.expect(200);
        assert_eq!(well.header("x-request-id"), Some(given));
        let problem = refused(anyone.get("/api/locks").header("X-Request-Id", given).await, 401, "unauthenticated");
        assert_eq!(problem.body["requestId"], given);
    }
    let too_long = "x".repeat(65);
    let mut fresh = std::collections::BTreeSet::new();
    for given in [&too_long, "two words", ""] {
        let reply = anyone.get("/api/config").header("X-Request-Id", given).await.expect(200);
        let id = reply.header("x-request-id").expect("an id").to_owned();
        assert!(!id.is_empty() && id != *given && fresh.insert(id), "{given}");
    }
    let page = anyone.get("/").header("X-Request-Id", "of-a-page").await;
    assert_eq!(page.header("x-request-id"), Some("of-a-page"));
}

async fn bodies_are_strict_and_all_faults_are_named_at_once(store: Store) {
    let user = store.world(ENV).user().await;
    let doctor = unique("Dr. Strict");
    let faulty = json!({
        "id": "0193a0d0-0000-7000-8000-000000000000", "version": 7, "createdAt": "2031-03-03T09:00:00Z", "a/b~c": 1,
        "title": "", "patientName": 7, "datebirth": "2023-02-29", "gender": "Male", "phone": "1".repeat(33),
        "note": "a\u{0}b", "doctorName": doctor, "endTime": "soon", "allowOverlap": "yes",
    });
    let named = pointers(user.post("/api/appointments").json(faulty).await);
    let expected = [
        "/id",
        "/version",
        "/createdAt",
        "/a~1b~0c",
        "/title",
        "/patientName",
        "/datebirth",
        "/gender",
        "/phone",
        "/note",
        "/startTime",
        "/endTime",
        "/allowOverlap",
    ];
    assert_eq!(named, expected.map(str::to_owned).into());
    for owned in
        ["id", "version", "revision", "overbooked", "createdAt", "updatedAt", "appointmentLock", "ID", "start_time"]
    {
        let body = merged(appointment(), json!({"doctorName": doctor, owned: null}));
        assert_eq!(pointers(user.post("/api/appointments").json(body).await), [format!("/{owned}")].into());
    }
    let none = user.get("/api/appointments").await.expect(200);
    assert!(!none.text.contains(&doctor), "a refused body made an appointment");
    let held = user.book_held().await;
    let change = json!({"version": "1", "title": 5, "revision": 9, "patient": "x"});
    let named = pointers(user.patch(&path(&held)).json(change).await);
    assert_eq!(named, ["/version", "/title", "/revision", "/patient"].map(str::to_owned).into());
    assert_eq!(pointers(user.patch(&path(&held)).json(json!({"title": "x"})).await), ["/version".to_owned()].into());
    assert_eq!(user.see(&held).await, held);
}

async fn what_is_no_json_object_is_refused(store: Store) {
    let user = store.world(ENV).user().await;
    let post = |body: &str| user.post("/api/appointments").header("Content-Type", "application/json").body(body);
    for text in ["", "{", "{\"title\": \"x\",}", "nonsense", "{\"title\": \"\u{1}\"}"] {
        refused(post(text).await, 400, "invalid_json");
    }
    for text in ["[]", "7", "null", "\"title\""] {
        pointers(post(text).await);
    }
    refused(
        user.post("/api/appointments").header("Content-Type", "text/plain").body("{}").await,
        415,
        "unsupported_media_type",
    );
    refused(user.post("/api/appointments").body("{}").await, 415, "unsupported_media_type");
    let packed =
        user.post("/api/appointments").header("Content-Type", "application/json").header("Content-Encoding", "gzip");
    refused(packed.body("{}").await, 415, "unsupported_media_type");
    let with_charset = user.post("/api/appointments").header("Content-Type", "application/json; charset=utf-8");
    with_charset.body(appointment().to_string()).await.expect(201);
}

async fn null_clears_what_may_be_null_and_nothing_else(store: Store) {
    let user = store.world(ENV).user().await;
    let nullable = ["phone", "address", "doctorName", "note", "description"];
    let full = |value: &str| nullable.iter().map(|name| ((*name).to_owned(), value.into())).collect();
    let made = user.book(Value::Object(full("7 something"))).await;
    user.acquire(&made).await.expect(201);
    for name in nullable {
        let seen = user.see(&made).await;
        assert_eq!(seen[name], "7 something");
        let changed = user.edit(&seen, json!({name: null})).await.expect(200).body;
        assert_eq!(changed[name], Value::Null, "{name}");
    }
    let seen = user.see(&made).await;
    for name in ["title", "patientName", "datebirth", "gender", "startTime", "endTime", "allowOverlap"] {
        assert_eq!(pointers(user.edit(&seen, json!({name: null})).await), [format!("/{name}")].into());
        if name != "allowOverlap" {
            let body = merged(appointment(), json!({name: null}));
            assert_eq!(pointers(user.post("/api/appointments").json(body).await), [format!("/{name}")].into());
        }
    }
    assert_eq!(user.see(&made).await, seen);
}

async fn refusals_come_in_order(store: Store) {
    let world = store.world(ENV);
    let (anyone, user, other) = (world.anyone(), world.user().await, world.user().await);
    let nowhere = json!({"id": "0193a0d0-0000-7000-8000-000000000000"});
    let made = user.book(json!({})).await;
    // Who you are, before all else.
    refused(
        anyone.patch("/api/appointments/x").header("Content-Type", "text/plain").body("{").await,
        401,
        "unauthenticated",
    );
    refused(anyone.post("/api/appointments/x/acquire-lock/0").await, 401, "unauthenticated");
    // What you may, before whether it exists.
    for verb in ["request-control", "force-release-lock-request"] {
        refused(user.ask(&nowhere, verb).await, 403, "admin_only");
    }
    refused(user.post(&at(&nowhere, "force-release-lock")).json(json!({"reason": "x"})).await, 403, "admin_only");
    refused(user.patch("/api/users/0193a0d0-0000-7000-8000-000000000000").json(json!({})).await, 403, "forbidden");
    // What you may, before what is wrong with the input.
    refused(user.post("/api/appointments/x/request-control").await, 403, "admin_only");
    refused(user.ask(&made, "force-release-lock-request").await, 403, "admin_only");
    refused(user.get("/api/users/x").await, 403, "admin_only");
    refused(user.patch("/api/users/x").json(json!({"name": 5})).await, 403, "forbidden");
    let own = format!("/api/users/{}", user.id);
    refused(user.patch(&own).json(json!({"isAdmin": "x", "name": 5})).await, 403, "admin_only");
    refused(user.get("/api/appointments?deleted=true&limit=x").await, 403, "admin_only");
    // Whether it exists, before preconditions.
    let edit = |id: &Value, version: i64| {
        let body = json!({"version": version, "title": "x", "endTime": "2030-01-01T00:00:00Z"});
        other.patch(&path(id)).json(body)
    };
    refused(edit(&nowhere, 7).header("If-Match", "\"x\"").await, 404, "appointment_not_found");
    // Preconditions, before the lock.
    refused(edit(&made, 7).header("If-Match", "\"x\"").await, 412, "precondition_failed");
    refused(edit(&made, 7).await, 409, "lock_not_held");
    user.acquire(&made).await.expect(201);
    let pinned = format!("{}?lock=0193a0d0-0000-7000-8000-000000000000", path(&made));
    refused(other.patch(&pinned).json(json!({"version": 7})).await, 409, "lock_changed");
    // The lock, before the version; the version, before the request.
    refused(edit(&made, 7).await, 409, "lock_not_held");
    let late = json!({"version": 7, "endTime": "2030-01-01T00:00:00Z"});
    refused(user.patch(&path(&made)).json(late).await, 409, "version_conflict");
    refused(user.edit(&made, json!({"endTime": "2030-01-01T00:00:00Z"})).await, 400, "validation_failed");
    let versioned = other.post(&at(&made, "acquire-lock/7")).await;
    refused(versioned, 409, "locked");
}

async fn ids_and_parameters_are_checked(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    for id in ["abc", "7", "0193a0d000007000800000000000000", "%00", "urn:uuid:0193a0d0-0000-7000-8000-000000000000"] {
        refused(user.get(&format!("/api/appointments/{id}")).await, 400, "invalid_id");
        refused(user.delete(&format!("/api/appointments/{id}/release-lock")).await, 400, "invalid_id");
        refused(admin.get(&format!("/api/users/{id}")).await, 400, "invalid_id");
        refused(admin.delete(&format!("/api/users/{id}")).await, 400, "invalid_id");
    }
    let made = user.book(json!({})).await;
    for version in ["0", "-1", "x", "1.0", "99999999999999999999", "+1"] {
        assert_eq!(pointers(user.ask(&made, &format!("acquire-lock/{version}")).await), ["/version".to_owned()].into());
    }
    let asked = at(&made, "acquire-lock/1?move=perhaps&lock=7");
    assert_eq!(pointers(user.post(&asked).await), ["/move", "/lock"].map(str::to_owned).into());
    for id in ["not-a-uuid", ""] {
        pointers(user.post(&at(&made, "acquire-lock/1")).header("X-Client-Id", id).await);
    }
    assert_eq!(user.lock(&made).await, Value::Null);
}

async fn what_does_not_exist_is_not_found(store: Store) {
    let world = store.world(ENV);
    let (anyone, user) = (world.anyone(), world.user().await);
    for path in [
        "/nothing",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/appointments/x/nothing",
        "/api/setup/more",
        "/health",
        "/health/x",
    ] {
        refused(anyone.get(path).await, 404, "route_not_found");
        refused(user.post(path).json(json!({})).await, 404, "route_not_found");
    }
    let nowhere = json!({"id": "0193a0d0-0000-7000-8000-000000000000", "version": 1});
    refused(user.get(&path(&nowhere)).await, 404, "appointment_not_found");
    refused(user.edit(&nowhere, json!({})).await, 404, "appointment_not_found");
    refused(user.cancel(&nowhere).await, 404, "appointment_not_found");
    refused(user.acquire(&nowhere).await, 404, "appointment_not_found");
    refused(user.release(&nowhere).await, 404, "appointment_not_found");
    refused(user.ask(&nowhere, "restore").await, 404, "appointment_not_found");
    refused(user.ask(&nowhere, "approve-request-control").await, 404, "appointment_not_found");
    for read in ["lock-status", "history"] {
        refused(user.get(&at(&nowhere, read)).await, 404, "appointment_not_found");
    }
}

async fn other_methods_are_refused_with_those_allowed(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let made = user.book(json!({})).await;
    for (method, path, allowed) in [
        (Method::PUT, path(&made), "DELETE GET HEAD PATCH"),
        (Method::DELETE, "/api/appointments".to_owned(), "GET HEAD POST"),
        (Method::POST, "/api/config".to_owned(), "GET HEAD"),
        (Method::GET, "/api/auth/login".to_owned(), "POST"),
        (Method::PATCH, at(&made, "request-control"), "DELETE POST"),
        (Method::GET, at(&made, "acquire-lock/1"), "POST"),
        (Method::DELETE, "/health/live".to_owned(), "GET HEAD"),
    ] {
        for caller in [&world.anyone(), &*user] {
            let reply = refused(caller.request(method.clone(), &path).await, 405, "method_not_allowed");
            let mut listed: Vec<&str> = reply.header("allow").expect("Allow").split(',').map(str::trim).collect();
            listed.retain(|method| *method != "OPTIONS");
            listed.sort_unstable();
            // HEAD goes without saying where GET stands.
            let without_head: Vec<&str> = allowed.split(' ').filter(|method| *method != "HEAD").collect();
            assert!(listed.join(" ") == allowed || listed == without_head, "{method} {path}: {listed:?}");
        }
    }
}

async fn the_originals_paths_answer(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let made = user.book(json!({})).await;
    let old = |rest: &str| path(&made).replace("/api/appointments/", "/appointment/") + rest;
    let no_store = |reply: Reply| assert_eq!(reply.header("cache-control"), Some("no-store"), "{}", reply.text);
    no_store(user.post(&old("/acquire-lock/1")).await.expect(201));
    no_store(user.get(&old("/lock-status")).await.expect(200));
    admin.post(&old("/request-control")).await.expect(200);
    user.post(&old("/reject-request-control")).await.expect(200);
    admin.post(&old("/request-control")).await.expect(200);
    admin.delete(&old("/request-control")).await.expect(200);
    admin.post(&old("/force-release-lock-request")).await.expect(200);
    user.post(&old("/force-release-lock-reject")).await.expect(200);
    let renewed = user.post(&old("/acquire-lock/1?lock=0193a0d0-0000-7000-8000-000000000000")).await;
    refused(renewed, 409, "lock_changed");
    user.delete(&old("/release-lock")).await.expect(200);
    refused(user.get("/appointment/x/lock-status").await, 400, "invalid_id");
    refused(user.get(&old("/nothing")).await, 404, "route_not_found");
    refused(user.request(Method::PUT, &old("")).await, 405, "method_not_allowed");
}

async fn head_is_get_without_a_body(store: Store) {
    let user = store.world(ENV).user().await;
    let made = user.book(json!({})).await;
    for asked in [path(&made), "/api/config".to_owned(), "/health/live".to_owned(), "/".to_owned()] {
        let (got, head) = (user.get(&asked).await, user.request(Method::HEAD, &asked).await);
        assert_eq!((head.status, head.text.as_str()), (got.status, ""), "{asked}");
        assert_eq!(head.header("etag"), got.header("etag"));
        assert_eq!(head.header("content-type"), got.header("content-type"));
    }
    assert_eq!(user.request(Method::HEAD, "/api/nothing").await.status, 404);
}

async fn resources_have_exactly_their_members(store: Store) {
    let user = store.world(ENV).user().await;
    let profile = user.get("/api/auth/profile").await.expect(200).body;
    assert_eq!(keys(&profile), ["id", "name", "email", "isAdmin", "createdAt"].into());
    let made = user.book(json!({})).await;
    let expected = [
        "id",
        "title",
        "patientName",
        "datebirth",
        "gender",
        "phone",
        "address",
        "doctorName",
        "note",
        "description",
        "startTime",
        "endTime",
        "overbooked",
        "version",
        "revision",
        "createdAt",
        "updatedAt",
        "appointmentLock",
    ];
    assert_eq!(keys(&made), expected.into());
    assert_eq!((&made["version"], &made["overbooked"]), (&json!(1), &json!(false)));
    assert_eq!(made["id"].as_str().map(|id| &id[14..15]), Some("7"), "not a UUID v7: {made}");
    assert_eq!(instant(&made["createdAt"]), instant(&made["updatedAt"]));
    let lock = user.acquire(&made).await.expect(201).body;
    let expected = [
        "id",
        "appointmentId",
        "userId",
        "user",
        "clientId",
        "requestControlByUserId",
        "requestControlByUser",
        "requestControlRespondBy",
        "requestForceReleaseByUserId",
        "requestForceReleaseByUser",
        "requestForceReleaseRespondBy",
        "expiresAt",
        "createdAt",
    ];
    let mut with_time = std::collections::BTreeSet::from(expected);
    with_time.insert("serverTime");
    assert_eq!(keys(&lock), with_time);
    assert_eq!(lock["user"], json!({"id": user.id, "name": user.name, "email": user.email}));
    assert_eq!(keys(&user.see(&made).await["appointmentLock"]), expected.into());
    let anyone: Client = store.world(ENV).anyone();
    let config = anyone.get("/api/config").await.expect(200).body;
    instant(&config["serverTime"]);
}
