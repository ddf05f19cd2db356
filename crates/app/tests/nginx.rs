//! docs/scaling/nginx.conf does what docs/scaling.md says: three nodes behind it are one server, sockets included, and nothing is
//! done twice when a node breaks off.

mod common;
#[path = "common/walk.rs"]
mod walk;

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use common::{
    Day, Person, appointment, at, judged, merged,
    nginx::{Nginx, free_address, installed},
    refused, server,
};
use serde_json::{Value, json};
use testkit::{Client, Cluster, Handshake, Method, Postgres, Reply, Request, Socket};

/// Three nodes on one database behind nginx, or nothing where one of the two is not installed.
async fn clinic() -> Option<(Nginx, Cluster)> {
    let program = installed()?;
    let postgres = Postgres::shared()?;
    let address = free_address();
    let builder = server().env("PUBLIC_URL", format!("http://{address}")).env("TRUSTED_PROXIES", "127.0.0.1");
    let database = postgres.fresh_database().expect("a database");
    let cluster = Cluster::start(&builder, &database, 3).expect("three nodes");
    let urls = cluster.urls().try_into().expect("three");
    Some((Nginx::start(&program, address, &urls).await, cluster))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_are_one_server() {
    let Some((nginx, mut cluster)) = clinic().await else { return };
    walk_through(&nginx, &cluster);
    let anyone = Client::new(nginx.url());
    let budi = Person::signed_in(&anyone, "budi@clinic.example", "budi-front-desk").await;
    sockets_are_told_whichever_node_they_are_on(&nginx, &budi).await;
    what_is_not_for_everybody_is_kept_in(&nginx, &anyone).await;
    a_node_that_dies_is_not_noticed(&mut cluster, &budi).await;
    without_nodes_it_says_so_as_they_would(&mut cluster, &budi).await;
}

/// README.md's, with each request going to another node.
fn walk_through(nginx: &Nginx, cluster: &Cluster) {
    let log = || nginx.log() + &cluster.nodes.iter().map(testkit::Server::output).collect::<String>();
    tokio::task::block_in_place(|| walk::walk(&nginx.url(), &cluster.nodes[0].setup_token(), log));
}

/// As a browser connects, from a page of the clinic's address.
async fn browser(nginx: &Nginx, budi: &Person, day: &Day) -> Socket {
    let token = format!("bearer.{}", budi.token);
    let handshake = judged(&nginx.url()).protocols(&["appointments.v1", &token]).origin(&nginx.url());
    let mut socket = handshake.window(&day.from(), &day.to()).connect().await.expect("101");
    assert_eq!(socket.protocol(), Some("appointments.v1"));
    socket.event("init-appointments").await;
    socket
}

async fn sockets_are_told_whichever_node_they_are_on(nginx: &Nginx, budi: &Person) {
    let day = Day::fresh();
    let mut sockets = Vec::new();
    for _ in 0..3 {
        sockets.push(browser(nginx, budi, &day).await);
    }
    let made = budi.book(day.times()).await;
    for socket in &mut sockets {
        let told = socket.about("update-appointments", &made["id"]).await;
        assert_eq!(told.data, made);
    }
    let foreign = Handshake::with(&nginx.url()).bearer(&budi.token).origin("https://elsewhere.example");
    refused(foreign.refused().await, 403, "foreign_origin");
}

async fn what_is_not_for_everybody_is_kept_in(nginx: &Nginx, anyone: &Client) {
    anyone.get("/metrics").await.expect(404);
    let plain = Client::new(nginx.plain_url()).get("/api/config").await.expect(301);
    assert_eq!(plain.header("Location"), Some("https://127.0.0.1/api/config"));
    let large = anyone.post("/api/auth/login").header("Content-Type", "application/json").body(" ".repeat(100 << 10));
    refused(large.await, 413, "body_too_large");
}

async fn a_node_that_dies_is_not_noticed(cluster: &mut Cluster, budi: &Person) {
    cluster.kill9(1).expect("killed");
    for _ in 0..12 {
        let made = budi.book(json!({"doctorName": null})).await;
        budi.acquire(&made).await.expect(201);
        budi.edit(&made, json!({"note": "still here"})).await.expect(200);
        let release = budi.delete(&at(&made, "release-lock"));
        release.header("Idempotency-Key", uuid::Uuid::now_v7()).await.expect(200);
    }
}

async fn without_nodes_it_says_so_as_they_would(cluster: &mut Cluster, budi: &Person) {
    for node in [0, 2] {
        cluster.kill9(node).expect("killed");
    }
    for reply in [budi.get("/api/appointments").await, budi.post("/api/appointments").json(appointment()).await] {
        assert_eq!(reply.header("Retry-After"), Some("1"));
        refused(reply, 503, "unavailable");
    }
}

/// A node that takes requests and breaks off instead of answering. Counts them.
fn faithless(taken: Arc<AtomicUsize>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // Counted before it breaks off, which is all that nginx waits for.
            if reads_a_request(&stream) {
                taken.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    address
}

/// Whether a whole head came.
fn reads_a_request(stream: &TcpStream) -> bool {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.next().is_some_and(|first| !first.is_empty()) && lines.any(|line| line.is_empty())
}

/// How often nodes get a request which none of them answers, and what the client gets.
async fn sent(request: impl FnOnce(&Client) -> Request) -> Option<(usize, Reply)> {
    let program = installed()?;
    let taken = Arc::new(AtomicUsize::new(0));
    let nodes = [(); 3].map(|()| faithless(taken.clone()).to_string());
    let nginx = Nginx::start(&program, free_address(), &nodes).await;
    let reply = request(&Client::new(nginx.url())).await;
    Some((taken.load(Ordering::SeqCst), reply))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_have_happened_is_not_done_again() {
    let path = "/api/appointments/0193a0d0-0000-7000-8000-000000000000";
    let with_key = |request: Request| request.header("Idempotency-Key", "a-key");
    for (method, key, times) in [
        (Method::POST, false, 1),
        (Method::POST, true, 1),
        (Method::PATCH, false, 1),
        (Method::DELETE, false, 1),
        (Method::DELETE, true, 3),
        (Method::GET, false, 3),
    ] {
        let request = |client: &Client| {
            let request = client.request(method.clone(), path);
            let request = if method == Method::GET { request } else { request.json(body()) };
            if key { with_key(request) } else { request }
        };
        let Some((taken, reply)) = sent(request).await else { return };
        assert_eq!(taken, times, "{method}, key: {key}");
        refused(reply, 503, "unavailable");
    }
}

fn body() -> Value {
    merged(appointment(), json!({"version": 1}))
}
