//! Everything at once: three nodes, 200 sockets, people who do what comes to their minds, nodes and connections killed.
//! `LIVE_STORM_SECONDS` says how long.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use testkit::{Client, Follower, Postgres, Reply, Request, eventually};
use tokio::sync::watch;

use crate::common::{
    Day, Env, Nodes, Person, at, listed,
    nginx::{self, Nginx},
    pages, path,
};

/// Short, so that locks expire and requests settle in between.
const ENV: Env = &[("LOCK_TTL", "2"), ("REQUEST_TIMEOUT", "0.7")];
const SOCKETS: usize = 200;
const PEOPLE: usize = 18;
const APPOINTMENTS: usize = 40;

/// Numbers that look random enough.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("a small number")
    }
}

/// That somebody certainly held a lock: from the answer to one request to the beginning of another, both accepted.
#[derive(Clone, Copy, Debug)]
struct Holding {
    from: Instant,
    to: Instant,
}

/// What was acknowledged.
#[derive(Debug, Default)]
struct Ledger {
    /// Of each appointment: its lock ids, and when they were certainly held.
    holdings: BTreeMap<String, BTreeMap<String, Holding>>,
    /// Of each appointment: the versions that accepted edits made.
    versions: BTreeMap<String, BTreeSet<i64>>,
    acknowledged: usize,
    refused: usize,
    unknown: usize,
}

impl Ledger {
    /// The lock was held at some time between the request and its answer.
    fn proves(&mut self, appointment: &str, lock: &Value, asked: Instant, answered: Instant) {
        let Some(lock) = lock["id"].as_str() else { return };
        let holdings = self.holdings.entry(appointment.to_owned()).or_default();
        let holding = holdings.entry(lock.to_owned()).or_insert(Holding { from: answered, to: asked });
        holding.from = holding.from.min(answered);
        holding.to = holding.to.max(asked);
    }

    fn edited(&mut self, appointment: &str, version: &Value) {
        let version = version.as_i64().expect("a version");
        let is_new = self.versions.entry(appointment.to_owned()).or_default().insert(version);
        assert!(is_new, "two edits of {appointment} were told that they made version {version}");
    }
}

/// Somebody who does what comes to their mind.
struct Actor {
    person: Person,
    nodes: Vec<Client>,
    appointments: Arc<Vec<Value>>,
    ledger: Arc<Mutex<Ledger>>,
    dice: Dice,
}

