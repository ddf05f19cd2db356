//! Clients, as cheap as they can be: they share the machine with what they measure.

pub mod http;
pub mod sockets;
