//! Histories of a lock that does as it should are explained, whatever the times; of one that does not, they are not.

use checker::{
    Verdict, check,
    history::{Answer, Ask, Call, Held, Lock, Millis, Refusal, Seen},
    model::Rules,
};
use proptest::prelude::*;
use uuid::Uuid;

const TTL: Millis = 2000;

/// What somebody does: who, what, how long after the last one, how long before and after its effect it was under way,
/// and what becomes of the answer.
type Step = (u128, u8, Millis, (Millis, Millis), Fate);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Told,
    LostAnswer,
    LostRequest,
}

/// The appointment as it should be.
#[derive(Debug)]
struct Appointment {
    version: i64,
    mark: u64,
    revision: i64,
    lock: Option<Held>,
    locks: u128,
    /// Forgets acknowledged edits.
    forgets: bool,
}

impl Appointment {
    fn new(forgets: bool) -> Self {
        Self { version: 1, mark: 0, revision: 1, lock: None, locks: 0, forgets }
    }

    fn seen(&self) -> Seen {
        let lock = self.lock.map_or(Lock::Free, Lock::Held);
        Seen { version: Some(self.version), revision: Some(self.revision), mark: Some(self.mark), lock }
    }

    fn does(&mut self, user: Uuid, ask: Ask, now: Millis) -> Answer {
        self.lock = self.lock.filter(|lock| now < lock.expires);
        let was = self.seen();
        let refused = |why| Answer::Refused { why, seen: was };
        let is_own = self.lock.is_some_and(|lock| lock.user == user);
        match ask {
            Ask::Read => return Answer::Done { seen: was, made: false },
            Ask::Acquire { .. } if self.lock.is_some() && !is_own => return refused(Refusal::Locked),
            Ask::Acquire { version, .. } if !is_own => {
                if version != self.version {
                    return refused(Refusal::VersionConflict);
                }
                self.locks += 1;
                self.revision += 1;
                self.lock = Some(Held { id: Uuid::from_u128(self.locks), user, expires: now + TTL });
                return Answer::Done { seen: self.seen(), made: true };
            }
            Ask::Edit { .. } | Ask::Release { .. } if !is_own => return refused(Refusal::LockNotHeld),
            Ask::Edit { version, .. } if version != self.version => return refused(Refusal::VersionConflict),
            Ask::Force { .. } if self.lock.is_none() => return refused(Refusal::LockNotFound),
            Ask::Edit { mark, .. } => (self.version, self.mark) = (self.version + 1, mark),
            Ask::Release { .. } | Ask::Force { .. } => self.lock = None,
            Ask::Acquire { .. } => {}
        }
        self.revision += 1;
        self.lock = self.lock.map(|lock| Held { expires: now + TTL, ..lock });
        let answer = Answer::Done { seen: self.seen(), made: false };
        if self.forgets && matches!(ask, Ask::Edit { .. }) {
            (self.version, self.mark) = (self.version - 1, was.mark.unwrap_or_default());
        }
        answer
    }
}

fn ask(what: u8, version: i64, mark: u64) -> Ask {
    match what {
        0 | 1 => Ask::Acquire { version, pin: None },
        2 | 3 => Ask::Edit { version, mark },
        4 => Ask::Release { pin: None },
        5 => Ask::Force { pin: None },
        6 => Ask::Edit { version: version - 1, mark },
        _ => Ask::Read,
    }
}

fn history(mut appointment: Appointment, steps: &[Step]) -> Vec<Call> {
    let mut now = 1000;
    let mut calls = Vec::new();
    for (index, (who, what, gap, (before, after), fate)) in steps.iter().enumerate() {
        now += gap;
        let user = Uuid::from_u128(1000 + who);
        let ask = ask(*what, appointment.version, index as u64 + 1);
        let answer = match fate {
            Fate::Told => appointment.does(user, ask, now),
            Fate::LostAnswer => {
                appointment.does(user, ask, now);
                Answer::Unknown
            }
            Fate::LostRequest => Answer::Unknown,
        };
        calls.push(Call { user, ask, invoked: now - before, returned: now + after, answer });
    }
    calls
}

fn verdict(calls: &[Call]) -> Verdict {
    check(calls, &Rules::of(calls, TTL, 5), 200_000)
}

fn steps(told: u32, lost: u32) -> impl Strategy<Value = Vec<Step>> {
    let fate = prop_oneof![
        told => Just(Fate::Told),
        lost => Just(Fate::LostAnswer),
        lost => Just(Fate::LostRequest),
    ];
    let gap = prop_oneof![8 => 1..60_i64, 1 => 1500..2500_i64];
    proptest::collection::vec((0..3_u128, 0..9_u8, gap, (0..100_i64, 0..100_i64), fate), 1..60)
}

proptest! {
    #[test]
    fn what_a_good_lock_answers_is_explained(steps in steps(10, 1)) {
        prop_assert_eq!(verdict(&history(Appointment::new(false), &steps)), Verdict::Linearizable);
    }

    #[test]
    fn an_edit_that_was_acknowledged_and_forgotten_is_found(steps in steps(1, 0)) {
        let mut calls = history(Appointment::new(true), &steps);
        let edits = calls.iter().any(|call| matches!((call.ask, call.answer), (Ask::Edit { .. }, Answer::Done { .. })));
        prop_assume!(edits);
        let last = calls.iter().map(|call| call.returned).max().unwrap_or_default();
        let seen = Seen { version: Some(1), mark: Some(0), ..Seen::default() };
        let answer = Answer::Done { seen, made: false };
        let user = Uuid::from_u128(1000);
        calls.push(Call { user, ask: Ask::Read, invoked: last + 1, returned: last + 2, answer });
        let found = matches!(verdict(&calls), Verdict::Violated { .. });
        prop_assert!(found);
    }

    #[test]
    fn the_order_of_writing_down_does_not_matter(steps in steps(10, 1), turn in 0..60_usize) {
        let mut calls = history(Appointment::new(false), &steps);
        let middle = turn % calls.len();
        calls.rotate_left(middle);
        prop_assert_eq!(verdict(&calls), Verdict::Linearizable);
    }
}
