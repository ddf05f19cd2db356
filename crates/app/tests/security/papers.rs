//! What docs/security.md names is there.

use std::path::Path;

const PAPER: &str = include_str!("../../../../docs/security.md");

/// Each test that is named stands in its file, and each file that is named exists.
#[test]
fn every_test_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    // A name stands between two backticks on one line.
    for quoted in PAPER.lines().flat_map(|line| line.split('`').skip(1).step_by(2)) {
        if quoted.starts_with("crates/") {
            assert!(root.join("../..").join(quoted).exists(), "{quoted} does not exist");
        }
        let Some((module, name)) = quoted.rsplit_once("::") else { continue };
        let tests = root.join("tests").join(module.replace("::", "/"));
        // A module of its own: all of it is meant.
        if tests.join(format!("{name}.rs")).exists() {
            continue;
        }
        let file = tests.with_extension("rs");
        let source = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{quoted}: {error}"));
        assert!(source.contains(&format!("fn {name}(")), "{quoted} does not exist");
        named += 1;
    }
    assert!(named > 80, "{named} tests are named");
}
