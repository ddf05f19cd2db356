//! Every operation with what it answers.

/// The methods that a path takes, for `Allow`.
#[must_use]
pub fn methods(_pattern: &str) -> String {
    String::new()
}
