use chrono::Duration;
use domain::{
    AppointmentId, ContentChange, LockId, Revision, Version,
    lock::{Action, Answer, Effect, Lock, Reliance},
    ports::appointments::{Commit, Committed, Kept, Load},
    testing::samples::content,
};

use crate::bench::{Bench, acquire, create, key};

on_all!(
    an_appointment_comes_back_as_it_was_written,
    an_edit_replaces_all_that_it_changes,
    optional_fields_can_be_cleared,
    a_lock_comes_back_with_its_requests,
    several_events_of_one_commit_are_all_written,
    another_revision_is_stale,
    a_second_creation_is_stale,
    a_missing_appointment_is_stale,
    a_passed_deadline_is_stale,
    an_ended_session_is_stale,
    a_session_of_somebody_else_is_stale,
    a_deleted_user_relied_on_is_stale,
    a_demoted_user_relied_on_is_stale,
    a_user_relied_on_twice_is_one,
    an_operation_is_found_again,
    a_key_keeps_the_success,
    a_taken_key_is_stale,
    a_key_is_each_users_own,
    a_key_is_free_after_a_day,
    the_system_needs_no_session,
    a_doctor_is_busy,
    a_doctor_is_compared_without_case,
    appointments_may_touch,
    overbooked_ones_may_overlap,
    cancelled_ones_are_not_in_the_way,
    a_restored_one_may_be_in_the_way,
    an_edit_may_make_a_doctor_busy,
    stale_comes_before_busy,
    a_commit_of_the_lock_alone_leaves_the_content,
);

async fn an_appointment_comes_back_as_it_was_written(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = AppointmentId::fresh();
    let full = domain::Content {
        address: Some("Jl. Merdeka 1".into()),
        note: Some("brings results — “quoted”\nsecond line".into()),
        description: Some("Ünïcødé 🩺".into()),
        ..content(1)
    };
    let commit = bench.run(ann, id, create(full, true)).await?;
    assert_eq!(bench.stored(id).await?, commit.transition.after);
    assert_eq!(commit.transition.after.revision, Revision(1));
    Ok(())
}

async fn an_edit_replaces_all_that_it_changes(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    let other = content(30);
    let change = ContentChange {
        title: Some("Vaccination".into()),
        patient_name: Some("Joko".into()),
        datebirth: chrono::NaiveDate::from_ymd_opt(1950, 1, 31),
        gender: Some(domain::Gender::Other),
        phone: Some(Some("08123".into())),
        address: Some(Some("Somewhere".into())),
        doctor_name: Some(Some("Dr. Sari".into())),
        note: Some(Some("n".into())),
        description: Some(Some("d".into())),
        start_time: Some(other.start_time),
        end_time: Some(other.end_time),
    };
    let edit = Action::Edit { version: Version(1), change: Box::new(change), allow_overlap: Some(true) };
    let commit = bench.run(ann, id, edit).await?;
    let stored = bench.stored(id).await?;
    assert_eq!(stored, commit.transition.after);
    assert_eq!((stored.version, stored.revision), (Version(2), Revision(3)));
    Ok(())
}

async fn optional_fields_can_be_cleared(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    let change = ContentChange { phone: Some(None), doctor_name: Some(None), ..ContentChange::default() };
    let edit = Action::Edit { version: Version(1), change: Box::new(change), allow_overlap: None };
    let commit = bench.run(ann, id, edit).await?;
    assert_eq!(bench.stored(id).await?, commit.transition.after);
    assert_eq!(bench.stored(id).await?.content.doctor_name, None);
    Ok(())
}

async fn a_lock_comes_back_with_its_requests(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob, cid) =
        (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?, bench.caller("Cid", true).await?);
    let id = bench.held(ann, content(1)).await?;
    bench.run(bob, id, Action::RequestControl { becomes: LockId::fresh() }).await?;
    let asked = bench.run(cid, id, Action::RequestForceRelease).await?.transition.after;
    let loaded = bench.load(id).await?;
    assert_eq!(loaded.appointment, Some(asked));
    for (who, admin) in [(ann, false), (bob, true), (cid, true)] {
        assert!(loaded.people.is_active(who.user));
        assert_eq!(loaded.people.is_admin(who.user), admin);
    }
    // A new holder replaces the row; then the row goes.
    let approve = Action::AnswerControl { answer: Answer::Approve, requester: Some(bob.user) };
    let handed = bench.run(ann, id, approve).await?.transition.after;
    assert_eq!(bench.stored(id).await?, handed);
    assert_eq!(handed.lock.held().map(|held| held.holder), Some(bob.user));
    bench.run(bob, id, Action::Release).await?;
    assert_eq!(bench.stored(id).await?.lock, Lock::Free);
    Ok(())
}

