//! Looking elsewhere on the same socket.

use serde_json::{Value, json};
use testkit::{Handshake, Socket};

use crate::common::{Day, Env, Store, at, on_both};

const ENV: Env = &[];

on_both!(
    a_new_window_begins_with_all_it_holds,
    a_refused_window_leaves_the_old_one,
    resume_points_do_not_fall_while_windows_change,
);

fn subscribe(socket: &Socket, from: &str, to: &str) {
    socket.send(&json!({"event": "subscribe", "data": {"from": from, "to": to}}));
}

async fn a_new_window_begins_with_all_it_holds(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let (here, there) = (user.book(day.times()).await, user.book(day.next().times()).await);
    let handshake = world.handshake(&user).window(&day.from(), &day.to());
    let mut socket = handshake.connect().await.expect("a socket");
    let first = socket.event("init-appointments").await;
    assert_eq!(first.data, json!([here]));
    subscribe(&socket, &day.next().from(), &day.next().to());
    let second = socket.event("init-appointments").await;
    assert_eq!(second.data, json!([there]));
    assert!(second.seq >= first.seq && second.json["serverTime"].is_string());
    let unseen = user.book(day.times()).await;
    user.mark(&mut socket, &day.next()).await;
    assert!(socket.all("update-appointments").iter().all(|data| data["id"] != unseen["id"]));
    // Its resume point is one of the new window.
    let since = socket.since();
    let resumed = |day: Day| {
        let handshake = world.handshake(&user).window(&day.from(), &day.to()).since(&since);
        async move { handshake.connect().await.expect("a socket") }
    };
    let mut same = resumed(day.next()).await;
    user.mark(&mut same, &day.next()).await;
    assert!(same.all("init-appointments").is_empty());
    assert_eq!(resumed(day.clone()).await.event("init-appointments").await.data.as_array().map(Vec::len), Some(2));
}

/// The socket of the tests looks at every resume point; here it has a lot to look at.
async fn resume_points_do_not_fall_while_windows_change(store: Store) {
    let world = store.own_world(&[("LOCK_RATE_LIMIT", "0")]);
    let (user, day) = (world.user().await, Day::fresh());
    let mut sockets = Vec::new();
    for _ in 0..4 {
        sockets.push(world.socket(&user, &day).await);
    }
    let made = user.book(day.times()).await;
    for _ in 0..40 {
        user.acquire(&made).await;
        for socket in &sockets {
            subscribe(socket, &day.from(), &day.to());
        }
        user.delete(&at(&made, "release-lock")).await.expect(200);
    }
    for socket in &mut sockets {
        for _ in 0..40 {
            socket.event("init-appointments").await;
        }
        user.mark(socket, &day).await;
    }
}

async fn a_refused_window_leaves_the_old_one(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    let refusals = [
        json!({"from": day.to(), "to": day.from()}),
        json!({"from": "2031-01-01T00:00:00Z", "to": "2032-02-05T00:00:00.001Z"}),
        json!({"from": day.from()}),
        json!({"from": "yesterday", "to": day.to()}),
        json!({"from": 7, "to": day.to()}),
        json!(null),
    ];
    for refused in refusals {
        socket.send(&json!({"event": "subscribe", "data": refused}));
        let error = socket.event("error").await.data;
        assert_eq!(
            (&error["code"], &error["status"]),
            (&json!("validation_failed"), &json!(400)),
            "{refused}: {error}"
        );
    }
    user.mark(&mut socket, &day).await;
    assert_eq!(socket.all("init-appointments").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_of_more_than_5000_is_refused() {
    let Some(postgres) = testkit::Postgres::shared() else { return };
    let world = Store::Postgres.own_world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let one = user.book(day.times()).await;
    let database = world.database.as_deref().expect("PostgreSQL");
    let copies =
        "INSERT INTO appointments SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid()))).*
        FROM appointments a, generate_series(1, 4999)";
    postgres.psql(database, copies).expect("copies");
    // Exactly 5,000 are shown.
    let mut full = world.socket(&user, &day).await;
    assert_eq!(full.all("init-appointments")[0].as_array().map(Vec::len), Some(5000));
    user.book(day.times()).await;
    let handshake = || Handshake::with(&world.server.url("")).bearer(&user.token);
    let mut late = handshake().window(&day.from(), &day.to()).connect().await.expect("a socket");
    let error = late.event("error").await.data;
    assert_eq!((&error["code"], &error["status"]), (&json!("window_too_large"), &json!(400)), "{error}");
    assert!(late.all("init-appointments").is_empty());
    // It stays open for a better window.
    subscribe(&late, &day.next().from(), &day.next().to());
    assert_eq!(late.event("init-appointments").await.data, json!([]));
    user.mark(&mut late, &day.next()).await;
    subscribe(&late, &day.from(), &day.to());
    assert_eq!(late.event("error").await.data["code"], "window_too_large");
    user.mark(&mut late, &day.next()).await;
    // Who looked before it was too large goes on.
    full.event_where("update-appointments", |data: &Value| data["id"] != one["id"]).await;
}
