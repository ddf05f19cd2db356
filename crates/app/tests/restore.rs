//! Backups are taken while people work, and what is put back is whole: on SQLite by the commands of the program, on
//! PostgreSQL by those that docs/operations.md names, letter by letter.

mod common;

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use common::{BINARY, Day, Person, ROOT, Store, at, judged, merged, path, refused, unique};
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value, json};
use testkit::{Client, Postgres, Server, Socket, eventually, process, skipped};

const OPERATIONS: &str = include_str!("../../../docs/operations.md");

/// People who make, lock, edit and release appointments on a day until they are told to stop. Every answer is a success.
struct Writers {
    stop: Arc<AtomicBool>,
    /// As they were answered.
    written: Arc<Mutex<Vec<Value>>>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Writers {
    fn start(person: &Person, day: &Day) -> Self {
        let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let write = |_| tokio::spawn(write(person.clone(), day.times(), stop.clone(), written.clone()));
        Self { tasks: (0..4).map(write).collect(), stop: stop.clone(), written: written.clone() }
    }

    fn written(&self) -> Vec<Value> {
        self.written.lock().expect("what was written").clone()
    }

    /// Waits until so many more were answered.
    async fn go_on(&self, more: usize) {
        let enough = self.written().len() + more;
        eventually(Duration::from_secs(30), || async { self.written().len() >= enough }).await;
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.expect("every answer was a success");
        }
    }
}

async fn write(person: Person, times: Value, stop: Arc<AtomicBool>, written: Arc<Mutex<Vec<Value>>>) {
    let note = |answer: Value| written.lock().expect("what was written").push(answer);
    while !stop.load(Ordering::Relaxed) {
        let made = person.book(times.clone()).await;
        note(made.clone());
        person.acquire(&made).await.expect(201);
        note(person.edit(&made, json!({"title": "Edited"})).await.expect(200).body);
        person.release(&made).await.expect(200);
    }
}

/// All that was answered is there, or what came of it later.
async fn has_all(person: &Person, written: &[Value]) {
    for answer in written {
        let now = person.see(answer).await;
        assert!(now["version"].as_i64() >= answer["version"].as_i64(), "{answer} was lost: {now}");
    }
}

async fn number(database: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await.expect("an answer").expect("a row");
    row.try_get_by_index(0).expect("a number")
}

