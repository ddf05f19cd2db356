//! The key of the tokens: given, or made once and kept beside the SQLite database.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{parse::JWT_SECRET_BYTES, secret::Secret};

/// Where the key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwtSecret {
    /// From the settings.
    Given(Secret),
    /// Made once in this folder.
    KeptIn(PathBuf),
    /// From nowhere: PostgreSQL, and a command that signs no tokens.
    Missing,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum JwtSecretError {
    /// None was given.
    #[error("JWT_SECRET: nothing was given, but it is required with PostgreSQL")]
    Missing,
    /// The file with the key cannot be read or made.
    #[error("the secret file {path:?} cannot be read or made")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds less than a key.
    #[error(
        "the secret file {path:?} holds {bytes} bytes, at least {JWT_SECRET_BYTES} are needed; remove it to have a new one made, which signs everybody out"
    )]
    TooShort {
        /// The file.
        path: PathBuf,
        /// How long its text is.
        bytes: usize,
    },
}

impl JwtSecret {
    /// The key itself; makes the file at the first call.
    ///
    /// # Errors
    /// When there is none to be had.
    pub fn load(&self) -> Result<Secret, JwtSecretError> {
        match self {
            Self::Given(secret) => Ok(secret.clone()),
            Self::KeptIn(folder) => ensure_jwt_secret(folder),
            Self::Missing => Err(JwtSecretError::Missing),
        }
    }
}

/// The key in `<folder>/jwt_secret`, made (mode 0600) when there is none. The folder must exist.
///
/// # Errors
/// When the file cannot be read or made or is too short; the message names its path.
pub fn ensure_jwt_secret(folder: &Path) -> Result<Secret, JwtSecretError> {
    let path = folder.join("jwt_secret");
    let text = read_or_make(&path).map_err(|source| JwtSecretError::File { path: path.clone(), source })?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.len() < JWT_SECRET_BYTES {
        return Err(JwtSecretError::TooShort { path, bytes: text.len() });
    }
    Ok(Secret::new(text))
}

fn read_or_make(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path)?,
        other => return other,
    }
    fs::read_to_string(path)
}

/// Writes the key whole under a name of its own, then gives it the real name if that is still free: a process that is
/// stopped half-way leaves no short key, and of two that start at once both use the first one's.
fn make(path: &Path) -> io::Result<()> {
    let secret = random_hex()?;
    let draft = path.with_extension(&secret[..16]);
    let made = write_private(&draft, &secret[16..]).and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    let removed = fs::remove_file(&draft);
    made.and(removed)
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

/// 8 random bytes for the draft's name and 32 for the key, as 80 hexadecimal digits.
fn random_hex() -> io::Result<String> {
    let mut bytes = [0; 40];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
