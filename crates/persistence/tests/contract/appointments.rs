//! The port of appointments, on all adapters.

mod commit;
mod due;
mod history;
mod list;
mod load;
mod races;
mod some;
