use chrono::Duration;
use domain::{
    SessionId, UserId,
    ports::{SessionRepository, UserRepository},
};

use crate::bench::Bench;

on_databases!(a_session_is_found_while_it_lives, a_session_needs_an_active_user, ended_sessions_are_pruned);

async fn a_session_is_found_while_it_lives(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.person("Ann", true).await?;
    let now = bench.users().now().await?;
    let id = SessionId::fresh();
    let opened = bench.sessions().open(id, ann, now + Duration::hours(1)).await?.expect("the user is active");
    assert_eq!((opened.id, opened.user.id, opened.ends_at), (id, ann, now + Duration::hours(1)));
    assert_eq!(bench.sessions().find(id).await?, Some(opened));
    let over = SessionId::fresh();
    bench.sessions().open(over, ann, now).await?;
    assert_eq!(bench.sessions().find(over).await?, None);
    bench.sessions().revoke(id).await?;
    bench.sessions().revoke(id).await?;
    bench.sessions().revoke(SessionId::fresh()).await?;
    assert_eq!(bench.sessions().find(id).await?, None);
    Ok(())
}

async fn a_session_needs_an_active_user(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.person("Ann", false).await?;
    let ends_at = bench.users().now().await? + Duration::hours(1);
    bench.users().delete(ann).await?;
    for nobody in [ann, UserId::fresh()] {
        assert_eq!(bench.sessions().open(SessionId::fresh(), nobody, ends_at).await?, None);
    }
    Ok(())
}

async fn ended_sessions_are_pruned(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let revoked = bench.sign_in(ann.user).await?;
    bench.sign_out(revoked).await?;
    let now = bench.users().now().await?;
    bench.sessions().open(SessionId::fresh(), ann.user, now - Duration::hours(1)).await?;
    assert_eq!(bench.sessions().prune(now - Duration::hours(2)).await?, 0);
    assert_eq!(bench.sessions().prune(now - Duration::minutes(1)).await?, 1);
    assert_eq!(bench.sessions().prune(now + Duration::minutes(1)).await?, 1);
    assert!(bench.sessions().find(ann.session).await?.is_some());
    Ok(())
}
