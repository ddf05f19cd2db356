use std::time::Duration;

use domain::{
    lock::Action,
    ports::appointments::{Committed, Load},
    testing::samples::content,
};

use crate::bench::{Bench, acquire};

on_databases!(a_commit_that_nobody_awaits_any_more_is_whole_or_not_at_all);

/// As when a request runs into its timeout, at any moment of the commit.
async fn a_commit_that_nobody_awaits_any_more_is_whole_or_not_at_all(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.create(ann, content(1)).await?;
    let mut cut = 0;
    for step in 0..60_u32 {
        let action = if bench.stored(id).await?.lock.held().is_some() { Action::Release } else { acquire() };
        let commit = bench.decide(ann, id, action).await?;
        let patience = Duration::from_micros(100) * step;
        let seen = tokio::time::timeout(patience, bench.repository.commit(&commit)).await;
        cut += u32::from(seen.is_err());
        // The next commit comes after the end of the last one, whatever it was; it is done only if that one was not.
        let decided = commit.transition.after.clone();
        let again = bench.repository.commit(&commit).await?;
        let load = Load { appointment: id, caller: None, key: None, operation: Some(commit.operation) };
        let loaded = bench.repository.load(&load).await?;
        assert!(loaded.operation_done);
        assert_eq!(loaded.appointment, Some(decided));
        if let Ok(seen) = seen {
            assert_eq!((seen?, again), (Committed::Done, Committed::Stale));
        }
    }
    assert!(cut > 0, "no commit was ever cut off");
    let events = bench.repository.history(id, None, 200).await?.events;
    assert_eq!(events.len(), 61);
    Ok(())
}
