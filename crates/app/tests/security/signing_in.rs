//! What guessing tells, and how often it may be tried.

use serde_json::json;
use testkit::{Client, Cluster, Postgres};

use crate::common::{Env, ROOT, Store, World, on_both, refused, server, unique};

/// A cost at which the hash takes nearly all of the time; with the default of 12 it takes four times as long.
const SLOW: Env = &[("PASSWORD_COST", "10")];

on_both!(unknown_and_wrong_differ_by_less_than_five_percent);

/// So many of each kind, in turns.
const SAMPLES: usize = 31;

async fn attempt(anyone: &Client, email: &str) {
    let body = json!({"email": email, "password": "a wrong password"});
    refused(anyone.post("/api/auth/login").json(body).await, 401, "invalid_credentials");
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// For how many seconds the server's threads have been on a processor.
fn worked(world: &World) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", world.server.pid())).expect("the server runs");
    let on_processor = |task: std::fs::DirEntry| {
        let told = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok()
    };
    tasks.flatten().filter_map(on_processor).sum::<f64>() / 1e9
}

/// How long the server works on an attempt: what it takes where nothing else runs, told also on a busy machine. Whether it
/// waits for something is shown by `sessions::unknown_and_wrong_take_the_same_time`.
async fn work_of_attempt(world: &World, email: &str) -> f64 {
    let before = worked(world);
    attempt(&world.anyone(), email).await;
    worked(world) - before
}

/// By which share the medians differ.
async fn difference(world: &World, known: &[String]) -> f64 {
    let [mut wrong, mut unknown] = [Vec::new(), Vec::new()];
    for round in 0..SAMPLES {
        let nobody = format!("{}@clinic.example", unique("nobody"));
        let somebody = &known[round % known.len()];
        // Who comes first changes, so that what either leaves behind weighs on both.
        if round % 2 == 0 {
            wrong.push(work_of_attempt(world, somebody).await);
            unknown.push(work_of_attempt(world, &nobody).await);
        } else {
            unknown.push(work_of_attempt(world, &nobody).await);
            wrong.push(work_of_attempt(world, somebody).await);
        }
    }
    let (wrong, unknown) = (median(wrong), median(unknown));
    eprintln!("a wrong password: {:.1} ms, an unknown e-mail: {:.1} ms", wrong * 1000.0, unknown * 1000.0);
    (unknown / wrong - 1.0).abs()
}

async fn unknown_and_wrong_differ_by_less_than_five_percent(store: Store) {
    let world = store.own_world(SLOW);
    let root = world.root().await;
    let mut known = Vec::new();
    // Each may be guessed ten times.
    for _ in 0..12 {
        let email = format!("{}@clinic.example", unique("known"));
        let new = json!({"name": "Known", "email": email, "password": "the right password 7"});
        root.post("/api/users").json(new).await.expect(201);
        known.push(email);
    }
    // Something else on the machine may come in between.
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        if least >= 0.05 {
            least = least.min(difference(&world, &known).await);
        }
    }
    assert!(least < 0.05, "the medians differ by {:.1} %", least * 100.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_are_counted_over_all_nodes() {
    let Some(postgres) = Postgres::shared() else { return };
    let database = postgres.fresh_database().expect("a database");
    let builder = server().env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1);
    let cluster = Cluster::start(&builder, &database, 2).expect("two nodes");
    let nodes = [0, 1].map(|node| Client::new(cluster.url(node)));
    let nobody = format!("{}@clinic.example", unique("nobody"));
    for email in [ROOT.0, &nobody] {
        for guess in 0..10 {
            attempt(&nodes[guess % 2], email).await;
        }
        for node in &nodes {
            let body = json!({"email": email, "password": ROOT.1});
            let reply = node.post("/api/auth/login").json(body).await;
            let reply = refused(reply, 429, "too_many_attempts");
            assert!(reply.header("retry-after").is_some());
        }
    }
}
