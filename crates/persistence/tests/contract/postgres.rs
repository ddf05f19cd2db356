//! What only a server does: make wait, go away, and count what it is asked.

mod bus;
mod holes;
mod restart;
mod round_trips;
mod waits;
