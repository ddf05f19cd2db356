use chrono::Duration;
use domain::{
    AppointmentId, SessionId, Version,
    lock::Action,
    ports::appointments::{Caller, Load},
    testing::samples::content,
};

use crate::bench::Bench;

on_all!(
    nothing_is_found_of_what_is_not_there,
    the_caller_is_among_the_people,
    a_caller_is_live_by_their_own_session,
    who_cancelled_is_among_the_people,
    deleted_people_are_named_and_not_active,
    the_clock_does_not_go_back,
    the_store_answers,
);

async fn nothing_is_found_of_what_is_not_there(bench: &Bench) -> anyhow::Result<()> {
    let loaded = bench.load(AppointmentId::fresh()).await?;
    assert_eq!(loaded.appointment, None);
    assert!(loaded.caller_live && loaded.kept.is_none() && !loaded.operation_done);
    assert_eq!(loaded.now, domain::to_millis(loaded.now));
    Ok(())
}

async fn of(bench: &Bench, caller: Caller) -> anyhow::Result<domain::ports::appointments::Loaded> {
    let appointment = AppointmentId::fresh();
    let load = Load { appointment, caller: Some(caller), key: Some("none".into()), operation: None };
    Ok(bench.repository.load(&load).await?)
}

async fn the_caller_is_among_the_people(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", true).await?;
    let loaded = of(bench, ann).await?;
    let person = loaded.people.get(ann.user).cloned();
    assert_eq!(person, Some(domain::testing::samples::person(ann.user, "Ann", true)));
    assert!(loaded.caller_live);
    Ok(())
}

async fn a_caller_is_live_by_their_own_session(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", false).await?);
    let borrowed = Caller { user: ann.user, session: bob.session };
    let made_up = Caller { user: ann.user, session: SessionId::fresh() };
    assert!(of(bench, ann).await?.caller_live);
    assert!(!of(bench, borrowed).await?.caller_live);
    assert!(!of(bench, made_up).await?.caller_live);
    bench.sign_out(ann).await?;
    assert!(!of(bench, ann).await?.caller_live);
    assert!(of(bench, bob).await?.caller_live);
    Ok(())
}

async fn who_cancelled_is_among_the_people(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    bench.run(ann, id, Action::Cancel { version: Version(1), reason: None }).await?;
    let loaded = bench.load(id).await?;
    assert!(loaded.people.is_active(ann.user));
    assert_eq!(loaded.appointment.and_then(|found| found.cancelled).map(|cancelled| cancelled.by), Some(ann.user));
    Ok(())
}

async fn deleted_people_are_named_and_not_active(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    bench.delete_person(ann.user, "Ann").await?;
    let loaded = bench.load(id).await?;
    let person = loaded.people.get(ann.user).expect("the holder is named");
    assert_eq!((person.name.as_str(), person.active), ("Ann", false));
    assert!(loaded.appointment.is_some_and(|found| found.lock.held().is_some()));
    Ok(())
}

async fn the_clock_does_not_go_back(bench: &Bench) -> anyhow::Result<()> {
    let mut last = bench.now().await?;
    for _ in 0..50 {
        let now = bench.now().await?;
        assert!(now >= last && now - last < Duration::seconds(30));
        last = now;
    }
    Ok(())
}

async fn the_store_answers(bench: &Bench) -> anyhow::Result<()> {
    Ok(bench.repository.ping().await?)
}
