//! The first administrator: by the set-up link, or by configuration.

use domain::{
    LinkId, User, UserId,
    ports::{
        Answer,
        access::{Access, AccessKind},
        links::{NewLink, Purpose},
        users::{FirstAdmin, FirstAdminWrite, NewUser},
    },
};

use super::{Accounts, SetUpError, SignedIn};
use crate::{
    link::{self, OneTimeLink, SETUP_LINK_LIFE},
    password,
};

/// The name of an administrator made by configuration, which names none.
const CONFIGURED_NAME: &str = "Administrator";

impl Accounts {
    /// Makes the first administrator and signs them in, for who has the set-up link.
    ///
    /// # Errors
    /// When there are users already, the link is not live, the password may not be one, or the store is away.
    pub async fn set_up(&self, token: &str, name: &str, email: &str, password: &str) -> Result<SignedIn, SetUpError> {
        if self.users.any().await? {
            return Err(SetUpError::SetupDone);
        }
        password::check(password)?;
        let now = self.users.now().await?;
        let proof = FirstAdmin::ByLink(link::digest(token));
        let user = self.create_first(name, email, password, &proof).await?;
        let session = self.open_session(&user, now).await?.ok_or(SetUpError::InvalidToken)?;
        self.recorder.note(Access::of_oneself(AccessKind::SignedIn, user.id));
        Ok(self.signed_in(session)?)
    }

    /// Makes the first administrator that the configuration names; nothing when there is, or ever was, a user.
    /// However many nodes start at once, one of them makes it.
    ///
    /// # Errors
    /// When the password may not be one, or the store is away.
    pub async fn first_admin_configured(&self, email: &str, password: &str) -> Result<Option<User>, SetUpError> {
        if self.users.any().await? {
            return Ok(None);
        }
        password::check(password)?;
        match self.create_first(CONFIGURED_NAME, email, password, &FirstAdmin::Configured).await {
            Ok(user) => Ok(Some(user)),
            Err(SetUpError::SetupDone) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A new set-up link; nothing when there is, or ever was, a user.
    ///
    /// # Errors
    /// While the store is away.
    pub async fn setup_link(&self) -> Answer<Option<OneTimeLink>> {
        if self.users.any().await? {
            return Ok(None);
        }
        let secret = link::fresh_secret()?;
        let expires_at = self.users.now().await? + SETUP_LINK_LIFE;
        let new = NewLink {
            id: LinkId::fresh(),
            purpose: Purpose::Setup,
            secret_hash: link::digest(secret.expose()),
            expires_at,
        };
        let issued = self.links.issue(&new).await?;
        Ok(issued.then_some(OneTimeLink { secret, expires_at }))
    }

    async fn create_first(
        &self,
        name: &str,
        email: &str,
        password: &str,
        proof: &FirstAdmin,
    ) -> Result<User, SetUpError> {
        let admin = NewUser {
            id: UserId::fresh(),
            name: name.trim().to_owned(),
            email: email.trim().to_owned(),
            password_hash: Some(self.passwords.hash(password).await?),
            is_admin: true,
        };
        match self.users.create_first(&admin, proof).await? {
            FirstAdminWrite::Done(user) => {
                tracing::info!(user = %user.id, "The first administrator was made.");
                self.recorder.note(Access::of_user(AccessKind::UserCreated, None, user.id));
                Ok(user)
            }
            FirstAdminWrite::SetupDone => Err(SetUpError::SetupDone),
            FirstAdminWrite::InvalidToken => Err(SetUpError::InvalidToken),
        }
    }
}
