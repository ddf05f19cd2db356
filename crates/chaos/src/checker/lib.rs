//! The judge of a history: can what was answered be explained by one appointment with one lock, changed by one call
//! after the other, each at some instant between its being asked and its being answered?
//!
//! Pure: no clock, no I/O, and nothing of the system under test. [`model`] is a second, independent telling of the
//! rules; [`search`] looks for an order that it accepts; [`audit`] finds the worst faults directly, to name them.
//!
//! To add a call: a variant of [`history::Ask`] and an arm in [`model`].

pub mod audit;
mod clues;
pub mod history;
pub mod late;
pub mod model;
pub mod search;

pub use search::{Verdict, check};
