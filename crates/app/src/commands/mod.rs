//! What the binary does, one file a command.

pub mod backup;
pub mod demo;
pub mod epoch;
pub mod migrate;
pub mod openapi;
pub mod restore;
pub mod serve;
pub mod setup_link;
pub mod user;
