//! The database goes and comes back.

use std::time::{Duration, Instant};

use testkit::Server;
use tokio::{
    sync::MutexGuard,
    task::block_in_place,
    time::{sleep, timeout},
};

use crate::{
    Outcome,
    faults::{Tally, supervisor},
    stage::Stage,
};

/// Who is not back by then is not coming back.
const PATIENCE: Duration = Duration::from_secs(20);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// One look takes no longer.
const LOOK: Duration = Duration::from_secs(5);

/// Stops and starts it while the nodes are whole; answers how long after it the last of them served again.
pub async fn strike(stage: &Stage, crash: bool, tally: &Tally) -> Outcome<Duration> {
    let mut whole = hold(stage).await;
    let postgres = &stage.postgres;
    block_in_place(|| if crash { postgres.kill() } else { postgres.stop_fast() })?;
    // Long enough for everybody to notice.
    sleep(Duration::from_millis(300)).await;
    block_in_place(|| postgres.restart())?;
    all_serve(stage, &mut whole, tally).await
}

/// Waits until no node is broken, and lets nobody break one.
pub async fn hold(stage: &Stage) -> Vec<MutexGuard<'_, Server>> {
    let mut whole = Vec::new();
    for node in &stage.nodes {
        whole.push(node.lock().await);
    }
    whole
}

/// How long it takes until all nodes answer from the database.
pub async fn all_serve(stage: &Stage, whole: &mut [MutexGuard<'_, Server>], tally: &Tally) -> Outcome<Duration> {
    let back = Instant::now();
    for (node, server) in whole.iter_mut().enumerate() {
        let served = async {
            while !serves(stage, node).await {
                supervisor::look_after(node, server, tally)?;
                sleep(PAUSE).await;
            }
            Outcome::Ok(())
        };
        let late = |_| format!("node {node} does not serve after the database is back");
        timeout(PATIENCE, served).await.map_err(late)??;
    }
    Ok(back.elapsed())
}

async fn serves(stage: &Stage, node: usize) -> bool {
    let path = format!("/api/appointments/{}", stage.rooms.id(0));
    let reply = timeout(LOOK, stage.client(node, &stage.root).get(&path).send()).await;
    matches!(reply, Ok(Ok(reply)) if reply.status == 200)
}
