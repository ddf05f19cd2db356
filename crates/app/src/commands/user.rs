//! `user create` and `user password`.

use anyhow::bail;
use auth::{ChangeError, NewAccount};
use http_api::routes::check_user;

use crate::{
    cli::{CreateUser, User, read_password},
    config::Settings,
    node::{Node, must_exist},
};

/// Makes a user, or sets a user's password.
///
/// # Errors
/// What is given cannot be, or the database cannot be reached.
pub async fn user(settings: &Settings, what: User) -> anyhow::Result<()> {
    match what {
        User::Create(new) => create(settings, &new).await,
        User::Password { email } => password(settings, &email).await,
    }
}

async fn create(settings: &Settings, new: &CreateUser) -> anyhow::Result<()> {
    check_user(new.display_name(), &new.email).map_err(anyhow::Error::msg)?;
    let password = read_password()?;
    let account = NewAccount {
        name: new.display_name().to_owned(),
        email: new.email.clone(),
        password: Some(password.expose().to_owned()),
        is_admin: new.admin,
    };
    let node = Node::to_administer(settings).await?;
    let user = node.accounts.create_user(None, account).await?;
    node.accesses.flush().await?;
    println!("Made the {} {}.", if user.is_admin { "administrator" } else { "user" }, user.email);
    Ok(())
}

async fn password(settings: &Settings, email: &str) -> anyhow::Result<()> {
    must_exist(settings)?;
    let node = Node::to_administer(settings).await?;
    let password = read_password()?;
    match node.accounts.reset_password(email, password.expose()).await {
        Ok(user) => {
            node.accesses.flush().await?;
            println!("Set the password of {}. They are signed out everywhere.", user.email);
        }
        Err(ChangeError::Missing) => bail!("there is no user with the e-mail {email}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
