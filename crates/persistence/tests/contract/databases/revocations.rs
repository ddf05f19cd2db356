//! Whoever loses their sessions, whichever way, is seen by all nodes; and what a newer binary wrote does no harm.

use chrono::Duration;
use domain::{
    LinkId, SessionId,
    ports::{
        LinkRepository, SessionRepository, UserRepository,
        links::{NewLink, Purpose},
        users::{UserChange, UserWrite},
    },
    testing::samples::content,
};

use crate::bench::Bench;

on_databases!(
    every_way_to_end_sessions_is_told,
    what_changes_nobodys_sessions_is_not_told,
    a_sign_out_is_told_of_its_instant,
    a_new_epoch_is_told,
    an_event_of_an_unknown_kind_keeps_its_place,
);

/// Somebody with two sessions.
async fn two(bench: &Bench, name: &str) -> anyhow::Result<[domain::ports::appointments::Caller; 2]> {
    let first = bench.caller(name, false).await?;
    Ok([first, bench.sign_in(first.user).await?])
}

/// Those revoked meanwhile, sorted.
async fn revoked(bench: &Bench, work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<Vec<SessionId>> {
    let before = bench.feed.pulse(None).await?.now;
    // Another millisecond, so that what was revoked earlier is not told again.
    testkit::eventually(std::time::Duration::from_secs(2), || async {
        bench.feed.pulse(None).await.is_ok_and(|pulse| pulse.now > before)
    })
    .await;
    let since = bench.feed.pulse(None).await?.now;
    work.await?;
    let mut revoked = bench.feed.pulse(Some(since)).await?.revoked;
    revoked.sort_unstable();
    Ok(revoked)
}

fn sorted(callers: [domain::ports::appointments::Caller; 2]) -> Vec<SessionId> {
    let mut sessions = callers.map(|caller| caller.session).to_vec();
    sessions.sort_unstable();
    sessions
}

async fn update(
    bench: &Bench,
    user: domain::UserId,
    change: UserChange,
    keep: Option<SessionId>,
) -> anyhow::Result<()> {
    let written = bench.users().update(user, &change, keep).await?;
    anyhow::ensure!(matches!(written, UserWrite::Done(_)), "{written:?}");
    Ok(())
}

async fn every_way_to_end_sessions_is_told(bench: &Bench) -> anyhow::Result<()> {
    let [ann, bob, cid, dan, eve] = [
        two(bench, "Ann").await?,
        two(bench, "Bob").await?,
        two(bench, "Cid").await?,
        two(bench, "Dan").await?,
        two(bench, "Eve").await?,
    ];
    let logout = async { Ok(bench.sessions().revoke(ann[0].session).await?) };
    assert_eq!(revoked(bench, logout).await?, [ann[0].session]);
    let password = UserChange { password_hash: Some("new".into()), ..UserChange::default() };
    let changed = update(bench, bob[0].user, password, Some(bob[0].session));
    assert_eq!(revoked(bench, changed).await?, [bob[1].session]);
    let role = UserChange { is_admin: Some(true), ..UserChange::default() };
    assert_eq!(revoked(bench, update(bench, cid[0].user, role, None)).await?, sorted(cid));
    assert_eq!(revoked(bench, bench.delete_person(dan[0].user, "Dan")).await?, sorted(dan));
    let redeemed = async {
        let (purpose, expires_at) = (Purpose::Password(eve[0].user), bench.now().await? + Duration::hours(1));
        bench.links().issue(&NewLink { id: LinkId::fresh(), purpose, secret_hash: [1; 32], expires_at }).await?;
        anyhow::ensure!(bench.links().redeem_password([1; 32], "new").await?.is_some());
        Ok(())
    };
    assert_eq!(revoked(bench, redeemed).await?, sorted(eve));
    Ok(())
}

async fn what_changes_nobodys_sessions_is_not_told(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    bench.sign_out(bench.sign_in(ann.user).await?).await?;
    let harmless = async {
        update(bench, ann.user, UserChange { name: Some("Anna".into()), ..UserChange::default() }, None).await?;
        update(bench, ann.user, UserChange { is_admin: Some(false), ..UserChange::default() }, None).await?;
        bench.sessions().open(SessionId::fresh(), ann.user, bench.now().await? - Duration::hours(1)).await?;
        Ok(())
    };
    assert!(revoked(bench, harmless).await?.is_empty());
    Ok(())
}

async fn a_sign_out_is_told_of_its_instant(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let before = bench.now().await?;
    bench.sign_out(ann).await?;
    // The very instant is one of the milliseconds from before to now; from it on it is told, and one later not.
    let (mut at, mut told) = (before, 0);
    let now = bench.now().await?;
    while at <= now + Duration::milliseconds(1) && bench.feed.pulse(Some(at)).await?.revoked == [ann.session] {
        (at, told) = (at + Duration::milliseconds(1), told + 1);
    }
    assert!(told > 0 && at <= now + Duration::milliseconds(1));
    assert!(bench.feed.pulse(Some(at)).await?.revoked.is_empty());
    Ok(())
}

async fn a_new_epoch_is_told(bench: &Bench) -> anyhow::Result<()> {
    let before = bench.feed.pulse(None).await?.epoch;
    assert_eq!(bench.store().database.epoch().await?, before);
    let new = bench.store().database.new_epoch().await?;
    assert_ne!(new, before);
    assert_eq!(bench.feed.pulse(None).await?.epoch, new);
    Ok(())
}

async fn an_event_of_an_unknown_kind_keeps_its_place(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    bench.sql(r#"UPDATE "appointment_events" SET "kind" = 'painted' WHERE "revision" = 1"#).await?;
    let told = bench.feed.read(0, &[], 100).await?;
    assert_eq!(told.len(), 2);
    assert!(told[0].event.is_none() && told[0].appointment == id && told[1].event.is_some());
    assert_eq!(told[0].span, (content(1).start_time, content(1).end_time));
    // History has nothing to show of it.
    assert_eq!(bench.repository.history(id, None, 100).await?.events.len(), 1);
    Ok(())
}