async fn several_events_of_one_commit_are_all_written(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.held(ann, content(1)).await?;
    bench.run(bob, id, Action::RequestControl { becomes: LockId::fresh() }).await?;
    bench.run(bob, id, Action::RequestForceRelease).await?;
    let released = bench.run(ann, id, Action::Release).await?;
    assert!(released.transition.events.len() > 1, "{:?}", released.transition.events);
    let history = bench.repository.history(id, None, 100).await?.events;
    let newest: Vec<_> = history.iter().map(|recorded| recorded.event.clone()).collect();
    let expected: Vec<_> = released.transition.events.iter().rev().cloned().collect();
    assert_eq!(newest[..expected.len()], expected);
    assert!(history.windows(2).all(|pair| pair[0].seq > pair[1].seq));
    Ok(())
}

async fn another_revision_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let late = bench.decide(ann, id, acquire()).await?;
    bench.run(ann, id, acquire()).await?;
    bench.assert_stale(&late).await
}

async fn a_second_creation_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = AppointmentId::fresh();
    let mut commit = bench.run(ann, id, create(content(1), true)).await?;
    commit.operation = domain::OperationId::fresh();
    bench.assert_stale(&commit).await
}

async fn a_missing_appointment_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let mut commit = bench.decide(ann, id, acquire()).await?;
    commit.transition.after.id = AppointmentId::fresh();
    bench.assert_stale(&commit).await
}

async fn a_passed_deadline_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    for (action, id) in [(acquire(), id), (create(content(9), true), AppointmentId::fresh())] {
        let mut commit = bench.decide(ann, id, action).await?;
        commit.transition.valid_before = Some(bench.now().await?);
        bench.assert_stale(&commit).await?;
        commit.transition.valid_before = Some(bench.now().await? + Duration::minutes(1));
        assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    }
    Ok(())
}

async fn an_ended_session_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let change = bench.decide(ann, id, acquire()).await?;
    let new = bench.decide(ann, AppointmentId::fresh(), create(content(5), false)).await?;
    bench.sign_out(ann).await?;
    bench.assert_stale(&change).await?;
    bench.assert_stale(&new).await
}

async fn a_session_of_somebody_else_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", false).await?);
    let id = bench.create(ann, content(1)).await?;
    let mut commit = bench.decide(ann, id, acquire()).await?;
    commit.caller = Some(domain::ports::appointments::Caller { user: ann.user, session: bob.session });
    bench.assert_stale(&commit).await
}

/// A commit by one person that also relies on another.
async fn relying(bench: &Bench, on: domain::UserId, admin: bool) -> anyhow::Result<Commit> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let mut commit = bench.decide(ann, id, acquire()).await?;
    commit.transition.relies_on.push(Reliance { user: on, admin });
    Ok(commit)
}

async fn a_deleted_user_relied_on_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let bob = bench.person("Bob", true).await?;
    let commit = relying(bench, bob, false).await?;
    bench.delete_person(bob, "Bob").await?;
    bench.assert_stale(&commit).await?;
    let nobody = Reliance { user: domain::UserId::fresh(), admin: false };
    bench
        .assert_stale(&Commit {
            transition: domain::lock::Transition { relies_on: vec![nobody], ..commit.transition },
            ..commit
        })
        .await
}

async fn a_demoted_user_relied_on_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let bob = bench.person("Bob", true).await?;
    let mut commit = relying(bench, bob, true).await?;
    bench.demote(bob, "Bob").await?;
    bench.assert_stale(&commit).await?;
    // Still active, and no more is asked now.
    commit.transition.relies_on.last_mut().expect("just put there").admin = false;
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    Ok(())
}

