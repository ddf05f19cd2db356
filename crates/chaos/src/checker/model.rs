//! The appointment that the checker believes in: a version, a content and a lock that expires.
//!
//! Time is part of it. Each call takes effect at an instant of its own, and those never go back along an order; the
//! state keeps the earliest that is possible so far. Clocks are compared with an uncertainty: up to `expires +
//! uncertainty` a lock may live, from `expires - uncertainty` on it may be gone, and in between both are tried.
//!
//! Two leniencies, for lack of knowledge: of a lock that an unknown call took or extended, the end is unknown until
//! somebody sees it (it lives a full TTL at least), and so is its id until then.

use std::collections::BTreeSet;

use super::history::{Answer, Ask, Call, Held, Lock, LockId, Mark, Millis, Refusal, Seen, UserId};

/// What holds beyond one call.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How long a lock lives from when it is taken or extended.
    pub ttl: Millis,
    /// How far the history's clock and the server's may be apart.
    pub uncertainty: Millis,
    /// The server's clock has jumped: a lock may end at any time, or live on, and what was told of its end says nothing.
    pub timeless: bool,
    /// The locks that acknowledged calls took: no unknown call can have made them.
    pub granted: BTreeSet<LockId>,
}

impl Rules {
    /// The rules for these calls.
    #[must_use]
    pub fn of(calls: &[Call], ttl: Millis, uncertainty: Millis) -> Self {
        let granted = calls.iter().filter_map(|call| match (call.ask, call.answer) {
            (Ask::Acquire { .. }, Answer::Done { seen: Seen { lock: Lock::Held(held), .. }, made: true }) => {
                Some(held.id)
            }
            _ => None,
        });
        Self { ttl, uncertainty, timeless: false, granted: granted.collect() }
    }
}

/// When a lock ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Then, as the server told.
    At(Millis),
    /// Not before then; nobody has been told.
    NotBefore(Millis),
}

/// A lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Holding {
    /// None as long as nobody has seen it.
    pub id: Option<LockId>,
    /// Who holds it.
    pub user: UserId,
    /// Until when.
    pub end: End,
}

/// An appointment at some point of an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// The earliest instant at which the last call can have taken effect.
    pub now: Millis,
    /// Accepted edits, plus one.
    pub version: i64,
    /// It is this or, with changes that nobody was told, higher.
    pub revision: i64,
    /// The last edit.
    pub mark: Mark,
    /// The lock, which may have expired.
    pub lock: Option<Holding>,
}

impl Default for State {
    fn default() -> Self {
        Self { now: Millis::MIN, version: 1, revision: 1, mark: 0, lock: None }
    }
}

impl State {
    /// The states in which this call can leave the appointment; none when its answer is impossible here.
    #[must_use]
    pub fn after(&self, call: &Call, rules: &Rules) -> Vec<Self> {
        let before = self.at(call, rules).into_iter();
        let after = before.filter_map(|state| state.answered(call, rules));
        let after = after.flat_map(|state| self.come_back(state, call, rules));
        after.filter(|state| state.now <= latest(call)).collect()
    }

    /// On a clock that jumps, a lock that seemed to be gone may live again, as long as nobody has written; and with it the
    /// revision, for an answer counts an end that is not written yet.
    fn come_back(&self, after: Self, call: &Call, rules: &Rules) -> Vec<Self> {
        let has_written = call.ask != Ask::Read && !matches!(call.answer, Answer::Refused { .. });
        if !rules.timeless || has_written || after.lock.is_some() || self.lock.is_none() {
            return vec![after];
        }
        vec![Self { lock: self.lock, revision: self.revision, ..after.clone() }, after]
    }

    /// This state at the call's instant: with the lock where it may live, without it where it may be gone.
    fn at(&self, call: &Call, rules: &Rules) -> Vec<Self> {
        let latest = latest(call);
        let now = self.now.max(call.invoked);
        let mut states = Vec::new();
        let lives = match self.lock.map(|lock| lock.end) {
            Some(End::At(end)) => now <= end + rules.uncertainty,
            _ => true,
        } || rules.timeless;
        if lives && now <= latest {
            states.push(Self { now, ..self.clone() });
        }
        if let Some(lock) = self.lock {
            let (End::At(end) | End::NotBefore(end)) = lock.end;
            let gone = if rules.timeless { now } else { now.max(end - rules.uncertainty) };
            if gone <= latest {
                states.push(Self { now: gone, lock: None, ..self.clone() });
            }
        }
        states
    }

    fn answered(self, call: &Call, rules: &Rules) -> Option<Self> {
        match call.answer {
            Answer::Done { seen, made } => self.done(call, made, rules)?.showing(&seen, rules),
            Answer::Refused { why, seen } => self.showing(&seen, rules)?.refuses(call, why),
            Answer::Unknown => self.done(call, self.lock.is_none(), rules),
            Answer::Absurd { .. } => None,
        }
    }

