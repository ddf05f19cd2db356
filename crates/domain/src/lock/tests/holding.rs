//! Taking, keeping, moving and giving back the lock; writing and cancelling under it.

use EventKind::{
    Acquired, Cancelled, ControlLapsed, Edited, Erased, Expired, ForceReleaseLapsed, ForceReleased, Moved, Released,
    Renewed, Restored,
};

use super::*;
use crate::{
    Gender,
    appointment::{ERASED, Field, Patient},
    lock::{Detail, Effect, Event, Reliance},
};

fn last(transition: &Transition) -> &Event {
    transition.events.last().expect("something happened")
}

#[test]
fn acquire_starts_a_holding_of_a_full_ttl_tied_to_the_client() {
    let taken = free().at(5).accepts(through(BOB, TAB), acquire());
    assert_eq!(taken.effect, Effect::Taken);
    assert_eq!(told(&taken), [(Acquired, Some(BOB), None, 5)]);
    let expected = Held {
        id: FRESH,
        holder: BOB,
        client: Some(TAB),
        created_at: t(5),
        expires_at: t(305),
        control: None,
        force_release: None,
    };
    assert_eq!(holding(&taken), &expected);
    assert_eq!((last(&taken).detail.lock, last(&taken).detail.holder), (Some(FRESH), Some(BOB)));
    assert_eq!((taken.after.version, taken.content_changed), (VERSION, false));
    assert_eq!(taken.after.updated_at, t(-500), "the lock is no content");
}

#[test]
fn acquire_without_a_client_is_the_users() {
    assert_eq!(holding(&free().accepts(user(BOB), acquire())).client, None);
}

#[test]
fn taking_over_an_expired_lock_writes_both_in_one() {
    let taken = held().control(ADA, None).force(EVE, None).at(400).accepts(user(BOB), acquire());
    assert_eq!(
        told(&taken),
        [
            (Expired, None, Some(ANN), 300),
            (ControlLapsed, None, Some(ADA), 300),
            (ForceReleaseLapsed, None, Some(EVE), 300),
            (Acquired, Some(BOB), None, 400),
        ]
    );
    assert_eq!(taken.events[0].detail.holder, Some(ANN));
    assert_eq!(taken.events[0].detail.lock, Some(HOLDING));
    assert_eq!(who(&taken.after.lock), Some((BOB, FRESH, 700)));
    assert_eq!(holding(&taken).control, None);
}

#[test]
fn renewal_keeps_the_id_and_the_start_and_extends_to_a_full_ttl() {
    let renewed = held().at(200).accepts(ann(), acquire());
    assert_eq!(renewed.effect, Effect::Renewed);
    assert_eq!(told(&renewed), [(Renewed, Some(ANN), None, 200)]);
    assert_eq!(who(&renewed.after.lock), Some((ANN, HOLDING, 500)));
    assert_eq!(holding(&renewed).created_at, t(0));
}

#[test]
fn renewal_does_not_move_requests() {
    let renewed = held().control(ADA, 60).force(EVE, 61).at(59).accepts(ann(), acquire());
    let held = holding(&renewed);
    assert_eq!(held.control.as_ref().map(|control| control.request.respond_by), Some(Some(t(60))));
    assert_eq!(held.force_release.as_ref().map(|request| request.respond_by), Some(Some(t(61))));
}

#[test]
fn the_first_client_that_renews_an_untied_holding_gets_it() {
    let renewed = held().untied().accepts(through(ANN, OTHER_TAB), acquire());
    assert_eq!(holding(&renewed).client, Some(OTHER_TAB));
    let renewed = held().untied().accepts(user(ANN), acquire());
    assert_eq!(holding(&renewed).client, None);
}

#[test]
fn a_move_is_a_new_holding_with_the_requests_of_the_old() {
    let moved = held().control(ADA, 60).force(EVE, 61).at(50).accepts(through(ANN, OTHER_TAB), take_over());
    assert_eq!(moved.effect, Effect::Renewed);
    assert_eq!(told(&moved), [(Moved, Some(ANN), None, 50)]);
    assert_eq!(last(&moved).detail.lock, Some(HOLDING), "the holding that ended");
    let held = holding(&moved);
    assert_eq!(who(&moved.after.lock), Some((ANN, FRESH, 350)));
    assert_eq!((held.client, held.created_at), (Some(OTHER_TAB), t(50)));
    let request = Request { by: ADA, respond_by: Some(t(60)) };
    assert_eq!(held.control, Some(ControlRequest { request, becomes: HANDED }));
    assert_eq!(held.force_release, Some(Request { by: EVE, respond_by: Some(t(61)) }));
}

