//! `migrate up|down|status`.

use super::{restore, serve::InUse};
use crate::{
    cli::Migrate,
    config::{Database, Settings},
    node::{self, must_exist, prepare},
};

/// Brings the schema forward or back, or tells where it stands.
///
/// # Errors
/// A server runs on the SQLite file, or the database cannot be reached or refuses.
pub async fn migrate(settings: &Settings, what: Migrate) -> anyhow::Result<()> {
    let database = &settings.storage.database;
    match what {
        Migrate::Up => {
            let _alone = InUse::claim(database)?;
            prepare(settings).await?;
            println!("The schema is up to date: {}", node::place(database));
        }
        Migrate::Down => down(settings).await?,
        Migrate::Status => {
            for (name, applied) in migration::status(&node::url(database)).await? {
                println!("{} {name}", if applied { "applied" } else { "pending" });
            }
        }
    }
    Ok(())
}

/// What a migration brought goes with it, data included: an SQLite file is kept aside first.
async fn down(settings: &Settings) -> anyhow::Result<()> {
    must_exist(settings)?;
    let database = &settings.storage.database;
    let _alone = InUse::claim(database)?;
    if let Database::Sqlite(path) = database {
        restore::keep(path, "before-down").await?;
    }
    match migration::down(&node::url(database), 1).await?.first() {
        Some(name) => println!("Took back {name} in {}.", node::place(database)),
        None => println!("There is nothing to take back in {}.", node::place(database)),
    }
    Ok(())
}
