//! A database that the first release left comes forward with all that is in it, and goes back as documented. What it
//! was is kept as SQL in fixtures/first-release; it holds whatever migrations come later.

mod common;

use std::path::PathBuf;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use common::{Person, SECRET, Store, judged, merged, on_both, path, refused};
use hmac::{Hmac, Mac};
use sea_orm_migration::sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;
use testkit::{Client, Finished, Postgres, Server, ServerBuilder};

on_both!(all_that_was_there_is_there, what_was_there_can_be_used, it_goes_back_and_comes_again);

/// The only migration of the first release.
const FIRST: &str = "m20261122_000001_initial";

/// Eko's link, as it was sent; the database has its digest only.
const LINK: &str = "BMT_x4LG6pT2lkBS7TAlTwLhv7i7jZlDqked3fAF-r4";

/// The browser tab in which Budi holds an appointment.
const TAB: &str = "0193a0d0-0000-7000-8000-000000000001";

/// What a client sent with a key, letter by letter.
const BY_KEY: &str = r#"{"title":"By key","patientName":"Joko","datebirth":"1970-01-01","gender":"male","startTime":"2031-03-04T09:00:00.000Z","endTime":"2031-03-04T09:30:00.000Z"}"#;

/// Days that have all appointments.
const ALL: &str = "/api/appointments?from=2031-03-01T00:00:00Z&to=2031-03-10T00:00:00Z";

/// Title, version and history of what is not cancelled, by time.
const STANDING: [(&str, i64, &str); 5] = [
    ("Held", 3, "created acquired edited edited control_requested force_release_requested"),
    ("Overbooked", 1, "created"),
    ("Expired", 1, "created acquired expired"),
    (
        "Told",
        2,
        "created acquired control_requested control_rejected control_requested control_approved edited force_released",
    ),
    ("By key", 1, "created"),
];

/// A machine on which the first release was stopped a moment ago.
struct Old {
    folder: TempDir,
    how: ServerBuilder,
}

impl Old {
    async fn load(store: Store) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        std::fs::create_dir(&data).expect("a folder");
        let file = data.join("appointments.db");
        let database = store.fresh_database().unwrap_or_else(|| format!("sqlite://{}", file.display()));
        match store {
            Store::Sqlite => {
                let connection = Database::connect(format!("{database}?mode=rwc")).await.expect("a database");
                let dump = as_of_now(include_str!("fixtures/first-release/sqlite.sql"));
                connection.execute_unprepared(&dump).await.expect("loaded");
                connection.close().await.expect("closed");
            }
            Store::Postgres => {
                let dump = as_of_now(include_str!("fixtures/first-release/postgres.sql"));
                Postgres::shared().expect("PostgreSQL").psql(&database, &dump).expect("loaded");
            }
        }
        let how = common::server().env("DATABASE_URL", &database).env("DATA_DIR", data.display());
        Self { folder, how }
    }

    fn start(&self) -> Server {
        self.how.clone().start().expect("a server")
    }

    fn run(&self, arguments: &[&str]) -> Finished {
        self.how.run(self.folder.path(), arguments).expect("an end")
    }

    /// The names of the migrations: those applied, those pending.
    fn migrations(&self) -> (Vec<String>, Vec<String>) {
        migrations(&self.run(&["migrate", "status"]).well())
    }

    /// A file beside the SQLite database.
    fn beside(&self, what: &str) -> PathBuf {
        self.folder.path().join(format!("data/appointments.db.{what}"))
    }
}

fn migrations(status: &str) -> (Vec<String>, Vec<String>) {
    let named = |state: &str| {
        let names = status.lines().filter_map(|line| line.strip_prefix(state));
        names.map(|name| name.trim().to_owned()).collect()
    };
    (named("applied"), named("pending"))
}

/// `{-1.5}` is the instant 1.5 seconds ago, `{+60.0}` the one in a minute.
#[expect(clippy::disallowed_methods, reason = "it is as if the old server had run until now")]
fn as_of_now(dump: &str) -> String {
    let now = Utc::now();
    let mut parts = dump.split("'{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let found = part.split_once("}'").and_then(|(offset, rest)| Some((after(now, offset)?, rest)));
        match found {
            Some((instant, rest)) => text.push_str(&format!("'{instant}'{rest}")),
            None => text.push_str(&format!("'{{{part}")),
        }
    }
    text
}

/// As both databases take it, and SQLite keeps it.
fn after(now: DateTime<Utc>, offset: &str) -> Option<String> {
    let milliseconds = offset.starts_with(['+', '-']).then(|| offset.parse::<f64>().ok()).flatten()? * 1000.0;
    let instant = now + TimeDelta::milliseconds(milliseconds.round() as i64);
    Some(DateTime::from_timestamp_millis(instant.timestamp_millis())?.to_rfc3339())
}

async fn sign_in(server: &Server, name: &str) -> Person {
    let (email, password) = (format!("{name}@clinic.example"), format!("{name} at the front desk"));
    Person::signed_in(&Client::new(server.url("")), &email, &password).await
}

