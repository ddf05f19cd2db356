use chrono::Duration;
use domain::{
    AppointmentId, ContentChange, Version,
    lock::{Action, EventKind},
    testing::samples::{content, patient},
};

use crate::bench::{Bench, acquire};

on_all!(
    history_is_of_one_appointment_newest_first,
    history_comes_in_pages,
    history_keeps_the_details,
    history_names_the_deleted,
    there_is_no_history_of_nothing,
    old_events_are_pruned,
    erasing_takes_the_reasons_and_nothing_else,
    old_keys_are_pruned,
);

async fn history_is_of_one_appointment_newest_first(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    bench.held(ann, content(5)).await?;
    bench.run(ann, id, Action::Release).await?;
    let history = bench.repository.history(id, None, 100).await?;
    let kinds: Vec<_> = history.events.iter().map(|recorded| recorded.event.kind).collect();
    assert_eq!(kinds, [EventKind::Released, EventKind::Acquired, EventKind::Created]);
    assert!(history.events.iter().all(|recorded| recorded.appointment == id));
    assert_eq!(history.appointment, Some(bench.stored(id).await?));
    assert!(!history.more && history.people.is_active(ann.user));
    Ok(())
}

async fn history_comes_in_pages(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    for _ in 0..3 {
        bench.run(ann, id, acquire()).await?;
    }
    let whole = bench.repository.history(id, None, 100).await?.events;
    assert_eq!(whole.len(), 5);
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let page = bench.repository.history(id, before, 2).await?;
        before = page.events.last().map(|recorded| recorded.seq);
        found.extend(page.events);
        if !page.more {
            break;
        }
    }
    assert_eq!(found, whole);
    assert!(!bench.repository.history(id, None, 5).await?.more);
    Ok(())
}

async fn history_keeps_the_details(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.held(ann, content(1)).await?;
    let change = ContentChange {
        start_time: Some(content(1).start_time + Duration::milliseconds(1)),
        doctor_name: Some(None),
        title: Some("New".into()),
        ..ContentChange::default()
    };
    let edit = Action::Edit { version: Version(1), change: Box::new(change), allow_overlap: None };
    let edited = bench.run(ann, id, edit).await?;
    let forced = bench.run(bob, id, Action::ForceRelease { reason: "left for the day".into() }).await?;
    let events = bench.repository.history(id, None, 2).await?.events;
    assert_eq!(events[0].event, forced.transition.events[0]);
    assert_eq!(events[1].event, edited.transition.events[0]);
    assert_eq!(events[0].event.detail.reason.as_deref(), Some("left for the day"));
    Ok(())
}

async fn history_names_the_deleted(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.held(ann, content(1)).await?;
    bench.run(bob, id, Action::ForceRelease { reason: "left".into() }).await?;
    bench.delete_person(ann.user, "Ann").await?;
    let people = bench.repository.history(id, None, 100).await?.people;
    let person = people.get(ann.user).expect("who made it is named");
    assert_eq!((person.name.as_str(), person.active), ("Ann", false));
    assert!(people.is_admin(bob.user));
    Ok(())
}

async fn there_is_no_history_of_nothing(bench: &Bench) -> anyhow::Result<()> {
    let history = bench.repository.history(AppointmentId::fresh(), None, 10).await?;
    assert!(history.appointment.is_none() && history.events.is_empty() && !history.more);
    Ok(())
}

async fn old_events_are_pruned(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    assert_eq!(bench.repository.prune(None).await?, (0, 0));
    let first = bench.repository.history(id, None, 10).await?.events.pop().expect("its creation").event.at;
    assert_eq!(bench.repository.prune(Some(first)).await?, (0, 0));
    assert_eq!(bench.repository.prune(Some(bench.now().await? + Duration::seconds(1))).await?, (0, 2));
    assert!(bench.repository.history(id, None, 10).await?.events.is_empty());
    // What is left goes on where it was.
    bench.run(ann, id, acquire()).await?;
    assert_eq!(bench.repository.history(id, None, 10).await?.events.len(), 1);
    Ok(())
}

async fn old_keys_are_pruned(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let mut commit = bench.decide(ann, id, acquire()).await?;
    commit.key = crate::bench::key("k");
    bench.repository.commit(&commit).await?;
    assert_eq!(bench.repository.prune(None).await?, (0, 0));
    bench.age_keys().await?;
    assert_eq!(bench.repository.prune(None).await?, (1, 0));
    Ok(())
}

async fn erasing_takes_the_reasons_and_nothing_else(bench: &Bench) -> anyhow::Result<()> {
    let (ann, ada) = (bench.caller("Ann", false).await?, bench.caller("Ada", true).await?);
    let (id, other) = (bench.held(ann, content(1)).await?, bench.held(ann, content(5)).await?);
    for id in [id, other] {
        bench.run(ann, id, Action::Cancel { version: Version(1), reason: Some("Siti is ill".into()) }).await?;
    }
    let before = bench.repository.history(id, None, 100).await?.events;
    let erased = bench.run(ada, id, Action::Erase { patient: patient() }).await?;
    assert_eq!(bench.stored(id).await?, erased.transition.after);
    let after = bench.repository.history(id, None, 100).await?.events;
    assert_eq!(after[0].event.kind, EventKind::Erased);
    let without = before.into_iter().map(|mut recorded| {
        recorded.event.detail.reason = None;
        recorded
    });
    assert_eq!(after[1..], without.collect::<Vec<_>>());
    let others = bench.repository.history(other, None, 100).await?.events;
    assert_eq!(others[0].event.detail.reason.as_deref(), Some("Siti is ill"));
    Ok(())
}
