//! Signing in and out.

use std::net::IpAddr;

use domain::{
    Instant, SessionId, User,
    ports::{
        Answer,
        access::{Access, AccessKind},
        sessions::Session,
        users::Account,
    },
};

use super::{Accounts, LoginError, SignedIn};
use crate::{IssuedToken, throttle::Guess};

impl Accounts {
    /// Opens a session for who knows the password. It takes as long, and asks the store the same, whether the e-mail
    /// is unknown or the password wrong.
    ///
    /// # Errors
    /// When e-mail and password don't belong together, after too many failures, or while the store is away.
    pub async fn login(&self, email: &str, password: &str, ip: IpAddr) -> Result<SignedIn, LoginError> {
        // Asked before a hashing slot is: while the store is away, nobody queues for one.
        let now = self.users.now().await?;
        let account = self.prove(email, password, ip).await?;
        let session = self.open_session(&account.user, now).await?.ok_or(LoginError::InvalidCredentials)?;
        if self.password_changed(&account).await? {
            self.sessions.revoke(session.id).await?;
            return Err(LoginError::InvalidCredentials);
        }
        tracing::info!(user = %session.user.id, session = %session.id, "A user signed in.");
        self.recorder.note(Access::of_oneself(AccessKind::SignedIn, session.user.id));
        Ok(self.signed_in(session)?)
    }

    /// A fresh token of a live session. It ends with the session; the old one lives out its time.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn refresh(&self, session: &Session) -> Answer<IssuedToken> {
        self.tokens.issue(session)
    }

    /// Ends a session and so all of its tokens. Ending an ended one is no error.
    ///
    /// # Errors
    /// While the store is away.
    pub async fn logout(&self, session: &Session) -> Answer<()> {
        self.sessions.revoke(session.id).await?;
        self.cache.forget(session.id).await;
        self.recorder.note(Access::of_oneself(AccessKind::SignedOut, session.user.id));
        tracing::info!(session = %session.id, "A session was ended by its user.");
        Ok(())
    }

    /// Forgets the failed sign-ins of an account.
    ///
    /// # Errors
    /// While the store is away.
    pub async fn clear_failures(&self, email: &str) -> Answer<()> {
        self.throttle.clear(email).await
    }

    /// The account whose e-mail and password these are. Throttling, verifying and counting a failure happen in one
    /// hashing slot, so guesses made at the same time cannot all pass before the first is counted.
    pub(super) async fn prove(&self, email: &str, password: &str, ip: IpAddr) -> Result<Account, LoginError> {
        let guess = Guess::new(email, ip);
        let slot = self.passwords.slot().await?;
        if let Some(retry_after_seconds) = self.throttle.retry_after(&guess).await? {
            tracing::warn!(retry_after_seconds, "A password was not looked at after too many failures.");
            return Err(LoginError::Throttled { retry_after_seconds });
        }
        let account = self.users.find_by_email(email).await?;
        let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
        let (_slot, right) = slot.verify(password, hash).await?;
        match account {
            Some(account) if right => Ok(account),
            account => {
                self.throttle.record(&guess).await?;
                if let Some(account) = account {
                    self.recorder.note(Access::of_user(AccessKind::SignInFailed, None, account.user.id));
                }
                Err(LoginError::InvalidCredentials)
            }
        }
    }

    /// Whether the password proven is not the account's any more. A change of password ends the sessions there are;
    /// one opened just after it, by the old password, must not outlive it.
    async fn password_changed(&self, proven: &Account) -> Answer<bool> {
        let account = self.users.find(proven.user.id).await?;
        Ok(account.is_none_or(|account| account.password_hash != proven.password_hash))
    }

    /// Nothing when the user is not active (any more).
    pub(super) async fn open_session(&self, user: &User, now: Instant) -> Answer<Option<Session>> {
        self.sessions.open(SessionId::fresh(), user.id, now + self.session_max).await
    }

    pub(super) fn signed_in(&self, session: Session) -> Answer<SignedIn> {
        let token = self.tokens.issue(&session)?;
        Ok(SignedIn { session, token })
    }
}
