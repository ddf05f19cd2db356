//! Commands and readings on a repository that behaves.

use super::*;

#[tokio::test]
async fn every_commit_is_told_once_with_its_next_deadline() {
    let clinic = Clinic::open().await;
    assert_eq!(clinic.does(BOB, acquire()).await.effect, Effect::Taken);
    assert_eq!(clinic.told(), [Some(Duration::seconds(300))]);
    clinic.does(ADA, request_control()).await;
    assert_eq!(clinic.told()[1..], [Some(Duration::seconds(60))]);
    clinic.does(BOB, edit(VERSION)).await;
    clinic.wait(10);
    assert_eq!(clinic.does(BOB, acquire()).await.effect, Effect::Renewed);
    clinic.does(BOB, ask(Action::Release)).await;
    assert_eq!(clinic.told()[2..], [60, 50, 60].map(|seconds| Some(Duration::seconds(seconds))), "the hand-over's end");
    assert_eq!(clinic.holder().await, Some(ADA));
}

#[tokio::test]
async fn an_outcome_is_the_appointment_after_it() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    let outcome = clinic.does(BOB, edit(VERSION)).await;
    assert_eq!(outcome.effect, Effect::Done);
    assert_eq!(outcome.snapshot, clinic.service.get(APPOINTMENT).await.expect("the store is there"));
    let edited = outcome.snapshot.state.appointment.expect("it exists");
    assert_eq!(
        (edited.version, edited.revision, edited.content.title.as_str()),
        (Version(2), Revision(3), "Follow-up")
    );
}

#[tokio::test]
async fn what_is_refused_or_unchanged_is_neither_written_nor_told() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ADA, request_control()).await;
    let (events, told) = (clinic.events().await, clinic.told());
    assert_eq!(clinic.refuses(ANN, acquire()).await, Refusal::Locked);
    assert_eq!(clinic.refuses(ANN, request_control()).await, Refusal::AdminOnly);
    assert_eq!(clinic.does(ADA, request_control()).await.effect, Effect::Done);
    assert_eq!((clinic.events().await, clinic.told()), (events, told));
}

#[tokio::test]
async fn a_refusal_carries_the_settled_state() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ADA, request_control()).await;
    clinic.wait(60);
    let Err(Error::Refused { refusal, current }) = clinic.service.execute(&edit(VERSION).by(BOB)).await else {
        panic!("the lock was handed over");
    };
    assert_eq!(refusal, Refusal::LockNotHeld);
    let lock = current.state.appointment.expect("it exists").lock;
    assert_eq!(lock.held().map(|held: &Held| held.holder), Some(ADA));
    assert_eq!(current.now, after(60));
    assert_eq!(
        clinic.kinds().await.last(),
        Some(&EventKind::ControlRequested),
        "a refusal writes nothing, also not this"
    );
}

#[tokio::test]
async fn without_a_live_session_nobody_does_anything() {
    let clinic = Clinic::open().await;
    clinic.fake.end_session(SessionId(BOB.0));
    assert_eq!(clinic.refuses(BOB, acquire()).await, Refusal::Unauthenticated);
    let mut stolen = acquire().by(BOB);
    stolen.caller = Some(Caller { user: BOB, session: SessionId(ANN.0) });
    let refused = clinic.service.execute(&stolen).await;
    assert!(matches!(refused, Err(Error::Refused { refusal: Refusal::Unauthenticated, .. })), "another's session");
    assert_eq!(clinic.holder().await, None);
}

#[tokio::test]
async fn a_doctor_is_not_in_two_places() {
    let clinic = Clinic::open().await;
    let Refusal::DoctorBusy(conflicts) = clinic.refuses(BOB, create(OTHER, 1)).await else { panic!("it overlaps") };
    assert_eq!(conflicts.iter().map(|conflict| conflict.id).collect::<Vec<_>>(), [APPOINTMENT]);
    assert_eq!(clinic.service.get(OTHER).await.expect("the store is there").state.appointment, None);
    assert_eq!(clinic.told(), []);
    clinic.does(BOB, create(OTHER, 2)).await;
}