async fn a_user_relied_on_twice_is_one(bench: &Bench) -> anyhow::Result<()> {
    let bob = bench.person("Bob", true).await?;
    let mut commit = relying(bench, bob, true).await?;
    commit.transition.relies_on.push(Reliance { user: bob, admin: false });
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    Ok(())
}

async fn an_operation_is_found_again(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let commit = bench.decide(ann, id, acquire()).await?;
    let load = Load { appointment: id, caller: Some(ann), key: None, operation: Some(commit.operation) };
    assert!(!bench.repository.load(&load).await?.operation_done);
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    assert!(bench.repository.load(&load).await?.operation_done);
    Ok(())
}

async fn a_key_keeps_the_success(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let load = Load { appointment: id, caller: Some(ann), key: Some("k".into()), operation: None };
    assert_eq!(bench.repository.load(&load).await?.kept, None);
    let commit = Commit { key: key("k"), ..bench.decide(ann, id, acquire()).await? };
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    let kept = Kept { fingerprint: [7; 32], appointment: id, effect: Effect::Taken };
    assert_eq!(bench.repository.load(&load).await?.kept, Some(kept));
    Ok(())
}

async fn a_taken_key_is_stale(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let new = |hour| create(content(hour), false);
    let first = Commit { key: key("k"), ..bench.decide(ann, AppointmentId::fresh(), new(1)).await? };
    let second = Commit { key: key("k"), ..bench.decide(ann, AppointmentId::fresh(), new(5)).await? };
    assert_eq!(bench.repository.commit(&first).await?, Committed::Done);
    bench.assert_stale(&second).await
}

async fn a_key_is_each_users_own(bench: &Bench) -> anyhow::Result<()> {
    for (name, hour) in [("Ann", 1), ("Bob", 5)] {
        let caller = bench.caller(name, false).await?;
        let new = bench.decide(caller, AppointmentId::fresh(), create(content(hour), false)).await?;
        assert_eq!(bench.repository.commit(&Commit { key: key("k"), ..new }).await?, Committed::Done);
    }
    Ok(())
}

async fn a_key_is_free_after_a_day(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = AppointmentId::fresh();
    let first = Commit { key: key("k"), ..bench.decide(ann, id, create(content(1), false)).await? };
    assert_eq!(bench.repository.commit(&first).await?, Committed::Done);
    bench.age_keys().await?;
    let load = Load { appointment: id, caller: Some(ann), key: Some("k".into()), operation: None };
    assert_eq!(bench.repository.load(&load).await?.kept, None);
    let second = Commit { key: key("k"), ..bench.decide(ann, id, acquire()).await? };
    assert_eq!(bench.repository.commit(&second).await?, Committed::Done);
    let kept = bench.repository.load(&load).await?.kept.map(|kept| kept.effect);
    assert_eq!(kept, Some(Effect::Taken));
    Ok(())
}

async fn the_system_needs_no_session(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let mut commit = bench.decide(ann, id, acquire()).await?;
    (commit.caller, commit.transition.relies_on) = (None, Vec::new());
    bench.sign_out(ann).await?;
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    Ok(())
}

async fn commit_new(bench: &Bench, content: domain::Content, allow_overlap: bool) -> anyhow::Result<Committed> {
    let caller = bench.caller(&format!("Ann{}", domain::UserId::fresh()), false).await?;
    let commit = bench.decide(caller, AppointmentId::fresh(), create(content, allow_overlap)).await?;
    Ok(bench.repository.commit(&commit).await?)
}

async fn a_doctor_is_busy(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let (later, earlier) = (bench.create(ann, content(2)).await?, bench.create(ann, content(1)).await?);
    let long = domain::Content { end_time: content(3).end_time, ..content(0) };
    let commit = bench.decide(ann, AppointmentId::fresh(), create(long, false)).await?;
    let Committed::Busy(conflicts) = bench.repository.commit(&commit).await? else { panic!("not busy") };
    let found: Vec<_> = conflicts.iter().map(|conflict| conflict.id).collect();
    assert_eq!(found, [earlier, later]);
    let (first, expected) = (&conflicts[0], content(1));
    assert_eq!((first.title.as_str(), first.start_time), (expected.title.as_str(), expected.start_time));
    assert_eq!(first.end_time, expected.end_time);
    assert_eq!(bench.load(commit.transition.after.id).await?.appointment, None);
    assert_eq!(bench.repository.list(&crate::bench::all()).await?.appointments.len(), 2);
    Ok(())
}

