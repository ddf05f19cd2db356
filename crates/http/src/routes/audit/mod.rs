//! Who saw and did what, for administrators.

pub mod list;
