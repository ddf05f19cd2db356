//! Which database: a SQLite file of this machine or a PostgreSQL server.

use std::path::{Path, PathBuf};

use super::secret::SecretUrl;

/// The database that the settings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file, by its absolute path; it may not exist yet.
    Sqlite(PathBuf),
    /// A server.
    Postgres(SecretUrl),
}

impl Database {
    /// Reads `sqlite://PATH` (relative to `working_dir`), `postgres://…` or `postgresql://…`.
    ///
    /// `?mode=rwc`, which SQLx's users are used to write, says what holds anyhow and is accepted.
    /// A database in memory would be another one for every connection: None.
    pub fn parse(text: &str, working_dir: &Path) -> Option<Self> {
        let Some(path) = text.trim().strip_prefix("sqlite://") else {
            return SecretUrl::parse(text).map(Self::Postgres);
        };
        let path = path.strip_suffix("?mode=rwc").unwrap_or(path);
        let is_file =
            !path.is_empty() && !path.ends_with('/') && !path.contains(['?', '\0']) && !path.contains(":memory:");
        is_file.then(|| Self::Sqlite(absolute(Path::new(path), working_dir)))
    }

    /// True for a PostgreSQL server.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// The path from the root, `./` taken out; nothing is asked of the file system.
pub fn absolute(path: &Path, working_dir: &Path) -> PathBuf {
    working_dir.join(path).components().collect()
}
