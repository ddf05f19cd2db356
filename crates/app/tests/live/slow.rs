//! Peers that read nothing, or answer nothing, are cut; nobody else notices.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{RawSocket, View};

use crate::common::{Day, Env, Store, listed, resident, seconds_since};

const ENV: Env = &[];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_answers_no_ping_is_cut() {
    let world = Store::Sqlite.own_world(ENV);
    let user = world.user().await;
    let mut healthy = world.socket(&user, &Day::fresh()).await;
    let begun = Instant::now();
    let mut silent = RawSocket::connect(&world.server.url(""), &user.token, "").await.expect("a socket");
    silent.drain(Duration::from_secs(60)).await.expect("it is cut");
    let elapsed = seconds_since(begun, Instant::now());
    // Pinged after 25 s, given up 20 s later.
    assert!((44.0..50.0).contains(&elapsed), "{elapsed} s");
    assert!(healthy.is_open(), "{:?}", healthy.ended(Duration::ZERO).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_nothing_is_cut_and_slows_nobody() {
    let world = Store::Sqlite.own_world(ENV);
    let (user, stalled, day) = (world.user().await, world.user().await, Day::fresh());
    let mut healthy = vec![world.socket(&user, &day).await, world.socket(&user, &day).await];
    let query = format!("from={}&to={}", day.from(), day.to());
    let mut stalled_socket = RawSocket::connect(&world.server.url(""), &stalled.token, &query).await.expect("a socket");
    let is_there =
        |data: &Value| data["users"].as_array().is_some_and(|users| users.iter().any(|one| one["id"] == stalled.id));
    healthy[0].event_where("presence", is_there).await;
    let before = resident(world.server.pid()) / 1024;
    let mut held = user.hold(&day).await;
    let (begun, mut pace) = (Instant::now(), tokio::time::interval(Duration::from_millis(25)));
    let (mut sent, mut most) = (0, before);
    while begun.elapsed() < Duration::from_secs(60) {
        pace.tick().await;
        let change = json!({"description": "long ".repeat(1990) + &sent.to_string()});
        held = user.edit(&held, change).await.expect(200).body;
        let answered = Instant::now();
        sent += 1;
        for socket in &mut healthy {
            let is_it = |data: &Value| data["id"] == held["id"] && data["version"].as_i64() >= held["version"].as_i64();
            let elapsed = seconds_since(answered, socket.event_where("update-appointments", is_it).await.at);
            assert!(elapsed < 1.0, "a healthy socket waited {elapsed} s");
        }
        most = most.max(resident(world.server.pid()) / 1024);
    }
    eprintln!("{sent} edits of 10 kB; memory {before} MiB before, {most} MiB at most");
    assert!(most < before + 100, "{before} MiB before, {most} MiB at most");
    // It was cut long ago: its user is not there any more, and what it could still read ends.
    let last = healthy[0].all("presence").pop().expect("presence");
    assert!(!is_there(&last), "{last}");
    let read = stalled_socket.drain(Duration::from_secs(5)).await.expect("it was cut");
    assert!(read < sent * 9_950, "it was sent everything: {read} bytes");
    let now = listed(&user, &world.server.url(""), &day.from(), &day.to()).await;
    for socket in &healthy {
        let mut view = View::of(&day.from(), &day.to());
        socket.log().iter().for_each(|frame| view.apply(frame));
        assert_eq!(view.difference(&now), None);
    }
}
