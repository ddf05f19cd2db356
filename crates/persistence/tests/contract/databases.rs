//! What only databases do, on both.

mod cancel;
mod links;
mod logins;
mod migrations;
mod pool;
mod sessions;
mod upkeep;
mod users;
