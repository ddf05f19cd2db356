//! The server's handle, tried out on a script that talks as the server does.

use std::{
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::PathBuf,
};

use testkit::Server;

/// A program that says these lines of shell; kept as long as the folder.
fn program(script: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("program");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("allowed");
    (folder, path)
}

const TALKS: &str = r#"
echo "started with PORT=$PORT LOG=$LOG COST=$PASSWORD_COST CARGO=$CARGO DATA_DIR=$DATA_DIR" >&2
echo "To begin, open http://127.0.0.1:4321/#/setup/abc-DEF_123 within 30 minutes."
echo "Listening on http://127.0.0.1:4321"
exec sleep 600
"#;

#[test]
fn the_address_and_the_set_up_link_are_read() {
    let (_folder, program) = program(TALKS);
    let server = Server::of(program).env("LOG", "debug").start().expect("started");
    assert_eq!(server.url("/api/config"), "http://127.0.0.1:4321/api/config");
    assert_eq!(server.setup_token(), "abc-DEF_123");
}

#[tokio::test]
async fn the_environment_is_its_own() {
    let (_folder, program) = program(TALKS);
    let server = Server::of(program).env("LOG", "debug").start().expect("started");
    let expected = format!("started with PORT=0 LOG=debug COST=4 CARGO= DATA_DIR={}/data", server.folder().display());
    testkit::eventually(std::time::Duration::from_secs(5), || async { server.output().contains(&expected) }).await;
}

#[test]
fn it_ends_and_starts_again() {
    let (_folder, program) = program(TALKS);
    let mut server = Server::of(program).start().expect("started");
    assert_eq!(server.sigterm().expect("ended").signal(), Some(15));
    server.restart().expect("started");
    let pid = server.pid();
    server.kill9().expect("killed");
    server.restart_on_same_port().expect("started");
    assert_ne!(server.pid(), pid);
    let (pid, folder) = (server.pid(), server.folder().to_owned());
    drop(server);
    assert!(!PathBuf::from(format!("/proc/{pid}")).exists() && !folder.exists());
}

#[test]
fn a_server_that_ends_tells_why() {
    let (_folder, program) = program("echo 'PORT: \"x\" is not allowed' >&2; exit 1");
    let error = Server::of(program).start().expect_err("ended").to_string();
    assert!(error.contains("the server has ended") && error.contains("PORT: \"x\" is not allowed"), "{error}");
}
