//! README.md's walk-through, run as a reader would.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::process::Command;

pub const README: &str = include_str!("../../../../README.md");

/// Printed between two blocks of the walk-through, to know whose output is whose.
const NEXT: &str = "--- next block ---";

/// What stands between `<!-- name -->` and `<!-- /name -->`.
pub fn section(name: &str) -> &'static str {
    let rest = README.split_once(&format!("<!-- {name} -->")).map(|(_, rest)| rest);
    let inner = rest.and_then(|rest| rest.split_once(&format!("<!-- /{name} -->"))).map(|(inner, _)| inner);
    inner.unwrap_or_else(|| panic!("README.md lacks the section {name}"))
}

/// The fenced blocks of a language, in order.
fn blocks(text: &'static str, language: &str) -> Vec<&'static str> {
    let begin = format!("\n```{language}\n");
    text.split(begin.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

/// Whether a line is as claimed; `…` stands for anything.
pub fn is_as_claimed(line: &str, claim: &str) -> bool {
    let mut parts = claim.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Runs a script as a reader would, with the server's address and the set-up link's token.
fn run(script: &str, base: &str, setup: &str) -> Result<String, String> {
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", script]).env_remove("BASH_ENV");
    bash.env("BASE", base).env("SETUP", setup).env("no_proxy", "*");
    let output = bash.output().expect("bash");
    let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said.into_owned()) } else { Err(format!("{said}{failed}")) }
}

/// Walks against the server at `base`, whose set-up token this is. `log` is what the server said, for when it fails.
///
/// # Panics
/// When anything is not as README.md claims.
pub fn walk(base: &str, setup: &str, log: impl Fn() -> String) {
    let walk = section("walk-through");
    let (scripts, claims) = (blocks(walk, "sh"), blocks(walk, "text"));
    assert_eq!(scripts.len(), claims.len(), "each block of commands is followed by one of their output");
    assert!(scripts.len() > 5, "the walk-through is gone");
    let said = run(&scripts.join(&format!("\necho '{NEXT}'\n")), base, setup);
    let said = said.unwrap_or_else(|said| panic!("{said}\n{}", log()));
    let said: Vec<&str> = said.split(&format!("{NEXT}\n")).collect();
    assert_eq!(said.len(), claims.len());
    for ((script, claim), said) in scripts.iter().zip(claims).zip(said) {
        let lines: Vec<&str> = said.lines().collect();
        let claimed: Vec<&str> = claim.lines().collect();
        let right =
            lines.len() == claimed.len() && lines.iter().zip(&claimed).all(|(line, claim)| is_as_claimed(line, claim));
        assert!(right, "README.md claims\n{claim}\nof\n{script}\nbut it says\n{said}");
    }
}
