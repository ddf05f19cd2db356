//! One-time links that set a password.

use domain::{
    LinkId, UserId,
    ports::{
        Answer,
        access::{Access, AccessKind, UserField},
        links::{NewLink, Purpose},
    },
};

use super::{Accounts, RedeemError, SignedIn};
use crate::{
    link::{self, OneTimeLink, PASSWORD_LINK_LIFE},
    password,
};

impl Accounts {
    /// A new password link of this user; older ones die. Nothing when there is no such active user.
    ///
    /// # Errors
    /// While the store is away.
    pub async fn password_link(&self, actor: UserId, user: UserId) -> Answer<Option<OneTimeLink>> {
        let secret = link::fresh_secret()?;
        let expires_at = self.users.now().await? + PASSWORD_LINK_LIFE;
        let new = NewLink {
            id: LinkId::fresh(),
            purpose: Purpose::Password(user),
            secret_hash: link::digest(secret.expose()),
            expires_at,
        };
        let issued = self.links.issue(&new).await?;
        if issued {
            self.recorder.note(Access::of_user(AccessKind::PasswordLinkMade, Some(actor), user));
        }
        Ok(issued.then_some(OneTimeLink { secret, expires_at }))
    }

    /// Sets the password of the user whose link this is, ends all their sessions, forgets their failed sign-ins and
    /// signs them in. The link is looked up before anything is hashed, so a guess costs a query only.
    ///
    /// # Errors
    /// When no live link has this secret, the password may not be one, or the store is away: then the link may be used.
    pub async fn redeem_password(&self, token: &str, password: &str) -> Result<SignedIn, RedeemError> {
        let secret_hash = link::digest(token);
        if !self.links.is_live_password(secret_hash).await? {
            return Err(RedeemError::InvalidToken);
        }
        password::check(password)?;
        let hash = self.passwords.hash(password).await?;
        let now = self.users.now().await?;
        let redeemed = self.links.redeem_password(secret_hash, &hash).await?;
        let user = redeemed.ok_or(RedeemError::InvalidToken)?;
        self.cache.forget_user(user.id).await;
        self.recorder.note(Access::user_changed(Some(user.id), user.id, vec![UserField::Password]));
        self.throttle.clear(&user.email).await?;
        let session = self.open_session(&user, now).await?.ok_or(RedeemError::InvalidToken)?;
        tracing::info!(user = %user.id, "A password link was used.");
        self.recorder.note(Access::of_oneself(AccessKind::SignedIn, user.id));
        Ok(self.signed_in(session)?)
    }
}
