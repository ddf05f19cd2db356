//! Nodes are stopped and started again, one after the other, while people work; nobody gets an error.

mod common;

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use common::{
    Day, Person, ROOT, at, listed,
    nginx::{Nginx, free_address, installed},
    path, server,
};
use serde_json::json;
use testkit::{Client, Cluster, Follower, Postgres, Reply, Request, Server, eventually, process};

/// People who work without a pause, and people who leave connections unused for a while.
const BUSY: usize = 6;
const SLOW: usize = 6;
const FOLLOWERS: usize = 9;

/// Longest time that a node takes to stop.
const STOP: Duration = Duration::from_secs(10);

/// What people got.
#[derive(Debug, Default)]
struct Tally {
    stop: AtomicBool,
    answered: AtomicUsize,
    failed: Mutex<Vec<String>>,
}

impl Tally {
    /// Sends a request that must succeed; None when it does not.
    async fn ask(&self, what: &str, request: Request, status: u16) -> Option<Reply> {
        let begun = Instant::now();
        let failure = match request.send().await {
            Ok(reply) if reply.status == status => {
                self.answered.fetch_add(1, Ordering::Relaxed);
                return Some(reply);
            }
            Ok(reply) => format!("{what}: {} {}", reply.status, reply.text),
            Err(error) => format!("{what}: {error:#}"),
        };
        self.failed.lock().expect("failures").push(format!("{failure} after {:?}", begun.elapsed()));
        None
    }

    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    async fn go_on(&self, more: usize) {
        let enough = self.answered.load(Ordering::Relaxed) + more;
        eventually(Duration::from_secs(60), || async {
            self.answered.load(Ordering::Relaxed) >= enough || !self.failed.lock().expect("failures").is_empty()
        })
        .await;
    }
}

/// Makes an appointment, looks, takes it, changes it, gives it back; `pause` lies before each request.
async fn work(tally: Arc<Tally>, person: Person, day: Day, pause: Duration) {
    while !tally.is_over() {
        cycle(&tally, &person, &day, pause).await;
    }
}

async fn cycle(tally: &Tally, person: &Person, day: &Day, pause: Duration) -> Option<()> {
    let made = person.post("/api/appointments").json(common::merged(common::appointment(), day.times()));
    let made = tally.ask("book", made, 201).await?.body;
    tokio::time::sleep(pause).await;
    tally.ask("list", person.get(&format!("/api/appointments?from={}&to={}", day.from(), day.to())), 200).await?;
    tally.ask("acquire", person.post(&at(&made, "acquire-lock/1")), 201).await?;
    tokio::time::sleep(pause).await;
    let change = json!({"version": 1, "note": "Changed"});
    tally.ask("edit", person.patch(&path(&made)).json(change), 200).await?;
    tokio::time::sleep(pause).await;
    tally.ask("release", keyed(person.delete(&at(&made, "release-lock"))), 200).await?;
    tally.ask("history", person.get(&at(&made, "history")), 200).await?;
    tokio::time::sleep(pause).await;
    // So that the day does not fill up, and what is gone is told too.
    tally.ask("acquire", person.post(&at(&made, "acquire-lock/2")), 201).await?;
    tally.ask("cancel", keyed(person.delete(&format!("{}?version=2", path(&made)))), 204).await?;
    Some(())
}

