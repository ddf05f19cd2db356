//! What the answers tell of the calls that were not answered.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    history::{Answer, Ask, Call, Lock, LockId, Mark, Millis, Seen, UserId},
    model::Rules,
};

/// What was seen.
#[derive(Debug, Default)]
pub struct Clues {
    /// Which edit made a version.
    marks: BTreeMap<i64, Mark>,
    /// The edits whose content was seen.
    seen: BTreeSet<Mark>,
    /// The locks that were seen, whose they are, and the last moment by which each was first seen.
    locks: BTreeMap<LockId, (UserId, Millis)>,
}

impl Clues {
    /// Those in these answers.
    pub fn of(calls: &[Call]) -> Self {
        let mut clues = Self::default();
        for call in calls {
            let (Answer::Done { seen, .. } | Answer::Refused { seen, .. }) = call.answer else { continue };
            clues.note(&seen, call.returned);
        }
        clues
    }

    fn note(&mut self, seen: &Seen, returned: Millis) {
        self.seen.extend(seen.mark);
        if let (Some(version), Some(mark)) = (seen.version, seen.mark) {
            self.marks.insert(version, mark);
        }
        if let Lock::Held(held) = seen.lock {
            let first = self.locks.entry(held.id).or_insert((held.user, returned));
            first.1 = first.1.min(returned);
        }
    }

    /// Whether this unknown call can have changed anything: a reading cannot, nor can an edit whose version another one made.
    pub fn allow(&self, call: &Call) -> bool {
        match call.ask {
            Ask::Read => false,
            Ask::Edit { version, mark } => self.marks.get(&(version + 1)).is_none_or(|made| *made == mark),
            _ => true,
        }
    }

    /// Whether something was seen that this unknown call may have done.
    pub fn suggest(&self, call: &Call, rules: &Rules) -> bool {
        match call.ask {
            Ask::Read => false,
            Ask::Edit { mark, .. } => self.seen.contains(&mark),
            Ask::Acquire { pin: Some(pin), .. } if self.locks.contains_key(&pin) => true,
            Ask::Acquire { .. } => self
                .locks
                .iter()
                .any(|(id, (user, first))| !rules.granted.contains(id) && *user == call.user && call.invoked <= *first),
            Ask::Release { pin } | Ask::Force { pin } => pin.is_none_or(|pin| self.locks.contains_key(&pin)),
        }
    }
}
