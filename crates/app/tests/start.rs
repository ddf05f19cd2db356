//! The first minute of a server, and what it tells about itself.

mod common;

use std::{future::IntoFuture, time::Duration};

use common::{Env, Person, ROOT, Store, instant, keys, on_both, pointers, refused, server};
use serde_json::{Value, json};
use testkit::{Client, Server, eventually};

const ENV: Env = &[];

on_both!(
    the_set_up_link_makes_the_first_administrator_once,
    of_simultaneous_set_ups_one_wins,
    a_configured_administrator_is_made_once,
    the_configuration_is_told,
    it_is_healthy,
);

fn set_up(token: &str) -> Value {
    json!({"token": token, "name": "First", "email": "first@clinic.example", "password": "the first password"})
}

async fn the_set_up_link_makes_the_first_administrator_once(store: Store) {
    let database = store.fresh_database();
    let mut server = store.server(database.as_deref()).start().expect("a server");
    let old = server.setup_token();
    server.restart().expect("a restart");
    let (token, anyone) = (server.setup_token(), Client::new(server.url("")));
    assert!(token.len() >= 32 && token != old, "{token}");
    let printed = server.output();
    let line = printed.lines().find(|line| line.contains(&token)).expect("a line");
    assert!(line.contains("30 minutes") && line.contains(&server.url("/#/setup/")), "{line}");
    assert_eq!(anyone.get("/api/config").await.expect(200).body["setupNeeded"], true);
    let post = |body: Value| anyone.post("/api/setup").json(body);
    for wrong in ["nonsense", &token.to_lowercase(), &token[1..]] {
        refused(post(set_up(wrong)).await, 401, "invalid_setup_token");
    }
    let faulty =
        pointers(post(json!({"token": token, "name": "", "email": "x", "password": "short", "isAdmin": true})).await);
    assert_eq!(faulty, ["/name", "/email", "/password", "/isAdmin"].map(str::to_owned).into());
    let first = post(set_up(&token)).await.expect(201).body;
    assert_eq!(keys(&first), ["id", "name", "email", "isAdmin", "createdAt", "token", "expiresAt"].into());
    assert_eq!((&first["isAdmin"], &first["name"]), (&json!(true), &json!("First")));
    anyone.bearer(first["token"].as_str().expect("a token")).get("/api/users").await.expect(200);
    for spent in [token.as_str(), "nonsense"] {
        refused(post(set_up(spent)).await, 409, "setup_done");
    }
    assert_eq!(anyone.get("/api/config").await.expect(200).body["setupNeeded"], false);
    server.restart().expect("a restart");
    let anyone = Client::new(server.url(""));
    Person::signed_in(&anyone, "first@clinic.example", "the first password").await;
    assert_eq!(server.printed_setup_token(), None);
}

async fn of_simultaneous_set_ups_one_wins(store: Store) {
    let database = store.fresh_database();
    let server = store.server(database.as_deref()).start().expect("a server");
    let (token, anyone) = (server.setup_token(), Client::new(server.url("")));
    let racing: Vec<_> = (0..8)
        .map(|count| {
            let body = common::merged(set_up(&token), json!({"email": format!("first{count}@clinic.example")}));
            tokio::spawn(anyone.post("/api/setup").json(body).into_future())
        })
        .collect();
    let mut made = 0;
    for racer in racing {
        let reply = racer.await.expect("an answer");
        match reply.status {
            201 => made += 1,
            401 => drop(refused(reply, 401, "invalid_setup_token")),
            _ => drop(refused(reply, 409, "setup_done")),
        }
    }
    assert_eq!(made, 1);
}

async fn a_configured_administrator_is_made_once(store: Store) {
    let mut world = store.own_world(ENV);
    let root = Person::signed_in(&world.anyone(), ROOT.0, ROOT.1).await;
    assert_eq!(world.server.printed_setup_token(), None);
    assert_eq!(root.get("/api/config").await.expect(200).body["setupNeeded"], false);
    refused(root.post("/api/setup").json(set_up("x")).await, 409, "setup_done");
    let change = json!({"password": "changed since 88", "currentPassword": ROOT.1});
    root.patch(&format!("/api/users/{}", root.id)).json(change).await.expect(200);
    // The configured password is for the making only.
    world.server.restart().expect("a restart");
    let root = Person::signed_in(&world.anyone(), ROOT.0, "changed since 88").await;
    assert_eq!(world.users_like(&root, ROOT.0).await, 1);
}

