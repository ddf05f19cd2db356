//! A node dies without a word and comes back on its port.

use std::time::Duration;

use tokio::{task::block_in_place, time::sleep};

use crate::{Outcome, stage::Stage};

/// While somebody's outgoing connection has the port.
const ATTEMPTS: usize = 40;

/// Kills the node and starts it again.
pub async fn strike(stage: &Stage, node: usize) -> Outcome {
    let mut server = stage.nodes[node].lock().await;
    server.kill9()?;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        match block_in_place(|| server.restart_on_same_port()) {
            Ok(()) => return Ok(()),
            Err(error) => last = Some(error),
        }
        sleep(Duration::from_millis(250)).await;
    }
    Err(last.ok_or("no attempt")?.into())
}
