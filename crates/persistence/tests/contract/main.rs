//! What every adapter of the ports must do. The suites of appointments and of the feed run on the domain's fake, on SQLite and on
//! PostgreSQL; what the fake does not have (users, migrations, plans) runs on the databases.

mod bench;
#[macro_use]
mod on_all;

mod appointments;
mod databases;
mod feed;
mod postgres;
