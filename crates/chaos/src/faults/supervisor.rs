//! Who starts a node again that has ended by itself, as systemd or Docker would.

use testkit::Server;
use tokio::task::block_in_place;

use crate::{Outcome, faults::Tally};

/// How many of its last lines are kept.
const LINES: usize = 3;

/// Starts the node again if it has ended by itself, and notes what it said last.
pub fn look_after(node: usize, server: &mut Server, tally: &Tally) -> Outcome {
    if !has_ended(server.pid()) {
        return Ok(());
    }
    let said = server.output();
    let last: Vec<&str> = said.lines().rev().take(LINES).collect();
    tally.ended(format!("node {node}: {}", last.into_iter().rev().collect::<Vec<_>>().join(" / ")));
    Ok(block_in_place(|| server.restart_on_same_port())?)
}

/// Whether the process is a zombie: ended, and nobody has asked how.
fn has_ended(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
}
