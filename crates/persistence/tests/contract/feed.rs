//! The port of what nodes are told live from, on all adapters.

use chrono::Duration;
use domain::{
    AppointmentId, ContentChange, LockId, UserId, Version,
    lock::{Action, EventKind},
    ports::feed::Entry,
    testing::samples::content,
};

use crate::bench::{Bench, acquire};

on_all!(
    an_empty_feed_is_zero,
    events_are_told_in_order,
    events_are_told_from_a_number_on,
    named_events_are_told_once,
    at_most_so_many_events_are_told,
    a_span_covers_before_and_after,
    requests_bring_their_deadlines,
    the_pulse_follows_the_events,
    sign_outs_are_told_from_an_instant_on,
    people_are_told_by_id,
);

fn seqs(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.seq).collect()
}

/// An appointment with five events.
async fn five(bench: &Bench) -> anyhow::Result<(AppointmentId, Vec<i64>)> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    for _ in 0..4 {
        bench.run(ann, id, acquire()).await?;
    }
    let seqs = seqs(&bench.feed.read(0, &[], 100).await?);
    assert_eq!(seqs.len(), 5);
    Ok((id, seqs))
}

async fn an_empty_feed_is_zero(bench: &Bench) -> anyhow::Result<()> {
    let (before, pulse) = (bench.now().await?, bench.feed.pulse(None).await?);
    assert_eq!((pulse.oldest, pulse.newest), (0, 0));
    assert!(pulse.now >= before && pulse.now <= bench.now().await?);
    assert_eq!(bench.feed.pulse(None).await?.epoch, pulse.epoch);
    assert_eq!(bench.feed.read(0, &[1, 2], 100).await?, []);
    Ok(())
}

async fn events_are_told_in_order(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let (first, second) = (bench.held(ann, content(1)).await?, bench.held(ann, content(5)).await?);
    bench.run(ann, first, Action::Release).await?;
    let told = bench.feed.read(0, &[], 100).await?;
    let kinds: Vec<_> = told.iter().map(|entry| (entry.appointment, entry.event.as_ref().map(|e| e.kind))).collect();
    let expected = [
        (first, Some(EventKind::Created)),
        (first, Some(EventKind::Acquired)),
        (second, Some(EventKind::Created)),
        (second, Some(EventKind::Acquired)),
        (first, Some(EventKind::Released)),
    ];
    assert_eq!(kinds, expected);
    assert!(seqs(&told).is_sorted_by(|a, b| a < b));
    // They are the history's.
    let mut history = bench.repository.history(first, None, 100).await?.events;
    history.reverse();
    let of_first: Vec<_> = told.into_iter().filter(|entry| entry.appointment == first).collect();
    assert_eq!(of_first.len(), history.len());
    for (entry, recorded) in of_first.into_iter().zip(history) {
        assert_eq!((entry.seq, entry.event), (recorded.seq, Some(recorded.event)));
    }
    Ok(())
}

async fn events_are_told_from_a_number_on(bench: &Bench) -> anyhow::Result<()> {
    let (_, all) = five(bench).await?;
    assert_eq!(seqs(&bench.feed.read(all[2], &[], 100).await?), all[3..]);
    assert!(bench.feed.read(all[4], &[], 100).await?.is_empty());
    Ok(())
}

async fn named_events_are_told_once(bench: &Bench) -> anyhow::Result<()> {
    let (_, all) = five(bench).await?;
    let among = [all[4], all[1], all[1], all[4] + 100];
    assert_eq!(seqs(&bench.feed.read(all[3], &among, 100).await?), [all[1], all[4]]);
    // Most of many holes are none any more.
    let among: Vec<i64> = (0..70_000).map(|number| all[0] + number).collect();
    assert_eq!(seqs(&bench.feed.read(all[3], &among, 100).await?), all);
    Ok(())
}

async fn at_most_so_many_events_are_told(bench: &Bench) -> anyhow::Result<()> {
    let (_, all) = five(bench).await?;
    assert_eq!(seqs(&bench.feed.read(0, &[], 3).await?), all[..3]);
    assert_eq!(seqs(&bench.feed.read(all[1], &[all[0]], 2).await?), [all[0], all[2]]);
    assert_eq!(seqs(&bench.feed.read(0, &[], u32::MAX).await?), all);
    Ok(())
}

