//! The live half: every client sees every change at once, on one node or many, and nothing is missed.
//!
//! ```text
//! commit ─▶ waker ─▶ relay ─▶ compose ─▶ hub ─▶ one bounded queue a socket ─▶ connection ─▶ client
//!             └▶ nodes (bus) ─▶ the relays of the other nodes
//! ```
//!
//! - `relay`, `position`: reads the events by number, holes considered, and who was signed out; on every node the same;
//! - `compose`, `topic`, `frame`: from events to frames, each serialised once; pure but for two readings;
//! - `catch_up`, `snapshots`: what a socket is told when it begins to look: all that is there, or what it missed;
//! - `hub`, `mailbox`: who is connected and is told what; who does not read is cut;
//! - `endpoint`, `connection`, `incoming`, `frame_limit`, `heartbeat`, `window`: one socket, from its handshake to its end;
//! - `nodes`, `presence`, `cursors`: what is told between nodes and never kept.
//!
//! To add a frame to clients: its name and data in `topic` or `frame`, and a message in `docs/asyncapi.yaml`, which a
//! test holds against what is sent. One from clients: a variant of `Incoming`, obeyed in `connection`.

mod catch_up;
mod compose;
mod connection;
mod cursors;
mod endpoint;
mod frame;
mod frame_limit;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod heartbeat;
mod hub;
mod incoming;
mod live;
mod mailbox;
mod nodes;
mod position;
mod presence;
mod relay;
mod snapshots;
mod topic;
mod waker;
mod window;

pub use endpoint::routes;
pub use live::{Broken, Live, Parts, run};
pub use relay::Relay;
pub use waker::Waker;
