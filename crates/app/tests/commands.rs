//! The command line: what each command does, and what it says when it cannot.

mod common;

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use common::{BINARY, Person, SECRET, Store, on_both, refused};
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{Client, Finished, Postgres, Server, ServerBuilder};

on_both!(
    the_schema_goes_up_and_down,
    users_are_made_and_let_in_again,
    a_set_up_link_is_printed_while_there_is_no_user,
    an_epoch_begins,
);

/// A folder with data, on which commands are run one after the other.
struct Machine {
    folder: TempDir,
    database: Option<String>,
}

impl Machine {
    fn new(store: Store) -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), database: store.fresh_database() }
    }

    fn env(&self) -> Vec<(&'static str, String)> {
        let mut env =
            vec![("DATA_DIR", self.folder.path().join("data").display().to_string()), ("PASSWORD_COST", "4".into())];
        env.push(("LOG", "warn".into()));
        if let Some(url) = &self.database {
            env.extend([("DATABASE_URL", url.clone()), ("JWT_SECRET", SECRET.to_owned())]);
        }
        env
    }

    fn server(&self) -> ServerBuilder {
        self.env().into_iter().fold(Server::of(BINARY), |builder, (name, value)| builder.env(name, value))
    }

    fn run(&self, arguments: &str) -> Finished {
        self.run_with(arguments, &[], "")
    }

    /// Runs a command to its end, which must come within 10 seconds.
    fn run_with(&self, arguments: &str, env: &[(&str, &str)], input: &str) -> Finished {
        let mut command = Command::new(BINARY);
        command.args(arguments.split_whitespace()).current_dir(self.folder.path()).env_clear();
        command.envs(self.env()).envs(env.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let pid = child.id();
        // Who reads nothing may have ended already.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        let (done, ended) = mpsc::channel();
        std::thread::spawn(move || done.send(child.wait_with_output()));
        let output = ended.recv_timeout(Duration::from_secs(10)).unwrap_or_else(|_| {
            let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
            panic!("`{arguments}` with {env:?} has not ended within 10 seconds");
        });
        let output = output.expect("an output");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Finished { ok: output.status.success(), out: text(output.stdout), err: text(output.stderr) }
    }
}

async fn the_schema_goes_up_and_down(store: Store) {
    let machine = Machine::new(store);
    machine.run("migrate up").well();
    let up = machine.run("migrate status").well();
    assert!(up.contains("m20261122_000001_initial") && up.contains("applied") && !up.contains("pending"), "{up}");
    machine.run("migrate up").well();
    for _ in up.lines() {
        machine.run("migrate down").well();
    }
    let down = machine.run("migrate status").well();
    assert!(down.contains("pending") && !down.contains("applied"), "{down}");
    machine.run("migrate up").well();
    assert_eq!(machine.run("migrate status").well(), up);
    machine.server().start().expect("a server on it");
}

async fn users_are_made_and_let_in_again(store: Store) {
    let machine = Machine::new(store);
    let create = "user create --email Ann@clinic.example --name Ann --admin";
    machine.run_with(create, &[], "ann's password 7\n").well();
    let server = machine.server().start().expect("a server");
    assert_eq!(server.printed_setup_token(), None);
    let anyone = Client::new(server.url(""));
    let ann = Person::signed_in(&anyone, "ann@clinic.example", "ann's password 7").await;
    assert_eq!(ann.get("/api/auth/profile").await.expect(200).body["isAdmin"], true);
    // While the server runs, too.
    machine.run_with("user create --email bob@clinic.example", &[], "bob's password 7\n").well();
    let bob = Person::signed_in(&anyone, "bob@clinic.example", "bob's password 7").await;
    assert_eq!((bob.name.as_str(), ann.name.as_str()), ("bob", "Ann"));
    assert_eq!(bob.get("/api/auth/profile").await.expect(200).body["isAdmin"], false);
    for (arguments, input) in [
        ("user create --email BOB@clinic.example", "bob's password 8\n"),
        ("user create --email carl@clinic.example", "short\n"),
        ("user create --email carl@clinic.example", ""),
        ("user create --email carl", "carl's password 7\n"),
        ("user password --email nobody@clinic.example", "some password 7\n"),
        ("user password --email bob@clinic.example", "qwertyuiop\n"),
    ] {
        let said = machine.run_with(arguments, &[], input).badly();
        assert!(input.is_empty() || !said.contains(input.trim()), "a password was shown: {said}");
    }
    // Locked out, the command line lets in again; old sessions end.
    let log_in = |password: &str| {
        anyone.post("/api/auth/login").json(json!({"email": "bob@clinic.example", "password": password}))
    };
    for _ in 0..10 {
        refused(log_in("a wrong password").await, 401, "invalid_credentials");
    }
    refused(log_in("bob's password 7").await, 429, "too_many_attempts");
    let said = machine.run_with("user password --email BOB@clinic.example", &[], "bob's other password\n").well();
    assert!(!said.contains("other password"));
    refused(log_in("bob's password 7").await, 401, "invalid_credentials");
    log_in("bob's other password").await.expect(200);
    testkit::eventually(Duration::from_secs(1), || async { bob.get("/api/auth/profile").await.status == 401 }).await;
}

