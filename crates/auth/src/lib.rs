//! Who someone is: passwords, tokens, sessions, one-time links, and the throttle of failed sign-ins.
//!
//! ```text
//! e-mail + password ─▶ Accounts::login ─▶ hashing slot ─▶ Throttle ─▶ bcrypt ─▶ session ─▶ token
//! token             ─▶ Tokens::verify  ─▶ Bearer ─▶ SessionCache::authenticate ─▶ Session
//! ```
//!
//! A token alone proves nothing: it names a session, and the session is looked up (cached for half a second at most).
//! So a logout, a new password, a new role or a deletion ends every token at once, on every node.
//!
//! This crate decides who someone *is*. What they *may* do is decided by its callers and by `domain`.
//!
//! Where to change what:
//! - what a password must be: [`password::check`], with a row in its table test;
//! - what a token carries: `token`, with a row in its table of forgeries;
//! - how many guesses are let through: [`throttle`];
//! - one more thing that can be done with an account: a method of [`Accounts`], in a file of its own under `accounts`.

pub mod accounts;
pub mod clock;
pub mod link;
pub mod password;
#[cfg(test)]
mod samples;
mod secret;
pub mod session;
pub mod throttle;
pub mod token;

pub use accounts::{
    AccountChange, Accounts, ChangeError, LoginError, NewAccount, RedeemError, SetUpError, SignedIn, Stores, Updated,
};
pub use clock::{Clock, SystemClock};
pub use link::OneTimeLink;
pub use password::{PasswordFault, Passwords};
pub use secret::Secret;
pub use session::SessionCache;
pub use token::{Bearer, InvalidToken, IssuedToken, ShortSecret, Tokens};
