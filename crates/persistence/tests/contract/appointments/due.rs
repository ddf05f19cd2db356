use chrono::Duration;
use domain::{
    LockId,
    lock::{Action, Lock},
    ports::appointments::{Caller, Committed},
    testing::samples::content,
};

use crate::bench::{Bench, acquire, request};

on_all!(
    nothing_is_due_of_nothing,
    the_next_deadline_is_told,
    what_has_passed_is_due,
    a_passed_request_is_due,
    at_most_so_many_are_told,
    locks_of_the_deleted_are_due,
    requests_of_the_demoted_are_due,
    a_user_is_involved_in_three_ways,
    a_sweep_settles_what_is_due,
);

async fn nothing_is_due_of_nothing(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    bench.create(ann, content(1)).await?;
    let found = bench.repository.due(10).await?;
    assert_eq!((found.due, found.next), (vec![], None));
    Ok(())
}

async fn the_next_deadline_is_told(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let first = bench.held(ann, content(1)).await?;
    bench.held(ann, content(5)).await?;
    let expiry = bench.stored(first).await?.lock.next_due();
    let found = bench.repository.due(10).await?;
    assert_eq!((found.due, found.next), (vec![], expiry));
    bench.run(bob, first, Action::RequestForceRelease).await?;
    let asked = bench.stored(first).await?.lock.next_due();
    assert!(asked < expiry);
    assert_eq!(bench.repository.due(10).await?.next, asked);
    Ok(())
}

/// A lock that expired so long ago.
pub(super) async fn expired(
    bench: &Bench,
    caller: Caller,
    hour: i64,
    ago: Duration,
) -> anyhow::Result<domain::AppointmentId> {
    let id = bench.create(caller, content(hour)).await?;
    let mut commit = bench.decide(caller, id, acquire()).await?;
    if let Lock::Held(held) = &mut commit.transition.after.lock {
        held.expires_at = bench.now().await? - ago;
        held.created_at = held.expires_at - Duration::minutes(5);
    }
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    Ok(id)
}

async fn what_has_passed_is_due(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let (past, now) =
        (expired(bench, ann, 1, Duration::hours(1)).await?, expired(bench, ann, 2, Duration::zero()).await?);
    let later = bench.held(ann, content(3)).await?;
    let found = bench.repository.due(10).await?;
    let mut expected = vec![past, now];
    expected.sort_unstable();
    let mut due = found.due.clone();
    due.sort_unstable();
    assert_eq!(due, expected);
    assert_eq!(found.next, bench.stored(later).await?.lock.next_due());
    Ok(())
}

async fn a_passed_request_is_due(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.held(ann, content(1)).await?;
    let mut commit = bench.decide(bob, id, Action::RequestControl { becomes: LockId::fresh() }).await?;
    let passed = bench.now().await? - Duration::seconds(1);
    if let Lock::Held(held) = &mut commit.transition.after.lock
        && let Some(control) = &mut held.control
    {
        control.request.respond_by = Some(passed);
    }
    assert_eq!(bench.repository.commit(&commit).await?, Committed::Done);
    assert_eq!(bench.repository.due(10).await?.due, [id]);
    Ok(())
}

async fn at_most_so_many_are_told(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    for hour in 0..4 {
        expired(bench, ann, hour, Duration::hours(1)).await?;
    }
    assert_eq!(bench.repository.due(3).await?.due.len(), 3);
    Ok(())
}

async fn locks_of_the_deleted_are_due(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", false).await?);
    let (hers, his) = (bench.held(ann, content(1)).await?, bench.held(bob, content(2)).await?);
    bench.delete_person(ann.user, "Ann").await?;
    let found = bench.repository.due(10).await?;
    assert_eq!(found.due, [hers]);
    assert_eq!(found.next, bench.stored(his).await?.lock.next_due());
    Ok(())
}

async fn requests_of_the_demoted_are_due(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob, cid) =
        (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?, bench.caller("Cid", true).await?);
    let (first, second) = (bench.held(ann, content(1)).await?, bench.held(ann, content(2)).await?);
    bench.run(bob, first, Action::RequestControl { becomes: LockId::fresh() }).await?;
    bench.run(cid, second, Action::RequestForceRelease).await?;
    assert_eq!(bench.repository.due(10).await?.due, []);
    bench.demote(bob.user, "Bob").await?;
    assert_eq!(bench.repository.due(10).await?.due, [first]);
    bench.demote(cid.user, "Cid").await?;
    let mut due = bench.repository.due(10).await?.due;
    due.sort_unstable();
    assert_eq!(due, {
        let mut both = vec![first, second];
        both.sort_unstable();
        both
    });
    assert_eq!(bench.repository.due(10).await?.next, None);
    Ok(())
}

async fn a_user_is_involved_in_three_ways(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", true).await?, bench.caller("Bob", true).await?);
    let mut expected = Vec::new();
    expected.push(bench.held(ann, content(1)).await?);
    for (hour, action) in [(2, Action::RequestControl { becomes: LockId::fresh() }), (3, Action::RequestForceRelease)] {
        let id = bench.held(bob, content(hour)).await?;
        bench.run(ann, id, action).await?;
        expected.push(id);
    }
    bench.held(bob, content(4)).await?;
    expected.sort_unstable();
    assert_eq!(bench.repository.involving(ann.user).await?, expected);
    assert_eq!(bench.repository.involving(bob.user).await?.len(), 3);
    assert_eq!(bench.repository.involving(domain::UserId::fresh()).await?, []);
    Ok(())
}

async fn a_sweep_settles_what_is_due(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", false).await?);
    let old = expired(bench, ann, 1, Duration::hours(1)).await?;
    let orphan = bench.held(bob, content(2)).await?;
    bench.delete_person(bob.user, "Bob").await?;
    let service = bench.service();
    assert_eq!(service.sweep(10).await?.settled, 2);
    assert_eq!(bench.stored(old).await?.lock, Lock::Free);
    assert_eq!(bench.stored(orphan).await?.lock, Lock::Free);
    assert_eq!(service.sweep(10).await?.settled, 0);
    // The expired one is acquired as if nothing had been.
    service.execute(&request(ann, old, acquire())).await?;
    Ok(())
}