async fn list(person: &Person, path: &str) -> Vec<Value> {
    person.get(path).await.expect(200).body.as_array().expect("an array").clone()
}

async fn titled(person: &Person, title: &str) -> Value {
    let found = list(person, ALL).await.into_iter().find(|one| one["title"] == title);
    found.unwrap_or_else(|| panic!("no {title}"))
}

fn titles(appointments: &[Value]) -> Vec<&str> {
    appointments.iter().map(|one| one["title"].as_str().expect("a title")).collect()
}

async fn all_that_was_there_is_there(store: Store) {
    let old = Old::load(store).await;
    let (applied, pending) = old.migrations();
    assert_eq!(applied, [FIRST]);
    let server = old.start();
    let (now, none) = old.migrations();
    assert_eq!((&now[1..], none.len()), (&pending[..], 0));
    if store == Store::Sqlite {
        was_copied_aside(&old, &pending);
    }
    let ana = sign_in(&server, "ana").await;
    // What ran out unseen is told at the first look.
    ana.see(&titled(&ana, "Expired").await).await;
    let standing = list(&ana, ALL).await;
    assert_eq!(titles(&standing), STANDING.map(|(title, ..)| title));
    for (one, (title, version, kinds)) in standing.iter().zip(STANDING) {
        assert_eq!(one["version"], version, "{title}");
        testkit::eventually(std::time::Duration::from_secs(5), || async { ana.kinds(one).await.join(" ") == kinds })
            .await;
    }
    let deleted = list(&ana, &format!("{ALL}&deleted=true")).await;
    assert!(titles(&deleted).contains(&"Cancelled"), "{deleted:?}");
    let told = ana.event(&standing[3], "force_released").await;
    assert_eq!((&told["actor"]["name"], &told["detail"]["reason"]), (&json!("Citra"), &json!("gone home")));
    let users = list(&ana, "/api/users").await;
    let mut names: Vec<_> = users.iter().map(|user| user["name"].as_str().expect("a name")).collect();
    names.sort_unstable();
    assert_eq!(names, ["Administrator", "Budi", "Citra", "Eko", "Fajar"]);
    // A deleted user is known by the history alone.
    assert_eq!(ana.event(&standing[3], "created").await["actor"]["name"], "Dewi");
    let held = &standing[0];
    for (name, value) in [
        ("patientName", "Siti Rahma"),
        ("datebirth", "1984-02-29"),
        ("gender", "female"),
        ("phone", "+62 812 555"),
        ("address", "Jalan Melati 7"),
        ("doctorName", "Dr. Sari"),
        ("note", "Comes alone"),
        ("description", "Knee"),
        ("startTime", "2031-03-03T09:10:00.000Z"),
        ("endTime", "2031-03-03T09:40:00.000Z"),
    ] {
        assert_eq!(held[name], value, "{name}");
    }
    let lock = &held["appointmentLock"];
    assert_eq!((&lock["user"]["name"], &lock["clientId"]), (&json!("Budi"), &json!(TAB)));
    assert_eq!(lock["requestControlByUser"]["name"], "Citra");
    assert_eq!(lock["requestForceReleaseByUser"]["name"], "Administrator");
    assert!(standing[1..].iter().all(|one| one["appointmentLock"].is_null()));
}

/// The copy is the database as it was: without what was pending.
fn was_copied_aside(old: &Old, pending: &[String]) {
    let copy = old.beside(&format!("before-{}", pending[0]));
    let how = old.how.clone().env("DATABASE_URL", format!("sqlite://{}", copy.display()));
    let status = how.run(old.folder.path(), &["migrate", "status"]).expect("an end").well();
    assert_eq!(migrations(&status), (vec![FIRST.to_owned()], pending.to_vec()));
}

