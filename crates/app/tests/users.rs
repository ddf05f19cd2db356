//! Users: making, changing, deleting them, and what becomes of what they had.

mod common;

use std::future::IntoFuture;

use common::{Env, Person, ROOT, Store, instant, keys, on_both, path, pointers, refused, unique};
use serde_json::{Value, json};

const ENV: Env = &[];
const OPEN: Env = &[("ALLOW_SIGNUP", "true")];

on_both!(
    administrators_make_users,
    what_a_user_must_be,
    sign_up_where_it_is_allowed,
    users_are_seen_by_administrators_and_themselves,
    one_changes_oneself,
    own_password_and_email_need_the_current_password,
    administrators_change_others,
    the_last_administrator_stays,
    password_links_work_once,
    a_deleted_user_leaves_only_history,
    a_deleted_holders_lock_goes_to_who_asked,
    a_demoted_users_requests_are_withdrawn,
);

fn user_path(id: &str) -> String {
    format!("/api/users/{id}")
}

fn new(email: &str) -> Value {
    json!({"name": "Somebody", "email": email, "password": "a password 77"})
}

fn fresh_email() -> String {
    format!("{}@clinic.example", unique("new"))
}

async fn administrators_make_users(store: Store) {
    let world = store.world(ENV);
    let (anyone, user, admin) = (world.anyone(), world.user().await, world.admin().await);
    let email = fresh_email();
    refused(anyone.post("/api/users").json(new(&email)).await, 401, "unauthenticated");
    refused(user.post("/api/users").json(new(&email)).await, 403, "admin_only");
    let reply = admin.post("/api/users").json(new(&email)).await.expect(201);
    let made = &reply.body;
    assert_eq!(keys(made), ["id", "name", "email", "isAdmin", "createdAt"].into());
    assert_eq!((&made["name"], &made["email"], &made["isAdmin"]), (&json!("Somebody"), &json!(email), &json!(false)));
    instant(&made["createdAt"]);
    assert!(!reply.text.contains("password"));
    for taken in [email.clone(), email.to_uppercase()] {
        refused(admin.post("/api/users").json(new(&taken)).await, 409, "email_taken");
    }
    Person::signed_in(&anyone, &email.to_uppercase(), "a password 77").await;
    let by_link = json!({"name": "By link", "email": fresh_email(), "isAdmin": true});
    let by_link = admin.post("/api/users").json(by_link).await.expect(201).body;
    assert_eq!(keys(&by_link["passwordLink"]), ["url", "expiresAt"].into());
    assert_eq!(by_link["isAdmin"], true);
}

async fn what_a_user_must_be(store: Store) {
    let world = store.world(ENV);
    let admin = world.admin().await;
    let post = |body: Value| admin.post("/api/users").json(body);
    let all = post(json!({"name": " ", "email": "nobody", "password": "short", "isAdmin": "yes", "id": 7})).await;
    assert_eq!(pointers(all), ["/name", "/email", "/password", "/isAdmin", "/id"].map(str::to_owned).into());
    assert_eq!(pointers(post(json!({})).await), ["/name", "/email"].map(str::to_owned).into());
    for (password, good) in [
        ("x7#kQ2z".to_owned(), false),
        ("x7#kQ2zz".to_owned(), true),
        ("é".repeat(35) + "x", true),
        ("é".repeat(36), false),
        ("password".to_owned(), false),
        ("PASSWORD123".to_owned(), false),
        ("with\u{0}a nul".to_owned(), false),
    ] {
        let reply = post(json!({"name": "Tried", "email": fresh_email(), "password": password})).await;
        if good {
            reply.expect(201);
        } else {
            assert_eq!(pointers(reply), ["/password".to_owned()].into(), "{password}");
        }
    }
}

