//! Fields that callers do not own: every body, with every field that any resource has and this body has not.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{Env, Store, at, judged, merged, on_both, pointers};
use crate::operations::{STILL, Scene, Standing::Held, all, document, everything};

const ENV: Env = &[];

on_both!(
    no_body_takes_a_field_that_it_does_not_own,
    a_body_where_none_is_read_has_no_effect,
    parameters_of_the_url_name_nobody,
    a_frame_names_nobody,
);

/// Names that a database, a framework or a careless handler might know.
const FURTHER: &[&str] = &[
    "ID",
    "_id",
    "is_admin",
    "isadmin",
    "admin",
    "role",
    "roles",
    "passwordHash",
    "password_hash",
    "lock",
    "lock_id",
    "lockId",
    "user_id",
    "actorId",
    "sessionId",
    "tokenVersion",
    "deletedAt",
    "operationId",
    "__proto__",
    "constructor",
    "$set",
    "title ",
    "Title",
];

/// The names of all fields of all resources.
fn names(document: &Value) -> BTreeSet<String> {
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let properties = schemas.values().filter_map(|schema| schema["properties"].as_object());
    let all = properties.flat_map(|properties| properties.keys().cloned());
    all.chain(FURTHER.iter().map(|name| (*name).to_owned())).collect()
}

async fn no_body_takes_a_field_that_it_does_not_own(store: Store) {
    let world = store.own_world(STILL);
    let document = document(&world).await;
    let names = names(&document);
    for name in ["id", "version", "revision", "isAdmin", "appointmentLock", "userId", "createdAt", "cancelledBy"] {
        assert!(names.contains(name), "{name} is no field any more");
    }
    let scene = Scene::set(&world).await;
    let appointment = scene.appointment(Held).await;
    let before = everything(&world, &appointment).await;
    let mut bodies = 0;
    for operation in all(&document) {
        let Some(own) = &operation.fields else { continue };
        bodies += 1;
        // Who may do the most with it.
        let caller = if operation.id == "updateAppointment" { &scene.user } else { &scene.admin };
        let path = scene.path(&operation, &appointment);
        let body = scene.body(&operation).expect("a body");
        for name in names.iter().filter(|name| !own.contains(name)) {
            let more = merged(body.clone(), json!({name: value_for(name)}));
            let reply = caller.request(operation.method.clone(), &path).json(more).await;
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            assert_eq!(pointers(reply), [pointer].into(), "{} with {name}", operation.id);
        }
    }
    assert!(bodies >= 8, "{bodies} operations with a body");
    assert_eq!(everything(&world, &appointment).await, before, "a refused body changed something");
}

/// What somebody would try.
fn value_for(name: &str) -> Value {
    match name {
        "isAdmin" | "is_admin" | "admin" | "overbooked" => json!(true),
        "version" | "revision" | "tokenVersion" => json!(1_000_000),
        _ => json!("01a20613-b450-752a-94ac-6a0ccfe044ad"),
    }
}

async fn a_body_where_none_is_read_has_no_effect(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let made = user.book(json!({})).await;
    let wish = json!({
        "id": other.id, "userId": other.id, "expiresAt": "2099-01-01T00:00:00.000Z", "clientId": other.id,
        "version": 7, "isAdmin": true,
    });
    let lock = user.post(&at(&made, "acquire-lock/1")).json(wish.clone()).await.expect(201).body;
    assert_eq!((&lock["userId"], &lock["clientId"]), (&json!(user.id), &Value::Null), "{lock}");
    assert_ne!(lock["id"], other.id.as_str());
    assert!(lock["expiresAt"].as_str().is_some_and(|end| !end.starts_with("2099")), "{lock}");
    let released = user.delete(&at(&made, "release-lock")).json(wish.clone()).await.expect(200).body;
    assert_eq!((&released["version"], &released["appointmentLock"]), (&json!(1), &Value::Null));
    user.post("/api/auth/refresh").json(wish).await.expect(200);
    let profile = user.get("/api/auth/profile").await.expect(200).body;
    assert_eq!((&profile["id"], &profile["isAdmin"]), (&json!(user.id), &json!(false)));
}

async fn parameters_of_the_url_name_nobody(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let made = user.book(json!({})).await;
    let wish = format!("userId={}&actorId={}&isAdmin=true&_method=DELETE", admin.id, admin.id);
    let lock = user.post(&at(&made, &format!("acquire-lock/1?{wish}"))).await.expect(201).body;
    assert_eq!(lock["userId"], user.id.as_str());
    crate::common::refused(user.get(&format!("/api/users?{wish}")).await, 403, "admin_only");
    let header = user.get("/api/users").header("X-User-Id", &admin.id).header("X-HTTP-Method-Override", "DELETE");
    crate::common::refused(header.header("X-Original-URL", "/api/config").await, 403, "admin_only");
    let seen = user.get(&crate::common::path(&made)).header("X-HTTP-Method-Override", "DELETE").await.expect(200).body;
    assert_eq!(seen["appointmentLock"]["userId"], user.id.as_str());
}

async fn a_frame_names_nobody(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let url = world.server.url("");
    let connect = async |token: &str| judged(&url).bearer(token).connect().await.expect("a socket");
    let (mut watching, sending) = (connect(&other.token).await, connect(&user.token).await);
    let data = json!({
        "position": {"x": 0.5, "y": 0.5}, "view": user.id, "userId": other.id, "name": "Somebody else", "isAdmin": true,
    });
    sending.send(&json!({"event": "cursor-position", "data": data, "userId": other.id, "seq": 1_000_000}));
    let told = watching.event_where("cursor-position", |data| data["view"] == user.id.as_str()).await;
    assert_eq!((&told.data["userId"], &told.data["name"]), (&json!(user.id), &json!(user.name)));
    assert_eq!(told.seq, None);
}
