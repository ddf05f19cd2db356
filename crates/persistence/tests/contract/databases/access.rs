use chrono::{Duration, TimeDelta};
use domain::{
    AppointmentId, ContentChange, Instant, UserId, Version,
    lock::Action,
    ports::{
        AccessLog,
        access::{Access, AccessKind, AccessQuery, Logged, Noted, UserField, WATCH_SPAN},
    },
    testing::samples::content,
};

use crate::bench::{Bench, acquire};

on_databases!(
    what_is_noted_is_found_newest_first_at_its_time,
    a_users_entries_are_what_they_did_and_what_was_done_to_them,
    an_appointments_entries_have_the_windows_it_was_in_while_they_were_watched,
    an_appointment_whose_events_are_pruned_was_where_it_stands,
    old_entries_are_pruned,
    a_batch_is_written_at_once,
);

fn noted(access: Access, seconds_ago: i64) -> Noted {
    Noted { access, age: TimeDelta::seconds(seconds_ago) }
}

fn all() -> AccessQuery {
    AccessQuery { limit: 1000, ..AccessQuery::default() }
}

fn accesses(found: &[Logged]) -> Vec<&Access> {
    found.iter().map(|logged| &logged.access).collect()
}

async fn what_is_noted_is_found_newest_first_at_its_time(bench: &Bench) -> anyhow::Result<()> {
    let (log, ann, bob) = (bench.access_log(), bench.person("Ann", false).await?, bench.person("Bob", false).await?);
    let changed = Access::user_changed(Some(ann), bob, vec![UserField::Email, UserField::IsAdmin]);
    let read = Access::of_appointment(AccessKind::AppointmentRead, ann, AppointmentId::fresh());
    let failed = Access::of_user(AccessKind::SignInFailed, None, bob);
    let before = bench.now().await?;
    log.append(&[noted(changed.clone(), 60), noted(read.clone(), 0), noted(failed.clone(), 30)]).await?;
    let page = log.find(&all()).await?;
    assert_eq!(accesses(&page.entries), [&read, &failed, &changed]);
    assert!(!page.more && page.people.get(ann).is_some() && page.people.get(bob).is_some());
    let written = page.entries[0].at;
    assert!(written >= before && written <= bench.now().await?);
    assert_eq!(page.entries.iter().map(|logged| (written - logged.at).num_seconds()).collect::<Vec<_>>(), [0, 30, 60]);
    // Page by page, and between two instants.
    let (mut walked, mut query) = (Vec::new(), AccessQuery { limit: 1, ..all() });
    loop {
        let page = log.find(&query).await?;
        query.before = page.entries.last().map(|logged| (logged.at, logged.seq));
        walked.extend(page.entries);
        if !page.more {
            break;
        }
    }
    assert_eq!(walked, page.entries);
    let (from, to) = (Some(page.entries[1].at), Some(page.entries[0].at));
    assert_eq!(accesses(&log.find(&AccessQuery { from, to, ..all() }).await?.entries), [&failed]);
    log.append(&[]).await?;
    Ok(())
}

async fn a_users_entries_are_what_they_did_and_what_was_done_to_them(bench: &Bench) -> anyhow::Result<()> {
    let (log, ann, bob) = (bench.access_log(), bench.person("Ann", false).await?, bench.person("Bob", false).await?);
    let did = Access::of_oneself(AccessKind::SignedIn, ann);
    let suffered = Access::of_user(AccessKind::PasswordLinkMade, Some(bob), ann);
    let others = Access::of_oneself(AccessKind::SignedIn, bob);
    log.append(&[noted(did.clone(), 2), noted(suffered.clone(), 1), noted(others, 0)]).await?;
    bench.delete_person(ann, "Ann").await?;
    let page = log.find(&AccessQuery { user: Some(ann), ..all() }).await?;
    assert_eq!(accesses(&page.entries), [&suffered, &did]);
    assert_eq!(page.people.get(ann).map(|person| person.name.as_str()), Some("Ann"), "the deleted are named still");
    Ok(())
}

