//! Clocks jump by minutes, forward or back, and are set right a moment later.

use tokio::time::sleep;

use crate::{
    Outcome,
    clock::Clock,
    dice::Dice,
    faults::Tally,
    gear,
    stage::{Stage, program},
};

/// A node's clock. A minute back at most: a token is not valid on a clock that stands long before it was made.
pub async fn strike_node(stage: &Stage, node: usize, dice: &mut Dice) -> Outcome {
    let _server = stage.nodes[node].lock().await;
    let seconds = if dice.percent(50) { 60 + minutes(dice) } else { -60 };
    jump(stage, &program(node), seconds, dice).await
}

/// The database's clock, by which locks live. Until when it was wrong is noted, for the judge.
pub async fn strike_database(stage: &Stage, clock: &Clock, dice: &mut Dice, tally: &Tally) -> Outcome {
    let seconds = if dice.percent(50) { minutes(dice) } else { -minutes(dice) };
    let from = clock.now();
    let outcome = jump(stage, gear::DATABASE, seconds, dice).await;
    tally.bent(from, clock.now());
    outcome
}

fn minutes(dice: &mut Dice) -> i64 {
    60 * (1 + i64::try_from(dice.below(5)).unwrap_or_default())
}

async fn jump(stage: &Stage, name: &str, seconds: i64, dice: &mut Dice) -> Outcome {
    stage.gear.turn(name, seconds)?;
    sleep(dice.between(200, 1500)).await;
    stage.gear.turn(name, 0)
}
