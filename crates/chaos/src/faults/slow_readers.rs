//! Sockets that ask for everything and read nothing.

use testkit::RawSocket;
use tokio::time::{Duration, sleep, timeout};

use crate::{Outcome, dice::Dice, stage::Stage};

const SOCKETS: usize = 8;

/// Opens some and lets them stand for a while.
pub async fn strike(stage: &Stage, node: usize, dice: &mut Dice) -> Outcome {
    let _server = stage.nodes[node].lock().await;
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        let connecting = RawSocket::connect(&stage.urls[node], &stage.root.token, "");
        // A node that has just lost its database refuses; there are others.
        if let Ok(Ok(socket)) = timeout(Duration::from_secs(2), connecting).await {
            sockets.push(socket);
        }
    }
    sleep(dice.between(200, 1000)).await;
    Ok(())
}
