//! The database's disk is full for a while.

use std::{
    io::{ErrorKind, Write},
    path::Path,
    time::Duration,
};

use tokio::{task::block_in_place, time::sleep};

use crate::{Outcome, dice::Dice, faults::Tally, faults::database, stage::Stage};

/// A database that has given up is started by its supervisor after so long.
const GIVEN_UP: Duration = Duration::from_secs(1);

/// Fills it, waits, and makes room again; answers how long after the database the last node served.
pub async fn strike(stage: &Stage, disk: &Path, dice: &mut Dice, tally: &Tally) -> Outcome<Duration> {
    let mut whole = database::hold(stage).await;
    let ballast = disk.join("ballast");
    let filled = block_in_place(|| fill(&ballast));
    sleep(dice.between(500, 2500)).await;
    std::fs::remove_file(&ballast)?;
    filled?;
    sleep(GIVEN_UP).await;
    // Without room for its journal PostgreSQL ends itself.
    if stage.sql("SELECT 1").is_err() {
        block_in_place(|| stage.postgres.restart())?;
    }
    database::all_serve(stage, &mut whole, tally).await
}

fn fill(ballast: &Path) -> Outcome {
    let mut file = std::fs::File::create(ballast)?;
    let mut piece: &[u8] = &[0; 1 << 20];
    // The last bytes, too.
    while !piece.is_empty() {
        match file.write_all(piece) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => piece = &piece[..piece.len() / 2],
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