    /// What the call does where it may.
    fn done(&self, call: &Call, made: bool, rules: &Rules) -> Option<Self> {
        match call.ask {
            Ask::Read => Some(self.clone()),
            Ask::Acquire { version, pin } => match self.lock {
                None => (made && self.version == version).then(|| self.taken(call, rules)),
                Some(_) if made => None,
                Some(_) => self.held(call, pin, rules).map(|state| state.extended(call, rules)),
            },
            Ask::Edit { version, mark } => {
                let state = self.held(call, None, rules)?;
                let edited = || Self { version: version + 1, mark, ..state.extended(call, rules) };
                (self.version == version).then(edited)
            }
            Ask::Release { pin } => self.held(call, pin, rules).map(Self::freed),
            Ask::Force { pin } => self.lock.and_then(|_| self.pinned(pin, rules)).map(Self::freed),
        }
    }

    /// This state, if the caller holds its lock.
    fn held(&self, call: &Call, pin: Option<LockId>, rules: &Rules) -> Option<Self> {
        self.lock.filter(|lock| lock.user == call.user)?;
        self.pinned(pin, rules)
    }

    /// This state, if its lock can be that one.
    fn pinned(&self, pin: Option<LockId>, rules: &Rules) -> Option<Self> {
        match (self.lock, pin) {
            (Some(lock), Some(id)) => Some(Self { lock: Some(lock.named(id, rules)?), ..self.clone() }),
            _ => Some(self.clone()),
        }
    }

    fn taken(&self, call: &Call, rules: &Rules) -> Self {
        let id = match call.answer {
            Answer::Done { seen: Seen { lock: Lock::Held(held), .. }, .. } => Some(held.id),
            _ => None,
        };
        let holding = Holding { id, user: call.user, end: full(call, rules) };
        Self { lock: Some(holding), revision: self.revision + 1, ..self.clone() }
    }

    fn extended(&self, call: &Call, rules: &Rules) -> Self {
        let end = full(call, rules);
        let lock = self.lock.map(|lock| Holding { end, ..lock });
        Self { lock, revision: self.revision + 1, ..self.clone() }
    }

    fn freed(self) -> Self {
        Self { lock: None, revision: self.revision + 1, ..self }
    }

    /// This state, if an answer can show it so; with what the answer tells for the first time.
    fn showing(mut self, seen: &Seen, rules: &Rules) -> Option<Self> {
        let agrees = seen.version.is_none_or(|version| version == self.version)
            && seen.mark.is_none_or(|mark| mark == self.mark)
            && seen.revision.is_none_or(|revision| revision >= self.revision);
        if !agrees {
            return None;
        }
        self.revision = seen.revision.unwrap_or(self.revision);
        match (seen.lock, self.lock) {
            (Lock::Unsaid, _) | (Lock::Free, None) => {}
            (Lock::Held(held), Some(lock)) => {
                // It was taken or extended a TTL before its end, so now is not earlier.
                if !rules.timeless {
                    self.now = self.now.max(held.expires - rules.ttl - rules.uncertainty);
                }
                self.lock = Some(lock.shown(&held, rules)?);
            }
            _ => return None,
        }
        Some(self)
    }

    /// This state, if it is one for this refusal.
    fn refuses(self, call: &Call, why: Refusal) -> Option<Self> {
        let is_own = self.lock.is_some_and(|lock| lock.user == call.user);
        let so = match (why, call.ask) {
            (Refusal::Contended, ask) => ask != Ask::Read,
            (Refusal::Locked, Ask::Acquire { .. }) => self.lock.is_some() && !is_own,
            (Refusal::LockNotHeld, Ask::Edit { .. } | Ask::Release { .. }) => !is_own,
            (Refusal::LockNotFound, Ask::Force { .. }) => self.lock.is_none(),
            (Refusal::VersionConflict, Ask::Acquire { version, .. }) => self.lock.is_none() && version != self.version,
            (Refusal::VersionConflict, Ask::Edit { version, .. }) => is_own && version != self.version,
            (
                Refusal::LockChanged,
                Ask::Acquire { pin: Some(pin), .. } | Ask::Release { pin: Some(pin) } | Ask::Force { pin: Some(pin) },
            ) => self.lock.is_some_and(|lock| lock.id != Some(pin)),
            _ => false,
        };
        so.then_some(self)
    }
}

/// A full TTL, counted from some instant after the call was asked: it is decided a little before it takes effect.
fn full(call: &Call, rules: &Rules) -> End {
    End::NotBefore(call.invoked + rules.ttl)
}

/// When the call has taken effect at the latest.
fn latest(call: &Call) -> Millis {
    if call.answer == Answer::Unknown { Millis::MAX } else { call.returned }
}

impl Holding {
    /// This lock under that id, if it can have it.
    fn named(self, id: LockId, rules: &Rules) -> Option<Self> {
        match self.id {
            Some(known) => (known == id).then_some(self),
            None => (!rules.granted.contains(&id)).then_some(Self { id: Some(id), ..self }),
        }
    }

    /// This lock as an answer shows it, if it can be that.
    fn shown(self, held: &Held, rules: &Rules) -> Option<Self> {
        let ends_so = match self.end {
            End::At(end) => end == held.expires,
            End::NotBefore(end) => rules.timeless || held.expires >= end - rules.uncertainty,
        };
        let end = End::At(held.expires);
        (self.user == held.user && ends_so).then_some(Self { end, ..self })?.named(held.id, rules)
    }
}