async fn sign_up_where_it_is_allowed(store: Store) {
    let world = store.world(OPEN);
    let (anyone, user) = (world.anyone(), world.user().await);
    assert_eq!(anyone.get("/api/config").await.expect(200).body["signup"], true);
    let email = fresh_email();
    let made = anyone.post("/api/users").json(new(&email)).await.expect(201).body;
    assert_eq!(made["isAdmin"], false);
    Person::signed_in(&anyone, &email, "a password 77").await;
    for caller in [&anyone, &*user] {
        let admin = common::merged(new(&fresh_email()), json!({"isAdmin": true}));
        refused(caller.post("/api/users").json(admin).await, 403, "admin_only");
        let without = json!({"name": "No password", "email": fresh_email()});
        assert_eq!(pointers(caller.post("/api/users").json(without).await), ["/password".to_owned()].into());
    }
    refused(anyone.post("/api/users").json(new(&email)).await, 409, "email_taken");
    let closed = store.world(ENV).anyone();
    assert_eq!(closed.get("/api/config").await.expect(200).body["signup"], false);
}

async fn users_are_seen_by_administrators_and_themselves(store: Store) {
    let world = store.world(ENV);
    let (user, other, admin) = (world.user().await, world.user().await, world.admin().await);
    refused(user.get("/api/users").await, 403, "admin_only");
    let all = admin.get("/api/users").await.expect(200);
    let listed =
        all.body.as_array().expect("an array").iter().find(|one| one["id"] == user.id.as_str()).expect("listed");
    let own = user.get(&user_path(&user.id)).await.expect(200).body;
    assert_eq!((listed, &own), (&own, &user.get("/api/auth/profile").await.expect(200).body));
    assert_eq!(admin.get(&user_path(&user.id)).await.expect(200).body, own);
    refused(other.get(&user_path(&user.id)).await, 403, "admin_only");
    let nobody = user_path("0193a0d0-0000-7000-8000-000000000000");
    refused(user.get(&nobody).await, 403, "admin_only");
    refused(admin.get(&nobody).await, 404, "user_not_found");
    refused(admin.patch(&nobody).json(json!({})).await, 404, "user_not_found");
    refused(admin.delete(&nobody).await, 404, "user_not_found");
    refused(admin.post(&format!("{nobody}/password-link")).await, 404, "user_not_found");
    refused(user.delete(&user_path(&user.id)).await, 403, "admin_only");
    refused(user.post(&format!("{}/password-link", user_path(&user.id))).await, 403, "admin_only");
    assert!(!all.text.contains("$2") && !all.text.to_lowercase().contains("hash"));
}

async fn one_changes_oneself(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let own = user_path(&user.id);
    refused(other.patch(&own).json(json!({"name": "Theirs"})).await, 403, "forbidden");
    for role in [true, false] {
        refused(user.patch(&own).json(json!({"isAdmin": role})).await, 403, "admin_only");
    }
    let changed = user.patch(&own).json(json!({"name": "  New name "})).await.expect(200).body;
    assert_eq!((&changed["name"], &changed["token"]), (&json!("New name"), &Value::Null));
    let faults = pointers(
        user.patch(&own).json(json!({"name": null, "createdAt": "2031-03-03T09:00:00Z", "passwordHash": "x"})).await,
    );
    assert_eq!(faults, ["/name", "/createdAt", "/passwordHash"].map(str::to_owned).into());
    assert_eq!(user.get(&own).await.expect(200).body, changed);
}

async fn own_password_and_email_need_the_current_password(store: Store) {
    let world = store.world(ENV);
    let anyone = world.anyone();
    let (user, taken) = (world.user().await, world.user().await);
    let elsewhere = user.again(&anyone).await;
    let own = user_path(&user.id);
    let email = fresh_email();
    for change in [json!({"password": "another password 8"}), json!({"email": email})] {
        refused(user.patch(&own).json(change.clone()).await, 403, "wrong_password");
        let wrong = common::merged(change, json!({"currentPassword": "not the password"}));
        refused(user.patch(&own).json(wrong).await, 403, "wrong_password");
    }
    let with_current =
        |change: Value| user.patch(&own).json(common::merged(change, json!({"currentPassword": user.password})));
    refused(with_current(json!({"email": taken.email.to_uppercase()})).await, 409, "email_taken");
    let moved = with_current(json!({"email": email})).await.expect(200).body;
    assert_eq!(moved["email"], email.as_str());
    let fresh = anyone.bearer(moved["token"].as_str().expect("a token"));
    fresh.get("/api/auth/profile").await.expect(200);
    instant(&moved["expiresAt"]);
    elsewhere.get("/api/auth/profile").await.expect(200);
    let changed = with_current(json!({"password": "another password 8"})).await.expect(200).body;
    let fresh = anyone.bearer(changed["token"].as_str().expect("a token"));
    assert_eq!(fresh.get("/api/auth/profile").await.expect(200).body["email"], email.as_str());
    refused(elsewhere.get("/api/auth/profile").await, 401, "unauthenticated");
    refused(elsewhere.post("/api/appointments").json(common::appointment()).await, 401, "unauthenticated");
    let log_in = |password: &str| anyone.post("/api/auth/login").json(json!({"email": email, "password": password}));
    refused(log_in(&user.password).await, 401, "invalid_credentials");
    log_in("another password 8").await.expect(200);
}