async fn an_appointments_entries_have_the_windows_it_was_in_while_they_were_watched(
    bench: &Bench,
) -> anyhow::Result<()> {
    let (log, ann) = (bench.access_log(), bench.caller("Ann", false).await?);
    let id = bench.held(ann, content(1)).await?;
    let (old, new) = (content(1), content(48));
    let around = |start: Instant| (start - Duration::minutes(1), start + Duration::minutes(1));
    let just_before = (old.start_time - Duration::hours(1), old.start_time);
    let there = Access::watching(ann.user, around(old.start_time));
    let beside = Access::watching(ann.user, just_before);
    let not_yet_there = Access::watching(ann.user, around(new.start_time));
    let read = Access::of_appointment(AccessKind::AppointmentRead, ann.user, id);
    let others = Access::of_appointment(AccessKind::AppointmentRead, ann.user, AppointmentId::fresh());
    let long_ago = WATCH_SPAN.num_seconds() + 60;
    log.append(&[
        noted(there.clone(), long_ago),
        noted(there.clone(), 1),
        noted(beside, 0),
        noted(not_yet_there.clone(), long_ago),
        noted(read.clone(), 0),
        noted(others, 0),
    ])
    .await?;
    let of_it = AccessQuery { appointment: Some(id), ..all() };
    assert_eq!(accesses(&log.find(&of_it).await?.entries), [&read, &there], "it was made after the long ago");
    // It moves; who watches either place is told, and who watches the old one afterwards sees it no more.
    let change = ContentChange { start_time: Some(new.start_time), end_time: Some(new.end_time), ..<_>::default() };
    let edit = Action::Edit { version: Version(1), change: Box::new(change), allow_overlap: None };
    bench.run(ann, id, edit).await?;
    log.append(&[noted(not_yet_there.clone(), 0)]).await?;
    let found = log.find(&of_it).await?.entries;
    assert_eq!(accesses(&found), [&not_yet_there, &read, &there]);
    bench.run(ann, id, Action::Cancel { version: Version(2), reason: None }).await?;
    let gone_at = bench.now().await?;
    testkit::eventually(std::time::Duration::from_secs(5), || async {
        bench.now().await.is_ok_and(|now| now > gone_at + Duration::milliseconds(5))
    })
    .await;
    log.append(&[noted(not_yet_there.clone(), 0)]).await?;
    assert_eq!(log.find(&of_it).await?.entries, found, "a cancelled one is in no window");
    Ok(())
}

async fn an_appointment_whose_events_are_pruned_was_where_it_stands(bench: &Bench) -> anyhow::Result<()> {
    let (log, ann) = (bench.access_log(), bench.caller("Ann", false).await?);
    let id = bench.create(ann, content(1)).await?;
    let start = content(1).start_time;
    let watching = Access::watching(ann.user, (start, start + Duration::hours(1)));
    log.append(&[noted(watching.clone(), 3600)]).await?;
    let of_it = AccessQuery { appointment: Some(id), ..all() };
    assert!(log.find(&of_it).await?.entries.is_empty());
    bench.sql(r#"DELETE FROM "appointment_events""#).await?;
    assert_eq!(accesses(&log.find(&of_it).await?.entries), [&watching]);
    bench.run(ann, id, acquire()).await?;
    assert_eq!(accesses(&log.find(&of_it).await?.entries), [&watching], "before the oldest event that is kept");
    Ok(())
}

async fn old_entries_are_pruned(bench: &Bench) -> anyhow::Result<()> {
    let (log, ann) = (bench.access_log(), UserId::fresh());
    let signed_in = Access::of_oneself(AccessKind::SignedIn, ann);
    log.append(&[noted(signed_in.clone(), 100), noted(signed_in.clone(), 50), noted(signed_in.clone(), 0)]).await?;
    let newest = log.find(&all()).await?.entries[0].at;
    assert_eq!(log.prune(newest - Duration::seconds(50)).await?, 1);
    assert_eq!(log.prune(newest).await?, 1);
    assert_eq!(log.find(&all()).await?.entries.len(), 1);
    Ok(())
}

/// A thousand, as they are written at a time.
async fn a_batch_is_written_at_once(bench: &Bench) -> anyhow::Result<()> {
    let (log, ann) = (bench.access_log(), UserId::fresh());
    let batch: Vec<Noted> = (0..1000)
        .map(|_| noted(Access::of_appointment(AccessKind::AppointmentListed, ann, AppointmentId::fresh()), 0))
        .collect();
    log.append(&batch).await?;
    let found = log.find(&AccessQuery { user: Some(ann), ..all() }).await?;
    assert_eq!((found.entries.len(), found.more), (1000, false));
    Ok(())
}
