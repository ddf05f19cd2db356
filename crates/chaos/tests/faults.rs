//! Three nodes under faults, as CI does it: five minutes at most, and more than 500 faults. The seed is always the same, so that a
//! failure is of the change under test; `just chaos` draws another each time.
//!
//! The server is the one beside this test's programs, which `cargo test --workspace` builds; by itself, this test builds it.

use std::{io::Write, path::Path, process::Command};

const CHAOS: &str = env!("CARGO_BIN_EXE_chaos");

#[test]
fn five_hundred_faults_leave_no_promise_broken() {
    let server = Path::new(CHAOS).with_file_name("appointments");
    if !server.is_file() {
        let built = Command::new(env!("CARGO")).args(["build", "--quiet", "--package", "app"]).status();
        assert!(built.is_ok_and(|status| status.success()), "the server cannot be built");
    }
    let chaos = Command::new(CHAOS)
        .args(["--seconds", "180", "--faults", "500", "--seed", "42"])
        .arg("--binary")
        .arg(server)
        .output();
    let chaos = chaos.unwrap_or_else(|error| panic!("chaos cannot be started: {error}"));
    let (report, told) = (String::from_utf8_lossy(&chaos.stdout), String::from_utf8_lossy(&chaos.stderr));
    // Not by a macro, whose output is kept back of tests that pass; whether anybody reads it is not ours to know.
    let _ = write!(std::io::stderr(), "{report}");
    assert!(chaos.status.success(), "{}\n{report}\n{told}", chaos.status);
}