async fn a_span_covers_before_and_after(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    let (old, new) = (content(1), content(30));
    let change =
        ContentChange { start_time: Some(new.start_time), end_time: Some(new.end_time), ..ContentChange::default() };
    bench.run(ann, id, Action::Edit { version: Version(1), change: Box::new(change), allow_overlap: None }).await?;
    bench.run(ann, id, Action::Release).await?;
    let spans: Vec<_> = bench.feed.read(0, &[], 100).await?.into_iter().map(|entry| entry.span).collect();
    let (before, after) = ((old.start_time, old.end_time), (new.start_time, new.end_time));
    assert_eq!(spans, [before, before, (old.start_time, new.end_time), after]);
    Ok(())
}

async fn requests_bring_their_deadlines(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.held(ann, content(1)).await?;
    bench.run(bob, id, Action::RequestControl { becomes: LockId::fresh() }).await?;
    bench.run(bob, id, Action::RequestForceRelease).await?;
    let stored = bench.stored(id).await?;
    let held = stored.lock.held().expect("it is held");
    let control = held.control.as_ref().and_then(|control| control.request.respond_by);
    let force = held.force_release.as_ref().and_then(|request| request.respond_by);
    let told = bench.feed.read(0, &[], 100).await?;
    for (entry, respond_by) in told[2..].iter().zip([control, force]) {
        let detail = &entry.event.as_ref().expect("its kind is known").detail;
        assert_eq!((detail.expires_at, detail.respond_by), (Some(held.expires_at), respond_by));
        assert!(respond_by.is_some());
    }
    Ok(())
}

async fn the_pulse_follows_the_events(bench: &Bench) -> anyhow::Result<()> {
    let (id, all) = five(bench).await?;
    let pulse = bench.feed.pulse(None).await?;
    assert_eq!((pulse.oldest, pulse.newest), (all[0], all[4]));
    bench.repository.prune(Some(bench.now().await? + Duration::seconds(1))).await?;
    let pulse = bench.feed.pulse(None).await?;
    assert_eq!((pulse.oldest, pulse.newest), (0, 0));
    assert_eq!(bench.feed.read(0, &all, 100).await?, []);
    // No number is used twice.
    let bob = bench.caller("Bob", true).await?;
    bench.run(bob, id, Action::ForceRelease { reason: "left".into() }).await?;
    let pulse = bench.feed.pulse(None).await?;
    assert!(pulse.oldest > all[4] && pulse.newest == pulse.oldest, "{pulse:?}");
    Ok(())
}

async fn sign_outs_are_told_from_an_instant_on(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", false).await?);
    let before = bench.now().await?;
    assert!(bench.feed.pulse(Some(before)).await?.revoked.is_empty());
    bench.sign_out(ann).await?;
    assert_eq!(bench.feed.pulse(Some(before)).await?.revoked, [ann.session]);
    assert!(bench.feed.pulse(None).await?.revoked.is_empty());
    assert!(bench.feed.pulse(Some(bench.now().await? + Duration::seconds(1))).await?.revoked.is_empty());
    bench.sign_out(bob).await?;
    let mut revoked = bench.feed.pulse(Some(before)).await?.revoked;
    revoked.sort_unstable();
    assert_eq!(revoked, {
        let mut both = vec![ann.session, bob.session];
        both.sort_unstable();
        both
    });
    Ok(())
}

async fn people_are_told_by_id(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob, cid) =
        (bench.person("Ann", false).await?, bench.person("Bob", true).await?, bench.person("Cid", false).await?);
    bench.delete_person(ann, "Ann").await?;
    let people = bench.feed.people(&[ann, UserId::fresh(), bob, bob]).await?;
    let named = people.get(ann).expect("the deleted are named");
    assert_eq!((named.name.as_str(), named.active), ("Ann", false));
    assert!(people.is_admin(bob) && people.get(cid).is_none());
    assert!(bench.feed.people(&[]).await?.get(bob).is_none());
    Ok(())
}