impl Actor {
    async fn run(mut self, stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let appointment = self.appointments[self.dice.below(APPOINTMENTS)].clone();
            let node = self.dice.below(self.nodes.len());
            let client = self.nodes[node].clone();
            match self.dice.below(10) {
                0..=4 => self.works_on(&client, &appointment).await,
                5 => self.answers(&client, &appointment).await,
                6 | 7 => self.asks(&client, &appointment).await,
                8 => self.moves(&client, &appointment).await,
                _ => self.forces(&client, &appointment).await,
            }
        }
    }

    /// Sends a request; None when its outcome is unknown.
    async fn tries(&self, request: Request) -> Option<(Reply, Instant, Instant)> {
        let asked = Instant::now();
        let reply = request.send().await.ok().filter(|reply| reply.status != 503);
        let Some(reply) = reply else {
            self.ledger.lock().expect("the ledger").unknown += 1;
            // Nobody is there; a moment later somebody may be.
            tokio::time::sleep(Duration::from_millis(20)).await;
            return None;
        };
        let known = [200, 201, 204, 403, 404, 409];
        assert!(known.contains(&reply.status), "{} {}", reply.status, reply.text);
        let mut ledger = self.ledger.lock().expect("the ledger");
        let count = if reply.status < 300 { &mut ledger.acknowledged } else { &mut ledger.refused };
        *count += 1;
        drop(ledger);
        Some((reply, asked, Instant::now()))
    }

    /// Takes it, edits it, renews it, releases it.
    async fn works_on(&mut self, client: &Client, appointment: &Value) {
        let id = appointment["id"].as_str().expect("an id");
        let Some((seen, ..)) = self.tries(client.get(&path(appointment))).await else { return };
        let acquire = at(appointment, &format!("acquire-lock/{}", seen.body["version"]));
        let Some(lock) = self.holds(client.post(&acquire), id, |body| body.clone()).await else { return };
        let mut version = seen.body["version"].as_i64().expect("a version");
        for _ in 0..self.dice.below(3) {
            let change = json!({"version": version, "title": format!("By {} {version}", self.person.name)});
            let edit = client.patch(&path(appointment)).json(change);
            let Some((edited, asked, answered)) = self.tries(edit).await else { return };
            if edited.status != 200 {
                break;
            }
            version = edited.body["version"].as_i64().expect("a version");
            let mut ledger = self.ledger.lock().expect("the ledger");
            ledger.edited(id, &edited.body["version"]);
            ledger.proves(id, &edited.body["appointmentLock"], asked, answered);
        }
        if self.dice.below(2) == 0 {
            self.holds(client.post(&acquire), id, |body| body.clone()).await;
        }
        if self.dice.below(4) > 0 {
            let release = format!("{}?lock={}", at(appointment, "release-lock"), lock["id"].as_str().expect("an id"));
            self.holds(client.delete(&release), id, |_| lock.clone()).await;
        }
    }

    /// Does what only a holder may and notes that the lock was held.
    async fn holds(&self, request: Request, id: &str, lock: impl Fn(&Value) -> Value) -> Option<Value> {
        let (reply, asked, answered) = self.tries(request).await?;
        if reply.status >= 300 {
            return None;
        }
        let lock = lock(&reply.body);
        self.ledger.lock().expect("the ledger").proves(id, &lock, asked, answered);
        Some(lock)
    }

    async fn asks(&mut self, client: &Client, appointment: &Value) {
        let verb = ["request-control", "force-release-lock-request"][self.dice.below(2)];
        let request = at(appointment, verb);
        let withdraws = self.dice.below(4) == 0;
        self.tries(if withdraws { client.delete(&request) } else { client.post(&request) }).await;
    }

    async fn answers(&mut self, client: &Client, appointment: &Value) {
        let verbs = [
            "approve-request-control",
            "reject-request-control",
            "force-release-lock-approve",
            "force-release-lock-reject",
        ];
        let verb = verbs[self.dice.below(verbs.len())];
        self.tries(client.post(&at(appointment, verb))).await;
    }

    /// Takes it over in a window of its own.
    async fn moves(&mut self, client: &Client, appointment: &Value) {
        let window = client.client_id(uuid::Uuid::now_v7());
        let take = at(appointment, "acquire-lock/1?move=true");
        let id = appointment["id"].as_str().expect("an id");
        self.holds(window.post(&take), id, |body| body.clone()).await;
    }

    async fn forces(&mut self, client: &Client, appointment: &Value) {
        let request = client.post(&at(appointment, "force-release-lock")).json(json!({"reason": "Because"}));
        self.tries(request).await;
    }
}

