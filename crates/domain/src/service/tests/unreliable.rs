//! Lost races, lost requests, lost replies, and the bounds on trying again.

use super::{wire::Mishap, *};
use crate::{
    ports::appointments::DueLocks,
    testing::{MockAppointmentRepository, MockNotifier},
};

#[tokio::test]
async fn what_changes_before_the_commit_is_decided_on_anew() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.wait(299);
    clinic.wire.before_the_commit(|fake| fake.advance(Duration::seconds(1)));
    assert_eq!(clinic.refuses(BOB, edit(VERSION)).await, Refusal::LockNotHeld, "it expired on the way");
    clinic.wire.before_the_commit(|fake| fake.end_session(SessionId(BOB.0)));
    assert_eq!(clinic.refuses(BOB, acquire()).await, Refusal::Unauthenticated);
    clinic.does(ANN, acquire()).await;
    clinic.wire.before_the_commit(|fake| fake.put_person(samples::person(ADA, "Somebody", false)));
    assert_eq!(clinic.refuses(ADA, request_control()).await, Refusal::AdminOnly);
}

#[tokio::test]
async fn control_is_never_given_to_who_was_demoted_on_the_way() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ADA, request_control()).await;
    clinic.wire.before_the_commit(|fake| fake.put_person(samples::person(ADA, "Somebody", false)));
    clinic.does(BOB, ask(Action::Release)).await;
    assert_eq!(clinic.holder().await, None);
    let kinds = clinic.kinds().await;
    assert!(kinds.ends_with(&[EventKind::ControlWithdrawn, EventKind::Released]), "{kinds:?}");
}

#[tokio::test]
async fn a_lost_reply_is_found_out_and_told_once() {
    let clinic = Clinic::open().await;
    clinic.wire.next_commits([Mishap::ReplyLost]);
    let outcome = clinic.does(BOB, acquire().under("k", 1)).await;
    assert_eq!(outcome.effect, Effect::Taken);
    assert_eq!(clinic.kinds().await, [EventKind::Created, EventKind::Acquired]);
    assert_eq!(clinic.told(), [Some(Duration::seconds(300))]);
}

#[tokio::test]
async fn a_lost_request_is_repeated_as_the_same_operation() {
    let clinic = Clinic::open().await;
    clinic.wire.next_commits([Mishap::RequestLost]);
    clinic.does(BOB, acquire()).await;
    assert_eq!(clinic.kinds().await, [EventKind::Created, EventKind::Acquired]);
    assert_eq!(clinic.told().len(), 1);
    let operations = clinic.wire.operations.lock().expect("nobody panicked");
    assert!(operations.len() == 3 && operations[1] == operations[2] && operations[0] != operations[1]);
}

#[tokio::test]
async fn a_second_unknown_outcome_is_passed_on_and_the_key_finds_it_out() {
    for mishaps in [[Mishap::RequestLost, Mishap::RequestLost], [Mishap::RequestLost, Mishap::ReplyLost]] {
        let clinic = Clinic::open().await;
        clinic.wire.next_commits(mishaps);
        let unknown = clinic.service.execute(&acquire().under("k", 1).by(BOB)).await;
        assert!(matches!(unknown, Err(Error::Unavailable(_))), "{unknown:?}");
        assert_eq!(clinic.told(), []);
        assert_eq!(clinic.does(BOB, acquire().under("k", 1)).await.effect, Effect::Taken);
        assert_eq!(clinic.kinds().await, [EventKind::Created, EventKind::Acquired], "one effect");
    }
}

#[tokio::test]
async fn a_broken_load_is_tried_once_more() {
    let clinic = Clinic::open().await;
    clinic.wire.break_loads(1);
    clinic.does(BOB, acquire()).await;
    clinic.wire.break_loads(2);
    let away = clinic.service.execute(&acquire().by(BOB)).await;
    assert!(matches!(away, Err(Error::Unavailable(_))), "{away:?}");
    assert_eq!(clinic.told().len(), 1);
}

#[tokio::test]
async fn a_load_that_stays_broken_after_a_lost_reply_leaves_the_outcome_unknown() {
    let mut store = MockAppointmentRepository::new();
    let mut loads = 0;
    store.expect_load().times(3).returning(move |_| {
        loads += 1;
        if loads == 1 { Ok(bookable()) } else { Err(Unavailable::new("away")) }
    });
    store.expect_commit().times(1).returning(|_| Err(Unavailable::new("away")));
    assert!(matches!(creation(store, 0).await, Err(Error::Unavailable(_))));
}

