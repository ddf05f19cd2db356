//! A node is halted and goes on later, not knowing.

use std::time::Duration;

use tokio::time::sleep;

use crate::{Outcome, stage::Stage};

/// Halts the node for so long.
pub async fn strike(stage: &Stage, node: usize, time: Duration) -> Outcome {
    let server = stage.nodes[node].lock().await;
    server.sigstop()?;
    sleep(time).await;
    Ok(server.sigcont()?)
}
