//! `migrate up|down|status`.

use crate::{
    cli::Migrate,
    config::Settings,
    node::{self, prepare},
};

/// Brings the schema forward or back, or tells where it stands.
///
/// # Errors
/// The database cannot be reached or refuses.
pub async fn migrate(settings: &Settings, what: Migrate) -> anyhow::Result<()> {
    let url = node::url(&settings.storage.database);
    match what {
        Migrate::Up => {
            prepare(settings).await?;
            println!("The schema is up to date: {}", node::place(&settings.storage.database));
        }
        Migrate::Down => match migration::down(&url, 1).await?.first() {
            Some(name) => println!("Took back {name}."),
            None => println!("There is nothing to take back."),
        },
        Migrate::Status => {
            for (name, applied) in migration::status(&url).await? {
                println!("{} {name}", if applied { "applied" } else { "pending" });
            }
        }
    }
    Ok(())
}
