//! The WebSocket, from outside: what is promised of `/ws`, frame by frame, on one node and on several.

#[path = "../common/mod.rs"]
mod common;

mod cluster;
mod crowd;
mod cursors;
mod frames;
mod handshake;
mod outages;
mod presence;
mod resume;
mod settling;
mod slow;
mod storm;
mod subscribe;
mod tokens;
mod topics;
mod windows;
