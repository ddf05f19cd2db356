//! How far the events have been read, holes considered.
//!
//! Numbers are given out when an event is written and become visible when its transaction commits: a later one can be
//! seen before an earlier one, and a transaction that fails burns its numbers. So a missing number is remembered as a
//! hole. Later events are told at once all the same, but as resume point only the number before the first hole is
//! handed out. A hole dies when whoever could have written it has been ended by the statement timeout.

use std::{collections::BTreeMap, time::Duration};

use tokio::time::Instant;

/// The statement timeout of our connections is 4 s; the rest is for a commit that waits for a slow disk.
const LIFETIME: Duration = Duration::from_secs(15);

/// Of a longer run of missing numbers only the last are waited for: so many statements are not under way at once.
const LONGEST_RUN: i64 = 1_000;

/// A place in the stream of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    seen: i64,
    holes: BTreeMap<i64, Instant>,
}

/// The resume points before and after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Everything up to here was told before.
    pub before: i64,
    /// Everything up to here is told when this event is.
    pub after: i64,
}

impl Position {
    /// Right after this number.
    #[must_use]
    pub fn after(seen: i64) -> Self {
        Self { seen, holes: BTreeMap::new() }
    }

    /// The highest number seen.
    #[must_use]
    pub fn seen(&self) -> i64 {
        self.seen
    }

    /// The numbers that are still waited for.
    #[must_use]
    pub fn holes(&self) -> Vec<i64> {
        self.holes.keys().copied().collect()
    }

    /// Up to here nothing is missing.
    #[must_use]
    pub fn resume_point(&self) -> i64 {
        self.holes.first_key_value().map_or(self.seen, |(hole, _)| hole - 1)
    }

    /// Takes note of an event: the next, one behind a new hole, or one that fills a hole.
    pub fn step(&mut self, seq: i64, now: Instant) -> Step {
        let before = self.resume_point();
        if seq <= self.seen {
            self.holes.remove(&seq);
        } else {
            self.holes.extend((self.seen + 1..seq).rev().take(LONGEST_RUN as usize).map(|hole| (hole, now)));
            self.seen = seq;
        }
        Step { before, after: self.resume_point() }
    }

    /// Gives up the holes that nobody can fill any more.
    pub fn bury(&mut self, now: Instant) {
        self.holes.retain(|_, since| now.duration_since(*since) < LIFETIME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stepped(position: &mut Position, seqs: &[i64]) -> Vec<(i64, i64)> {
        let now = Instant::now();
        seqs.iter().map(|seq| position.step(*seq, now)).map(|step| (step.before, step.after)).collect()
    }

    #[test]
    fn without_holes_the_resume_point_is_the_last_event() {
        let mut position = Position::after(7);
        assert_eq!(stepped(&mut position, &[8, 9]), [(7, 8), (8, 9)]);
        assert_eq!((position.seen(), position.resume_point()), (9, 9));
        assert!(position.holes().is_empty());
    }

    #[test]
    fn behind_a_hole_events_pass_but_the_resume_point_waits() {
        let mut position = Position::after(7);
        assert_eq!(stepped(&mut position, &[9, 12]), [(7, 7), (7, 7)]);
        assert_eq!(position.holes(), [8, 10, 11]);
        assert_eq!(stepped(&mut position, &[8, 11, 10]), [(7, 9), (9, 9), (9, 12)]);
        assert_eq!(position, Position::after(12));
    }

    #[test]
    fn a_hole_dies_after_its_time_and_not_before() {
        let mut position = Position::after(0);
        let begun = Instant::now();
        position.step(2, begun);
        position.step(4, begun + Duration::from_secs(1));
        position.bury(begun + LIFETIME - Duration::from_millis(1));
        assert_eq!(position.resume_point(), 0);
        position.bury(begun + LIFETIME);
        assert_eq!((position.resume_point(), position.holes()), (2, vec![3]));
        position.bury(begun + LIFETIME + Duration::from_secs(1));
        assert_eq!(position.resume_point(), 4);
    }

    #[test]
    fn of_a_very_long_run_only_the_end_is_waited_for() {
        let mut position = Position::after(0);
        position.step(1_000_000, Instant::now());
        assert_eq!(position.holes().len(), 1_000);
        assert_eq!(position.holes().last(), Some(&999_999));
    }
}
