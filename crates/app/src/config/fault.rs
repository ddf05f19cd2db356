//! What is wrong with the settings, in words for the person who starts the server.

use std::{fmt, io, path::PathBuf};

use super::variable::Variable;

/// One thing wrong with the settings. Its text never holds a secret's value.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A value that may be shown is not allowed.
    #[error("{name}: {value:?} is not allowed; give {allowed}")]
    Value {
        /// The variable.
        name: &'static str,
        /// What it was.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A secret value is not allowed.
    #[error("{name}: the value given (not shown) is not allowed; give {allowed}")]
    Secret {
        /// The variable.
        name: &'static str,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A variable that is needed beside what was given is missing.
    #[error("{name}: nothing was given, but {because}; give {allowed}")]
    Missing {
        /// The variable.
        name: &'static str,
        /// Why it is needed.
        because: &'static str,
        /// What is allowed.
        allowed: &'static str,
    },
    /// The value and a file with the value were both given.
    #[error("{name} and {file_name} are both given, which is not allowed; give one of them")]
    Both {
        /// The variable.
        name: &'static str,
        /// Its `…_FILE` form.
        file_name: String,
    },
    /// The file with the value is no text or cannot be read.
    #[error(
        "{file_name}: {path:?} is not allowed, it cannot be read ({source}); give the path of a readable text file"
    )]
    File {
        /// The `…_FILE` variable.
        file_name: String,
        /// What it was.
        path: PathBuf,
        /// Why it cannot be read.
        source: io::Error,
    },
    /// The file with the value is empty.
    #[error("{file_name}: {path:?} is not allowed, it is empty; give a file that holds the value")]
    EmptyFile {
        /// The `…_FILE` variable.
        file_name: String,
        /// What it was.
        path: PathBuf,
    },
}

/// Longest piece of a bad value that is repeated in a message, in characters.
const SHOWN: usize = 200;

impl Fault {
    /// The fault of a value that is not allowed, with the value unless it is secret.
    pub fn value(variable: &'static Variable, value: &str) -> Self {
        let Variable { name, allowed, .. } = variable;
        if variable.is_secret() {
            return Self::Secret { name, allowed };
        }
        Self::Value { name, value: value.chars().take(SHOWN).collect(), allowed }
    }
}

/// All faults of the settings, at least one; shown one a line.
#[derive(Debug)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
