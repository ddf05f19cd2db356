//! `epoch new`.

use crate::{config::Settings, node::Node};

/// Begins a new epoch: clients load everything afresh.
///
/// # Errors
/// The database cannot be reached.
pub async fn new(settings: &Settings) -> anyhow::Result<()> {
    let epoch = Node::to_administer(settings).await?.database.new_epoch().await?;
    println!("A new epoch began: {epoch}");
    Ok(())
}
