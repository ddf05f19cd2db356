//! What tests of the whole system need: a throw-away PostgreSQL, a spawned server, an HTTP client, patience with a deadline.
//!
//! Everything here is for tests only and panics or tells `anyhow` what went wrong. Whatever is started ends with the
//! test process, however that ends (see [`process`]).
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! let Some(postgres) = testkit::Postgres::shared() else { return Ok(()) };
//! let server = testkit::Server::of("target/debug/appointments")
//!     .env("DATABASE_URL", postgres.fresh_database()?)
//!     .env("JWT_SECRET", "0123456789abcdef0123456789abcdef")
//!     .start()?;
//! let reply = testkit::Client::new(server.url("")).get("/api/config").await.expect(200);
//! assert_eq!(reply.body["setupNeeded"], true);
//! # Ok(())
//! # }
//! ```

mod client;
mod eventually;
mod folder;
mod postgres;
pub mod process;
mod server;

pub use client::{Client, Reply, Request};
pub use eventually::eventually;
pub use postgres::Postgres;
pub use reqwest::Method;
pub use server::{Server, ServerBuilder};