async fn what_was_there_can_be_used(store: Store) {
    let old = Old::load(store).await;
    let server = old.start();
    let anyone = Client::new(server.url(""));
    people_get_in_or_do_not(store, &server, &anyone).await;
    let (ana, budi, citra) =
        (sign_in(&server, "ana").await, sign_in(&server, "budi").await, sign_in(&server, "citra").await);
    let handshake = judged(&server.url("")).bearer(&budi.token);
    let socket = handshake.window("2031-03-01T00:00:00.000Z", "2031-03-10T00:00:00.000Z").connect().await;
    let mut socket = socket.expect("a socket");
    assert_eq!(socket.event("init-appointments").await.data.as_array().map(Vec::len), Some(STANDING.len()));
    // The lock is the tab's in which it was taken, and what was asked of its holder can be answered.
    let held = titled(&budi, "Held").await;
    refused(budi.edit(&held, json!({"note": "Elsewhere"})).await, 409, "lock_not_held");
    let tab = budi.client_id(TAB.parse().expect("a UUID"));
    let change = json!({"version": 3, "note": "Comes with her son"});
    let edited = tab.patch(&path(&held)).json(change).await.expect(200).body;
    assert_eq!(edited["version"], 4);
    assert_eq!(socket.about("update-appointments", &held["id"]).await.data["version"], 4);
    tab.post(&common::at(&held, "approve-request-control")).await.expect(200);
    assert_eq!(citra.lock(&held).await["user"]["name"], "Citra");
    ana.acquire(&titled(&ana, "Expired").await).await.expect(201);
    assert_eq!(titles(&list(&ana, &format!("{ALL}&q=62812555")).await), ["Held"]);
    // Repeated with its key, it is not made again.
    let by_key = || {
        let request = budi.post("/api/appointments").header("Idempotency-Key", "a-key-of-before");
        request.header("Content-Type", "application/json").body(BY_KEY)
    };
    assert_eq!(by_key().await.expect(201).body["id"], titled(&ana, "By key").await["id"]);
    // Doctors are not booked twice, cancelled appointments come back, new ones are made.
    let second = merged(common::appointment(), json!({"doctorName": "dr. SARI"}));
    refused(budi.post("/api/appointments").json(second).await, 409, "doctor_busy");
    let deleted = list(&ana, &format!("{ALL}&deleted=true")).await;
    let cancelled = deleted.iter().find(|one| one["title"] == "Cancelled").expect("it");
    ana.post(&common::at(cancelled, "restore")).await.expect(200);
    budi.book(json!({"title": "New", "startTime": "2031-03-05T09:00:00Z", "endTime": "2031-03-05T10:00:00Z"})).await;
    let now = list(&ana, ALL).await;
    assert_eq!(titles(&now), ["Held", "Overbooked", "Expired", "Cancelled", "Told", "By key", "New"]);
}

async fn people_get_in_or_do_not(store: Store, server: &Server, anyone: &Client) {
    let log_in = async |name: &str, password: &str| {
        let body = json!({"email": format!("{name}@clinic.example"), "password": password});
        anyone.post("/api/auth/login").json(body).await
    };
    refused(log_in("budi", "another password").await, 401, "invalid_credentials");
    refused(log_in("dewi", "dewi at the front desk").await, 401, "invalid_credentials");
    refused(log_in("eko", "").await, 400, "validation_failed");
    refused(log_in("fajar", "fajar at the front desk").await, 429, "too_many_attempts");
    let new = json!({"token": LINK, "password": "eko at the front desk"});
    let by_link = || anyone.post("/api/auth/password").json(new.clone());
    by_link().await.expect(200);
    assert!(by_link().await.status >= 400);
    let eko = sign_in(server, "eko").await;
    // A token of before is as good as it was, one of a session that was ended is not.
    let budi = sign_in(server, "budi").await;
    let claims = claims(&eko);
    let [lives, ended] = sessions(store);
    let with = |session: &str| anyone.bearer(signed(&merged(claims.clone(), json!({"sub": budi.id, "sid": session}))));
    assert_eq!(with(lives).get("/api/auth/profile").await.expect(200).body["name"], "Budi");
    refused(with(ended).get("/api/auth/profile").await, 401, "unauthenticated");
}

/// Of Budi: one that lives, and one that he ended.
fn sessions(store: Store) -> [&'static str; 2] {
    match store {
        Store::Sqlite => ["01a20947-55f0-7573-86af-3b24a3747f7d", "01a20947-56b5-721a-8ae4-728eb7957dc4"],
        Store::Postgres => ["01a20947-cfa5-74ca-9c54-7b1414cb3c9d", "01a20947-d1f1-7718-b74b-652d92491b58"],
    }
}

fn claims(person: &Person) -> Value {
    let middle = person.token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(middle).expect("base64url")).expect("JSON")
}

/// A token as the first release signed it.
fn signed(claims: &Value) -> String {
    let encoded = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encoded(&json!({"typ": "JWT", "alg": "HS256"})), encoded(claims));
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key").chain_update(&message);
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

async fn it_goes_back_and_comes_again(store: Store) {
    let old = Old::load(store).await;
    let mut server = old.start();
    let ana = sign_in(&server, "ana").await;
    let before: Vec<Value> = list(&ana, ALL).await.iter().map(content).collect();
    if store == Store::Sqlite {
        old.run(&["migrate", "down"]).badly();
    }
    assert!(server.sigterm().expect("ended").success());
    let (applied, _) = old.migrations();
    for count in 1..applied.len() {
        old.run(&["migrate", "down"]).well();
        let (left, _) = old.migrations();
        assert_eq!(left, applied[..applied.len() - count]);
    }
    if store == Store::Sqlite {
        assert!(old.beside("before-down").is_file());
    }
    let server = old.start();
    assert_eq!(old.migrations(), (applied, Vec::new()));
    let ana = sign_in(&server, "ana").await;
    let after: Vec<Value> = list(&ana, ALL).await.iter().map(content).collect();
    assert_eq!(after, before);
    ana.book(json!({"doctorName": "Dr. New"})).await;
}

/// What changes by itself is left out.
fn content(appointment: &Value) -> Value {
    merged(appointment.clone(), json!({"appointmentLock": null, "revision": null}))
}
