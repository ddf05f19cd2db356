//! What must hold, worked out without the rules: from the stored row, the clock and what was promised.

use domain::{
    Instant, LockId,
    lock::{Effect, EventKind, Transition},
};

use crate::{
    cast::{self, RULES, client_of, instant},
    store::Store,
    wish::Wish,
};

/// A holding that stands at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Live {
    pub(crate) client: usize,
    pub(crate) lock: LockId,
    pub(crate) until: Instant,
}

/// Who holds at this moment.
pub(crate) fn live(store: &Store) -> Option<Live> {
    let held = store.appointment.lock.held()?;
    let now = instant(store.now);
    let control = held.control.as_ref().filter(|control| is_admin(store, control.request.by));
    let force = held.force_release.as_ref().filter(|request| is_admin(store, request.by));
    let control_at = control.and_then(|control| control.request.respond_by);
    let force_at = force.and_then(|request| request.respond_by).filter(|at| *at < held.expires_at);
    let handed = |at: Instant| {
        let control = control?;
        let until = at + RULES.lock_ttl;
        Some(Live { client: client_of(control.request.by)?, lock: control.becomes, until }).filter(|_| now < until)
    };
    let end = force_at.unwrap_or(held.expires_at);
    match control_at.filter(|at| *at < end && *at <= now) {
        Some(at) => handed(at),
        None if end <= now => None,
        None => match client_of(held.holder)? {
            client if store.staff.is_active(client) => Some(Live { client, lock: held.id, until: held.expires_at }),
            // Of the deleted it goes to whoever waits.
            _ => handed(now),
        },
    }
}

fn is_admin(store: &Store, user: domain::UserId) -> bool {
    client_of(user).is_some_and(|client| store.staff.is_admin(client))
}

/// What is wrong with committing this now, if anything.
pub(crate) fn fault(
    before: &Store,
    client: Option<usize>,
    wish: Wish,
    transition: &Transition,
) -> Option<&'static str> {
    let (old, new) = (&before.appointment, &transition.after);
    let holder = live(before);
    let is_holder = client.is_some() && holder.map(|live| live.client) == client;
    let may = client.is_none_or(|client| before.staff.is_active(client));
    let faults = [
        (new.revision <= old.revision, "a revision did not rise"),
        (new.version < old.version, "a version fell"),
        (transition.expected != old.revision, "a write was decided on another state than it replaced"),
        (wish.is_for_the_holder() && !is_holder, "somebody wrote who did not hold"),
        (wish == Wish::Edit && new.version != old.version.next(), "an edit was not the next version"),
        (transition.effect == Effect::Taken && holder.is_some(), "a lock was taken from a live holder"),
        (transition.effect == Effect::Renewed && !is_holder, "somebody renewed who did not hold"),
        (
            wish == Wish::ForceRelease && !client.is_some_and(|client| before.staff.is_admin(client)),
            "no administrator took it",
        ),
        (!may, "somebody deleted wrote"),
    ];
    faults.into_iter().find_map(|(is, fault)| is.then_some(fault))
}

/// The holding that a transition took from its holder before its time, as others may.
pub(crate) fn taken(before: &Store, transition: &Transition) -> u64 {
    let ends = |kind| {
        use EventKind::{
            Cancelled, ControlApproved, ControlSettled, ForceReleaseApproved, ForceReleaseSettled, ForceReleased,
            HandedOver, Released,
        };
        matches!(
            kind,
            Cancelled
                | ControlApproved
                | ControlSettled
                | ForceReleaseApproved
                | ForceReleaseSettled
                | ForceReleased
                | HandedOver
                | Released
        )
    };
    let held = before.appointment.lock.held().filter(|_| transition.events.iter().any(|event| ends(event.kind)));
    held.map_or(0, |held| cast::bit(held.id))
}

/// Whether control changed hands with it.
pub(crate) fn hands_over(transition: &Transition) -> bool {
    use EventKind::{ControlApproved, ControlSettled, HandedOver};
    transition.events.iter().any(|event| matches!(event.kind, ControlApproved | ControlSettled | HandedOver))
}
