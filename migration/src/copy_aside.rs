//! The copy of an SQLite file that is made before it migrates.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::{MigrateError, connection::touch};

/// Copies the database to `<file>.before-<migration>`, replacing what an earlier attempt left.
pub(crate) async fn copy(db: &DatabaseConnection, file: &Path, migration: &str) -> Result<(), MigrateError> {
    let target = beside(file, &format!(".before-{migration}"));
    let failed = |source| MigrateError::CopyAside { path: target.display().to_string(), source };
    write(db, &target).await.map_err(failed)?;
    tracing::info!(copy = %target.display(), "The database was copied aside before it is migrated.");
    Ok(())
}

/// Under another name first: only a whole copy gets the name. One for each process, for two may start at once.
async fn write(db: &DatabaseConnection, target: &Path) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let unfinished = beside(target, &format!(".{}", std::process::id()));
    let _ = std::fs::remove_file(&unfinished);
    touch(&unfinished)?;
    let name = unfinished.to_str().ok_or("the path is not UTF-8")?;
    let statement = Statement::from_sql_and_values(db.get_database_backend(), "VACUUM INTO $1", [name.into()]);
    db.execute_raw(statement).await?;
    std::fs::File::open(&unfinished)?.sync_all()?;
    Ok(std::fs::rename(&unfinished, target)?)
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    PathBuf::from(name)
}
