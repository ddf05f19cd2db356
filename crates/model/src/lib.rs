//! The protocol as a model whose every interleaving is explored: clients, nodes, sweepers and one database.
//!
//! The rules are the domain's own [`decide`](domain::lock::Rules::decide), not a copy. What is modelled is what stands around
//! them: that loading and committing are two steps between which anything may happen, that answers get lost, that nodes
//! crash between a commit and telling of it, that time passes at any moment.
//!
//! A [`Scenario`] says who may wish what how often. `tests/explore.rs` explores some, and shows that the model finds what
//! is broken on purpose ([`Breakage`]).

mod cast;
mod protocol;
mod scenario;
mod store;
mod wish;
mod witness;
mod world;

pub use protocol::{Protocol, Step};
pub use scenario::{Breakage, Scenario};
pub use wish::Wish;
pub use world::World;
