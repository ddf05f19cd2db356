//! What happens by itself: expiry, unanswered requests, people who may no longer.

use EventKind::{
    Acquired, ControlLapsed, ControlSettled, ControlWithdrawn, Expired, ForceReleaseLapsed, ForceReleaseSettled,
    ForceReleaseWithdrawn, HandedOver, Released,
};

use super::*;
use crate::lock::Reliance;

fn settle(world: &World) -> Transition {
    let settled = world.accepts(Actor::System, Action::Settle);
    assert_eq!(settled.after.lock, world.settled(), "a reader sees what is written");
    settled
}

#[test]
fn a_lock_lives_until_the_instant_of_its_expiry() {
    let last = held().with(|_| ()).at(300);
    let before = World { now: last.now - Duration::milliseconds(1), ..last.clone() };
    assert!(before.settled().held().is_some());
    before.leaves_unchanged(Actor::System, Action::Settle);
    assert_eq!(told(&settle(&last)), [(Expired, None, Some(ANN), 300)]);
    assert_eq!(last.refuses(ann(), edit()), Refusal::LockNotHeld);
    assert_eq!(last.refuses(ann(), Action::Release), Refusal::LockNotHeld);
    assert_eq!(last.refuses(ann(), cancel()), Refusal::LockNotHeld);
}

#[test]
fn expiry_happens_at_its_time_however_late_it_is_noticed_and_requests_lapse_with_it() {
    let settled = settle(&held().control(ADA, None).force(EVE, None).at(5_000));
    assert_eq!(
        told(&settled),
        [
            (Expired, None, Some(ANN), 300),
            (ControlLapsed, None, Some(ADA), 300),
            (ForceReleaseLapsed, None, Some(EVE), 300)
        ]
    );
    assert_eq!(settled.after.lock, Lock::Free);
}

#[test]
fn an_unanswered_request_for_control_hands_over_for_sixty_seconds_at_most() {
    for (ttl, expires) in [(300, 120), (60, 120), (20, 80)] {
        let settled = settle(&held().ttl(ttl).control(ADA, 60).at(60));
        assert_eq!(told(&settled), [(ControlSettled, None, Some(ADA), 60)]);
        assert_eq!(who(&settled.after.lock), Some((ADA, HANDED, expires)));
        assert_eq!((holding(&settled).client, holding(&settled).created_at), (None, t(60)));
        assert_eq!(settled.relies_on, [Reliance { user: ADA, admin: true }], "the new holder must still be able");
    }
    held().control(ADA, 60).at(59).leaves_unchanged(Actor::System, Action::Settle);
}

#[test]
fn a_hand_over_may_outlive_the_expiry_of_the_holding_it_ended() {
    assert_eq!(who(&held().expiring(61).control(ADA, 60).at(62).settled()), Some((ADA, HANDED, 120)));
}

#[test]
fn an_unanswered_request_for_a_release_frees_the_lock() {
    let settled = settle(&held().force(EVE, 60).at(60));
    assert_eq!(told(&settled), [(ForceReleaseSettled, None, Some(EVE), 60)]);
    assert_eq!(settled.events[0].detail.holder, Some(ANN), "who lost it");
    assert_eq!((settled.after.lock, settled.relies_on), (Lock::Free, vec![]));
}

#[test]
fn the_earlier_request_settles_first_and_the_release_wins_a_tie() {
    let release = [(ForceReleaseSettled, None, Some(EVE), 60), (ControlLapsed, None, Some(ADA), 60)];
    assert_eq!(told(&settle(&held().control(ADA, 60).force(EVE, 60).at(60))), release);
    assert_eq!(told(&settle(&held().control(ADA, 61).force(EVE, 60).at(61))), release);
    let hand_over = [(ControlSettled, None, Some(ADA), 59), (ForceReleaseLapsed, None, Some(EVE), 59)];
    assert_eq!(told(&settle(&held().control(ADA, 59).force(EVE, 60).at(61))), hand_over);
}

#[test]
fn an_expiry_on_the_same_instant_leaves_nothing_to_settle() {
    let settled = settle(&held().expiring(60).control(ADA, 60).force(EVE, 60).at(60));
    assert_eq!(
        told(&settled),
        [
            (Expired, None, Some(ANN), 60),
            (ControlLapsed, None, Some(ADA), 60),
            (ForceReleaseLapsed, None, Some(EVE), 60)
        ]
    );
    assert_eq!(settled.after.lock, Lock::Free);
}

#[test]
fn a_ttl_shorter_than_the_timeout_ends_requests_with_the_lock() {
    let settled = settle(&held().expiring(20).control(ADA, 60).at(70));
    assert_eq!(told(&settled), [(Expired, None, Some(ANN), 20), (ControlLapsed, None, Some(ADA), 20)]);
}

#[test]
fn a_late_look_meets_the_whole_chain() {
    let world = held().control(ADA, 60).force(EVE, 90).at(500);
    let chain = [
        (ControlSettled, None, Some(ADA), 60),
        (ForceReleaseLapsed, None, Some(EVE), 60),
        (Expired, None, Some(ADA), 120),
    ];
    let settled = settle(&world);
    assert_eq!(told(&settled), chain);
    assert_eq!(settled.events[2].detail.lock, Some(HANDED));
    let taken = world.accepts(user(BOB), acquire());
    assert_eq!(told(&taken)[..3], chain);
    assert_eq!(told(&taken)[3], (Acquired, Some(BOB), None, 500));
    assert_eq!(who(&world.at(119).settled()), Some((ADA, HANDED, 120)), "in between the requester holds");
}

