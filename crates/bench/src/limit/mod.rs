//! What the machine allows: the same work with nothing of the server in it.

pub mod frames;
pub mod pgbench;
pub mod route;