async fn the_configuration_is_told(store: Store) {
    let env: Env = &[
        ("CLINIC_NAME", "Klinik Melati"),
        ("TIME_ZONE", "Asia/Jakarta"),
        ("OPENING_HOURS", "07:30-16:00"),
        ("LOCK_TTL", "2.5"),
        ("REQUEST_TIMEOUT", "7"),
    ];
    let told = store.world(env).anyone().get("/api/config").await.expect(200).body;
    let expected = [
        "version",
        "serverTime",
        "timeZone",
        "clinicName",
        "openingHours",
        "signup",
        "setupNeeded",
        "lockTtl",
        "requestTimeout",
    ];
    assert_eq!(keys(&told), expected.into());
    instant(&told["serverTime"]);
    for (name, value) in [
        ("timeZone", json!("Asia/Jakarta")),
        ("clinicName", json!("Klinik Melati")),
        ("openingHours", json!("07:30-16:00")),
        ("lockTtl", json!(2.5)),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    assert_eq!(told["requestTimeout"].as_f64(), Some(7.0));
    assert!(told["version"].as_str().is_some_and(|version| version.starts_with(char::is_numeric)));
    let usual = store.world(ENV).anyone().get("/api/config").await.expect(200).body;
    assert_eq!((&usual["clinicName"], &usual["openingHours"]), (&Value::Null, &json!("08:00-18:00")));
    assert_eq!((usual["lockTtl"].as_f64(), usual["requestTimeout"].as_f64()), (Some(300.0), Some(60.0)));
}

async fn it_is_healthy(store: Store) {
    let anyone = store.world(ENV).anyone();
    for path in ["/health/live", "/health/ready"] {
        anyone.get(path).await.expect(200);
    }
}

fn start(env: Env) -> (Server, Client) {
    let server =
        env.iter().fold(server(), |builder, (name, value)| builder.env(name, value)).start().expect("a server");
    let anyone = Client::new(server.url(""));
    (server, anyone)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_are_for_who_may_see_them() {
    let (_server, anyone) = start(&[]);
    let local = anyone.get("/metrics").await.expect(200);
    assert!(local.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
    for header in ["X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "X-Real-IP"] {
        assert!(matches!(anyone.get("/metrics").header(header, "127.0.0.1").await.status, 401 | 403), "{header}");
    }
    let (_server, anyone) = start(&[("METRICS_TOKEN", "scraper-token-77")]);
    refused(anyone.get("/metrics").await, 401, "unauthenticated");
    refused(anyone.bearer("another token").get("/metrics").await, 401, "unauthenticated");
    anyone.bearer("scraper-token-77").get("/metrics").header("X-Forwarded-For", "203.0.113.7").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_tell_what_goes_on_and_nothing_of_anybody() {
    let world = Store::Sqlite.world(&[]);
    let user = world.user().await;
    let held = user.book_held().await;
    refused(world.user().await.acquire(&held).await, 409, "locked");
    let text = world.anyone().get("/metrics").await.expect(200).text;
    for name in ["http_requests_total", "http_request_duration_seconds", "locked", "appointments_locks_total", "pool"] {
        assert!(text.contains(name), "{name} is not in {text}");
    }
    assert!(!text.contains(&user.email) && !text.contains(held["id"].as_str().expect("an id")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documentation_comes_from_the_binary() {
    let (server, anyone) = start(&[]);
    let mut page = anyone.get("/docs").await;
    if let Some(address) = page.header("location").map(str::to_owned) {
        page = anyone.get(&address.replace(&server.url(""), "")).await;
    }
    let page = page.expect(200);
    assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    assert!(
        !page.text.contains("https://") && !page.text.contains("http://"),
        "something comes from elsewhere: {}",
        page.text
    );
    let document = anyone.get("/docs/openapi.json").await.expect(200).body;
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    assert!(document["paths"].get("/api/appointments/{id}").is_some());
    assert!(!document["paths"].to_string().contains("\"/appointment/"));
    refused(anyone.get("/docs/unknown").await, 404, "route_not_found");
    let (_server, without) = start(&[("DOCS", "false")]);
    for path in ["/docs", "/docs/", "/docs/openapi.json"] {
        refused(without.get(path).await, 404, "route_not_found");
        refused(without.get(path).header("Accept", "text/html").await, 404, "route_not_found");
    }
    without.get("/").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_lines_tell_where_everything_is() {
    let (mut server, anyone) = start(&[]);
    let data = server.folder().join("data").canonicalize().expect("a folder");
    let printed = server.output();
    assert!(printed.contains(&server.url("")), "{printed}");
    assert!(printed.contains(data.join("appointments.db").to_str().expect("a path")), "{printed}");
    anyone.get("/").await.expect(200);
    server.restart_on_same_port().expect("a restart");
    anyone.get("/").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_is_made_once_and_kept_to_oneself() {
    use std::os::unix::fs::PermissionsExt;
    let mut server =
        Server::of(common::BINARY).env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1).start().expect("a server");
    let token = Person::signed_in(&Client::new(server.url("")), ROOT.0, ROOT.1).await.token;
    let keys: Vec<_> = std::fs::read_dir(server.folder().join("data")).expect("a folder").flatten().collect();
    let key = keys.iter().find(|file| file.file_name() == "jwt_secret").expect("the key");
    assert_eq!(key.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    server.restart().expect("a restart");
    Client::new(server.url("")).bearer(token).get("/api/auth/profile").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flags_beat_the_environment_which_beats_the_file() {
    let server = server().env("CLINIC_NAME", "Environment").env("OPENING_HOURS", "09:00-12:00");
    let mut server = server.arg("--clinic-name=Flag").start().expect("a server");
    let file = "CLINIC_NAME=File\nOPENING_HOURS=10:00-12:00\nLOCK_TTL=77\n";
    std::fs::write(server.folder().join(".env"), file).expect("written");
    server.restart().expect("a restart");
    let told = Client::new(server.url("")).get("/api/config").await.expect(200).body;
    assert_eq!((&told["clinicName"], &told["openingHours"]), (&json!("Flag"), &json!("09:00-12:00")));
    assert_eq!(told["lockTtl"].as_f64(), Some(77.0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_are_an_object_a_line_for_machines() {
    let (server, anyone) = start(&[("LOG", "debug"), ("LOG_FORMAT", "json")]);
    anyone.get("/api/appointments/a-secret-id?q=secret-search").header("X-Request-Id", "to-be-found").await.expect(401);
    let logged = || server.output().lines().any(|line| line.contains("to-be-found"));
    eventually(Duration::from_secs(3), || async { logged() }).await;
    let output = server.output();
    let lines: Vec<&str> = output.lines().filter(|line| !line.starts_with(char::is_alphabetic)).collect();
    assert!(!lines.is_empty());
    for line in lines {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(object.is_object() && !line.contains("secret-"), "{line}");
    }
}
