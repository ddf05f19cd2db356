//! Many at once: all load the same state, then all commit.

use super::*;

const TASKS: usize = 32;

/// Carries out `TASKS` requests that are all decided on the same state first.
async fn at_once(clinic: &Clinic, request: impl Fn(usize) -> Request) -> Vec<Result<Outcome, Error>> {
    clinic.wire.load_together(TASKS);
    let run = |task: usize| {
        let (service, request) = (clinic.service.clone(), request(task));
        tokio::spawn(async move { service.execute(&request).await })
    };
    let tasks: Vec<_> = (0..TASKS).map(run).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.expect("no task panics"));
    }
    outcomes
}

fn somebody(clinic: &Clinic, number: usize) -> UserId {
    let id = UserId(Uuid::from_u128(1000 + number as u128));
    clinic.fake.put_person(samples::person(id, "Somebody", false));
    clinic.fake.open_session(SessionId(id.0), id);
    id
}

fn count(outcomes: &[Result<Outcome, Error>], wanted: impl Fn(&Result<Outcome, Error>) -> bool) -> usize {
    outcomes.iter().filter(|outcome| wanted(outcome)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_simultaneous_acquires_exactly_one_wins() {
    let clinic = Clinic::open().await;
    let outcomes = at_once(&clinic, |task| acquire().by(somebody(&clinic, task))).await;
    assert_eq!(count(&outcomes, |outcome| matches!(outcome, Ok(Outcome { effect: Effect::Taken, .. }))), 1);
    let locked = |outcome: &_| matches!(outcome, Err(Error::Refused { refusal: Refusal::Locked, .. }));
    assert_eq!(count(&outcomes, locked), TASKS - 1);
    assert_eq!(clinic.kinds().await, [EventKind::Created, EventKind::Acquired]);
    assert_eq!(clinic.told().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_simultaneous_acquires_by_one_user_one_takes_and_nobody_gets_a_second_lock() {
    let clinic = Clinic::open().await;
    let outcomes =
        at_once(&clinic, |task| Ask { client: Some(ClientId(Uuid::from_u128(task as u128 + 1))), ..acquire() }.by(BOB))
            .await;
    assert_eq!(count(&outcomes, Result::is_ok), 1);
    let elsewhere = |outcome: &_| matches!(outcome, Err(Error::Refused { refusal: Refusal::LockedElsewhere, .. }));
    assert_eq!(count(&outcomes, elsewhere), TASKS - 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_edit_is_lost_and_no_version_given_twice() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    let outcomes = at_once(&clinic, |_| edit(VERSION).by(BOB)).await;
    assert_eq!(count(&outcomes, Result::is_ok), 1);
    let conflict = |outcome: &_| matches!(outcome, Err(Error::Refused { refusal: Refusal::VersionConflict, .. }));
    assert_eq!(count(&outcomes, conflict), TASKS - 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_has_one_effect_also_at_once() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    let outcomes = at_once(&clinic, |_| edit(VERSION).under("k", 1).by(BOB)).await;
    assert_eq!(count(&outcomes, Result::is_ok), TASKS, "{outcomes:?}");
    assert_eq!(clinic.kinds().await, [EventKind::Created, EventKind::Acquired, EventKind::Edited]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_expiry_is_recorded_once_by_however_many() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.wait(300);
    let settle = Command {
        appointment: APPOINTMENT,
        actor: Actor::System,
        pinned_lock: None,
        precondition: None,
        action: Action::Settle,
    };
    let outcomes = at_once(&clinic, |_| Request { command: settle.clone(), caller: None, key: None }).await;
    assert_eq!(count(&outcomes, Result::is_ok), TASKS);
    assert_eq!(clinic.kinds().await, [EventKind::Created, EventKind::Acquired, EventKind::Expired]);
    assert_eq!(clinic.told().len(), 2, "acquired, expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_renewal_gets_through_or_says_that_it_did_not() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    let outcomes = at_once(&clinic, |_| acquire().by(BOB)).await;
    let (done, contended) =
        (count(&outcomes, Result::is_ok), count(&outcomes, |outcome| matches!(outcome, Err(Error::Contended))));
    assert_eq!(done + contended, TASKS);
    let renewals = clinic.kinds().await.into_iter().filter(|kind| *kind == EventKind::Renewed).count();
    assert_eq!(renewals, done, "one event for each that was told so, none for the others");
    assert!(done > 0);
}

/// Each retry of a creation brings a fresh id, so only the key can tell that they are one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_makes_one_appointment_also_at_once() {
    let clinic = Clinic::open().await;
    let fresh = |task: usize| AppointmentId(Uuid::from_u128(5000 + task as u128));
    let outcomes = at_once(&clinic, |task| create(fresh(task), 2).under("k", 1).by(BOB)).await;
    let mut made: Vec<AppointmentId> = Vec::new();
    for outcome in outcomes {
        let outcome = outcome.expect("each is the first or a replay of it");
        assert_eq!(outcome.effect, Effect::Created);
        made.extend(outcome.snapshot.state.appointment.map(|appointment| appointment.id));
    }
    made.dedup();
    assert_eq!(made.len(), 1, "all answer with the same appointment");
    assert_eq!(clinic.told().len(), 1);
}
