//! Three nodes: what happens at one is told at all.

use std::{
    future::IntoFuture,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use testkit::{Postgres, Socket};

use crate::{
    common::{Day, Env, Nodes, Person, at, contains, path, refused, seconds_since},
    presence::there,
};

const ENV: Env = &[];

/// So long it may take until all nodes tell what one has written.
const PROMISED: f64 = 1.0;

/// Waits until the socket is told of this revision or a later one, which it must be within a second of the answer.
async fn told_in_time(socket: &mut Socket, appointment: &Value, answered: Instant) {
    let is_it =
        |data: &Value| data["id"] == appointment["id"] && data["revision"].as_i64() >= appointment["revision"].as_i64();
    let frame = socket.event_where("update-appointments", is_it).await;
    let elapsed = seconds_since(answered, frame.at);
    assert!(elapsed < PROMISED, "{elapsed} s");
}

async fn sockets(nodes: &Nodes, person: &Person, day: &Day) -> [Socket; 3] {
    [nodes.socket(0, person, day).await, nodes.socket(1, person, day).await, nodes.socket(2, person, day).await]
}

/// Changes an appointment at each node in turn; all must tell of each change in time.
async fn changes_are_told(nodes: &Nodes, user: &Person, day: &Day, sockets: &mut [Socket], rounds: usize) {
    let held = user.hold(day).await;
    for round in 0..rounds {
        let change = json!({"version": round + 1, "title": format!("Round {round}")});
        let edited = nodes.elsewhere(round % 3, user).patch(&path(&held)).json(change).await.expect(200).body;
        let answered = Instant::now();
        for socket in &mut *sockets {
            told_in_time(socket, &edited, answered).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_writes_all_tell_within_a_second() {
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let (user, day) = (nodes.user(0).await, Day::fresh());
    let mut sockets = sockets(&nodes, &user, &day).await;
    changes_are_told(&nodes, &user, &day, &mut sockets, 30).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_goes_from_node_to_node() {
    let Some(nodes) = Nodes::shared(&[("REQUEST_TIMEOUT", "0.5")]).await else { return };
    let (holder, admin, day) = (nodes.user(0).await, nodes.admin(1).await, Day::fresh());
    let (mut holders, mut admins) = (nodes.socket(1, &holder, &day).await, nodes.socket(2, &admin, &day).await);
    for answered in [true, false] {
        let held = holder.hold(&day).await;
        admin.ask(&held, "request-control").await.expect(200);
        let request = holders.about("request-control", &held["id"]).await.data;
        contains(&request, json!({"fromUser": admin.named(), "lockId": held["appointmentLock"]["id"]}));
        let from = if answered {
            holder.ask(&held, "approve-request-control").await.expect(200);
            holder.named()
        } else {
            contains(&holders.about("lock-lost", &held["id"]).await.data, json!({"reason": "handed_over"}));
            Value::Null
        };
        let approved = admins.about("request-control-approved", &held["id"]).await.data;
        assert_eq!(approved["fromUser"], from);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_out_at_one_node_ends_sockets_at_all_within_a_second() {
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let day = Day::fresh();
    for _ in 0..5 {
        let user = nodes.user(0).await;
        let mut sockets = sockets(&nodes, &user, &day).await;
        user.post("/api/auth/logout").await.expect(204);
        let answered = Instant::now();
        for socket in &mut sockets {
            assert_eq!(socket.closed().await, 4401);
            let elapsed = seconds_since(answered, Instant::now());
            assert!(elapsed < PROMISED, "{elapsed} s");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cursors_and_presence_go_from_node_to_node() {
    let Some(mut nodes) = Nodes::shared(ENV).await else { return };
    let (ann, ben, cai) = (nodes.user(0).await, nodes.user(1).await, nodes.user(2).await);
    let day = Day::fresh();
    let mut at_first = nodes.socket(0, &ann, &day).await;
    let at_second = nodes.socket(1, &ben, &day).await;
    let mut at_third = nodes.socket(2, &cai, &day).await;
    there(&mut at_first, &[&ann, &ben, &cai]).await;
    there(&mut at_third, &[&ann, &ben, &cai]).await;
    let data = json!({"position": {"x": 0.5, "y": 1.0}, "view": "week"});
    at_second.send(&json!({"event": "cursor-position", "data": data}));
    for socket in [&mut at_first, &mut at_third] {
        let heard = socket.event("cursor-position").await.data;
        contains(&heard, json!({"userId": ben.id, "name": ben.name, "position": data["position"], "view": "week"}));
    }
    // A node that is gone takes its people along; nobody says so, it is not heard of any more.
    nodes.cluster.kill9(1).expect("killed");
    let is_without = |frame: &testkit::Frame| {
        frame.event == "presence" && frame.data["users"].as_array().is_some_and(|users| users.len() == 2)
    };
    for socket in [&mut at_first, &mut at_third] {
        let last =
            |frames: &[testkit::Frame]| frames.iter().rfind(|frame| frame.event == "presence").is_some_and(is_without);
        socket.until(Duration::from_secs(30), last).await;
    }
    nodes.cluster.restart(1).expect("restarted");
    let _back = nodes.socket(1, &ben, &day).await;
    there(&mut at_third, &[&ann, &ben, &cai]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_herd_over_three_nodes_one_wins_and_all_know() {
    const HERD: usize = 48;
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let (user, day) = (nodes.user(0).await, Day::fresh());
    let mut watching = sockets(&nodes, &user, &day).await;
    let mut herd = Vec::new();
    for index in 0..HERD {
        herd.push(nodes.user(index % 3).await);
    }
    for round in 0..100 {
        let made = user.book(day.times()).await;
        let acquire = at(&made, "acquire-lock/1");
        let asked: Vec<_> = herd.iter().map(|one| tokio::spawn(one.post(&acquire).into_future())).collect();
        let mut winner = None;
        for (one, reply) in herd.iter().zip(asked) {
            let reply = reply.await.expect("an answer");
            if reply.status == 201 {
                assert!(winner.replace(one).is_none(), "two winners in round {round}");
            } else {
                refused(reply, 409, "locked");
            }
        }
        let winner = winner.unwrap_or_else(|| panic!("nobody won round {round}"));
        let is_won = |data: &Value| data["id"] == made["id"] && data["appointmentLock"]["userId"] == winner.id;
        for socket in &mut watching {
            socket.event_where("update-appointments", is_won).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_lose_their_listener_still_tell_within_a_second() {
    let Some(nodes) = Nodes::shared(ENV).await else { return };
    let (user, day) = (nodes.user(0).await, Day::fresh());
    let mut sockets = sockets(&nodes, &user, &day).await;
    let kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND query ILIKE 'LISTEN%'";
    let mut killed = 0;
    for _ in 0..6 {
        let postgres = Postgres::shared().expect("PostgreSQL");
        let count = postgres.psql(&nodes.cluster.database, kill).expect("terminated");
        killed += count.trim().parse::<u32>().expect("a count");
        changes_are_told(&nodes, &user, &day, &mut sockets, 6).await;
    }
    assert!(killed >= 3, "no listener was there to be killed");
}
