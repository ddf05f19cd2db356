//! What a client may retry under a key.

use super::*;
use crate::lock::Answer;

#[tokio::test]
async fn a_retry_has_no_second_effect_and_gets_the_resource_as_it_is_now() {
    let clinic = Clinic::open().await;
    let first = clinic.does(BOB, acquire().under("k", 1)).await;
    clinic.does(BOB, edit(VERSION)).await;
    clinic.does(BOB, ask(Action::Release)).await;
    let (events, told) = (clinic.events().await, clinic.told());
    let again = clinic.does(BOB, acquire().under("k", 1)).await;
    assert_eq!((first.effect, again.effect), (Effect::Taken, Effect::Taken), "the first status");
    let now = again.snapshot.state.appointment.expect("it exists");
    assert_eq!((now.lock, now.version), (Lock::Free, Version(2)));
    assert_eq!((clinic.events().await, clinic.told()), (events, told));
}

#[tokio::test]
async fn a_retried_creation_answers_with_the_first_appointment() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, create(OTHER, 2).under("k", 1)).await;
    let retried = create(AppointmentId(Uuid::from_u128(33)), 2).under("k", 1);
    let again = clinic.does(BOB, retried).await;
    assert_eq!(again.effect, Effect::Created);
    assert_eq!(again.snapshot.state.appointment.map(|appointment| appointment.id), Some(OTHER));
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused_as_such() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire().under("k", 1)).await;
    let reused = clinic.service.execute(&ask(Action::Release).under("k", 2).by(BOB)).await;
    assert!(matches!(reused, Err(Error::KeyReused)), "{reused:?}");
    assert_eq!(clinic.holder().await, Some(BOB));
}

#[tokio::test]
async fn a_key_is_its_users_own() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire().under("k", 1)).await;
    assert_eq!(clinic.refuses(ANN, acquire().under("k", 1)).await, Refusal::Locked);
}

#[tokio::test]
async fn refusals_are_not_kept() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    assert_eq!(clinic.refuses(ANN, acquire().under("k", 1)).await, Refusal::Locked);
    clinic.does(BOB, ask(Action::Release)).await;
    assert_eq!(clinic.does(ANN, acquire().under("k", 1)).await.effect, Effect::Taken);
    assert_eq!(clinic.holder().await, Some(ANN));
}

#[tokio::test]
async fn who_you_are_and_what_you_may_comes_before_what_was_kept() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ADA, request_control().under("k", 1)).await;
    clinic.fake.put_person(samples::person(ADA, "Somebody", false));
    assert_eq!(clinic.refuses(ADA, request_control().under("k", 1)).await, Refusal::AdminOnly);
    clinic.fake.end_session(SessionId(ADA.0));
    assert_eq!(clinic.refuses(ADA, request_control().under("k", 1)).await, Refusal::Unauthenticated);
}

#[tokio::test]
async fn a_key_is_kept_for_a_day() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire().under("k", 1)).await;
    clinic.wait(24 * 3600 - 1);
    clinic.does(BOB, acquire().under("k", 1)).await;
    assert_eq!(clinic.holder().await, None, "a replay, not a new lock");
    clinic.wait(1);
    clinic.does(BOB, acquire().under("k", 1)).await;
    assert_eq!(clinic.holder().await, Some(BOB));
}

#[tokio::test]
async fn a_success_with_nothing_to_write_is_kept_too() {
    let clinic = Clinic::open().await;
    clinic.does(BOB, acquire()).await;
    clinic.does(ADA, request_control()).await;
    clinic.does(ADA, request_control().under("k", 1)).await;
    clinic.does(BOB, ask(Action::AnswerControl { answer: Answer::Reject, requester: None })).await;
    let retried = clinic.does(ADA, request_control().under("k", 1)).await;
    let appointment = retried.snapshot.state.appointment.expect("it stands");
    assert_eq!(appointment.lock.held().map(|held| held.control.is_some()), Some(false), "no second request");
}
