//! What happens by itself: locks expire, unanswered requests settle, what has a retention is pruned, the access log is
//! written.
//!
//! All that changes an appointment goes through the services that requests go through, so that any number of nodes may do it at once and
//! nothing happens twice. The system is right without it: what is due counts as happened for every reading and every
//! command. The scheduler only records it, so that it is told in time.

mod access;
mod prune;
mod sweep;

pub use access::AccessWriter;
pub use prune::{Pruning, prune};
pub use sweep::{Sweeper, Waker};
