//! The lease on an appointment: who holds it, what they and others may do, and what happens by itself.

pub mod command;
pub mod decide;
mod draft;
mod due;
pub mod event;
pub mod refusal;
mod requests;
pub mod state;
#[cfg(test)]
mod tests;

pub use command::{Action, Actor, Answer, Command, Precondition};
pub use decide::{Decision, Effect, Reliance, Rules, State, Transition};
pub use event::{Detail, Event, EventKind};
pub use refusal::{Conflict, Refusal};
pub use state::{ControlRequest, Held, Lock, Request};