#[test]
fn every_command_meets_the_settled_state() {
    let handed = held().control(ADA, 60).at(61);
    assert_eq!(handed.refuses(ann(), edit()), Refusal::LockNotHeld);
    assert_eq!(handed.refuses(ann(), control(Answer::Reject)), Refusal::LockNotHeld, "the answer comes too late");
    assert_eq!(handed.refuses(user(ADA), request_control()), Refusal::LockAlreadyHeld);
    assert_eq!(handed.refuses(user(ADA), Action::WithdrawControl), Refusal::NoRequest);
    let edited = handed.accepts(through(ADA, TAB), edit());
    assert_eq!(told(&edited), [(ControlSettled, None, Some(ADA), 60), (EventKind::Edited, Some(ADA), None, 61)]);
    assert_eq!(who(&edited.after.lock), Some((ADA, HANDED, 361)));
    assert_eq!(who(&held().force(ADA, 60).at(61).accepts(user(BOB), acquire()).after.lock), Some((BOB, FRESH, 361)));
}

#[test]
fn requests_of_the_demoted_and_the_deleted_are_withdrawn() {
    let pending = held().control(ADA, 60).force(EVE, 60).at(30);
    let expected = [(ControlWithdrawn, None, Some(ADA), 30), (ForceReleaseWithdrawn, None, Some(EVE), 30)];
    for world in [pending.clone().demoted(ADA).demoted(EVE), pending.clone().deleted(ADA).deleted(EVE)] {
        let settled = settle(&world);
        assert_eq!(told(&settled), expected);
        assert_eq!(who(&settled.after.lock), Some((ANN, HOLDING, 300)));
        assert!(holding(&settled).control.is_none() && holding(&settled).force_release.is_none());
    }
    assert_eq!(told(&settle(&pending.demoted(EVE))), expected[1..]);
}

#[test]
fn a_request_of_the_demoted_never_settles_and_makes_way() {
    let world = held().control(ADA, 60).demoted(ADA).at(61);
    assert_eq!(who(&world.settled()), Some((ANN, HOLDING, 300)));
    assert_eq!(told(&settle(&world)), [(ControlWithdrawn, None, Some(ADA), 60)], "no later than it would have settled");
    let asked = world.at(30).accepts(user(EVE), request_control());
    assert_eq!(told(&asked)[1], (EventKind::ControlRequested, Some(EVE), Some(ANN), 30));
}

#[test]
fn the_lock_of_the_deleted_is_released_to_who_asked() {
    let settled = settle(&held().force(EVE, 60).deleted(ANN).at(9));
    assert_eq!(told(&settled), [(Released, None, Some(ANN), 9), (ForceReleaseLapsed, None, Some(EVE), 9)]);
    assert_eq!(settled.after.lock, Lock::Free);
    let settled = settle(&held().control(ADA, 60).deleted(ANN).at(9));
    assert_eq!(told(&settled), [(HandedOver, None, Some(ADA), 9)]);
    assert_eq!(who(&settled.after.lock), Some((ADA, HANDED, 69)));
}

#[test]
fn the_lock_of_the_demoted_stays_theirs() {
    let world = held().with_holding(|held| held.holder = ADA).demoted(ADA);
    world.leaves_unchanged(Actor::System, Action::Settle);
    world.accepts(through(ADA, TAB), edit());
}

#[test]
fn a_deletion_does_not_undo_what_was_due_before_it() {
    let expired = settle(&held().control(ADA, None).deleted(ANN).at(300));
    assert_eq!(told(&expired), [(Expired, None, Some(ANN), 300), (ControlLapsed, None, Some(ADA), 300)]);
    let freed = settle(&held().force(EVE, 60).control(ADA, 61).deleted(ANN).at(61));
    assert_eq!(told(&freed), [(ForceReleaseSettled, None, Some(EVE), 60), (ControlLapsed, None, Some(ADA), 60)]);
    let handed = settle(&held().control(ADA, 60).deleted(ANN).at(90));
    assert_eq!(told(&handed), [(ControlSettled, None, Some(ADA), 60)]);
    assert_eq!(who(&handed.after.lock), Some((ADA, HANDED, 120)));
}

#[test]
fn a_deleted_couple_leaves_nothing() {
    let settled = settle(&held().control(ADA, 60).deleted(ANN).deleted(ADA).at(9));
    assert_eq!(told(&settled), [(ControlWithdrawn, None, Some(ADA), 9), (Released, None, Some(ANN), 9)]);
    let settled = settle(&held().control(ADA, 60).deleted(ADA).at(400));
    assert_eq!(told(&settled), [(ControlWithdrawn, None, Some(ADA), 60), (Expired, None, Some(ANN), 300)]);
}

#[test]
fn settling_twice_is_settling_once() {
    let worlds = [free(), held(), held().control(ADA, 60), held().force(EVE, 60), held().control(ADA, 60).deleted(ANN)];
    for world in worlds.into_iter().flat_map(|world| [1, 60, 119, 120, 300, 900].map(|at| world.clone().at(at))) {
        let once = world.rules.settled(world.state.clone(), world.now);
        assert_eq!(world.rules.settled(once.clone(), world.now), once);
    }
}