/// Kills connections of the database, and now and then a node, until the time is over.
async fn wreak_havoc(nodes: &mut Nodes, end: Instant) {
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() ORDER BY random() LIMIT 3";
    let mut tick = tokio::time::interval(Duration::from_millis(700));
    let mut round = 0;
    while Instant::now() < end {
        tick.tick().await;
        round += 1;
        if round % 3 == 0 {
            let node = round / 3 % 3;
            nodes.cluster.kill9(node).expect("killed");
            tick.tick().await;
            tokio::task::block_in_place(|| nodes.cluster.restart(node)).expect("restarted");
        } else {
            let postgres = Postgres::shared().expect("PostgreSQL");
            postgres.psql(&nodes.cluster.database, kill).expect("terminated");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_storm_all_agree() {
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let urls = nodes.cluster.urls();
    storm(nodes, &urls).await;
}

/// People and sockets come through nginx, which finds another node when one is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_storm_all_agree_behind_nginx() {
    let Some(program) = nginx::installed() else { return };
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let urls = nodes.cluster.urls().try_into().expect("three nodes");
    let nginx = Nginx::start(&program, nginx::free_address(), &urls).await;
    storm(nodes, &[nginx.url()]).await;
}

/// People and sockets come by these addresses.
async fn storm(mut nodes: Nodes, urls: &[String]) {
    let seconds = std::env::var("LIVE_STORM_SECONDS").map_or(8, |text| text.parse().expect("seconds"));
    let (day, ledger) = (Day::fresh(), Arc::new(Mutex::new(Ledger::default())));
    let watcher = nodes.admin(0).await;
    let mut appointments = Vec::new();
    for _ in 0..APPOINTMENTS {
        appointments.push(watcher.book(day.times()).await);
    }
    let appointments = Arc::new(appointments);
    let mut actors = Vec::new();
    for index in 0..PEOPLE {
        let person = if index % 3 == 0 { nodes.admin(0).await } else { nodes.user(0).await };
        let clients = urls.iter().map(|url| Client::new(url).bearer(&person.token)).collect();
        let dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (index as u64 + 1));
        let (appointments, ledger) = (appointments.clone(), ledger.clone());
        actors.push(Actor { person, nodes: clients, appointments, ledger, dice });
    }
    let followers = followers(urls, &watcher, &day);
    let all_are_there = || async { followers.iter().all(|one| one.knows().connected) };
    eventually(Duration::from_secs(30), all_are_there).await;
    let (stop, stopped) = watch::channel(false);
    let acting: Vec<_> = actors.into_iter().map(|actor| tokio::spawn(actor.run(stopped.clone()))).collect();
    wreak_havoc(&mut nodes, Instant::now() + Duration::from_secs(seconds)).await;
    stop.send_replace(true);
    for actor in acting {
        actor.await.expect("an orderly end");
    }
    let client = nodes.elsewhere(0, &watcher);
    let base = nodes.cluster.url(0);
    all_agree(&client, &base, &day, &followers).await;
    let ledger = std::mem::take(&mut *ledger.lock().expect("the ledger"));
    never_two_holders(&ledger);
    for appointment in appointments.iter() {
        let history = pages(&client, &base, &at(appointment, "history?limit=500")).await;
        let now = client.get(&path(appointment)).await.expect(200).body;
        nothing_acknowledged_is_lost(&ledger, &now, &history);
        holders_follow_one_another(&history);
    }
    let connections: usize = followers.iter().map(|one| one.knows().connections).sum();
    let inits: usize = followers.iter().map(|one| one.knows().inits).sum();
    eprintln!(
        "{} acknowledged, {} refused, {} unknown; {connections} connections of {SOCKETS} sockets, {inits} with an init",
        ledger.acknowledged, ledger.refused, ledger.unknown
    );
    assert!(ledger.acknowledged > 100, "it was no storm");
}

fn followers(urls: &[String], person: &Person, day: &Day) -> Vec<Follower> {
    let follow = |index: usize| {
        let mut urls = urls.to_vec();
        let first = index % urls.len();
        urls.rotate_left(first);
        Follower::start(urls, &person.token, &day.from(), &day.to())
    };
    (0..SOCKETS).map(follow).collect()
}

/// Every socket ends with what the database holds.
async fn all_agree(client: &Client, base: &str, day: &Day, followers: &[Follower]) {
    let last = Mutex::new(String::new());
    let agreed = eventually(Duration::from_secs(60), || async {
        let now = listed(client, base, &day.from(), &day.to()).await;
        let differing: Vec<_> = followers.iter().filter_map(|one| one.knows().view.difference(&now)).collect();
        *last.lock().expect("what differs") = format!("{} of {SOCKETS}: {:?}", differing.len(), differing.first());
        now.len() == APPOINTMENTS && differing.is_empty() && followers.iter().all(|one| one.knows().connected)
    });
    if tokio::time::timeout(Duration::from_secs(30), agreed).await.is_err() {
        panic!("sockets differ from the database: {}", last.into_inner().expect("what differs"));
    }
}

/// Of one appointment, no two locks were certainly held at the same time.
fn never_two_holders(ledger: &Ledger) {
    for (appointment, locks) in &ledger.holdings {
        let mut holdings: Vec<_> = locks.iter().filter(|(_, holding)| holding.from <= holding.to).collect();
        holdings.sort_by_key(|(_, holding)| holding.from);
        for pair in holdings.windows(2) {
            assert!(pair[0].1.to <= pair[1].1.from, "two held {appointment} at once: {pair:?}");
        }
    }
}

/// Every edit that was acknowledged stands in the history, and the version counts them all.
fn nothing_acknowledged_is_lost(ledger: &Ledger, now: &Value, history: &[Value]) {
    let edits = history.iter().filter(|event| event["kind"] == "edited").count();
    assert_eq!(now["version"].as_u64(), Some(edits as u64 + 1), "{now}");
    let versions = ledger.versions.get(now["id"].as_str().expect("an id")).cloned().unwrap_or_default();
    assert!(versions.len() <= edits && versions.last().copied() <= now["version"].as_i64(), "{versions:?} {now}");
}

/// In the history, newest first, nobody takes what another holds.
fn holders_follow_one_another(history: &[Value]) {
    let mut is_held = false;
    for event in history.iter().rev() {
        let (before, after) = match event["kind"].as_str().expect("a kind") {
            "acquired" => (false, true),
            "renewed"
            | "moved"
            | "edited"
            | "control_approved"
            | "control_settled"
            | "handed_over"
            | "control_requested"
            | "control_rejected"
            | "force_release_requested"
            | "force_release_rejected" => (true, true),
            "released" | "expired" | "force_released" | "force_release_approved" | "force_release_settled" => {
                (true, false)
            }
            _ => continue,
        };
        assert_eq!(is_held, before, "{event} in {history:#?}");
        is_held = after;
    }
}
