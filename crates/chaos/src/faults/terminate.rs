//! An administrator of the database ends all sessions of a node.

use crate::{
    Outcome,
    stage::{Stage, program},
};

/// Ends them.
pub async fn strike(stage: &Stage, node: usize) -> Outcome {
    let _server = stage.nodes[node].lock().await;
    let name = program(node);
    stage.sql(&format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{name}'"
    ))?;
    Ok(())
}
