//! The network between a node and the database has its moods.

use tokio::time::sleep;

use crate::{Outcome, dice::Dice, relay::Weather, stage::Stage};

/// Changes the weather on the way of this node for a while.
pub async fn strike(stage: &Stage, node: usize, weather: Weather, dice: &mut Dice) -> Outcome {
    let _server = stage.nodes[node].lock().await;
    let relay = &stage.relays[node];
    relay.set(weather);
    sleep(dice.between(100, 1200)).await;
    relay.set(Weather::Fair);
    Ok(())
}
