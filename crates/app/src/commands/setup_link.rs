//! `setup-link`: a new link that makes the first administrator.

use anyhow::bail;

use crate::{config::Settings, node::Node};

/// Prints a new link.
///
/// # Errors
/// There are users already, or the database cannot be reached.
pub async fn setup_link(settings: &Settings) -> anyhow::Result<()> {
    let node = Node::to_administer(settings).await?;
    let Some(link) = node.accounts.setup_link().await? else {
        bail!("there are users already; `appointments user password --email …` sets a password");
    };
    let origin = match &settings.http.given_public_url {
        Some(url) => url.to_string(),
        None => format!("http://{}:{}", settings.http.host, settings.http.port),
    };
    println!("{}", link_line(&origin, link.secret.expose()));
    Ok(())
}

/// What is printed of a link.
pub fn link_line(origin: &str, secret: &str) -> String {
    format!("Set-up link, good for 30 minutes: {}/#/setup/{secret}", origin.trim_end_matches('/'))
}