#[tokio::test]
async fn readings_do_not_wait_for_the_sweeper() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    assert_eq!(clinic.service.locked().await.expect("the store is there").appointments.len(), 1);
    clinic.wait(300);
    assert_eq!(clinic.lock().await, Lock::Free);
    assert_eq!(clinic.service.locked().await.expect("the store is there").appointments, []);
}

#[tokio::test]
async fn history_of_a_cancelled_one_is_its_cancellers_and_administrators() {
    let clinic = Clinic::open().await;
    let sees = async |who, is_admin| {
        let history = clinic.service.history(APPOINTMENT, who, is_admin, None, 10).await;
        history.expect("the store is there").is_some()
    };
    assert!(sees(ANN, false).await);
    clinic.does(BOB, acquire()).await;
    clinic.does(BOB, ask(Action::Cancel { version: VERSION, reason: None })).await;
    assert!(sees(BOB, false).await && sees(ADA, true).await && !sees(ANN, false).await);
}

#[tokio::test]
async fn a_deleted_user_leaves_no_lock_and_no_request() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, create(OTHER, 2)).await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ANN, acquire().of(OTHER)).await;
    clinic.does(ADA, request_control().of(OTHER)).await;
    clinic.delete(BOB);
    clinic.service.settle_involving(BOB).await.expect("settled");
    assert_eq!(clinic.holder().await, None);
    assert_eq!(clinic.kinds().await.last(), Some(&EventKind::Released));
    clinic.delete(ADA);
    clinic.service.settle_involving(ADA).await.expect("settled");
    let other = clinic.fake.history(OTHER, None, 1).await.expect("the fake answers");
    assert_eq!(other.events[0].event.kind, EventKind::ControlWithdrawn);
}

#[tokio::test]
async fn a_demoted_user_keeps_locks_and_loses_requests() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, create(OTHER, 2)).await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ADA, ask(Action::RequestForceRelease)).await;
    clinic.does(ADA, acquire().of(OTHER)).await;
    clinic.fake.put_person(samples::person(ADA, "Somebody", false));
    clinic.service.settle_involving(ADA).await.expect("settled");
    assert_eq!(clinic.kinds().await.last(), Some(&EventKind::ForceReleaseWithdrawn));
    assert_eq!(clinic.holder().await, Some(BOB));
    clinic.does(ADA, edit(VERSION).of(OTHER)).await;
}

#[tokio::test]
async fn a_sweep_settles_what_is_due_once_and_says_when_more_is() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, create(OTHER, 2)).await;
    clinic.does(BOB, acquire()).await;
    clinic.wait(100);
    clinic.does(BOB, acquire().of(OTHER)).await;
    clinic.wait(200);
    clinic.forget_told();
    let swept = clinic.service.sweep(10).await.expect("swept");
    assert_eq!(swept, Sweep { settled: 1, next_in: Some(std::time::Duration::from_secs(100)) });
    assert_eq!(clinic.told(), [None]);
    assert_eq!(clinic.kinds().await.last(), Some(&EventKind::Expired));
    assert_eq!(clinic.service.sweep(10).await.expect("swept").settled, 0, "recorded and told once");
    clinic.wait(100);
    assert_eq!(clinic.service.sweep(10).await.expect("swept"), Sweep { settled: 1, next_in: None });
}

#[tokio::test]
async fn settling_what_is_gone_is_no_error() {
    let clinic = Clinic::open().await;
    clinic.service.settle(OTHER).await.expect("nothing to settle");
    clinic.does(BOB, acquire()).await;
    clinic.does(BOB, ask(Action::Cancel { version: VERSION, reason: None })).await;
    clinic.service.settle(APPOINTMENT).await.expect("nothing to settle");
}