/// A state in which Ann may create.
fn bookable() -> Loaded {
    Loaded {
        now: after(0),
        appointment: None,
        people: [samples::person(ANN, "Ann", false)].into_iter().collect(),
        caller_live: true,
        kept: None,
        operation_done: false,
    }
}

/// Creates on a mock; the notifier must be told exactly so often.
async fn creation(store: MockAppointmentRepository, told: usize) -> Result<Outcome, Error> {
    let mut notifier = MockNotifier::new();
    notifier.expect_committed().times(told).return_const(());
    let service = Appointments::new(Arc::new(store), Arc::new(notifier), RULES);
    service.execute(&create(APPOINTMENT, 1).by(ANN)).await
}

#[tokio::test]
async fn a_race_lost_time_after_time_ends_as_contended() {
    let mut store = MockAppointmentRepository::new();
    store.expect_load().times(ATTEMPTS).withf(|load| load.operation.is_none()).returning(|_| Ok(bookable()));
    store.expect_commit().times(ATTEMPTS).returning(|_| Ok(Committed::Stale));
    assert!(matches!(creation(store, 0).await, Err(Error::Contended)));
}

#[tokio::test]
async fn a_race_won_at_last_is_won() {
    let mut store = MockAppointmentRepository::new();
    store.expect_load().times(ATTEMPTS).returning(|_| Ok(bookable()));
    let mut commits = 0;
    store.expect_commit().times(ATTEMPTS).returning(move |_| {
        commits += 1;
        Ok(if commits < ATTEMPTS { Committed::Stale } else { Committed::Done })
    });
    assert_eq!(creation(store, 1).await.expect("accepted").effect, Effect::Created);
}

#[tokio::test]
async fn contention_after_an_unknown_outcome_stays_unknown() {
    let mut store = MockAppointmentRepository::new();
    store.expect_load().times(ATTEMPTS).returning(|_| Ok(bookable()));
    let mut commits = 0;
    store.expect_commit().times(ATTEMPTS).returning(move |_| {
        commits += 1;
        if commits == 1 { Err(Unavailable::new("the reply was lost")) } else { Ok(Committed::Stale) }
    });
    assert!(matches!(creation(store, 0).await, Err(Error::Unavailable(_))), "it may have happened");
}

#[tokio::test]
async fn the_load_after_an_unknown_outcome_asks_for_the_operation() {
    let mut store = MockAppointmentRepository::new();
    let committed: Arc<Mutex<Option<OperationId>>> = Arc::default();
    let (asked, written) = (committed.clone(), committed);
    store.expect_load().times(2).returning(move |load| {
        let written = *asked.lock().expect("nobody panicked");
        assert_eq!(load.operation, written, "none at first, then the one whose outcome is unknown");
        Ok(Loaded { operation_done: written.is_some(), ..bookable() })
    });
    store.expect_commit().times(1).returning(move |commit| {
        *written.lock().expect("nobody panicked") = Some(commit.operation);
        Err(Unavailable::new("the reply was lost"))
    });
    assert_eq!(creation(store, 1).await.expect("it had happened").effect, Effect::Created);
}

#[tokio::test]
async fn one_that_fails_while_sweeping_is_reported() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.wait(300);
    clinic.wire.break_loads(2);
    assert!(matches!(clinic.service.sweep(10).await, Err(Error::Unavailable(_))));
    assert_eq!(clinic.service.sweep(10).await.expect("swept").settled, 1);
}

#[tokio::test]
async fn a_contended_one_does_not_hold_up_the_sweep() {
    let held = Clinic::open().await;
    held.does(BOB, acquire()).await;
    let stored = held.service.get(APPOINTMENT).await.expect("the store is there").state;
    let mut store = MockAppointmentRepository::new();
    store.expect_due().returning(|_| Ok(DueLocks { now: after(300), due: vec![APPOINTMENT, OTHER], next: None }));
    store.expect_load().returning(move |load| {
        let (appointment, people) = (stored.appointment.clone(), stored.people.clone());
        let appointment = appointment.map(|found| Appointment { id: load.appointment, ..found });
        Ok(Loaded { now: after(300), appointment, people, ..bookable() })
    });
    let contended = |commit: &Commit| commit.transition.appointment() == APPOINTMENT;
    store.expect_commit().withf(contended).times(ATTEMPTS).returning(|_| Ok(Committed::Stale));
    store.expect_commit().withf(move |commit| !contended(commit)).times(1).returning(|_| Ok(Committed::Done));
    let told = Arc::new(Told::default());
    let service = Appointments::new(Arc::new(store), told.clone(), RULES);
    service.sweep(10).await.expect("swept");
    assert_eq!(*told.0.lock().expect("nobody panicked"), [(OTHER, None)]);
}