async fn a_set_up_link_is_printed_while_there_is_no_user(store: Store) {
    let machine = Machine::new(store);
    let server = machine.server().start().expect("a server");
    let printed = machine.run("setup-link --public-url https://desk.example").well();
    let token = printed.split_once("https://desk.example/#/setup/").expect("a link").1.trim();
    assert!(
        token.len() >= 32 && token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'),
        "{printed}"
    );
    let body =
        json!({"token": token, "name": "First", "email": "first@clinic.example", "password": "the first password"});
    Client::new(server.url("")).post("/api/setup").json(body).await.expect(201);
    machine.run("setup-link").badly();
}

async fn an_epoch_begins(store: Store) {
    let machine = Machine::new(store);
    let (first, second) = (machine.run("epoch new").well(), machine.run("epoch new").well());
    assert_ne!(first, second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_brings_back_what_was() {
    let machine = Machine::new(Store::Sqlite);
    machine.run_with("user create --email ann@clinic.example --admin", &[], "ann's password 7\n").well();
    let mut server = machine.server().start().expect("a server");
    let ann = Person::signed_in(&Client::new(server.url("")), "ann@clinic.example", "ann's password 7").await;
    let kept = ann.book(json!({"title": "Kept"})).await;
    machine.run("backup copy.db").well();
    machine.run("backup copy.db").badly();
    let lost = ann.book(json!({"title": "Made later"})).await;
    machine.run("restore copy.db").badly();
    machine.run("migrate down").badly();
    ann.get(&common::path(&lost)).await.expect(200);
    assert!(server.sigterm().expect("ended").success());
    for no_backup in ["missing.db", "nonsense.db"] {
        std::fs::write(machine.folder.path().join("nonsense.db"), "nonsense").expect("written");
        machine.run(&format!("restore {no_backup}")).badly();
    }
    let said = machine.run("restore copy.db").well();
    assert!(said.contains("epoch"), "{said}");
    // What was replaced is kept, each time; so is what a migration takes with it.
    machine.run("restore copy.db").well();
    machine.run("migrate down").well();
    for kept in ["before-restore", "before-restore-2", "before-down"] {
        let file = machine.folder.path().join(format!("data/appointments.db.{kept}"));
        assert!(file.metadata().is_ok_and(|file| file.len() > 0), "{kept}");
    }
    machine.run("restore copy.db").well();
    let server = machine.server().start().expect("a server");
    let ann = ann.again(&Client::new(server.url(""))).await;
    assert_eq!(ann.see(&kept).await, kept);
    refused(ann.get(&common::path(&lost)).await, 404, "appointment_not_found");
}

#[test]
fn postgresql_has_its_own_backups() {
    if Postgres::shared().is_none() {
        return;
    }
    let machine = Machine::new(Store::Postgres);
    assert!(machine.run("backup copy.db").badly().contains("pg_dump"));
    assert!(machine.run("restore copy.db").badly().contains("epoch new"));
}

#[test]
fn a_newer_schema_is_refused() {
    let Some(postgres) = Postgres::shared() else { return };
    let machine = Machine::new(Store::Postgres);
    machine.run("migrate up").well();
    let database = machine.database.as_deref().expect("a database");
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)";
    postgres.psql(database, later).expect("inserted");
    for command in ["serve", "migrate up", "user create --email a@b.example"] {
        let said = machine.run_with(command, &[("PORT", "0")], "a password 77\n").badly();
        assert!(said.contains("newer"), "{said}");
    }
}

#[test]
fn the_document_and_the_help_are_printed() {
    let machine = Machine::new(Store::Sqlite);
    let document: Value = serde_json::from_str(&machine.run("openapi").well()).expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    assert!(document["paths"].as_object().is_some_and(|paths| paths.len() >= 25));
    assert!(!machine.folder.path().join("data").exists(), "printing made data");
    let help = machine.run("--help").well();
    let variables = "HOST PORT PUBLIC_URL DATA_DIR DATABASE_URL DATABASE_LISTEN_URL DATABASE_POOL JWT_SECRET JWT_TTL SESSION_MAX \
        ADMIN_EMAIL ADMIN_PASSWORD ALLOW_SIGNUP ALLOWED_ORIGINS TRUSTED_PROXIES LOCK_TTL LOCK_SWEEP_INTERVAL REQUEST_TIMEOUT \
        LOCK_RATE_LIMIT EVENT_RETENTION_DAYS ACCESS_RETENTION_DAYS CLINIC_NAME TIME_ZONE OPENING_HOURS DOCS METRICS_TOKEN LOG LOG_FORMAT";
    for name in variables.split_whitespace() {
        let flag = format!("--{}", name.to_lowercase().replace('_', "-"));
        assert!(help.contains(name) && help.contains(&flag), "{name} is not in the help");
    }
}

#[test]
fn a_bad_value_stops_the_start_and_is_named() {
    let machine = Machine::new(Store::Sqlite);
    for (name, value) in [
        ("PORT", "65536"),
        ("PORT", "http"),
        ("LOCK_TTL", "0"),
        ("LOCK_TTL", "-5"),
        ("LOCK_TTL", "abc"),
        ("LOCK_SWEEP_INTERVAL", "inf"),
        ("REQUEST_TIMEOUT", "NaN"),
        ("LOCK_RATE_LIMIT", "1.5"),
        ("JWT_TTL", "0"),
        ("SESSION_MAX", "later"),
        ("DATABASE_POOL", "0"),
        ("EVENT_RETENTION_DAYS", "-1"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("OPENING_HOURS", "18:00-08:00"),
        ("PUBLIC_URL", "clinic"),
        ("ALLOWED_ORIGINS", "desk.example"),
        ("TRUSTED_PROXIES", "everybody"),
        ("DOCS", "maybe"),
        ("ALLOW_SIGNUP", "2"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("ADMIN_EMAIL", "nobody"),
        ("HOST", "not a host"),
    ] {
        let said = machine.run_with("", &[(name, value)], "").badly();
        let shown = name == "DATABASE_URL" || said.contains(value);
        assert!(said.contains(name) && shown, "{name}={value}: {said}");
    }
    let both = machine.run_with("", &[("PORT", "x"), ("LOCK_TTL", "y"), ("DOCS", "z")], "").badly();
    assert!(["PORT", "LOCK_TTL", "DOCS"].iter().all(|name| both.contains(name)), "{both}");
}

#[test]
fn a_bad_secret_is_named_but_not_shown() {
    let machine = Machine::new(Store::Sqlite);
    let file = machine.folder.path().join("secret");
    std::fs::write(&file, "swordfish").expect("written");
    let file = file.to_str().expect("a path");
    let postgres = "postgres://swordfish:swordfish@127.0.0.1:1/clinic";
    for (name, env) in [
        ("JWT_SECRET", &[("JWT_SECRET", "swordfish")][..]),
        ("JWT_SECRET", &[("JWT_SECRET", "change_this_to_a_secure_secret_in_production")]),
        ("JWT_SECRET", &[("JWT_SECRET_FILE", file)]),
        ("JWT_SECRET_FILE", &[("JWT_SECRET_FILE", "/nonexistent")]),
        ("JWT_SECRET", &[("DATABASE_URL", postgres)]),
        ("DATABASE_URL", &[("DATABASE_URL", "mysql://swordfish@127.0.0.1/x")]),
        ("DATABASE_URL", &[("DATABASE_URL", postgres), ("JWT_SECRET", SECRET)]),
        ("ADMIN_PASSWORD", &[("ADMIN_EMAIL", "a@b.example"), ("ADMIN_PASSWORD", "swordfi")]),
        ("ADMIN_PASSWORD", &[("ADMIN_EMAIL", "a@b.example")]),
        ("ADMIN_EMAIL", &[("ADMIN_PASSWORD", "swordfish swordfish")]),
    ] {
        let said = machine.run_with("", &[&[("PORT", "0")], env].concat(), "").badly();
        assert!(said.contains(name), "{env:?}: {said}");
        assert!(!said.contains("swordfi") && !said.contains("change_this"), "a secret was shown: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_prints_logins_that_work() {
    let machine = Machine::new(Store::Sqlite);
    let server = Server::of(BINARY)
        .env("DATA_DIR", machine.folder.path().join("data").display())
        .arg("demo")
        .start()
        .expect("a demo");
    assert!(server.url("").starts_with("http://127.0.0.1:"));
    let printed = server.output();
    let logins: Vec<(&str, &str)> = printed
        .lines()
        .filter(|line| line.contains('@'))
        .filter_map(|line| line.split_whitespace().collect::<Vec<_>>().get(..2).map(|words| (words[0], words[1])))
        .collect();
    assert_eq!(logins.len(), 3, "{printed}");
    let anyone = Client::new(server.url(""));
    for (email, password) in logins {
        let person = Person::signed_in(&anyone, email, password).await;
        let list = person.get("/api/appointments?limit=1").await.expect(200);
        assert!(list.header("x-total-count").and_then(|count| count.parse().ok()).is_some_and(|count: u32| count > 50));
    }
    assert!(!machine.folder.path().join("data/appointments.db").exists(), "the demo used the data folder");
}
