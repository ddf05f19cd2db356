//! Random lock work over HTTP on three nodes with one PostgreSQL, while nodes, network and database fail. Every call and
//! its answer is written down, and the checker must find an order that explains them all.

mod answers;
mod cage;
mod clock;
mod dice;
mod faults;
mod finale;
mod flags;
mod gear;
mod relay;
mod report;
mod rooms;
mod stage;
mod work;

use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use testkit::{Client, Follower};
use tokio::sync::watch;

use crate::{
    clock::Clock,
    dice::Dice,
    faults::Tally,
    flags::Flags,
    gear::Gear,
    report::Finale,
    stage::{DAY, NODES, Stage},
    work::{Diary, Worker},
};

/// What can go wrong with the experiment itself.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How many live clients look on.
const FOLLOWERS: usize = 12;

/// An appointment is worked on for so long.
const LIFE: Duration = Duration::from_secs(20);

/// Making an appointment, or measuring something, is tried so many times.
const ATTEMPTS: usize = 5;

fn main() -> ExitCode {
    let flags = match Flags::read(std::env::args().skip(1)) {
        Ok(flags) => flags,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    start(&flags).unwrap_or_else(|error| {
        eprintln!("the experiment could not be made: {error}");
        ExitCode::from(2)
    })
}

/// Outside of the cage enters it; inside makes the experiment.
fn start(flags: &Flags) -> Outcome<ExitCode> {
    let Some(gear) = Gear::find()? else { return cage::enter(flags) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let is_well = runtime.block_on(run(flags, gear))?;
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The whole experiment; false when something was violated.
async fn run(flags: &Flags, gear: Gear) -> Outcome<bool> {
    let begun = Instant::now();
    println!("chaos --seed {} for {:?}", flags.seed, flags.time);
    let stage = Arc::new(Stage::build(flags, gear).await?);
    if let Some(sql) = &flags.sql {
        stage.sql(sql)?;
    }
    let clock = Clock::compared_with(&Client::new(&stage.urls[0])).await?;
    let followers = followers(&stage);
    let tally = Arc::new(Tally::default());
    // While all is well: later nobody new may get in.
    let last =
        [worker(flags, &stage, clock, flags.clients).await?, worker(flags, &stage, clock, flags.clients + 1).await?];
    told("all is built", begun);
    let mut diaries = rage(begun, flags, &stage, clock, &tally).await?;
    told("the faults are over", begun);
    faults::strike_database(&stage, true, &tally).await;
    told("the database was struck once more", begun);
    let finale = end(&stage, &followers, last, &mut diaries).await;
    told("everybody has settled; checking", begun);
    let (text, is_well) = report::write(flags, &clock, &tally.noted(), &diaries, &finale);
    print!("{text}");
    if let Some(file) = &flags.out {
        std::fs::write(file, &text)?;
    }
    Ok(is_well)
}

/// How far it is, for who waits.
fn told(what: &str, begun: Instant) {
    eprintln!("{what} after {:?}", begun.elapsed());
}

fn followers(stage: &Stage) -> Vec<Follower> {
    let follow = |index: usize| {
        let mut urls = stage.urls.clone();
        urls.rotate_left(index % NODES);
        Follower::start(urls, &stage.root.token, DAY[0], DAY[1])
    };
    (0..FOLLOWERS).map(follow).collect()
}

/// Work under faults, for as long as was asked; then everything is whole again.
async fn rage(
    begun: Instant,
    flags: &Flags,
    stage: &Arc<Stage>,
    clock: Clock,
    tally: &Arc<Tally>,
) -> Outcome<Vec<Diary>> {
    let (stop, stopped) = watch::channel(false);
    // They sign in all at once, before anything breaks.
    let hiring = (0..flags.clients).map(|index| {
        let (flags, stage) = (flags.clone(), stage.clone());
        tokio::spawn(async move { worker(&flags, &stage, clock, index).await })
    });
    let mut workers = Vec::new();
    for hired in hiring.collect::<Vec<_>>() {
        workers.push(hired.await??);
    }
    told("everybody is at work", begun);
    let working: Vec<_> = workers.into_iter().map(|worker| tokio::spawn(worker.work(stopped.clone()))).collect();
    let mut breaking = Vec::new();
    for node in 0..=NODES {
        let (stage, flags, tally, stopped) = (stage.clone(), flags.clone(), tally.clone(), stopped.clone());
        breaking.push(tokio::spawn(async move {
            if node < NODES {
                faults::break_node(&stage, node, &flags, &tally, stopped).await;
            } else {
                faults::break_database(&stage, &clock, &flags, &tally, stopped).await;
            }
        }));
    }
    let renewing = tokio::spawn(renew(stage.clone(), flags.appointments, stopped));
    tokio::time::sleep(flags.time).await;
    stop.send_replace(true);
    told("all are told to stop", begun);
    renewing.await?;
    let mut diaries = Vec::new();
    for worker in working {
        diaries.push(worker.await?);
    }
    told("the work is over", begun);
    for fault in breaking {
        fault.await?;
    }
    Ok(diaries)
}

/// Begins new appointments and leaves old ones.
async fn renew(stage: Arc<Stage>, count: usize, stopped: watch::Receiver<bool>) {
    let mut turns = tokio::time::interval(LIFE / u32::try_from(count).unwrap_or(u32::MAX).max(1));
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while !*stopped.borrow() {
        turns.tick().await;
        for attempt in 0..ATTEMPTS {
            // A node that is broken does not answer; another one does.
            let made = tokio::time::timeout(Duration::from_secs(1), stage.begin_another(attempt % NODES)).await;
            if matches!(made, Ok(Ok(_))) {
                break;
            }
        }
    }
}

/// Everybody settles; what is asked meanwhile belongs to the history.
async fn end(
    stage: &Stage,
    followers: &[Follower],
    [mut dead, mut heir]: [Worker; 2],
    diaries: &mut Vec<Diary>,
) -> Finale {
    let mut dead_holders = Vec::new();
    for node in 0..NODES {
        let free = finale::dead_holder(stage, node, &mut dead, &mut heir).await;
        dead_holders.push(free.map_err(|error| error.to_string()));
    }
    let agreement = finale::all_agree(stage, followers).await.map_err(|error| error.to_string());
    finale::last_reads(&mut heir).await;
    diaries.extend([dead.diary, heir.diary]);
    Finale { dead_holders, agreement }
}

async fn worker(flags: &Flags, stage: &Arc<Stage>, clock: Clock, index: usize) -> Outcome<Worker> {
    let person = stage.person(index.is_multiple_of(4)).await?;
    Ok(Worker {
        nodes: (0..NODES).map(|node| stage.client(node, &person)).collect(),
        stage: stage.clone(),
        clock,
        dice: Dice::new(flags.seed, index as u64),
        // Room for a billion edits of each.
        mark: index as u64 * 1_000_000_000,
        diary: Diary::default(),
        person,
    })
}