async fn a_doctor_is_compared_without_case(bench: &Bench) -> anyhow::Result<()> {
    let named = |name: &str| domain::Content { doctor_name: Some(name.into()), ..content(1) };
    assert_eq!(commit_new(bench, named("Dr. Ärger"), false).await?, Committed::Done);
    assert!(matches!(commit_new(bench, named(" dr. ÄRGER "), false).await?, Committed::Busy(_)));
    assert_eq!(commit_new(bench, named("Dr. Sari"), false).await?, Committed::Done);
    for nobody in [None, Some(" ".to_owned()), None] {
        let without = domain::Content { doctor_name: nobody, ..content(1) };
        assert_eq!(commit_new(bench, without, false).await?, Committed::Done);
    }
    Ok(())
}

async fn appointments_may_touch(bench: &Bench) -> anyhow::Result<()> {
    let first = content(1);
    let next = domain::Content { start_time: first.end_time, end_time: content(2).end_time, ..first.clone() };
    assert_eq!(commit_new(bench, next, false).await?, Committed::Done);
    assert_eq!(commit_new(bench, first, false).await?, Committed::Done);
    Ok(())
}

async fn overbooked_ones_may_overlap(bench: &Bench) -> anyhow::Result<()> {
    assert_eq!(commit_new(bench, content(1), false).await?, Committed::Done);
    assert_eq!(commit_new(bench, content(1), true).await?, Committed::Done);
    assert!(matches!(commit_new(bench, content(1), false).await?, Committed::Busy(found) if found.len() == 1));
    Ok(())
}

async fn cancelled_ones_are_not_in_the_way(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    let commit = bench.run(ann, id, Action::Cancel { version: Version(1), reason: None }).await?;
    assert_eq!(bench.stored(id).await?, commit.transition.after);
    assert_eq!(commit_new(bench, content(1), false).await?, Committed::Done);
    Ok(())
}

async fn a_restored_one_may_be_in_the_way(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    bench.run(ann, id, Action::Cancel { version: Version(1), reason: None }).await?;
    let other = bench.held(ann, content(1)).await?;
    let restore = bench.decide(ann, id, Action::Restore).await?;
    assert!(matches!(bench.repository.commit(&restore).await?, Committed::Busy(found) if found[0].id == other));
    assert!(bench.stored(id).await?.cancelled.is_some());
    bench.run(ann, other, Action::Cancel { version: Version(1), reason: None }).await?;
    assert_eq!(bench.repository.commit(&restore).await?, Committed::Done);
    assert_eq!(bench.stored(id).await?, restore.transition.after);
    Ok(())
}

async fn an_edit_may_make_a_doctor_busy(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let other = bench.create(ann, content(1)).await?;
    let id = bench.held(ann, content(5)).await?;
    let change = ContentChange {
        start_time: Some(content(1).start_time),
        end_time: Some(content(1).end_time),
        ..ContentChange::default()
    };
    let edit = |allow| Action::Edit { version: Version(1), change: Box::new(change.clone()), allow_overlap: allow };
    let commit = bench.decide(ann, id, edit(None)).await?;
    assert!(matches!(bench.repository.commit(&commit).await?, Committed::Busy(found) if found[0].id == other));
    assert_eq!(bench.stored(id).await?.version, Version(1));
    bench.run(ann, id, edit(Some(true))).await?;
    Ok(())
}

async fn stale_comes_before_busy(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    bench.create(ann, content(1)).await?;
    let commit = bench.decide(ann, AppointmentId::fresh(), create(content(1), false)).await?;
    bench.sign_out(ann).await?;
    bench.assert_stale(&commit).await
}

async fn a_commit_of_the_lock_alone_leaves_the_content(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let before = bench.stored(id).await?;
    let mut commit = bench.decide(ann, id, acquire()).await?;
    assert!(!commit.transition.content_changed);
    // Decided before somebody else booked over it: no matter for a lock.
    bench.run(ann, AppointmentId::fresh(), create(content(1), true)).await?;
    commit.operation = domain::OperationId::fresh();
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    let after = bench.stored(id).await?;
    assert_eq!((after.content, after.updated_at, after.version), (before.content, before.updated_at, before.version));
    Ok(())
}
