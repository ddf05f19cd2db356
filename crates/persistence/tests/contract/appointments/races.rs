use chrono::Duration;
use domain::{
    AppointmentId,
    lock::{Action, Effect, EventKind, Refusal},
    ports::appointments::Caller,
    service::Error,
    testing::samples::content,
};

use super::due::expired;
use crate::bench::{Bench, acquire, create, is_locked, key, request};

on_all!(
    one_of_many_gets_a_free_lock,
    one_of_many_gets_an_expired_lock,
    one_of_many_gets_a_released_lock,
    one_of_many_books_a_doctor,
    one_key_has_one_effect,
    the_many_renewals_of_one_holder_all_succeed,
);

const MANY: usize = 32;

async fn callers(bench: &Bench) -> anyhow::Result<Vec<Caller>> {
    let mut callers = Vec::new();
    for number in 0..MANY {
        callers.push(bench.caller(&format!("User{number}"), false).await?);
    }
    Ok(callers)
}

/// All acquire at the same time: one wins, the others are told that it is locked, and nothing else happens.
async fn race(bench: &Bench, id: AppointmentId, callers: &[Caller]) -> anyhow::Result<()> {
    let service = bench.service();
    let tasks: Vec<_> = callers
        .iter()
        .map(|caller| {
            let (service, caller) = (service.clone(), *caller);
            tokio::spawn(async move { (caller, service.execute(&request(caller, id, acquire())).await) })
        })
        .collect();
    let mut winners = Vec::new();
    for task in tasks {
        match task.await? {
            (caller, Ok(outcome)) => {
                assert_eq!(outcome.effect, Effect::Taken);
                winners.push(caller.user);
            }
            (_, Err(error)) => assert!(is_locked(&error), "{error:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(bench.stored(id).await?.lock.held().map(|held| held.holder), winners.first().copied());
    let events = bench.repository.history(id, None, 200).await?.events;
    let mut revisions: Vec<_> = events.iter().map(|recorded| recorded.event.revision.0).collect();
    revisions.reverse();
    assert_eq!(revisions, (1..=events.len() as i64).collect::<Vec<_>>());
    assert_eq!(events[0].event.kind, EventKind::Acquired);
    Ok(())
}

async fn one_of_many_gets_a_free_lock(bench: &Bench) -> anyhow::Result<()> {
    let callers = callers(bench).await?;
    let id = bench.create(callers[0], content(1)).await?;
    race(bench, id, &callers).await
}

async fn one_of_many_gets_an_expired_lock(bench: &Bench) -> anyhow::Result<()> {
    let callers = callers(bench).await?;
    let id = expired(bench, callers[0], 1, Duration::zero()).await?;
    race(bench, id, &callers).await?;
    let kinds: Vec<_> =
        bench.repository.history(id, None, 2).await?.events.into_iter().map(|it| it.event.kind).collect();
    assert_eq!(kinds, [EventKind::Acquired, EventKind::Expired]);
    Ok(())
}

async fn one_of_many_gets_a_released_lock(bench: &Bench) -> anyhow::Result<()> {
    let callers = callers(bench).await?;
    let id = bench.held(callers[0], content(1)).await?;
    bench.service().execute(&request(callers[0], id, Action::Release)).await?;
    race(bench, id, &callers).await
}

async fn one_of_many_books_a_doctor(bench: &Bench) -> anyhow::Result<()> {
    let (service, callers) = (bench.service(), callers(bench).await?);
    let tasks: Vec<_> = callers
        .into_iter()
        .map(|caller| {
            let service = service.clone();
            let wanted = request(caller, AppointmentId::fresh(), create(content(1), false));
            tokio::spawn(async move { service.execute(&wanted).await })
        })
        .collect();
    let mut booked = Vec::new();
    for task in tasks {
        match task.await? {
            Ok(outcome) => booked.extend(outcome.snapshot.state.appointment),
            Err(Error::Refused { refusal: Refusal::DoctorBusy(conflicts), .. }) => assert_eq!(conflicts.len(), 1),
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(booked.len(), 1);
    assert_eq!(bench.repository.list(&crate::bench::all()).await?.appointments, booked);
    Ok(())
}

async fn one_key_has_one_effect(bench: &Bench) -> anyhow::Result<()> {
    let (service, ann) = (bench.service(), bench.caller("Ann", false).await?);
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let service = service.clone();
            // A retry makes a new id; the key says that it is the same request, which is not in its own way.
            let mut wanted = request(ann, AppointmentId::fresh(), create(content(1), false));
            wanted.key = key("booking");
            tokio::spawn(async move { service.execute(&wanted).await })
        })
        .collect();
    let mut answered = Vec::new();
    for task in tasks {
        let outcome = task.await??;
        assert_eq!(outcome.effect, Effect::Created);
        answered.extend(outcome.snapshot.state.appointment.map(|made| made.id));
    }
    let made = bench.repository.list(&crate::bench::all()).await?.appointments;
    assert_eq!(made.len(), 1);
    assert_eq!(answered, vec![made[0].id; 16]);
    Ok(())
}

async fn the_many_renewals_of_one_holder_all_succeed(bench: &Bench) -> anyhow::Result<()> {
    let (service, ann) = (bench.service(), bench.caller("Ann", false).await?);
    let id = bench.held(ann, content(1)).await?;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let service = service.clone();
            tokio::spawn(async move { service.execute(&request(ann, id, acquire())).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await??.effect, Effect::Renewed);
    }
    assert_eq!(bench.stored(id).await?.revision.0, 10);
    Ok(())
}
