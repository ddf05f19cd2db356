//! The database goes, a node goes: sockets come back and end with what the database holds.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use testkit::{Client, Follower, Postgres, eventually};
use tokio::task::JoinHandle;

use crate::common::{Day, Env, Nodes, Person, appointment, listed, merged, path};

const ENV: Env = &[];
const FOLLOWERS: usize = 30;
const WRITERS: usize = 6;

/// People who write, wherever they are let, until they are told to stop.
struct Load {
    stop: Arc<AtomicBool>,
    accepted: Arc<AtomicUsize>,
    writers: Vec<JoinHandle<()>>,
}

impl Load {
    async fn start(nodes: &Nodes, day: &Day) -> Self {
        let (stop, accepted) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let mut writers = Vec::new();
        for index in 0..WRITERS {
            let person = nodes.user(index % 3).await;
            let clients = (0..3).map(|node| nodes.elsewhere((node + index) % 3, &person)).collect();
            writers.push(tokio::spawn(write(clients, day.clone(), stop.clone(), accepted.clone())));
        }
        Self { stop, accepted, writers }
    }

    /// Waits until so many writes more were accepted.
    async fn goes_on(&self, more: usize) {
        let target = self.accepted.load(Ordering::Relaxed) + more;
        eventually(Duration::from_secs(30), || async { self.accepted.load(Ordering::Relaxed) >= target }).await;
    }

    async fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        for writer in self.writers {
            writer.await.expect("an orderly end");
        }
    }
}

/// Books, takes, moves out of the day or not, releases; what fails is left as it is.
async fn write(clients: Vec<Client>, day: Day, stop: Arc<AtomicBool>, accepted: Arc<AtomicUsize>) {
    for (round, client) in clients.iter().cycle().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let new = client.post("/api/appointments").json(merged(appointment(), day.times()));
        let Some(made) = new.send().await.ok().filter(|reply| reply.status == 201) else {
            // Nobody is there; a moment later somebody may be.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let made = made.body;
        let change = json!({"version": 1, "title": format!("Round {round}")});
        let change = if round % 3 == 0 { merged(change, day.next().times()) } else { change };
        let _ = client.post(&(path(&made) + "/acquire-lock/1")).send().await;
        let _ = client.patch(&path(&made)).json(change).send().await;
        let last = match round % 4 {
            0 => client.delete(&(path(&made) + "?version=2")),
            1 => client.get(&path(&made)),
            _ => client.delete(&(path(&made) + "/release-lock")),
        };
        let _ = last.send().await;
        accepted.fetch_add(1, Ordering::Relaxed);
    }
}

async fn followers(nodes: &Nodes, day: &Day) -> Vec<Follower> {
    let person = nodes.user(0).await;
    let follow = |index: usize| {
        let mut urls = nodes.cluster.urls();
        urls.rotate_left(index % 3);
        Follower::start(urls, &person.token, &day.from(), &day.to())
    };
    (0..FOLLOWERS).map(follow).collect()
}

/// All are connected, and show what the database holds.
async fn agree(nodes: &Nodes, person: &Person, day: &Day, followers: &[Follower]) {
    let client = nodes.elsewhere(0, person);
    let list = async || listed(&client, &nodes.cluster.url(0), &day.from(), &day.to()).await;
    let differs = |one: &Follower, listed: &[serde_json::Value]| {
        let knows = one.knows();
        (!knows.connected).then(|| "not connected".to_owned()).or_else(|| knows.view.difference(listed))
    };
    let last = std::sync::Mutex::new(None);
    let waited = tokio::time::timeout(
        Duration::from_secs(20),
        eventually(Duration::from_secs(60), || async {
            let listed = list().await;
            assert!(!listed.is_empty());
            *last.lock().expect("what differs") = followers.iter().find_map(|one| differs(one, &listed));
            last.lock().expect("what differs").is_none()
        }),
    );
    if waited.await.is_err() {
        panic!("a socket does not end with what the database holds: {:?}", last.into_inner());
    }
    let inits: usize = followers.iter().map(|one| one.knows().inits).sum();
    let connections: usize = followers.iter().map(|one| one.knows().connections).sum();
    eprintln!("{connections} connections, {inits} of them with an init");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_restarts_under_load_costs_no_socket_its_truth() {
    if Postgres::shared().is_none() {
        return;
    }
    let postgres = Postgres::start().expect("PostgreSQL");
    let nodes = Nodes::start(&postgres, ENV).await;
    let (person, day) = (nodes.user(0).await, Day::fresh());
    let followers = followers(&nodes, &day).await;
    let load = Load::start(&nodes, &day).await;
    load.goes_on(20).await;
    for outage in [Postgres::restart, |postgres: &Postgres| postgres.kill().and_then(|()| postgres.restart())] {
        outage(&postgres).expect("restarted");
        load.goes_on(20).await;
    }
    load.end().await;
    agree(&nodes, &person, &day, &followers).await;
    // The database's absence alone costs nobody the socket.
    let connections: Vec<_> = followers.iter().map(|one| one.knows().connections).collect();
    assert!(connections.iter().all(|count| *count <= 3), "{connections:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_crash_under_load_cost_no_socket_its_truth() {
    let Some(mut nodes) = Nodes::shared(ENV).await else { return };
    let (person, day) = (nodes.user(0).await, Day::fresh());
    let followers = followers(&nodes, &day).await;
    let load = Load::start(&nodes, &day).await;
    load.goes_on(20).await;
    for node in [0, 1, 2] {
        nodes.cluster.kill9(node).expect("killed");
        load.goes_on(20).await;
        nodes.cluster.restart(node).expect("restarted");
    }
    load.end().await;
    agree(&nodes, &person, &day, &followers).await;
    let resumed = followers.iter().map(|one| one.knows()).filter(|knows| knows.connections > knows.inits).count();
    assert!(resumed > FOLLOWERS / 2, "only {resumed} resumed without an init");
}
