//! What goes wrong, each in a file of its own. Every fault heals itself before it ends.
//!
//! To add one: a file with `strike`, a variant of [`Fault`] and its rows here.

mod clock;
mod crash;
mod database;
mod disk;
mod network;
mod pause;
mod slow_readers;
mod supervisor;
mod terminate;

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use checker::history::Millis;

use tokio::{
    sync::watch,
    time::{Interval, MissedTickBehavior, interval},
};

use crate::{
    Outcome,
    clock::Clock,
    dice::Dice,
    flags::Flags,
    relay::Weather,
    stage::{NODES, Stage},
};

/// Between two faults of the database, which concern everybody.
const CALM: Duration = Duration::from_secs(9);

/// A fault of one node or of its way to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Crash,
    LongPause,
    ShortPause,
    Terminate,
    Cut,
    Slow,
    Silent,
    HalfOpen,
    SlowReaders,
    Clock,
}

/// How often each happens, compared with the others.
const NODE_FAULTS: [(Fault, usize); 10] = [
    (Fault::Crash, 3),
    (Fault::LongPause, 1),
    (Fault::ShortPause, 3),
    (Fault::Terminate, 6),
    (Fault::Cut, 4),
    (Fault::Slow, 3),
    (Fault::Silent, 3),
    (Fault::HalfOpen, 3),
    (Fault::SlowReaders, 1),
    (Fault::Clock, 3),
];

/// Those that are over soon: who is behind the pace draws from these.
const QUICK: [Fault; 4] = [Fault::Terminate, Fault::ShortPause, Fault::Cut, Fault::HalfOpen];

impl Fault {
    fn drawn(dice: &mut Dice, stage: &Stage, is_late: bool) -> Self {
        let fits = |fault: Self| match fault {
            Self::Clock => stage.gear.clocks && !is_late,
            fault => !is_late || QUICK.contains(&fault),
        };
        let all = NODE_FAULTS.iter().filter(|(fault, _)| fits(*fault));
        let all: Vec<_> = all.flat_map(|(fault, weight)| std::iter::repeat_n(*fault, *weight)).collect();
        all[dice.below(all.len())]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Crash => "node killed and restarted",
            Self::LongPause => "node paused past the TTL",
            Self::ShortPause => "node paused",
            Self::Terminate => "node's database sessions terminated",
            Self::Cut => "network to the database cut",
            Self::Slow => "network to the database slow",
            Self::Silent => "network to the database silent",
            Self::HalfOpen => "network to the database half-open",
            Self::SlowReaders => "sockets that do not read",
            Self::Clock => "node's clock jumped",
        }
    }

    async fn strike(self, stage: &Stage, node: usize, dice: &mut Dice, ttl: Duration) -> Outcome {
        match self {
            Self::Crash => crash::strike(stage, node).await,
            Self::LongPause => pause::strike(stage, node, ttl + dice.between(300, 900)).await,
            Self::ShortPause => pause::strike(stage, node, dice.between(100, 700)).await,
            Self::Terminate => terminate::strike(stage, node).await,
            Self::Cut => network::strike(stage, node, Weather::Cut, dice).await,
            Self::Slow => network::strike(stage, node, Weather::Slow(dice.between(20, 200)), dice).await,
            Self::Silent => network::strike(stage, node, Weather::Silent, dice).await,
            Self::HalfOpen => network::strike(stage, node, Weather::HalfOpen, dice).await,
            Self::SlowReaders => slow_readers::strike(stage, node, dice).await,
            Self::Clock => clock::strike_node(stage, node, dice).await,
        }
    }
}

/// What was injected.
#[derive(Debug, Default)]
pub struct Tally {
    noted: Mutex<Noted>,
}

/// The figures of a [`Tally`].
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// How often each kind.
    pub counts: BTreeMap<&'static str, usize>,
    /// How long the nodes took to serve after the database did, each time.
    pub returns: Vec<Duration>,
    /// When the database's clock was wrong.
    pub bent: Vec<(Millis, Millis)>,
    /// Nodes that ended by themselves, with their last words.
    pub ended: Vec<String>,
    /// Faults that could not be injected or healed, and nodes that did not come back.
    pub failures: Vec<String>,
}

impl Tally {
    /// The figures now.
    pub fn noted(&self) -> Noted {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, name: &'static str, outcome: Outcome) {
        let mut noted = self.lock();
        match outcome {
            Ok(()) => *noted.counts.entry(name).or_default() += 1,
            Err(error) => noted.failures.push(format!("{name}: {error}")),
        }
    }

    fn returned(&self, after: Duration) {
        self.lock().returns.push(after);
    }

    /// The database's clock was wrong meanwhile.
    pub fn bent(&self, from: Millis, to: Millis) {
        self.lock().bent.push((from, to));
    }

    /// A node has ended by itself.
    pub fn ended(&self, how: String) {
        self.lock().ended.push(how);
    }
}

/// Breaks one node again and again, at the pace that was asked for.
pub async fn break_node(stage: &Stage, node: usize, flags: &Flags, tally: &Tally, mut stop: watch::Receiver<bool>) {
    let mut dice = Dice::new(flags.seed, 1_000 + node as u64);
    // A little faster than asked for, since some faults take longer than their turn.
    let turn = flags.time.mul_f64(0.75 * NODES as f64 / flags.faults.max(1) as f64);
    let begun = Instant::now();
    let mut turns = interval(turn.max(Duration::from_millis(1)));
    turns.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut done = 0_u32;
    while goes_on(&mut turns, &mut stop).await {
        let outcome = supervisor::look_after(node, &mut *stage.nodes[node].lock().await, tally);
        if outcome.is_err() {
            tally.note("node started after it ended by itself", outcome);
        }
        let fault = Fault::drawn(&mut dice, stage, begun.elapsed() > turn * (done + 2));
        let outcome = fault.strike(stage, node, &mut dice, flags.ttl).await;
        tally.note(fault.name(), outcome);
        done += 1;
        // Between two faults there is always some work.
        tokio::time::sleep(dice.between(20, 200)).await;
    }
}

/// Breaks the database now and then.
pub async fn break_database(
    stage: &Stage,
    clock: &Clock,
    flags: &Flags,
    tally: &Tally,
    mut stop: watch::Receiver<bool>,
) {
    let mut dice = Dice::new(flags.seed, 2_000);
    let mut turns = interval(CALM);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while goes_on(&mut turns, &mut stop).await {
        match (dice.below(100), &stage.gear.disk) {
            (0..=24, _) if stage.gear.clocks => {
                tally.note("database's clock jumped", clock::strike_database(stage, clock, &mut dice, tally).await);
            }
            (25..=44, Some(disk)) => {
                let outcome = disk::strike(stage, disk, &mut dice, tally).await;
                tally.note("database's disk full", outcome.map(|after| tally.returned(after)));
            }
            (choice, _) => strike_database(stage, choice % 5 < 3, tally).await,
        }
    }
}

/// Waits for the next turn; false when there is none.
async fn goes_on(turns: &mut Interval, stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        biased;
        _ = stop.wait_for(|stop| *stop) => false,
        _ = turns.tick() => true,
    }
}

/// Stops and starts the database, by a crash or in order, and measures how soon all nodes serve again.
pub async fn strike_database(stage: &Stage, crash: bool, tally: &Tally) {
    let name = if crash { "database killed and restarted" } else { "database restarted" };
    let outcome = database::strike(stage, crash, tally).await.map(|after| tally.returned(after));
    tally.note(name, outcome);
}