async fn administrators_change_others(store: Store) {
    let world = store.world(ENV);
    let (user, admin) = (world.user().await, world.admin().await);
    let other = user_path(&user.id);
    let email = fresh_email();
    let changed = admin.patch(&other).json(json!({"name": "Renamed", "email": email})).await.expect(200).body;
    assert_eq!(
        (&changed["name"], &changed["email"], &changed["token"]),
        (&json!("Renamed"), &json!(email), &Value::Null)
    );
    user.get("/api/auth/profile").await.expect(200);
    // A new role, or a new password, ends their sessions.
    assert_eq!(admin.patch(&other).json(json!({"isAdmin": true})).await.expect(200).body["isAdmin"], true);
    refused(user.get("/api/auth/profile").await, 401, "unauthenticated");
    let again = Person::signed_in(&world.anyone(), &email, &user.password).await;
    again.get("/api/users").await.expect(200);
    admin.patch(&other).json(json!({"password": "given by an admin 9"})).await.expect(200);
    refused(again.get("/api/auth/profile").await, 401, "unauthenticated");
    Person::signed_in(&world.anyone(), &email, "given by an admin 9").await;
}

async fn the_last_administrator_stays(store: Store) {
    let world = store.own_world(ENV);
    let root = Person::signed_in(&world.anyone(), ROOT.0, ROOT.1).await;
    let own = user_path(&root.id);
    refused(root.delete(&own).await, 409, "last_admin");
    refused(root.patch(&own).json(json!({"isAdmin": false})).await, 409, "last_admin");
    root.get("/api/users").await.expect(200);
    let second = world.admin().await;
    // Two hands at once.
    let (mine, theirs) = (root.delete(&user_path(&second.id)), second.delete(&own));
    let (mine, theirs) = tokio::join!(mine.into_future(), theirs.into_future());
    let mut done = 0;
    for reply in [&mine, &theirs] {
        match reply.status {
            204 => done += 1,
            401 => {}
            _ => drop(refused(reply.clone(), 409, "last_admin")),
        }
    }
    assert_eq!(done, 1, "{} {}", mine.text, theirs.text);
}

async fn password_links_work_once(store: Store) {
    let world = store.world(ENV);
    let (anyone, admin, user) = (world.anyone(), world.admin().await, world.user().await);
    let issue = async || {
        let reply = admin.post(&format!("{}/password-link", user_path(&user.id))).await.expect(201);
        let (address, secret) = reply.body["url"]
            .as_str()
            .expect("a URL")
            .split_once("/#/")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .expect("a fragment");
        assert_eq!(address, world.server.url(""));
        let now = anyone.get("/api/config").await.expect(200).body["serverTime"].clone();
        let left = instant(&reply.body["expiresAt"]) - instant(&now);
        assert!(left.num_seconds() > 86_000 && left.num_seconds() <= 86_400, "{left}");
        secret.rsplit('/').next().expect("a secret").to_owned()
    };
    let redeem = |token: &str, password: &str| {
        anyone.post("/api/auth/password").json(json!({"token": token, "password": password}))
    };
    let (old, secret) = (issue().await, issue().await);
    assert!(secret.len() >= 32 && secret != old);
    refused(redeem(&old, "by link 77").await, 401, "invalid_password_token");
    refused(redeem("nonsense", "by link 77").await, 401, "invalid_password_token");
    assert_eq!(pointers(redeem(&secret, "short").await), ["/password".to_owned()].into());
    let signed_in = redeem(&secret, "by link 77").await.expect(200).body;
    assert_eq!(keys(&signed_in), ["id", "name", "email", "isAdmin", "createdAt", "token", "expiresAt"].into());
    anyone.bearer(signed_in["token"].as_str().expect("a token")).get("/api/auth/profile").await.expect(200);
    refused(redeem(&secret, "by link 88").await, 401, "invalid_password_token");
    refused(user.get("/api/auth/profile").await, 401, "unauthenticated");
    Person::signed_in(&anyone, &user.email, "by link 77").await;
    // A link dies with its user.
    let secret = issue().await;
    admin.delete(&user_path(&user.id)).await.expect(204);
    refused(redeem(&secret, "by link 99").await, 401, "invalid_password_token");
}

