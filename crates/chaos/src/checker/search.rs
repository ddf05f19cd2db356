//! The search for an order (Wing and Gong), with Lowe's memory of what was tried: which calls have taken effect, and
//! the state they left. Where every way on from such a pair has failed, it is not tried again.

use std::collections::HashSet;

use super::{
    clues::Clues,
    history::{Answer, Call, Millis},
    model::{Rules, State},
};

/// What the search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is an order that explains every answer.
    Linearizable,
    /// There is none. The longest one ends so, and none of these calls can follow it.
    Violated {
        /// The state at its end.
        state: Box<State>,
        /// The calls that would have been next.
        next: Vec<Call>,
    },
    /// The search took too many steps. That proves nothing, and so counts as failed.
    Undecided,
}

/// Looks for an order of the calls on one appointment, in so many steps at most. It begins as `State::default()`.
///
/// At first only with those unknown calls of which something was seen; only if that does not do, with all that are
/// possible. An order without an unknown call is one, too: it never took effect.
#[must_use]
pub fn check(calls: &[Call], rules: &Rules, steps: usize) -> Verdict {
    let (mut known, mut unknown): (Vec<Call>, Vec<Call>) =
        calls.iter().copied().partition(|call| call.answer != Answer::Unknown);
    known.sort_by_key(|call| call.invoked);
    unknown.sort_by_key(|call| call.invoked);
    let clues = Clues::of(&known);
    unknown.retain(|call| clues.allow(call));
    let likely: Vec<Call> = unknown.iter().copied().filter(|call| clues.suggest(call, rules)).collect();
    if likely.len() < unknown.len() {
        let verdict = Search { known: known.clone(), unknown: likely, rules }.run(steps);
        if verdict == Verdict::Linearizable {
            return verdict;
        }
    }
    Search { known, unknown, rules }.run(steps)
}

/// A place in the search: what has taken effect, and what that left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Place {
    /// All known calls before this one have taken effect.
    first: usize,
    /// So have these after it, in order.
    ahead: Vec<usize>,
    /// And these of the unknown ones, in order.
    unknown: Vec<usize>,
    state: State,
}

struct Search<'a> {
    known: Vec<Call>,
    unknown: Vec<Call>,
    rules: &'a Rules,
}

impl Search<'_> {
    fn run(&self, steps: usize) -> Verdict {
        if self.known.is_empty() {
            return Verdict::Linearizable;
        }
        let mut tried = HashSet::from([Place::default()]);
        let mut trail = vec![self.ways(&Place::default())];
        let mut furthest = Place::default();
        for _ in 0..steps {
            let Some(ways) = trail.last_mut() else {
                return Verdict::Violated { next: self.next(&furthest), state: Box::new(furthest.state) };
            };
            let Some(place) = ways.pop() else {
                trail.pop();
                continue;
            };
            if place.first == self.known.len() {
                return Verdict::Linearizable;
            }
            if tried.insert(place.clone()) {
                trail.push(self.ways(&place));
                furthest = std::cmp::max_by_key(furthest, place, |place| place.first + place.ahead.len());
            }
        }
        Verdict::Undecided
    }

    /// Where one more call leads; the likeliest last. Unknown ones come into it when nothing else fits.
    fn ways(&self, place: &Place) -> Vec<Place> {
        let end = self.earliest_return(place);
        let mut ways = Vec::new();
        let mut open = self.open(place, end);
        if open.iter().any(|index| is_left_behind(&self.known[*index], &place.state)) {
            return ways;
        }
        let fresh = self.unknown.iter().enumerate().take_while(|(_, call)| call.invoked <= end);
        for (index, call) in fresh.filter(|(index, _)| place.unknown.binary_search(index).is_err()) {
            let states = place.state.after(call, self.rules);
            ways.extend(states.into_iter().map(|state| place.with_unknown(index, state)));
        }
        open.sort_by_key(|index| std::cmp::Reverse(self.known[*index].returned));
        for index in open {
            let states = place.state.after(&self.known[index], self.rules);
            // A lock that may live is taken to live first.
            ways.extend(states.into_iter().rev().map(|state| place.with_known(index, state)));
        }
        ways
    }

    /// The known calls that may be next: asked before any open one was answered.
    fn open(&self, place: &Place, end: Millis) -> Vec<usize> {
        let asked = (place.first..self.known.len()).take_while(|index| self.known[*index].invoked <= end);
        asked.filter(|index| place.ahead.binary_search(index).is_err()).collect()
    }

    fn earliest_return(&self, place: &Place) -> Millis {
        let mut end = Millis::MAX;
        for index in place.first..self.known.len() {
            if self.known[index].invoked > end {
                break;
            }
            if place.ahead.binary_search(&index).is_err() {
                end = end.min(self.known[index].returned);
            }
        }
        end
    }

    fn next(&self, place: &Place) -> Vec<Call> {
        let open = self.open(place, self.earliest_return(place));
        open.into_iter().map(|index| self.known[index]).collect()
    }
}

/// Whether this call shows what was before the state: nothing goes back, so it can never follow.
fn is_left_behind(call: &Call, state: &State) -> bool {
    let (Answer::Done { seen, .. } | Answer::Refused { seen, .. }) = call.answer else { return false };
    seen.revision.is_some_and(|seen| seen < state.revision) || seen.version.is_some_and(|seen| seen < state.version)
}

impl Place {
    fn with_known(&self, index: usize, state: State) -> Self {
        let mut place = Self { state, ..self.clone() };
        if let Err(at) = place.ahead.binary_search(&index) {
            place.ahead.insert(at, index);
        }
        let run = place.ahead.iter().enumerate().take_while(|(at, index)| **index == self.first + at).count();
        place.ahead.drain(..run);
        place.first += run;
        place
    }

    fn with_unknown(&self, index: usize, state: State) -> Self {
        let mut place = Self { state, ..self.clone() };
        if let Err(at) = place.unknown.binary_search(&index) {
            place.unknown.insert(at, index);
        }
        place
    }
}
