//! Making, changing and deleting users.

use std::net::IpAddr;

use domain::{
    User, UserId,
    ports::{
        access::{Access, AccessKind, UserField},
        sessions::Session,
        users::{NewUser, UserChange, UserWrite},
    },
};

use super::{Accounts, ChangeError};
use crate::{IssuedToken, password};

/// A user to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// Display name; trimmed.
    pub name: String,
    /// E-mail; trimmed.
    pub email: String,
    /// The first password; without one the user needs a password link.
    pub password: Option<String>,
    /// Administrator.
    pub is_admin: bool,
}

/// What to change of a user; `None` leaves it.
#[derive(Clone, Default)]
pub struct AccountChange {
    /// New display name; trimmed.
    pub name: Option<String>,
    /// New e-mail; trimmed.
    pub email: Option<String>,
    /// New password.
    pub password: Option<String>,
    /// The password until now: needed for a new password or e-mail of one's own.
    pub current_password: Option<String>,
    /// New role.
    pub is_admin: Option<bool>,
}

/// A changed user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// As it stands now.
    pub user: User,
    /// A fresh token for who changed the password or e-mail of their own.
    pub token: Option<IssuedToken>,
}

impl Accounts {
    /// Makes a user, on behalf of an administrator if there is one.
    ///
    /// # Errors
    /// When the password may not be one, the e-mail is taken, or the store is away.
    pub async fn create_user(&self, actor: Option<UserId>, new: NewAccount) -> Result<User, ChangeError> {
        let NewAccount { name, email, password, is_admin } = new;
        let password_hash = self.hash_new(password.as_deref()).await?;
        let user = NewUser {
            id: UserId::fresh(),
            name: name.trim().to_owned(),
            email: email.trim().to_owned(),
            password_hash,
            is_admin,
        };
        let user = written(self.users.create(&user).await?)?;
        self.recorder.note(Access::of_user(AccessKind::UserCreated, actor, user.id));
        Ok(user)
    }

    /// Changes a user. A new password or role ends their other sessions; the actor's own stays.
    ///
    /// `ip` is the caller's: a wrong current password counts as a failed sign-in, so that nobody guesses it here.
    ///
    /// # Errors
    /// When the current password is needed and not given, wrong, or too many were; then as [`Accounts::create_user`]; and
    /// when there is no such user, or no administrator would be left.
    pub async fn update_user(
        &self,
        actor: &Session,
        id: UserId,
        change: AccountChange,
        ip: IpAddr,
    ) -> Result<Updated, ChangeError> {
        let own = actor.user.id == id;
        let AccountChange { name, email, password, current_password, is_admin } = change;
        let email = email.map(|email| email.trim().to_owned()).filter(|email| !own || *email != actor.user.email);
        let proof_needed = own && (email.is_some() || password.is_some());
        if proof_needed {
            self.prove_again(actor, current_password.as_deref(), ip).await?;
        }
        let change = UserChange {
            name: name.map(|name| name.trim().to_owned()),
            email,
            password_hash: self.hash_new(password.as_deref()).await?,
            is_admin,
        };
        let user = written(self.users.update(id, &change, own.then_some(actor.id)).await?)?;
        self.cache.forget_user(id).await;
        self.recorder.note(Access::user_changed(Some(actor.user.id), id, fields(&change)));
        let token = proof_needed.then(|| self.refresh(actor)).transpose()?;
        Ok(Updated { user, token })
    }

    /// Deletes a user: their sessions and links are dead. Their locks and requests are the lock service's work.
    ///
    /// # Errors
    /// When there is no such user, no administrator would be left, or the store is away.
    pub async fn delete_user(&self, actor: UserId, id: UserId) -> Result<(), ChangeError> {
        written(self.users.delete(id).await?)?;
        self.cache.forget_user(id).await;
        self.recorder.note(Access::of_user(AccessKind::UserDeleted, Some(actor), id));
        Ok(())
    }

    /// Sets a password without knowing the old one and forgets the account's failed sign-ins: for the command line.
    /// It ends all sessions of the user.
    ///
    /// # Errors
    /// When there is no such user, the password may not be one, or the store is away.
    pub async fn reset_password(&self, email: &str, password: &str) -> Result<User, ChangeError> {
        let account = self.users.find_by_email(email).await?.ok_or(ChangeError::Missing)?;
        let password_hash = self.hash_new(Some(password)).await?;
        let change = UserChange { password_hash, ..UserChange::default() };
        let user = written(self.users.update(account.user.id, &change, None).await?)?;
        self.cache.forget_user(user.id).await;
        self.recorder.note(Access::user_changed(None, user.id, vec![UserField::Password]));
        self.throttle.clear(&user.email).await?;
        Ok(user)
    }

    /// Somebody signed in shows that they know their password still.
    async fn prove_again(&self, actor: &Session, current: Option<&str>, ip: IpAddr) -> Result<(), ChangeError> {
        let current = current.ok_or(ChangeError::WrongPassword)?;
        let account = self.prove(&actor.user.email, current, ip).await?;
        if account.user.id == actor.user.id { Ok(()) } else { Err(ChangeError::WrongPassword) }
    }

    async fn hash_new(&self, password: Option<&str>) -> Result<Option<String>, ChangeError> {
        let Some(password) = password else { return Ok(None) };
        password::check(password)?;
        Ok(Some(self.passwords.hash(password).await?))
    }
}

/// What a change sets, by name.
fn fields(change: &UserChange) -> Vec<UserField> {
    let UserChange { name, email, password_hash, is_admin } = change;
    let set = [
        (UserField::Name, name.is_some()),
        (UserField::Email, email.is_some()),
        (UserField::Password, password_hash.is_some()),
        (UserField::IsAdmin, is_admin.is_some()),
    ];
    set.into_iter().filter_map(|(field, set)| set.then_some(field)).collect()
}

fn written<T>(write: UserWrite<T>) -> Result<T, ChangeError> {
    match write {
        UserWrite::Done(value) => Ok(value),
        UserWrite::Missing => Err(ChangeError::Missing),
        UserWrite::EmailTaken => Err(ChangeError::EmailTaken),
        UserWrite::LastAdmin => Err(ChangeError::LastAdmin),
    }
}
