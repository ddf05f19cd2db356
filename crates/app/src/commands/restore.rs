//! `restore FILE`: puts a backup in the SQLite database's place, with the server stopped.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use super::serve::{InUse, own_file};
use crate::{
    config::{Database, Settings},
    node::{self, Node, prepare},
};

/// Replaces the database. What stood there is kept beside it; a new epoch begins.
///
/// # Errors
/// The server runs, the database is not SQLite, or the file is no backup of it.
pub async fn restore(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let Database::Sqlite(path) = &settings.storage.database else {
        bail!("restore is for SQLite; use pg_restore and `appointments epoch new` with PostgreSQL");
    };
    fs::create_dir_all(&settings.storage.data_dir)?;
    let _alone = InUse::claim(&settings.storage.database)?;
    check(file).await.with_context(|| format!("{} is no backup that this binary can use", file.display()))?;
    let incoming = beside(path, "restoring");
    copy(file, &incoming).with_context(|| format!("{} cannot be copied", file.display()))?;
    if path.exists() {
        keep(path, "before-restore").await?;
    }
    for rest in ["-wal", "-shm"] {
        remove(&suffixed(path, rest))?;
    }
    fs::rename(&incoming, path)?;
    prepare(settings).await?;
    let epoch = Node::to_administer(settings).await?.database.new_epoch().await?;
    println!("Restored {} from {}. A new epoch began: {epoch}", path.display(), file.display());
    Ok(())
}

/// Whether it is a database of ours, not newer than this binary.
async fn check(file: &Path) -> anyhow::Result<()> {
    if !file.is_file() {
        bail!("there is no such file");
    }
    let file = fs::canonicalize(file)?;
    let applied = migration::status(&node::url(&Database::Sqlite(file))).await?;
    if applied.iter().any(|(_, applied)| *applied) { Ok(()) } else { bail!("it has no appointments in it") }
}

/// Keeps what is replaced, whole: a copy of the file alone would lack what is in its write-ahead log.
pub async fn keep(path: &Path, what: &str) -> anyhow::Result<()> {
    let kept = free_name(path, what);
    let options = persistence::Options { url: node::url(&Database::Sqlite(path.to_owned())), pool: 1 };
    match persistence::Database::connect(&options).await {
        Ok(database) => database.backup(&kept).await?,
        Err(_) => copy(path, &kept)?,
    }
    println!("Kept what was there as {}.", kept.display());
    Ok(())
}

/// Copies to a file that is its owner's alone, whosever the copied one is.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut copy = own_file(to)?;
    copy.set_len(0)?;
    std::io::copy(&mut fs::File::open(from)?, &mut copy)?;
    copy.sync_all()
}

/// A name for what is kept, that nothing kept before has.
fn free_name(path: &Path, what: &str) -> PathBuf {
    let first = beside(path, what);
    let more = (2..).map(|count| beside(path, &format!("{what}-{count}")));
    std::iter::once(first.clone()).chain(more).find(|name| !name.exists()).unwrap_or(first)
}

fn beside(path: &Path, what: &str) -> PathBuf {
    suffixed(path, &format!(".{what}"))
}

fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
