//! `backup FILE`: a copy of the SQLite database, while the server runs or not.

use std::path::Path;

use anyhow::bail;

use crate::{
    config::{Database, Settings},
    node::{self, must_exist},
};

/// Copies the database to a file that does not exist yet.
///
/// # Errors
/// The database is not SQLite, or one of both files cannot be used.
pub async fn backup(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let Database::Sqlite(path) = &settings.storage.database else {
        bail!("backup is for SQLite; use pg_dump with PostgreSQL");
    };
    must_exist(settings)?;
    if file.exists() {
        bail!("{} exists already; name a new file", file.display());
    }
    // Not brought forward first: an older server may be running on it.
    let options = persistence::Options { url: node::url(&settings.storage.database), pool: 1 };
    persistence::Database::connect(&options).await?.backup(file).await?;
    println!("Copied {} to {}.", path.display(), file.display());
    Ok(())
}
