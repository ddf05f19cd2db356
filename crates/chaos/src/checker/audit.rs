//! The worst faults, found directly: less than the search sees, but by name.

use std::collections::BTreeMap;

use super::history::{Answer, Ask, Call, Lock, LockId, Millis, Seen};

/// From the answer to one call that proves a holding to the asking of the last one.
type Span = (Millis, Millis);

/// How often two locks of the appointment were certainly held at the same time.
#[must_use]
pub fn double_holders(calls: &[Call]) -> usize {
    let mut spans: BTreeMap<LockId, Span> = BTreeMap::new();
    for call in calls {
        let Some(lock) = proven(call) else { continue };
        let span = spans.entry(lock).or_insert((call.returned, call.invoked));
        *span = (span.0.min(call.returned), span.1.max(call.invoked));
    }
    let mut certain: Vec<Span> = spans.into_values().filter(|(from, to)| from <= to).collect();
    certain.sort_unstable();
    let mut latest = Millis::MIN;
    let mut count = 0;
    for (from, to) in certain {
        count += usize::from(from < latest);
        latest = latest.max(to);
    }
    count
}

/// The lock whose holder this accepted call proves.
fn proven(call: &Call) -> Option<LockId> {
    match (call.ask, call.answer) {
        (Ask::Acquire { .. } | Ask::Edit { .. }, Answer::Done { seen: Seen { lock: Lock::Held(held), .. }, .. }) => {
            Some(held.id)
        }
        (Ask::Release { pin }, Answer::Done { .. }) => pin,
        _ => None,
    }
}

/// How many acknowledged edits are missing: another one was told the same version, or a later answer shows an older
/// version or, of the same one, another content.
#[must_use]
pub fn lost_writes(calls: &[Call]) -> usize {
    let edits = calls.iter().filter_map(|call| Some((call, written(call)?)));
    edits.filter(|(edit, version)| calls.iter().any(|call| denies(call, edit, *version))).count()
}

/// The version that this accepted edit made.
fn written(call: &Call) -> Option<i64> {
    match (call.ask, call.answer) {
        (Ask::Edit { .. }, Answer::Done { seen, .. }) => seen.version,
        _ => None,
    }
}

fn denies(call: &Call, edit: &Call, version: i64) -> bool {
    let Ask::Edit { mark, .. } = edit.ask else { return false };
    let (Answer::Done { seen, .. } | Answer::Refused { seen, .. }) = call.answer else { return false };
    let is_older = seen.version.is_some_and(|seen| seen < version);
    let is_other = seen.version == Some(version) && seen.mark.is_some_and(|seen| seen != mark);
    is_other || (is_older && call.invoked > edit.returned)
}