#[test]
fn a_release_frees_the_lock_and_tells_who_waited_for_it() {
    let released = held().at(7).accepts(ann(), Action::Release);
    assert_eq!(told(&released), [(Released, Some(ANN), Some(ANN), 7)]);
    assert_eq!(released.after.lock, Lock::Free);
    let released = held().force(EVE, 60).at(7).accepts(ann(), Action::Release);
    assert_eq!(told(&released), [(Released, Some(ANN), Some(ANN), 7), (ForceReleaseLapsed, None, Some(EVE), 7)]);
}

#[test]
fn an_edit_raises_the_version_names_the_fields_and_extends_the_lock() {
    let edited = held().control(ADA, 60).at(30).accepts(ann(), edit());
    assert_eq!(told(&edited), [(Edited, Some(ANN), None, 30)]);
    assert_eq!((edited.after.version, edited.after.revision), (Version(4), Revision(11)));
    assert_eq!(edited.after.content.title, "Follow-up");
    assert_eq!((edited.after.updated_at, edited.after.created_at), (t(30), t(-1000)));
    assert_eq!(who(&edited.after.lock), Some((ANN, HOLDING, 330)));
    assert_eq!(holding(&edited).next_due(), t(60), "the request keeps its time");
    assert_eq!(last(&edited).detail.changed, [Field::Title]);
    assert!(edited.content_changed);
}

#[test]
fn an_edit_that_changes_nothing_is_an_accepted_one() {
    let edited = held().accepts(ann(), edit_with(VERSION, ContentChange::default(), None));
    assert_eq!(edited.after.version, Version(4));
    assert_eq!(last(&edited).detail.changed, []);
}

#[test]
fn an_edit_records_values_of_times_and_doctor_alone() {
    let old = samples::content(1);
    let change = ContentChange {
        patient_name: Some("Putri".into()),
        doctor_name: Some(None),
        start_time: Some(old.start_time + Duration::hours(2)),
        end_time: Some(old.end_time + Duration::hours(2)),
        ..ContentChange::default()
    };
    let edited = held().accepts(ann(), edit_with(VERSION, change, None));
    let detail = &last(&edited).detail;
    assert_eq!(detail.changed, [Field::PatientName, Field::DoctorName, Field::StartTime, Field::EndTime]);
    assert_eq!(
        detail.start_time.as_ref().map(|moved| (moved.from, moved.to)),
        Some((old.start_time, old.start_time + Duration::hours(2)))
    );
    assert_eq!(detail.end_time.as_ref().map(|moved| moved.from), Some(old.end_time));
    assert_eq!(
        detail.doctor_name.as_ref().map(|moved| (moved.from.clone(), moved.to.clone())),
        Some((old.doctor_name, None))
    );
    assert_eq!(edited.span, (old.start_time, old.end_time + Duration::hours(2)), "the window it left is told too");
}

#[test]
fn a_cancellation_ends_the_lock_and_keeps_the_version() {
    let cancelled = held().control(ADA, 60).at(9).accepts(ann(), cancel());
    assert_eq!(told(&cancelled), [(Cancelled, Some(ANN), Some(ANN), 9), (ControlLapsed, None, Some(ADA), 9)]);
    assert_eq!(cancelled.events[0].detail.reason.as_deref(), Some("ill"));
    assert_eq!(cancelled.after.cancelled, Some(Cancellation { by: ANN, at: t(9) }));
    assert_eq!((cancelled.after.lock, cancelled.after.version), (Lock::Free, VERSION));
    assert!(cancelled.content_changed);
}

#[test]
fn restoring_brings_it_back_free() {
    for (actor, admin) in [(user(BOB), false), (user(EVE), true)] {
        let restored = free().cancelled_by(BOB).at(20).accepts(actor, Action::Restore);
        assert_eq!(told(&restored), [(Restored, actor.user(), None, 20)]);
        assert_eq!((restored.after.cancelled, &restored.after.lock), (None, &Lock::Free));
        assert_eq!(restored.after.version, VERSION);
        assert!(restored.content_changed, "the doctor may have become busy");
        let as_admin = restored.relies_on.iter().any(|on| Some(on.user) == actor.user() && on.admin);
        assert_eq!(as_admin, admin, "an administrator must still be one, the canceller need not");
    }
}

