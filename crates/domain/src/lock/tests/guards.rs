//! Pins, preconditions, the order of refusals, overbooking, and what a commit must still find.

use super::*;
use crate::{appointment::ContentFault, lock::Reliance};

fn every_action() -> Vec<Action> {
    vec![
        acquire(),
        take_over(),
        Action::Release,
        edit(),
        cancel(),
        request_control(),
        Action::WithdrawControl,
        control(Answer::Approve),
        control(Answer::Reject),
        Action::RequestForceRelease,
        Action::WithdrawForceRelease,
        force(Answer::Approve),
        force(Answer::Reject),
        force_release(),
    ]
}

#[test]
fn a_pinned_lock_must_be_the_one_that_stands() {
    for action in every_action() {
        for actor in [user(ADA), through(ADA, TAB)] {
            let world = held().control(ADA, 60).force(ADA, 60);
            assert_eq!(world.clone().pinned(FRESH).refuses(actor, action.clone()), Refusal::LockChanged, "{action:?}");
            assert_eq!(
                world.clone().pinned(HOLDING).decide(actor, action.clone()),
                world.decide(actor, action.clone()),
                "the right pin changes nothing"
            );
        }
    }
    held().pinned(HOLDING).accepts(ann(), edit());
}

#[test]
fn a_pin_is_held_against_the_settled_state() {
    let world = held().control(ADA, 60).at(60);
    assert_eq!(world.clone().pinned(HOLDING).refuses(user(ADA), acquire()), Refusal::LockChanged);
    world.pinned(HANDED).accepts(user(ADA), acquire());
}

#[test]
fn with_nobody_holding_a_pin_says_nothing() {
    let ended = held().at(300).pinned(HOLDING);
    assert_eq!(ended.refuses(ann(), Action::Release), Refusal::LockNotHeld);
    assert_eq!(ended.refuses(user(ADA), request_control()), Refusal::LockNotFound);
}

#[test]
fn a_precondition_is_held_against_the_settled_state() {
    let is_free = |state: &State| state.appointment.as_ref().is_some_and(|found| found.lock == Lock::Free);
    assert_eq!(held().only_if(is_free).refuses(ann(), edit()), Refusal::PreconditionFailed);
    held().at(300).only_if(is_free).accepts(user(BOB), acquire());
}

/// Each world is refused for the reason beside it and for all that follow; the first is found.
#[test]
fn refusals_are_found_in_their_order() {
    let never = |_: &State| false;
    let stale = retitle(STALE);
    let gone = held().deleted(BOB).cancelled_by(ANN).only_if(never).pinned(FRESH);
    assert_eq!(gone.refuses(user(BOB), force_release()), Refusal::Unauthenticated);
    let may_not = held().cancelled_by(ANN).only_if(never).pinned(FRESH);
    assert_eq!(may_not.refuses(user(BOB), force_release()), Refusal::AdminOnly);
    assert_eq!(may_not.refuses(user(BOB), stale.clone()), Refusal::AppointmentNotFound);
    let unmet = held().only_if(never).pinned(FRESH);
    assert_eq!(unmet.refuses(user(BOB), stale.clone()), Refusal::PreconditionFailed);
    assert_eq!(held().pinned(FRESH).refuses(user(BOB), stale.clone()), Refusal::LockChanged);
    assert_eq!(held().refuses(user(BOB), stale.clone()), Refusal::LockNotHeld);
    assert_eq!(
        held().refuses(user(BOB), Action::Acquire { version: STALE, becomes: FRESH, take_over: false }),
        Refusal::Locked
    );
    assert_eq!(held().refuses(ann(), impossible(STALE)), Refusal::VersionConflict);
    assert_eq!(held().refuses(ann(), impossible(VERSION)), Refusal::Invalid(ContentFault::EndsBeforeStart));
    assert_eq!(free().refuses(user(BOB), control(Answer::Approve)), Refusal::LockNotFound);
    assert_eq!(held().refuses(user(BOB), control(Answer::Approve)), Refusal::LockNotHeld);
    assert_eq!(held().refuses(ann(), control(Answer::Approve)), Refusal::NoRequest);
}

fn impossible(version: Version) -> Action {
    let change = ContentChange { end_time: Some(t(0)), ..ContentChange::default() };
    edit_with(version, change, None)
}

