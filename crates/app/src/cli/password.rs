//! A password from the person at the terminal, or from standard input for scripts.

use std::io::{self, BufRead, IsTerminal};

use crate::config::Secret;

/// Why no password was read.
#[derive(Debug, thiserror::Error)]
pub enum PasswordInputError {
    /// The two entries differ.
    #[error("the passwords differ; nothing was changed")]
    Differ,
    /// Standard input ended or its first line is empty.
    #[error("no password was given: write it as the first line of standard input")]
    Empty,
    /// The terminal or standard input cannot be read.
    #[error("the password cannot be read")]
    Unreadable(#[from] io::Error),
}

/// Longest line that is read, in bytes; far above what a password may have, so that its own rule answers.
const LONGEST: u64 = 4096;

/// Asks twice when standard input is a terminal, else takes its first line. Blocks; not for an async thread.
///
/// # Errors
/// When there is none, or the two entries differ.
pub fn read_password() -> Result<Secret, PasswordInputError> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return first_line(stdin.lock());
    }
    let password = rpassword::prompt_password("Password: ")?;
    let again = rpassword::prompt_password("Again: ")?;
    match (password.is_empty(), password == again) {
        (true, _) => Err(PasswordInputError::Empty),
        (_, false) => Err(PasswordInputError::Differ),
        (_, true) => Ok(Secret::new(password)),
    }
}

/// The first line without its end.
fn first_line(input: impl BufRead) -> Result<Secret, PasswordInputError> {
    let mut line = String::new();
    input.take(LONGEST).read_line(&mut line)?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() { Err(PasswordInputError::Empty) } else { Ok(Secret::new(line)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_password_without_its_end() {
        for input in ["pass word", "pass word\n", "pass word\r\n", "pass word\nmore\n"] {
            let password = first_line(input.as_bytes()).unwrap_or_else(|error| panic!("{input:?}: {error}"));
            assert_eq!(password.expose(), "pass word", "{input:?}");
        }
    }

    #[test]
    fn an_empty_line_is_no_password() {
        for input in ["", "\n", "\r\n", "\nlater\n"] {
            assert!(matches!(first_line(input.as_bytes()), Err(PasswordInputError::Empty)), "{input:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_an_error() {
        assert!(matches!(first_line(&b"\xff\xfe\n"[..]), Err(PasswordInputError::Unreadable(_))));
    }
}
