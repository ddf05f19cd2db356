//! When the faults are over: all is whole, everybody must agree, and who died holds nothing.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use checker::history::{Answer, Ask};
use serde_json::Value;
use testkit::Follower;
use tokio::{
    task::block_in_place,
    time::{sleep, timeout},
};

use crate::{
    Outcome,
    stage::{DAY, NODES, Stage},
    work::{HANG, Worker},
};

/// Clients and nodes have so long to agree.
const SETTLING: Duration = Duration::from_secs(30);

/// Somebody takes a lock of a new appointment at this node and dies with it. How long until somebody else has it, after
/// the last answer to the dead.
pub async fn dead_holder(stage: &Stage, node: usize, dead: &mut Worker, heir: &mut Worker) -> Outcome<Duration> {
    let appointment = stage.begin_another(node).await?;
    let free = Instant::now() + SETTLING;
    while !matches!(takes(dead, node, appointment).await, Answer::Done { .. }) {
        if Instant::now() > free {
            return Err("nobody gets the lock any more".into());
        }
        sleep(Duration::from_millis(50)).await;
    }
    let died = Instant::now();
    let mut server = stage.nodes[node].lock().await;
    server.kill9()?;
    let waited = async {
        while !matches!(takes(heir, (node + 1) % NODES, appointment).await, Answer::Done { .. }) {
            sleep(Duration::from_millis(50)).await;
        }
    };
    let inherited = timeout(SETTLING, waited).await;
    let after = died.elapsed();
    block_in_place(|| server.restart_on_same_port())?;
    inherited.map_err(|_| "the lock of a dead holder is never free")?;
    Ok(after)
}

async fn takes(worker: &mut Worker, node: usize, appointment: usize) -> Answer {
    let Some(version) = worker.reads_at(node, appointment).await else { return Answer::Unknown };
    worker.asks_at(node, appointment, Ask::Acquire { version, pin: None }, HANG).await
}

/// Every node shows every appointment, for the history.
pub async fn last_reads(reader: &mut Worker) {
    for appointment in 0..reader.stage.rooms.count() {
        for node in 0..NODES {
            reader.reads_at(node, appointment).await;
        }
    }
}

/// Every live client shows what every node lists.
pub async fn all_agree(stage: &Stage, followers: &[Follower]) -> Outcome {
    let last = Arc::new(Mutex::new(String::new()));
    let settled = async {
        while let Err(why) = agree(stage, followers).await {
            *last.lock().unwrap_or_else(PoisonError::into_inner) = why.to_string();
            sleep(Duration::from_millis(200)).await;
        }
    };
    let settled = timeout(SETTLING, settled).await;
    settled.map_err(|_| last.lock().unwrap_or_else(PoisonError::into_inner).clone().into())
}

async fn agree(stage: &Stage, followers: &[Follower]) -> Outcome {
    for node in 0..NODES {
        let [from, to] = DAY;
        let listed = stage.client(node, &stage.root).get(&format!("/api/appointments?from={from}&to={to}&limit=1000"));
        let listed = listed.send().await?.body;
        let listed: &[Value] = listed.as_array().ok_or("no list")?;
        for (index, follower) in followers.iter().enumerate() {
            let knows = follower.knows();
            if !knows.connected {
                return Err(format!("client {index} is not connected").into());
            }
            if let Some(difference) = knows.view.difference(listed) {
                return Err(format!("client {index} and node {node}: {difference}").into());
            }
        }
    }
    Ok(())
}
