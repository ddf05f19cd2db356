//! A thousand people at once.

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::Socket;

use crate::common::{Day, Env, Person, Store, World, on_both, resident};

const ENV: Env = &[];

/// So many are there before memory is measured, so that what a server needs once is not counted.
const FIRST: usize = 200;
const CROWD: u64 = 1_000;

/// So much resident memory an idle socket may take, in KiB.
const BUDGET: u64 = 25;

on_both!(a_thousand_sockets_are_told_and_take_little);

async fn crowd(world: &World, person: &Person, day: &Day, size: usize) -> Vec<Socket> {
    let mut sockets = Vec::new();
    while sockets.len() < size {
        sockets.extend(join_all((0..50).map(|_| world.socket(person, day))).await);
    }
    sockets
}

async fn a_thousand_sockets_are_told_and_take_little(store: Store) {
    rlimit::increase_nofile_limit(u64::MAX).expect("many open files");
    let world = store.own_world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut sockets = crowd(&world, &user, &day, FIRST).await;
    let before = resident(world.server.pid());
    sockets.extend(crowd(&world, &user, &day, CROWD as usize).await);
    let each = resident(world.server.pid()).saturating_sub(before) as f64 / CROWD as f64;
    eprintln!("{CROWD} idle sockets: {each:.1} KiB resident memory each");
    let made = user.book(day.times()).await;
    let held = user.acquire(&made).await.expect(201).body;
    for socket in &mut sockets {
        let is_held = |data: &Value| data["id"] == made["id"] && data["appointmentLock"]["id"] == held["id"];
        socket.event_where("update-appointments", is_held).await;
    }
    assert!(each <= BUDGET as f64, "{}", json!(each));
}
