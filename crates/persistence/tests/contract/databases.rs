//! What only databases do, on both.

mod access;
mod cancel;
mod links;
mod logins;
mod migrations;
mod pool;
mod revocations;
mod sessions;
mod upkeep;
mod users;
