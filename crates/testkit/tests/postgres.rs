//! The throw-away PostgreSQL, tried out. Skipped, with a line about it, where PostgreSQL is not installed.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use testkit::{Postgres, eventually, process};

/// How a test of its own server begins; None when PostgreSQL is not installed.
fn own() -> Option<Postgres> {
    Postgres::shared()?;
    Some(Postgres::start().expect("started"))
}

/// The folder of a server, by its own words.
fn folder(postgres: &Postgres) -> PathBuf {
    let data = postgres.psql(&postgres.url("postgres"), "SHOW data_directory").expect("answered");
    Path::new(data.trim()).parent().expect("a parent").to_owned()
}

#[test]
fn databases_are_fresh_and_apart() {
    let Some(postgres) = Postgres::shared() else {
        return;
    };
    let (first, second) = (postgres.fresh_database().expect("made"), postgres.fresh_database().expect("made"));
    assert_ne!(first, second);
    assert_eq!(postgres.psql(&first, "SELECT 1").expect("answered").trim(), "1");
    postgres.psql(&first, "CREATE TABLE here (x int)").expect("made");
    assert!(postgres.psql(&second, "SELECT * FROM here").is_err(), "the other database has no such table");
    let settings = "SELECT current_setting('fsync'), current_setting('max_connections'), current_setting('lc_collate')";
    assert_eq!(postgres.psql(&first, settings).expect("answered").trim(), "off|200|C.UTF-8");
}

#[test]
fn data_outlives_stop_and_kill() {
    let Some(postgres) = own() else { return };
    let url = postgres.fresh_database().expect("made");
    postgres.psql(&url, "CREATE TABLE kept (x int); INSERT INTO kept VALUES (42); CHECKPOINT").expect("made");
    for stop in [Postgres::stop_fast, Postgres::kill] {
        stop(&postgres).expect("stopped");
        assert!(postgres.psql(&url, "SELECT 1").is_err(), "it does not run");
        postgres.restart().expect("started");
        assert_eq!(postgres.psql(&url, "SELECT x FROM kept").expect("answered").trim(), "42");
    }
}

#[test]
fn a_halted_server_answers_nobody_until_it_goes_on() {
    let Some(postgres) = own() else { return };
    let url = postgres.fresh_database().expect("made");
    postgres.sigstop().expect("halted");
    std::thread::scope(|scope| {
        let query = scope.spawn(|| postgres.psql(&url, "SELECT 1"));
        // A halted server is shown by an answer that does not come, and that takes time.
        std::thread::sleep(Duration::from_millis(300));
        let answered = query.is_finished();
        postgres.sigcont().expect("goes on");
        assert!(!answered, "it was halted");
        assert_eq!(query.join().expect("no panic").expect("answered").trim(), "1");
    });
}

#[test]
fn nothing_is_left_of_a_dropped_server() {
    let Some(postgres) = own() else { return };
    let folder = folder(&postgres);
    postgres.sigstop().expect("halted");
    drop(postgres);
    assert!(!folder.exists());
    assert!(!is_mentioned(&folder));
}

/// Set in the process that the test below kills.
const VICTIM: &str = "TESTKIT_VICTIM";

/// In the process of the test below, and only there: never ends by itself.
#[test]
fn be_killed() {
    if std::env::var_os(VICTIM).is_none() {
        return;
    }
    let Some(postgres) = Postgres::shared() else {
        return;
    };
    println!("FOLDER {}", folder(postgres).display());
    loop {
        std::thread::park();
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_killed_test_process() {
    if Postgres::shared().is_none() {
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args(["--exact", "be_killed", "--nocapture"]).stdout(Stdio::piped()).stderr(Stdio::null());
    command.env(VICTIM, "1");
    let mut child = process::spawn(command).expect("started");
    let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("a pipe")));
    let line = lines.map_while(Result::ok).find_map(|line| Some(line.split_once("FOLDER ")?.1.to_owned()));
    let folder = PathBuf::from(line.expect("the folder"));
    assert!(folder.exists() && is_mentioned(&folder));

    child.kill().expect("killed");
    child.wait().expect("ended");
    eventually(Duration::from_secs(20), || async { !folder.exists() && !is_mentioned(&folder) }).await;
}

/// True while a PostgreSQL whose command line names the folder runs.
fn is_mentioned(folder: &Path) -> bool {
    let processes = std::fs::read_dir("/proc").expect("/proc").flatten();
    let mut lines = processes.filter_map(|process| std::fs::read_to_string(process.path().join("cmdline")).ok());
    let folder = folder.to_str().expect("text");
    lines.any(|line| line.contains("postgres") && line.contains(folder))
}
