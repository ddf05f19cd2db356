//! Many at once: one wins, everybody is answered, nothing breaks.

mod common;

use std::{
    future::IntoFuture,
    time::{Duration, Instant},
};

use common::{Env, Person, Store, World, at, on_both, path, refused};
use serde_json::{Value, json};
use testkit::{Reply, Request, eventually};

const CLIENTS: usize = 64;
const ROUNDS: usize = 100;

/// Long enough for a round to end before its winner's lock does.
const ENV: Env = &[("LOCK_TTL", "8"), ("LOCK_SWEEP_INTERVAL", "3600")];
const SMALL_POOL: Env = &[("DATABASE_POOL", "5")];

on_both!(
    of_64_at_once_exactly_one_gets_the_lock,
    changes_of_different_appointments_all_get_through,
    of_many_edits_of_one_version_one_gets_through
);

async fn people(world: &World, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for _ in 0..count {
        people.push(world.user().await);
    }
    people
}

async fn all_at_once(requests: impl IntoIterator<Item = Request>) -> Vec<Reply> {
    let sent: Vec<_> = requests.into_iter().map(|request| tokio::spawn(request.into_future())).collect();
    let mut replies = Vec::new();
    for reply in sent {
        replies.push(reply.await.expect("an answer"));
    }
    replies
}

/// How an appointment came to be free.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Free {
    Fresh,
    Released,
    Expired,
}

async fn of_64_at_once_exactly_one_gets_the_lock(store: Store) {
    let world = store.world(ENV);
    let (before, people) = (world.user().await, people(world, CLIENTS).await);
    let mut appointments = Vec::new();
    for round in 0..ROUNDS {
        let free = [Free::Fresh, Free::Released, Free::Expired][round % 3];
        let made = before.book(json!({})).await;
        if free != Free::Fresh {
            before.acquire(&made).await.expect(201);
        }
        if free == Free::Released {
            before.release(&made).await.expect(200);
        }
        appointments.push((free, made));
    }
    // Those to be taken after their expiry all wait for it once.
    let (_, last) = appointments.iter().rfind(|(free, _)| *free == Free::Expired).expect("one");
    eventually(Duration::from_secs(15), || async { before.lock(last).await == Value::Null }).await;
    for (free, made) in &appointments {
        let replies = all_at_once(people.iter().map(|person| person.post(&at(made, "acquire-lock/1")))).await;
        let mut winner = None;
        for reply in replies {
            if reply.status == 201 {
                assert!(winner.replace(reply.body["userId"].clone()).is_none(), "{free:?}: two got it");
            } else {
                assert!(reply.status == 409, "{free:?}: {} {}", reply.status, reply.text);
                refused(reply, 409, "locked");
            }
        }
        assert_eq!(Some(before.lock(made).await["userId"].clone()), winner, "{free:?}");
    }
}

async fn changes_of_different_appointments_all_get_through(store: Store) {
    let world = store.world(SMALL_POOL);
    let user = world.user().await;
    let mut held = Vec::new();
    for _ in 0..200 {
        held.push(user.book_held().await);
    }
    let started = Instant::now();
    let edits = held.iter().map(|held| user.patch(&path(held)).json(json!({"version": 1, "title": "Changed"})));
    for reply in all_at_once(edits).await {
        assert_eq!(reply.expect(200).body["version"], 2);
    }
    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
    user.edit(&user.see(&held[0]).await, json!({"title": "Next"})).await.expect(200);
}

async fn of_many_edits_of_one_version_one_gets_through(store: Store) {
    let world = store.world(SMALL_POOL);
    let user = world.user().await;
    let held = user.book_held().await;
    let edits =
        (0..50).map(|count| user.patch(&path(&held)).json(json!({"version": 1, "title": format!("Edit {count}")})));
    let mut accepted = None;
    for reply in all_at_once(edits).await {
        if reply.status == 200 {
            assert!(accepted.replace(reply.body["title"].clone()).is_none(), "a lost update");
        } else {
            refused(reply, 409, "version_conflict");
        }
    }
    let now = user.see(&held).await;
    assert_eq!((Some(&now["title"]), &now["version"]), (accepted.as_ref(), &json!(2)));
}