/// As the calendar does: without a key nginx would not send a DELETE to another node, even if none has got it yet.
fn keyed(request: Request) -> Request {
    request.header("Idempotency-Key", uuid::Uuid::now_v7())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_are_restarted_and_nobody_notices() {
    let (Some(program), Some(postgres)) = (installed(), Postgres::shared()) else { return };
    let address = free_address();
    let builder = server().env("PUBLIC_URL", format!("http://{address}")).env("TRUSTED_PROXIES", "127.0.0.1");
    let builder = builder.env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1);
    let database = postgres.fresh_database().expect("a database");
    let mut cluster = Cluster::start(&builder, &database, 3).expect("three nodes");
    let nginx = Nginx::start(&program, address, &cluster.urls().try_into().expect("three")).await;
    let (anyone, day, tally) = (Client::new(nginx.url()), Day::fresh(), Arc::new(Tally::default()));
    let root = Person::signed_in(&anyone, ROOT.0, ROOT.1).await;
    let kept = root.book(day.times()).await;
    let follow = |_| Follower::start(vec![nginx.url()], &root.token, &day.from(), &day.to());
    let followers: Vec<_> = (0..FOLLOWERS).map(follow).collect();
    let all_connected = || async { followers.iter().all(|one| one.knows().connected) };
    eventually(Duration::from_secs(20), all_connected).await;
    let mut people = Vec::new();
    for place in 0..BUSY + SLOW {
        let pause = if place < BUSY { 0 } else { 150 + 130 * (place - BUSY) as u64 };
        // A client of its own, with connections of its own.
        let person = root.again(&Client::new(nginx.url())).await;
        people.push(tokio::spawn(work(tally.clone(), person, day.clone(), Duration::from_millis(pause))));
    }
    for node in 0..3 {
        tally.go_on(200).await;
        let before = served(&cluster.nodes[node]).await;
        assert!(before > 0, "node {node} was never asked");
        let begun = Instant::now();
        let status = tokio::task::block_in_place(|| cluster.nodes[node].sigterm()).expect("an end");
        assert!(status.success() && begun.elapsed() < STOP, "{status} after {:?}", begun.elapsed());
        eprintln!("node {node} has stopped after {:?}", begun.elapsed());
        tally.go_on(100).await;
        tokio::task::block_in_place(|| cluster.restart(node)).expect("a restart");
        let ready = Client::new(cluster.url(node));
        eventually(Duration::from_secs(10), || async { ready.get("/health/ready").await.status == 200 }).await;
        // As docs/scaling.md says: the next one when this one is asked again.
        eventually(Duration::from_secs(30), || async { served(&cluster.nodes[node]).await > 10 }).await;
    }
    tally.go_on(200).await;
    tally.stop.store(true, Ordering::Relaxed);
    for person in people {
        person.await.expect("an end");
    }
    let failed = tally.failed.lock().expect("failures").clone();
    let answered = tally.answered.load(Ordering::Relaxed);
    eprintln!("{answered} answers, {} failures", failed.len());
    assert!(failed.is_empty(), "{} of {answered}: {failed:#?}\n{}", failed.len(), nginx.log());
    // Every socket was ended once at least, and every client shows what is there.
    let there = listed(&root, &nginx.url(), &day.from(), &day.to()).await;
    assert!(there.iter().any(|one| one["id"] == kept["id"]));
    for follower in &followers {
        let equal = || async { follower.knows().view.difference(&there).is_none() };
        eventually(Duration::from_secs(20), equal).await;
    }
    assert!(followers.iter().all(|one| one.knows().connections > 1));
}

/// How many requests of the API a node has answered since it was started.
async fn served(node: &Server) -> usize {
    let metrics = Client::new(node.url("")).get("/metrics").await.expect(200).text;
    let counted = metrics.lines().filter(|line| line.starts_with("http_requests_total") && line.contains("/api/"));
    counted.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok()).sum()
}

/// A connection that has been used once and is kept.
fn kept_alive(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(8))).expect("a limit");
    let answer = exchange(&mut stream, "/health/live");
    assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("connection: close"), "{answer}");
    stream
}

/// Asks, and answers what came, in small letters; up to its end if the server ends the connection.
fn exchange(stream: &mut TcpStream, path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: here\r\n\r\n").expect("sent");
    let (mut answer, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut part).expect("an answer");
        answer.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&answer);
        let closes = text.to_lowercase().contains("connection: close");
        if count == 0 || (!closes && text.ends_with('}')) {
            return text.replace("Connection: close", "connection: close");
        }
    }
}

fn node() -> Option<(Server, SocketAddr)> {
    let database = Postgres::shared()?.fresh_database().expect("a database");
    let server = server().env("DATABASE_URL", database).start().expect("a server");
    let address = server.url("").trim_start_matches("http://").parse().expect("an address");
    Some((server, address))
}

#[test]
fn a_node_that_leaves_answers_on_what_is_open_and_takes_nothing_new() {
    let Some((mut server, address)) = node() else { return };
    let mut kept = [kept_alive(address), kept_alive(address)];
    let begun = Instant::now();
    process::signal("TERM", &[server.pid()]).expect("told");
    let refused = || match TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => true,
        // Before it was told, or while it turns away.
        _ => {
            assert!(begun.elapsed() < Duration::from_secs(5), "it still accepts");
            false
        }
    };
    while !refused() {
        std::thread::sleep(Duration::from_millis(10));
    }
    // What was kept is answered, for the last time: nobody's request meets a connection that is being closed.
    let ready = exchange(&mut kept[0], "/health/ready");
    assert!(ready.starts_with("HTTP/1.1 503") && ready.contains("\"node\":\"stopping\""), "{ready}");
    let config = exchange(&mut kept[1], "/api/config");
    assert!(config.starts_with("HTTP/1.1 200") && config.contains("connection: close"), "{config}");
    drop(kept);
    assert!(server.sigterm().expect("an end").success());
    assert!(begun.elapsed() < STOP, "{:?}", begun.elapsed());
}

#[test]
fn a_connection_that_nobody_uses_does_not_hold_a_node_up() {
    let Some((mut server, address)) = node() else { return };
    let mut kept = kept_alive(address);
    let begun = Instant::now();
    assert!(server.sigterm().expect("an end").success());
    assert!(begun.elapsed() < STOP, "{:?}", begun.elapsed());
    // Ended, not broken off.
    assert_eq!(kept.read(&mut [0; 16]).expect("the end"), 0);
}
