//! Passwords: what they must be, and how they are hashed.

mod hasher;
mod policy;

pub use hasher::{DEFAULT_COST, Passwords, Slot};
pub use policy::{MAX_BYTES, MIN_BYTES, PasswordFault, check};
