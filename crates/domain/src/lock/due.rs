//! What happens by itself, applied before every command and every reading: whoever comes first, early or late,
//! meets the same state.

use super::{
    draft::Draft,
    event::EventKind,
    state::{Held, Lock},
};
use crate::Instant;

enum Due {
    Expiry,
    ForceRelease,
    Control,
}

/// Applies all that is due at `now`, in the order of the due times.
pub(super) fn apply(draft: &mut Draft<'_>, now: Instant) {
    withdraw_of_the_unfit(draft, now);
    while let Some((at, due)) = draft.held().map(next) {
        if at > now {
            break;
        }
        match due {
            Due::Expiry => draft.end(EventKind::Expired, at, None),
            Due::ForceRelease => draft.end(EventKind::ForceReleaseSettled, at, None),
            Due::Control => draft.hand_over(EventKind::ControlSettled, at, None, at + draft.rules.hand_over_ttl()),
        }
    }
    // Last: a deletion does not undo what was due, and seen by readers, before it.
    release_of_the_gone(draft, now);
}

/// The next of the three. An ended lock has no requests, so expiry wins a tie; between requests the release does.
fn next(held: &Held) -> (Instant, Due) {
    let force = held.force_release.as_ref().and_then(|request| request.respond_by);
    let control = held.control.as_ref().and_then(|control| control.request.respond_by);
    let mut first = (held.expires_at, Due::Expiry);
    for (at, due) in [(force, Due::ForceRelease), (control, Due::Control)] {
        if let Some(at) = at.filter(|at| *at < first.0) {
            first = (at, due);
        }
    }
    first
}

/// Requests of those who are no administrators any more are withdrawn, no later than what was due first, so that
/// history stays in the order of time.
fn withdraw_of_the_unfit(draft: &mut Draft<'_>, now: Instant) {
    let people = draft.people;
    let Some(held) = draft.held_mut() else { return };
    let at = now.min(held.next_due());
    let control = held.control.take_if(|control| !people.is_admin(control.request.by));
    let force = held.force_release.take_if(|request| !people.is_admin(request.by));
    let lock = held.clone();
    if let Some(control) = control {
        draft.record_of(&lock, EventKind::ControlWithdrawn, at, None, Some(control.request.by));
    }
    if let Some(request) = force {
        draft.record_of(&lock, EventKind::ForceReleaseWithdrawn, at, None, Some(request.by));
    }
}

/// The lock of a deleted user is released, to whoever waits for it.
fn release_of_the_gone(draft: &mut Draft<'_>, now: Instant) {
    if let Lock::Held(held) = &draft.after.lock
        && !draft.people.is_active(held.holder)
    {
        draft.release(now, None);
    }
}