#[test]
fn erasing_takes_out_the_patient_and_leaves_when_and_whose_time_it_was() {
    for world in [free(), free().cancelled_by(BOB)] {
        let before = world.state.appointment.clone().expect("an appointment");
        let erased = world.at(20).accepts(user(ADA), erase());
        assert_eq!(told(&erased), [(Erased, Some(ADA), None, 20)]);
        assert_eq!(erased.events[0].detail, Detail::default(), "not even the names of fields");
        assert!(erased.erases() && erased.content_changed);
        assert!(erased.relies_on.contains(&Reliance { user: ADA, admin: true }));
        let (old, new) = (before.content, &erased.after.content);
        assert_eq!((new.title.as_str(), new.patient_name.as_str()), (ERASED, ERASED));
        assert_eq!((new.datebirth.to_string().as_str(), new.gender), ("1900-01-01", Gender::Unknown));
        assert_eq!([&new.phone, &new.address, &new.note, &new.description], [&None; 4]);
        assert_eq!((&new.doctor_name, new.start_time, new.end_time), (&old.doctor_name, old.start_time, old.end_time));
        assert_eq!(erased.after.version, VERSION.next(), "whoever edits by the old version is told");
        assert_eq!((erased.after.updated_at, erased.after.cancelled), (t(20), before.cancelled));
    }
}

#[test]
fn what_is_erased_is_not_erased_again() {
    let erased = free().accepts(user(ADA), erase()).after;
    let nobody = Patient { name: erased.content.patient_name.clone(), born: erased.content.datebirth };
    let world = free().with(|appointment| *appointment = erased);
    for action in [erase(), Action::Erase { patient: nobody }] {
        assert_eq!(world.decide(user(EVE), action), Ok(Decision::Unchanged));
    }
}

#[test]
fn only_its_own_patient_is_erased_from_an_appointment() {
    let other = Patient { name: "Somebody Else".into(), ..samples::patient() };
    for world in [free(), held()] {
        assert_eq!(world.decide(user(ADA), Action::Erase { patient: other.clone() }), Ok(Decision::Unchanged));
    }
}

#[test]
fn a_canceller_who_is_an_administrator_restores_as_canceller() {
    let restored = free().cancelled_by(ADA).accepts(user(ADA), Action::Restore);
    assert!(restored.relies_on.iter().all(|on| on.user == ADA && !on.admin));
}

#[test]
fn force_release_needs_no_consent_and_keeps_its_reason() {
    let world = held().control(EVE, 60).force(ADA, 60).at(8);
    let released = world.accepts(user(ADA), force_release());
    assert_eq!(
        told(&released),
        [
            (ForceReleased, Some(ADA), Some(ANN), 8),
            (ControlLapsed, None, Some(EVE), 8),
            (ForceReleaseLapsed, None, Some(ADA), 8),
        ]
    );
    assert_eq!(released.events[0].detail.reason.as_deref(), Some("left for the day"));
    assert_eq!(released.after.lock, Lock::Free);
}

#[test]
fn an_administrator_may_force_release_the_own_lock() {
    let world = held().with_holding(|held| held.holder = ADA);
    assert_eq!(told(&world.accepts(user(ADA), force_release())), [(ForceReleased, Some(ADA), Some(ADA), 1)]);
}

#[test]
fn creating_starts_at_one() {
    let content = samples::content(4);
    let action = |allow_overlap| Action::Create { content: Box::new(content.clone()), allow_overlap };
    let created = free().missing().at(3).accepts(user(BOB), action(true));
    assert_eq!(created.effect, Effect::Created);
    assert_eq!(told(&created), [(EventKind::Created, Some(BOB), None, 3)]);
    assert_eq!(
        (created.expected, created.after.revision, created.after.version),
        (Revision::NONE, Revision(1), Version(1))
    );
    assert!(created.after.overbooked && created.content_changed);
    assert_eq!((created.after.lock, created.valid_before), (Lock::Free, None));
    assert_eq!(created.span, (content.start_time, content.end_time));
    assert!(!free().missing().accepts(user(BOB), action(false)).after.overbooked);
}
