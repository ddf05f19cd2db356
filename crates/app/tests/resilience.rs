//! Crashes, stops, databases that go away and come back, several nodes.

mod common;

use std::{
    future::IntoFuture,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use common::{Env, Person, ROOT, SECRET, Store, appointment, merged, on_both, path, refused, server, unique};
use serde_json::{Value, json};
use testkit::{Client, Postgres, Request, Server, eventually};

const ENV: Env = &[];

on_both!(a_crash_loses_nothing_acknowledged, a_stop_is_orderly);

/// Makes and edits appointments until the server is gone; what was acknowledged is noted.
async fn write(person: Person, noted: Arc<Mutex<Vec<Value>>>) {
    let note = |seen: Value| noted.lock().expect("notes").push(seen);
    loop {
        let Ok(made) = person.post("/api/appointments").json(appointment()).send().await else { return };
        let made = made.expect(201).body;
        note(made.clone());
        let Ok(_) = person.post(&common::at(&made, "acquire-lock/1")).send().await else { return };
        let change = json!({"version": 1, "title": "Edited"});
        let Ok(edited) = person.patch(&path(&made)).json(change).send().await else { return };
        note(edited.expect(200).body);
    }
}

async fn a_crash_loses_nothing_acknowledged(store: Store) {
    let mut world = store.own_world(ENV);
    let user = world.user().await;
    for _ in 0..3 {
        let noted = Arc::new(Mutex::new(Vec::new()));
        let person = user.again(&world.anyone()).await;
        let writers: Vec<_> = (0..4).map(|_| tokio::spawn(write(person.clone(), noted.clone()))).collect();
        tokio::time::sleep(Duration::from_millis(500)).await;
        world.server.kill9().expect("killed");
        for writer in writers {
            writer.await.expect("an orderly end");
        }
        world.server.restart().expect("a restart");
        let person = user.again(&world.anyone()).await;
        let noted = noted.lock().expect("notes").clone();
        assert!(noted.len() >= 10, "only {} writes were acknowledged", noted.len());
        for seen in noted {
            let now = person.see(&seen).await;
            assert!(now["version"].as_i64() >= seen["version"].as_i64(), "{seen} was lost: {now}");
            if seen["version"] == 2 {
                assert_eq!(now["title"], "Edited");
            }
        }
    }
}

async fn a_stop_is_orderly(store: Store) {
    let mut world = store.own_world(ENV);
    let user = world.user().await;
    let under_way: Vec<_> =
        (0..20).map(|_| tokio::spawn(user.post("/api/appointments").json(appointment()).send())).collect();
    let started = Instant::now();
    let status = world.server.sigterm().expect("ended");
    assert!(status.success() && started.elapsed() < Duration::from_secs(11), "{status} after {:?}", started.elapsed());
    let mut made = Vec::new();
    for request in under_way {
        // What came too late was not accepted; what was, was finished.
        if let Ok(reply) = request.await.expect("an end") {
            made.push(reply.expect(201).body);
        }
    }
    world.server.restart().expect("a restart");
    let person = user.again(&world.anyone()).await;
    for seen in made {
        person.see(&seen).await;
    }
    assert!(world.server.sigterm().expect("ended").success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sqlite_file_has_one_server() {
    let world = Store::Sqlite.own_world(ENV);
    let file = world.server.folder().join("data/appointments.db");
    let started = Instant::now();
    let second = server().env("DATABASE_URL", format!("sqlite://{}", file.display())).start();
    let said = second.expect_err("a second server on the same file").to_string();
    assert!(said.contains("in use") && started.elapsed() < Duration::from_secs(10), "{said}");
    world.anyone().get("/api/config").await.expect(200);
    world.user().await;
}

fn node(database: &str) -> testkit::ServerBuilder {
    server().env("DATABASE_URL", database).env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1)
}

/// A PostgreSQL of its own with a node on it, and somebody signed in who holds an appointment.
async fn on_own_postgres() -> Option<(Postgres, Server, Person, Value)> {
    Postgres::shared()?;
    let postgres = Postgres::start().expect("PostgreSQL");
    let server = node(&postgres.fresh_database().expect("a database")).start().expect("a server");
    let root = Person::signed_in(&Client::new(server.url("")), ROOT.0, ROOT.1).await;
    let held = root.book_held().await;
    Some((postgres, server, root, held))
}

/// While the database is away: every answer is an honest 503, in time.
async fn unavailable(person: &Person, held: &Value) {
    let created = merged(appointment(), json!({"title": "Perhaps"}));
    let log_in = json!({"email": ROOT.0, "password": ROOT.1});
    let requests: Vec<Request> = vec![
        person.get("/api/appointments"),
        person.get(&path(held)),
        person.patch(&path(held)).json(json!({"version": 1})),
        person.post(&common::at(held, "acquire-lock/1")),
        person.post("/api/appointments").json(created.clone()),
        person.post("/api/auth/login").json(log_in),
        person.get("/api/users"),
        person.get("/api/config"),
        person.get("/health/ready"),
    ];
    // More at once than the pool has connections.
    let many = (0..10).map(|_| person.post("/api/appointments").json(created.clone()));
    let asked: Vec<_> = requests.into_iter().chain(many).map(|request| tokio::spawn(timed(request))).collect();
    for request in asked {
        let (reply, elapsed) = request.await.expect("an answer");
        let reply = refused(reply, 503, "unavailable");
        assert!(reply.header("retry-after").is_some_and(|value| value.parse::<u32>().is_ok()), "no Retry-After");
        assert!(elapsed < Duration::from_secs(5), "{elapsed:?}: {}", reply.text);
    }
    let ready = refused(person.get("/health/ready").await, 503, "unavailable");
    assert!(ready.text.contains("database"), "{}", ready.text);
    person.get("/health/live").await.expect(200);
}

async fn timed(request: Request) -> (testkit::Reply, Duration) {
    let started = Instant::now();
    (request.await, started.elapsed())
}

/// Once the database is back: it serves within 3 seconds, and keeps on.
async fn available(person: &Person, held: &Value) {
    eventually(Duration::from_secs(3), || async { person.get(&path(held)).await.status == 200 }).await;
    for _ in 0..20 {
        person.get(&path(held)).await.expect(200);
        person.post("/api/appointments").json(appointment()).await.expect(201);
    }
    person.get("/health/ready").await.expect(200);
}

/// How a database goes, and how it comes back.
type Outage = (fn(&Postgres) -> anyhow::Result<()>, fn(&Postgres) -> anyhow::Result<()>);

async fn survives((goes, comes): Outage) {
    let Some((postgres, _server, root, held)) = on_own_postgres().await else { return };
    goes(&postgres).expect("gone");
    unavailable(&root, &held).await;
    let key = unique("key");
    let doctor = unique("Dr. Unsure");
    let create = || {
        let body = merged(appointment(), json!({"doctorName": doctor}));
        root.post("/api/appointments").header("Idempotency-Key", &key).json(body)
    };
    refused(create().await, 503, "unavailable");
    comes(&postgres).expect("back");
    available(&root, &held).await;
    // The outcome was unknown; the same key brings certainty.
    create().await.expect(201);
    let found = root.get(&format!("/api/appointments?doctor={doctor}")).await.expect(200).body;
    assert_eq!(found.as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_database_is_survived() {
    survives((Postgres::stop_fast, Postgres::restart)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crashed_database_is_survived() {
    survives((Postgres::kill, Postgres::restart)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_database_is_survived() {
    survives((Postgres::sigstop, Postgres::sigcont)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_restarted_unseen_costs_nobody_an_error() {
    let Some((postgres, _server, root, held)) = on_own_postgres().await else { return };
    let get_many = || (0..20).map(|_| tokio::spawn(root.get(&path(&held)).into_future())).collect::<Vec<_>>();
    // So that connections are there to be broken.
    for outage in [Postgres::restart, |postgres: &Postgres| postgres.kill().and_then(|()| postgres.restart())] {
        for reply in get_many() {
            reply.await.expect("an answer").expect(200);
        }
        outage(&postgres).expect("restarted");
        root.acquire(&held).await.expect(200);
        for reply in get_many() {
            reply.await.expect("an answer").expect(200);
        }
        available(&root, &held).await;
    }
}

/// Three nodes that start at once on an empty database.
fn three_nodes(env: Env) -> Option<(String, Vec<Server>)> {
    let database = Postgres::shared()?.fresh_database().expect("a database");
    let start = || {
        let builder = env.iter().fold(node(&database), |builder, (name, value)| builder.env(name, value));
        std::thread::spawn(move || builder.start())
    };
    let starting = [start(), start(), start()];
    let nodes = starting.map(|node| node.join().expect("a thread").expect("a node"));
    Some((database, nodes.into()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_start_at_once_and_agree() {
    let Some((_, nodes)) = three_nodes(&[("LOCK_TTL", "1"), ("LOCK_SWEEP_INTERVAL", "0.05")]) else { return };
    let [a, b, c] = [0, 1, 2].map(|node: usize| Client::new(nodes[node].url("")));
    let root = Person::signed_in(&a, ROOT.0, ROOT.1).await;
    let users = b.bearer(&root.token).get("/api/users").await.expect(200).body;
    assert_eq!(users.as_array().map(Vec::len), Some(1), "{users}");
    for round in 0..5 {
        let made = root.book(json!({})).await;
        let mut asked = Vec::new();
        for node in [&a, &b, &c] {
            for _ in 0..4 {
                let window = node.bearer(&root.token).client_id(uuid::Uuid::now_v7());
                asked.push(tokio::spawn(window.post(&common::at(&made, "acquire-lock/1")).into_future()));
            }
        }
        let mut taken = 0;
        for reply in asked {
            let reply = reply.await.expect("an answer");
            if reply.status == 201 {
                taken += 1;
            } else {
                refused(reply, 409, "locked_elsewhere");
            }
        }
        assert_eq!(taken, 1, "round {round}");
        // All three sweep; one records.
        eventually(Duration::from_secs(4), || async { root.kinds(&made).await.len() == 3 }).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_eq!(root.kinds(&made).await, ["created", "acquired", "expired"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revocation_reaches_the_other_nodes_within_a_second() {
    let Some((_, nodes)) = three_nodes(ENV) else { return };
    let [here, there] = [0, 1].map(|node: usize| Client::new(nodes[node].url("")));
    let root = Person::signed_in(&here, ROOT.0, ROOT.1).await;
    let made = root.book(json!({})).await;
    for count in 0..5 {
        let session = root.again(&here).await;
        let elsewhere = there.bearer(&session.token);
        elsewhere.get(&path(&made)).await.expect(200);
        session.post("/api/auth/logout").await.expect(204);
        if count % 2 == 0 {
            refused(elsewhere.post(&common::at(&made, "acquire-lock/1")).await, 401, "unauthenticated");
            refused(elsewhere.post("/api/appointments").json(appointment()).await, 401, "unauthenticated");
        }
        eventually(Duration::from_secs(1), || async { elsewhere.get(&path(&made)).await.status == 401 }).await;
    }
    assert_eq!(root.lock(&made).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_are_never_printed() {
    let Some(postgres) = Postgres::shared() else { return };
    let database = postgres.fresh_database().expect("a database").replace("postgres@", "postgres:swordfish@");
    let server = server().env("DATABASE_URL", database).env("LOG", "debug").start().expect("a server");
    let token = server.setup_token();
    let body =
        json!({"token": token, "name": "First", "email": "first@clinic.example", "password": "the first password"});
    let first = Client::new(server.url("")).post("/api/setup").json(body).await.expect(201).body;
    let made = Person::signed_in(&Client::new(server.url("")), "first@clinic.example", "the first password").await;
    made.book(json!({"patientName": "Somebody Secret", "phone": "+62 812 777"})).await;
    let printed = server.output();
    let secrets = ["swordfish", SECRET, "the first password", "first@clinic.example", "Somebody Secret", "812 777"];
    for secret in secrets.into_iter().chain([first["token"].as_str().expect("a token")]) {
        assert!(!printed.contains(secret), "{secret} was printed:\n{printed}");
    }
}
