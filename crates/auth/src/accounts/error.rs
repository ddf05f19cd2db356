//! Why something was not done with an account.

use domain::ports::Unavailable;

use crate::PasswordFault;

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No such account, or not its password: which of both is not told.
    #[error("the e-mail or the password is wrong")]
    InvalidCredentials,
    /// Too many failures; the password was not looked at.
    #[error("too many failed attempts; try again in {retry_after_seconds} s")]
    Throttled {
        /// When to try again, at least 1.
        retry_after_seconds: u64,
    },
    /// The store is away.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Why the first administrator was not made.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// No live set-up link has this secret.
    #[error("the set-up link is not valid, was used, or has expired")]
    InvalidToken,
    /// There are users already.
    #[error("the set-up is done already")]
    SetupDone,
    /// The password may not be one.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The store is away.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Why a password link did not set a password.
#[derive(Debug, thiserror::Error)]
pub enum RedeemError {
    /// No live password link has this secret.
    #[error("the password link is not valid, was used, or has expired")]
    InvalidToken,
    /// The password may not be one.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The store is away.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Why a user was not made, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such active user.
    #[error("there is no such user")]
    Missing,
    /// Another active user has that e-mail.
    #[error("another user has that e-mail")]
    EmailTaken,
    /// It would leave no administrator.
    #[error("the last administrator cannot go")]
    LastAdmin,
    /// The current password was not given, or is another.
    #[error("the current password is wrong")]
    WrongPassword,
    /// Too many wrong passwords; the current one was not looked at.
    #[error("too many failed attempts; try again in {retry_after_seconds} s")]
    Throttled {
        /// When to try again, at least 1.
        retry_after_seconds: u64,
    },
    /// The new password may not be one.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The store is away. The change may have happened.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl From<LoginError> for ChangeError {
    /// Proving who one is by the current password fails as signing in does.
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::InvalidCredentials => Self::WrongPassword,
            LoginError::Throttled { retry_after_seconds } => Self::Throttled { retry_after_seconds },
            LoginError::Unavailable(away) => Self::Unavailable(away),
        }
    }
}
