//! What is explored: who may wish what how often, and what may go wrong.

use crate::{cast::CLIENTS, wish::Wish};

/// The bounds of an exploration.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What Ana, Bea (an administrator) and Cid may wish, in any order.
    pub wishes: [&'static [Wish]; CLIENTS],
    /// How many commands each gives at most.
    pub commands: [u8; CLIENTS],
    /// Whether Ana holds the lock at the beginning.
    pub held: bool,
    /// For how many ticks of 30 s time passes.
    pub ticks: u8,
    /// How many answers get lost, be it the database's to a node or a node's to a client.
    pub losses: u8,
    /// How many nodes crash, at any moment, and are there again at once.
    pub crashes: u8,
    /// Whether Ana may be deleted, or Bea be demoted.
    pub dismissals: bool,
    /// What is broken on purpose.
    pub breakage: Option<Breakage>,
}

/// What an implementation might forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakage {
    /// A commit does not compare the revision.
    NoCompareAndSet,
    /// A commit does not look at the clock.
    LateCommit,
    /// A commit does not look whether those it relies on are still what they were.
    Unrelied,
    /// The rules take whoever edits for the holder.
    AnybodyHolds,
}
