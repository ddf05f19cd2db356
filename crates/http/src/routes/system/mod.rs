//! What is needed before anybody is signed in.

pub mod config;
pub mod health;
pub mod setup;