/// No half of a transaction is there without the other.
async fn is_consistent(database: &DatabaseConnection) {
    let torn = r#"SELECT count(*) FROM "appointments" a WHERE a."revision" <>
        (SELECT max(e."revision") FROM "appointment_events" e WHERE e."appointmentId" = a."id")"#;
    assert_eq!(number(database, torn).await, 0);
    assert!(number(database, r#"SELECT count(*) FROM "appointments""#).await > 0);
}

/// Who is told that all it holds is void: a socket that resumes gets everything afresh, in another epoch.
async fn is_told_afresh(server: &Server, person: &Person, day: &Day, since: &str) -> Value {
    let handshake = judged(&server.url("")).bearer(&person.token).window(&day.from(), &day.to()).since(since);
    let mut socket = handshake.connect().await.expect("a socket");
    let first = socket.next().await;
    assert_eq!(first.event, "init-appointments");
    let epoch = |since: &str| since.split([':', '.']).next().expect("an epoch").to_owned();
    assert_ne!(epoch(&socket.since()), epoch(since));
    first.data
}

async fn watching(server: &Server, person: &Person, day: &Day) -> Socket {
    let handshake = judged(&server.url("")).bearer(&person.token).window(&day.from(), &day.to());
    let mut socket = handshake.connect().await.expect("a socket");
    socket.event("init-appointments").await;
    socket
}

async fn root(server: &Server) -> Person {
    Person::signed_in(&Client::new(server.url("")), ROOT.0, ROOT.1).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_is_copied_while_people_write_and_put_back_whole() {
    let mut world = Store::Sqlite.own_world(&[]);
    let (day, ana) = (Day::fresh(), root(&world.server).await);
    let held = ana.hold(&day).await;
    let writers = Writers::start(&ana, &day);
    let mut before = Vec::new();
    for copy in ["first.db", "second.db", "third.db"] {
        writers.go_on(20).await;
        before = writers.written();
        world.server.run(&["backup", copy]).expect("an end").well();
        is_sound(&world.server.folder().join(copy)).await;
    }
    writers.go_on(20).await;
    writers.stop().await;
    let mut socket = watching(&world.server, &ana, &day).await;
    let lost = ana.book(day.times()).await;
    socket.about("update-appointments", &lost["id"]).await;
    let since = socket.since();
    assert!(world.server.sigterm().expect("ended").success());
    let said = world.server.run(&["restore", "third.db"]).expect("an end").well();
    assert!(said.contains("A new epoch began"), "{said}");
    world.server.restart().expect("a restart");
    // Who signed in before the backup is signed in after it.
    Client::new(world.server.url("")).bearer(&ana.token).get("/api/auth/profile").await.expect(200);
    let ana = root(&world.server).await;
    has_all(&ana, &before).await;
    refused(ana.get(&path(&lost)).await, 404, "appointment_not_found");
    assert_eq!(ana.see(&held).await, held);
    let init = is_told_afresh(&world.server, &ana, &day, &since).await;
    assert!(init.as_array().is_some_and(|all| all.contains(&held) && !all.iter().any(|one| one["id"] == lost["id"])));
    ana.book(day.times()).await;
}

/// By SQLite's own judgement, and ours. Nothing is written beside it that would have to be kept with it.
async fn is_sound(copy: &Path) {
    let database = Database::connect(format!("sqlite://{}?mode=ro", copy.display())).await.expect("a database");
    assert_eq!(number(&database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'").await, 0);
    assert_eq!(number(&database, "SELECT count(*) FROM pragma_foreign_key_check").await, 0);
    is_consistent(&database).await;
    database.close().await.expect("closed");
}

/// The commands that docs/operations.md names for PostgreSQL: the one that backs up, those that restore.
fn documented() -> (String, Vec<String>) {
    let section = OPERATIONS.split_once("## Backup and restore").and_then(|(_, rest)| rest.split_once("\n## "));
    let (_, postgresql) = section.and_then(|(section, _)| section.split_once("**PostgreSQL.**")).expect("a section");
    let mut commands = postgresql.lines().filter_map(|line| line.strip_prefix("$ ").map(str::to_owned));
    let backup = commands.next().expect("a command");
    let restore: Vec<_> = commands.collect();
    assert!(backup.starts_with("pg_dump ") && restore.len() == 3, "{backup} {restore:?}");
    (backup, restore)
}

/// A shell of whoever runs the database: an administrator of PostgreSQL's, with the server's settings.
struct Shell {
    folder: tempfile::TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Shell {
    fn new(postgres: &Postgres, programs: &Path, url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(BINARY, folder.path().join("appointments")).expect("a link");
        let address = postgres.url("");
        let port = address.trim_end_matches('/').rsplit(':').next().expect("a port").to_owned();
        let path = std::env::var("PATH").unwrap_or_default();
        let environment = vec![
            ("PATH", format!("{}:{}:{path}", folder.path().display(), programs.display())),
            ("PGHOST", "127.0.0.1".to_owned()),
            ("PGPORT", port),
            ("PGUSER", "postgres".to_owned()),
            ("DATABASE_URL", url.to_owned()),
            ("DATA_DIR", folder.path().join("data").display().to_string()),
            ("JWT_SECRET", common::SECRET.to_owned()),
        ];
        Self { folder, environment }
    }

    fn run(&self, line: &str) {
        let mut bash = Command::new("bash");
        bash.args(["-ec", line]).env_clear().envs(self.environment.iter().cloned()).current_dir(self.folder.path());
        let mut child = process::spawn(bash).expect("bash");
        let status = process::wait(&mut child, Duration::from_secs(60)).expect("an end");
        assert!(status.success(), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_is_dumped_while_people_write_and_restored_as_documented() {
    if Postgres::shared().is_none() {
        return;
    }
    // Of its own, for the documented names of role and database.
    let postgres = Postgres::start().expect("PostgreSQL");
    let programs = ["pg_dump", "pg_restore", "dropdb", "createdb"].map(|name| postgres.program(name));
    let Some(programs) = programs.into_iter().collect::<Option<Vec<_>>>() else {
        skipped("pg_dump, pg_restore, dropdb or createdb");
        return;
    };
    let (backup, restore) = documented();
    let database = "CREATE DATABASE appointments OWNER appointments TEMPLATE template0";
    for line in ["CREATE ROLE appointments LOGIN", database] {
        postgres.psql(&postgres.url("postgres"), line).expect("done");
    }
    let url = postgres.url("appointments").replace("postgres@", "appointments@");
    let shell = Shell::new(&postgres, programs[0].parent().expect("a folder"), &url);
    let nodes = common::server().env("DATABASE_URL", &url).env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1);
    let mut server = nodes.start().expect("a server");
    let (day, ana) = (Day::fresh(), root(&server).await);
    let held = ana.hold(&day).await;
    ana.post(&at(&held, "acquire-lock/1")).await.expect(200);
    let held = ana.see(&held).await;
    let history = ana.kinds(&held).await;
    let writers = Writers::start(&ana, &day);
    writers.go_on(20).await;
    let before = writers.written();
    tokio::task::block_in_place(|| shell.run(&backup));
    writers.go_on(20).await;
    writers.stop().await;
    let mut socket = watching(&server, &ana, &day).await;
    let lost = ana.book(merged(day.times(), json!({"title": unique("Lost")}))).await;
    socket.about("update-appointments", &lost["id"]).await;
    let since = socket.since();
    assert!(server.sigterm().expect("ended").success());
    for line in &restore {
        tokio::task::block_in_place(|| shell.run(line));
    }
    let database = Database::connect(&url).await.expect("a database");
    is_consistent(&database).await;
    database.close().await.expect("closed");
    server.restart().expect("a restart");
    let anyone = Client::new(server.url(""));
    // Whoever had signed in before the backup still is.
    anyone.bearer(&ana.token).get("/api/auth/profile").await.expect(200);
    let ana = root(&server).await;
    has_all(&ana, &before).await;
    refused(ana.get(&path(&lost)).await, 404, "appointment_not_found");
    assert_eq!((ana.see(&held).await, ana.kinds(&held).await), (held.clone(), history));
    let init = is_told_afresh(&server, &ana, &day, &since).await;
    assert!(init.as_array().is_some_and(|all| all.contains(&held)));
    // Where it left off: a number that was given out is not given out again.
    ana.edit(&held, json!({"note": "After the restore"})).await.expect(200);
    ana.book(day.times()).await;
}
