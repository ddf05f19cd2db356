//! What clients see. Each view is made from the domain by exhaustive destructuring, in one place.

pub mod access;
pub mod appointment;
pub mod history;
pub mod time;
pub mod user;

pub use access::AccessView;
pub use appointment::{AppointmentView, LockAnswer, LockView, etag};
pub use history::EventView;
pub use time::{Date, Stamp, stamp};
pub use user::{NameView, PersonView, UserView};
