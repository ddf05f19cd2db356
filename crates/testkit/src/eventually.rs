//! Waiting for something to become true.

use std::{
    future::Future,
    panic::Location,
    time::{Duration, Instant},
};

/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks at the condition again and again until it holds.
///
/// # Panics
/// At the caller's line, when it does not hold within `deadline`.
#[track_caller]
pub fn eventually<F, C>(deadline: Duration, condition: F) -> impl Future<Output = ()>
where
    F: FnMut() -> C,
    C: Future<Output = bool>,
{
    // An async fn would lose the caller's line.
    look(deadline, condition, Location::caller())
}

async fn look<F, C>(deadline: Duration, mut condition: F, caller: &'static Location<'static>)
where
    F: FnMut() -> C,
    C: Future<Output = bool>,
{
    let end = Instant::now() + deadline;
    while !condition().await {
        assert!(Instant::now() < end, "{caller}: did not come true within {deadline:?}");
        tokio::time::sleep(PAUSE).await;
    }
}

/// The same without async: the value once there is one, None after the deadline.
pub(crate) fn wait_for<T>(deadline: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + deadline;
    loop {
        match look() {
            None if Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
            seen => return seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn it_waits_until_the_condition_holds() {
        let looks = Cell::new(0);
        eventually(Duration::from_secs(5), || async { looks.replace(looks.get() + 1) == 2 }).await;
        assert_eq!(looks.get(), 3);
    }

    #[tokio::test]
    #[should_panic(expected = "eventually.rs")]
    async fn it_gives_up_at_the_deadline_and_names_the_line() {
        eventually(Duration::from_millis(50), || async { false }).await;
    }
}