#[test]
fn content_that_cannot_be_is_refused() {
    let create = |content| Action::Create { content: Box::new(content), allow_overlap: false };
    let mut content = samples::content(1);
    content.end_time = content.start_time;
    assert_eq!(
        free().missing().refuses(ann(), create(content.clone())),
        Refusal::Invalid(ContentFault::EndsBeforeStart)
    );
    content.end_time = content.start_time + Duration::days(31);
    free().missing().accepts(ann(), create(content.clone()));
    content.end_time += Duration::milliseconds(1);
    assert_eq!(free().missing().refuses(ann(), create(content.clone())), Refusal::Invalid(ContentFault::TooLong));
    let change = ContentChange { end_time: Some(content.end_time), ..ContentChange::default() };
    assert_eq!(held().refuses(ann(), edit_with(VERSION, change, None)), Refusal::Invalid(ContentFault::TooLong));
}

#[test]
fn overbooking_lasts_until_times_or_doctor_change() {
    let was = |overbooked| held().with(|appointment| appointment.overbooked = overbooked);
    let old = samples::content(1);
    let same = ContentChange { note: Some(Some("x".into())), ..ContentChange::default() };
    let respelt = ContentChange { doctor_name: Some(Some(" dr. BUDI ".into())), ..ContentChange::default() };
    let earlier = ContentChange { start_time: Some(old.start_time - Duration::minutes(5)), ..ContentChange::default() };
    let longer = ContentChange { end_time: Some(old.end_time + Duration::minutes(5)), ..ContentChange::default() };
    let other = ContentChange { doctor_name: Some(Some("Dr. Wati".into())), ..ContentChange::default() };
    for (change, kept) in [(same, true), (respelt, true), (earlier, false), (longer, false), (other, false)] {
        let after =
            |before, allow| was(before).accepts(ann(), edit_with(VERSION, change.clone(), allow)).after.overbooked;
        assert_eq!(after(true, None), kept, "{change:?}");
        assert!(!after(false, None), "it is never overbooked by itself");
        for before in [true, false] {
            assert!(after(before, Some(true)) && !after(before, Some(false)), "what is said counts");
        }
    }
}

#[test]
fn a_change_of_overbooking_is_told_and_is_content() {
    let edited = held().accepts(ann(), edit_with(VERSION, ContentChange::default(), Some(true)));
    assert_eq!(edited.events[0].detail.changed, [crate::appointment::Field::Overbooked]);
    assert!(edited.content_changed);
}

fn relies(transition: &Transition) -> Vec<(UserId, bool)> {
    let mut all: Vec<(UserId, bool)> =
        transition.relies_on.iter().map(|Reliance { user, admin }| (*user, *admin)).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_commit_relies_on_the_actor_and_on_the_new_holder() {
    let pending = held().control(ADA, 60);
    assert_eq!(relies(&held().accepts(ann(), edit())), [(ANN, false)]);
    assert_eq!(relies(&free().accepts(user(ADA), acquire())), [(ADA, false)], "acquiring needs no administrator");
    assert_eq!(relies(&held().accepts(user(ADA), request_control())), [(ADA, true)]);
    assert_eq!(relies(&held().accepts(user(ADA), Action::RequestForceRelease)), [(ADA, true)]);
    assert_eq!(relies(&held().accepts(user(ADA), force_release())), [(ADA, true)]);
    assert_eq!(relies(&pending.accepts(ann(), control(Answer::Approve))), [(ANN, false), (ADA, true)]);
    assert_eq!(relies(&pending.accepts(ann(), Action::Release)), [(ANN, false), (ADA, true)]);
    assert_eq!(relies(&pending.accepts(user(ADA), Action::WithdrawControl)), [(ADA, false)]);
    assert_eq!(relies(&pending.clone().at(60).accepts(user(ADA), acquire())), [(ADA, false), (ADA, true)]);
    assert_eq!(relies(&held().at(300).accepts(Actor::System, Action::Settle)), []);
}

#[test]
fn a_commit_must_come_before_the_next_deadline_of_what_it_was_decided_on() {
    let due = |transition: Transition| transition.valid_before.map(seconds);
    assert_eq!(due(free().accepts(user(BOB), acquire())), None);
    assert_eq!(due(held().accepts(ann(), acquire())), Some(300), "the old expiry, not the new one");
    assert_eq!(due(held().accepts(ann(), Action::Release)), Some(300));
    assert_eq!(due(held().control(ADA, 60).accepts(ann(), edit())), Some(60));
    assert_eq!(due(held().control(ADA, 60).force(EVE, 50).accepts(ann(), control(Answer::Approve))), Some(50));
    assert_eq!(due(held().control(ADA, 60).at(61).accepts(user(ADA), acquire())), Some(120), "of the settled state");
    assert_eq!(due(held().at(301).accepts(user(BOB), acquire())), None, "what has expired has no deadline");
    assert_eq!(due(held().accepts(user(ADA), request_control())), Some(300));
}
