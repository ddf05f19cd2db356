//! Requests for control and for a release: asking, withdrawing, answering.

use EventKind::{
    ControlApproved, ControlLapsed, ControlRejected, ControlRequested, ControlWithdrawn, ForceReleaseApproved,
    ForceReleaseLapsed, ForceReleaseRejected, ForceReleaseRequested, ForceReleaseWithdrawn, HandedOver,
};

use super::*;

#[test]
fn a_request_waits_for_the_timeout_and_names_the_holder() {
    let asked = held().at(10).accepts(user(ADA), request_control());
    assert_eq!(told(&asked), [(ControlRequested, Some(ADA), Some(ANN), 10)]);
    let request = Request { by: ADA, respond_by: Some(t(70)) };
    assert_eq!(holding(&asked).control, Some(ControlRequest { request: request.clone(), becomes: HANDED }));
    assert_eq!(who(&asked.after.lock), Some((ANN, HOLDING, 300)), "asking does not extend");

    let asked = held().at(10).accepts(user(ADA), Action::RequestForceRelease);
    assert_eq!(told(&asked), [(ForceReleaseRequested, Some(ADA), Some(ANN), 10)]);
    assert_eq!(holding(&asked).force_release, Some(request));
}

#[test]
fn a_requests_event_has_what_its_holder_must_know_to_answer() {
    for action in [request_control(), Action::RequestForceRelease] {
        let detail = held().at(10).accepts(user(ADA), action).events[0].detail.clone();
        assert_eq!((detail.lock, detail.expires_at, detail.respond_by), (Some(HOLDING), Some(t(300)), Some(t(70))));
    }
}

#[test]
fn without_a_timeout_a_request_waits_for_ever() {
    let asked = held().without_timeout().accepts(user(ADA), request_control());
    assert_eq!(holding(&asked).next_due(), t(300));
    let asked = held().without_timeout().accepts(user(ADA), Action::RequestForceRelease);
    assert_eq!(holding(&asked).next_due(), t(300));
}

#[test]
fn asking_again_is_nothing_new() {
    held().control(ADA, 60).at(30).leaves_unchanged(user(ADA), request_control());
    held().force(ADA, 60).at(30).leaves_unchanged(user(ADA), Action::RequestForceRelease);
}

#[test]
fn the_own_lock_need_not_be_asked_for() {
    let world = held().with_holding(|held| held.holder = ADA).control(EVE, 60).force(EVE, 60);
    for actor in [user(ADA), through(ADA, TAB), through(ADA, OTHER_TAB)] {
        assert_eq!(world.refuses(actor, request_control()), Refusal::LockAlreadyHeld);
        assert_eq!(world.refuses(actor, Action::RequestForceRelease), Refusal::LockAlreadyHeld);
    }
}

#[test]
fn withdrawing_leaves_the_other_request() {
    let world = held().control(ADA, 60).force(EVE, 60).at(5);
    let withdrawn = world.accepts(user(ADA), Action::WithdrawControl);
    assert_eq!(told(&withdrawn), [(ControlWithdrawn, Some(ADA), Some(ANN), 5)]);
    assert!(holding(&withdrawn).control.is_none() && holding(&withdrawn).force_release.is_some());

    let withdrawn = world.accepts(user(EVE), Action::WithdrawForceRelease);
    assert_eq!(told(&withdrawn), [(ForceReleaseWithdrawn, Some(EVE), Some(ANN), 5)]);
    assert!(holding(&withdrawn).control.is_some() && holding(&withdrawn).force_release.is_none());
}

#[test]
fn approval_of_control_starts_a_full_ttl_without_requests() {
    let approved = held().control(ADA, 60).force(EVE, 60).at(40).accepts(ann(), control(Answer::Approve));
    assert_eq!(
        told(&approved),
        [(ControlApproved, Some(ANN), Some(ADA), 40), (ForceReleaseLapsed, None, Some(EVE), 40)]
    );
    let expected = Held {
        id: HANDED,
        holder: ADA,
        client: None,
        created_at: t(40),
        expires_at: t(340),
        control: None,
        force_release: None,
    };
    assert_eq!(holding(&approved), &expected);
    assert_eq!((approved.events[0].detail.lock, approved.events[0].detail.holder), (Some(HOLDING), Some(ANN)));
}

#[test]
fn rejection_of_control_leaves_the_holding_as_it_was() {
    let rejected = held().control(ADA, 60).force(EVE, 60).at(40).accepts(ann(), control(Answer::Reject));
    assert_eq!(told(&rejected), [(ControlRejected, Some(ANN), Some(ADA), 40)]);
    assert_eq!(who(&rejected.after.lock), Some((ANN, HOLDING, 300)));
    assert!(holding(&rejected).control.is_none() && holding(&rejected).force_release.is_some());
}

#[test]
fn approval_of_a_release_frees_the_lock() {
    let approved = held().control(ADA, 60).force(EVE, 60).at(40).accepts(ann(), force(Answer::Approve));
    assert_eq!(
        told(&approved),
        [(ForceReleaseApproved, Some(ANN), Some(EVE), 40), (ControlLapsed, None, Some(ADA), 40)]
    );
    assert_eq!(approved.after.lock, Lock::Free);
}

#[test]
fn rejection_of_a_release_leaves_the_holding_as_it_was() {
    let rejected = held().control(ADA, 60).force(EVE, 60).at(40).accepts(ann(), force(Answer::Reject));
    assert_eq!(told(&rejected), [(ForceReleaseRejected, Some(ANN), Some(EVE), 40)]);
    assert_eq!(who(&rejected.after.lock), Some((ANN, HOLDING, 300)));
    assert!(holding(&rejected).control.is_some() && holding(&rejected).force_release.is_none());
}

#[test]
fn a_release_hands_on_to_who_asked_for_sixty_seconds_at_most() {
    for (ttl, expires) in [(300, 80), (60, 80), (45, 65)] {
        let released = held().ttl(ttl).control(ADA, 60).force(EVE, 60).at(20).accepts(ann(), Action::Release);
        assert_eq!(
            told(&released),
            [(HandedOver, Some(ANN), Some(ADA), 20), (ForceReleaseLapsed, None, Some(EVE), 20)]
        );
        assert_eq!(who(&released.after.lock), Some((ADA, HANDED, expires)));
        assert_eq!(holding(&released).client, None, "whichever client of the requester comes first");
    }
}

#[test]
fn a_new_holder_who_renews_gets_a_full_ttl() {
    let mut world = held().control(ADA, 60).at(20);
    world.state.appointment = Some(world.accepts(ann(), Action::Release).after);
    let renewed = world.at(30).accepts(through(ADA, OTHER_TAB), acquire());
    assert_eq!(who(&renewed.after.lock), Some((ADA, HANDED, 330)));
    assert_eq!(holding(&renewed).client, Some(OTHER_TAB));
}

#[test]
fn a_pinned_requester_must_be_the_pending_one() {
    type Answering = fn(Answer, Option<UserId>) -> Action;
    let on_control: Answering = |answer, requester| Action::AnswerControl { answer, requester };
    let on_force: Answering = |answer, requester| Action::AnswerForceRelease { answer, requester };
    let world = held().control(ADA, 60).force(EVE, 60);
    for (action, pending, other) in [(on_control, ADA, EVE), (on_force, EVE, ADA)] {
        for answer in [Answer::Approve, Answer::Reject] {
            assert_eq!(world.refuses(ann(), action(answer, Some(other))), Refusal::NoRequest);
            world.accepts(ann(), action(answer, Some(pending)));
            world.accepts(ann(), action(answer, None));
        }
    }
}
