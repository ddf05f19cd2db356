//! The ports of [`domain`] on PostgreSQL and SQLite.
//!
//! Where to change what:
//! - a column: a migration, then its table's file in `entity/` and its conversion in `row.rs`; a test compares the
//!   entities with the migrated tables;
//! - one more question to the database: a method of the port, a file beside its like, a test in `tests/contract/`, which
//!   runs on the domain's fake and on both databases;
//! - what a commit relies on: `appointments/commit_postgres.rs` and `appointments/commit_sqlite.rs`, both.
//!
//! Rules kept here: the database's clock judges ([`UserStore`]'s `now` is it); instants are cut to milliseconds before
//! they are stored; a write is never repeated unless the database undid it; nothing holds a connection while it waits for
//! another.

mod access;
mod appointments;
mod bus;
mod clock;
mod database;
mod detail;
mod entity;
mod error;
mod event;
mod feed;
mod gather;
mod links;
mod logins;
mod people;
mod row;
mod sessions;
mod sql;
mod users;

pub use access::AccessLogStore;
pub use appointments::AppointmentStore;
pub use bus::{Alone, PostgresBus};
pub use database::{BackupError, ConnectError, Database, Options, PoolFigures};
pub use feed::FeedStore;
pub use links::LinkStore;
pub use logins::LoginFailureStore;
pub use sessions::SessionStore;
pub use users::UserStore;
