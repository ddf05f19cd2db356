//! Tests of what a machine does not have.

use std::io::Write;

/// Says on the console that the running test is skipped, since something is not installed.
///
/// # Panics
/// Where `CI=true` says that nothing may be skipped.
pub fn skipped(missing: &str) {
    let is_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!is_ci, "{missing} is not installed, and CI=true asks for its tests");
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    // Not by a macro, whose output is kept back of tests that pass; whether anybody reads it is not ours to know.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {test}: {missing} is not installed");
}
