//! Who may read what the server and its commands write to disk.

use std::{collections::BTreeSet, os::unix::fs::PermissionsExt, path::Path, process::Command};

use serde_json::json;
use testkit::{Client, Server};

use crate::common::{BINARY, Person, ROOT};

fn mode(file: &Path) -> u32 {
    file.metadata().expect("a file").permissions().mode() & 0o777
}

/// However permissive the umask.
fn permissive(command: &str) -> String {
    format!("umask 000; exec '{BINARY}' {command}")
}

/// Runs a command on the server's data.
fn run(server: &Server, command: &str) {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(permissive(command)).env_clear().env("DATA_DIR", server.folder().join("data"));
    let done = shell.current_dir(server.folder()).output().expect("sh");
    assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The names in a folder, in which all files must be their owner's alone.
fn private(folder: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(folder).expect("a folder").flatten() {
        assert_eq!(format!("{:o}", mode(&file.path())), "600", "{}", file.path().display());
        names.insert(file.file_name().to_string_lossy().into_owned());
    }
    names
}

/// The key that signs tokens, the database with what goes with it, backups, and copies that commands keep are their owner's alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_data_and_backups_are_their_owners_alone() {
    let server = Server::of("/bin/sh").arg("-c").arg(permissive("serve"));
    let server = server.env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1);
    let mut server = server.start().expect("a server");
    let data = server.folder().join("data");
    Person::signed_in(&Client::new(server.url("")), ROOT.0, ROOT.1).await.book(json!({})).await;
    let backup = data.join("backup.db");
    run(&server, &format!("backup '{}'", backup.display()));
    let running = private(&data);
    for name in ["jwt_secret", "appointments.db", "appointments.db-wal", "appointments.db.lock", "backup.db"] {
        assert!(running.contains(name), "no {name} among {running:?}");
    }
    // What an older version left, or somebody copied, is everybody's; what is made of it is not.
    server.sigterm().expect("ended");
    let everybody = || std::fs::Permissions::from_mode(0o644);
    let brought = server.folder().join("brought.db");
    std::fs::copy(&backup, &brought).expect("copied");
    std::fs::set_permissions(&brought, everybody()).expect("a mode");
    std::fs::set_permissions(data.join("appointments.db.lock"), everybody()).expect("a mode");
    run(&server, &format!("restore '{}'", brought.display()));
    run(&server, "migrate down");
    let kept = private(&data);
    for kind in ["before-restore", "before-down"] {
        assert!(kept.iter().any(|name| name.contains(kind)), "no {kind} among {kept:?}");
    }
}
