//! What tests of the whole system need: a throw-away PostgreSQL, a spawned server, HTTP and
//! WebSocket clients, patience with a deadline.
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
mod cluster;
mod eventually;
mod folder;
mod follower;
mod postgres;
pub mod process;
mod server;
mod skipped;
mod socket;
mod view;

pub use client::{Client, Reply, Request};
pub use cluster::Cluster;
pub use eventually::eventually;
pub use follower::{Follower, Knowledge};
pub use postgres::Postgres;
pub use reqwest::Method;
pub use server::{Finished, Server, ServerBuilder};
pub use skipped::skipped;
pub use socket::{End, Frame, Handshake, Judge, RawSocket, Socket};
pub use view::View;