async fn a_deleted_user_leaves_only_history(store: Store) {
    let world = store.world(ENV);
    let (gone, user, admin) = (world.admin().await, world.user().await, world.admin().await);
    let (held, asked) = (gone.book_held().await, user.book_held().await);
    gone.ask(&asked, "request-control").await.expect(200);
    gone.ask(&asked, "force-release-lock-request").await.expect(200);
    admin.delete(&user_path(&gone.id)).await.expect(204);
    assert_eq!(user.lock(&held).await, Value::Null);
    let lock = user.lock(&asked).await;
    assert_eq!(lock["userId"], user.id.as_str());
    assert_eq!((&lock["requestControlByUserId"], &lock["requestForceReleaseByUserId"]), (&Value::Null, &Value::Null));
    refused(gone.get("/api/auth/profile").await, 401, "unauthenticated");
    refused(gone.edit(&held, json!({"title": "Late"})).await, 401, "unauthenticated");
    let log_in = world.anyone().post("/api/auth/login").json(json!({"email": gone.email, "password": gone.password}));
    refused(log_in.await, 401, "invalid_credentials");
    refused(admin.get(&user_path(&gone.id)).await, 404, "user_not_found");
    refused(admin.delete(&user_path(&gone.id)).await, 404, "user_not_found");
    assert!(!admin.get("/api/users").await.expect(200).text.contains(&gone.id));
    assert_eq!(user.event(&held, "acquired").await["actor"], json!({"id": gone.id, "name": gone.name}));
    user.acquire(&held).await.expect(201);
    // The e-mail is free again, and with it comes nothing of who had it.
    let heir = admin.post("/api/users").json(new(&gone.email)).await.expect(201).body;
    assert_ne!(heir["id"], gone.id.as_str());
}

async fn a_deleted_holders_lock_goes_to_who_asked(store: Store) {
    let world = store.world(ENV);
    let (gone, admin, other) = (world.user().await, world.admin().await, world.admin().await);
    let held = gone.book_held().await;
    admin.ask(&held, "request-control").await.expect(200);
    other.delete(&user_path(&gone.id)).await.expect(204);
    assert_eq!(other.lock(&held).await["userId"], admin.id.as_str());
}

async fn a_demoted_users_requests_are_withdrawn(store: Store) {
    let world = store.world(ENV);
    let (demoted, user, admin) = (world.admin().await, world.user().await, world.admin().await);
    let (held, asked) = (demoted.book_held().await, user.book_held().await);
    demoted.ask(&asked, "request-control").await.expect(200);
    demoted.ask(&asked, "force-release-lock-request").await.expect(200);
    admin.patch(&user_path(&demoted.id)).json(json!({"isAdmin": false})).await.expect(200);
    let lock = user.lock(&asked).await;
    assert_eq!((&lock["requestControlByUserId"], &lock["requestForceReleaseByUserId"]), (&Value::Null, &Value::Null));
    let kinds = user.kinds(&asked).await;
    assert!(
        kinds.contains(&"control_withdrawn".into()) && kinds.contains(&"force_release_withdrawn".into()),
        "{kinds:?}"
    );
    // What they hold stays theirs; they sign in anew.
    refused(demoted.get("/api/auth/profile").await, 401, "unauthenticated");
    let again = demoted.again(&world.anyone()).await;
    again.patch(&path(&held)).json(json!({"version": 1})).await.expect(200);
    refused(again.ask(&asked, "request-control").await, 403, "admin_only");
}
