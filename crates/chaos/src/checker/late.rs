//! Answers that show a later state than the one their call made.
//!
//! When a commit's confirmation is lost, the server looks whether it is durable, and answers with the appointment as it
//! is then. Somebody else may have changed it meanwhile. Such an answer says two things, each true at an instant of its
//! own between asking and answering: that the call took effect, and what stood. The judge takes it for these two calls.

use super::history::{Answer, Ask, Call, Lock, Seen};

/// The calls, with each that shows a later state parted in two; and how many those were.
#[must_use]
pub fn parted(calls: &[Call]) -> (Vec<Call>, usize) {
    let late = calls.iter().filter(|call| is_late(call)).count();
    let part = |call: &Call| {
        let Answer::Done { made, .. } = call.answer else { return vec![*call] };
        if !is_late(call) {
            return vec![*call];
        }
        let effect = Call { answer: Answer::Done { seen: Seen::default(), made }, ..*call };
        let sight = Call { ask: Ask::Read, ..*call };
        vec![effect, sight]
    };
    (calls.iter().flat_map(part).collect(), late)
}

/// Whether the answer cannot show what the call itself made.
fn is_late(call: &Call) -> bool {
    let Answer::Done { seen, .. } = call.answer else { return false };
    let is_own = match seen.lock {
        Lock::Held(held) => held.user == call.user,
        Lock::Free => false,
        Lock::Unsaid => true,
    };
    match call.ask {
        Ask::Read => false,
        Ask::Acquire { .. } => !is_own,
        Ask::Edit { version, mark } => {
            !is_own || seen.version.is_some_and(|seen| seen > version + 1) || seen.mark.is_some_and(|seen| seen != mark)
        }
        Ask::Release { .. } | Ask::Force { .. } => matches!(seen.lock, Lock::Held(_)),
    }
}
