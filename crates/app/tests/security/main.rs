//! The server under attack, from outside: what docs/security.md claims, over HTTP, WebSocket and plain TCP.

#[path = "../common/mod.rs"]
mod common;

mod bodies;
mod files;
mod forgery;
mod injection;
mod leaks;
mod logging;
mod mass_assignment;
mod metrics;
mod operations;
mod origins;
mod papers;
mod raw;
mod revocation;
mod routes;
mod signing_in;
mod slowloris;
mod sockets;
