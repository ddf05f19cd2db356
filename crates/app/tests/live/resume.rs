//! Coming back.

use serde_json::{Value, json};
use testkit::{Socket, process};

use crate::common::{BINARY, Day, Env, Person, Store, World, at, on_both};

const ENV: Env = &[];

on_both!(
    who_missed_nothing_is_sent_nothing,
    what_was_missed_is_sent,
    what_left_the_window_meanwhile_is_sent,
    another_window_is_sent_whole,
    an_unknown_epoch_is_sent_whole,
    a_point_in_the_future_is_sent_whole,
);

async fn resumed(world: &World, person: &Person, day: &Day, since: &str) -> Socket {
    let handshake = world.handshake(person).window(&day.from(), &day.to()).since(since);
    handshake.connect().await.expect("a socket")
}

/// Closes it and answers where to go on.
async fn left(socket: Socket) -> String {
    let since = socket.since();
    socket.close().await;
    since
}

async fn who_missed_nothing_is_sent_nothing(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    user.mark(&mut socket, &day).await;
    let since = left(socket).await;
    let mut socket = resumed(world, &user, &day, &since).await;
    user.mark(&mut socket, &day).await;
    assert!(socket.all("init-appointments").is_empty());
    // The last frame or two may be repeated.
    assert!(socket.all("update-appointments").len() <= 3, "{:?}", socket.log());
    // A socket that was resumed can be resumed again.
    let since = left(socket).await;
    let mut socket = resumed(world, &user, &day, &since).await;
    user.mark(&mut socket, &day).await;
    assert!(socket.all("init-appointments").is_empty());
}

async fn what_was_missed_is_sent(store: Store) {
    let world = store.world(ENV);
    let (holder, admin, day) = (world.user().await, world.admin().await, Day::fresh());
    let (holders, admins) = (world.socket(&holder, &day).await, world.socket(&admin, &day).await);
    let gone = holder.hold(&day).await;
    let (held, forced) = (holder.hold(&day).await, holder.hold(&day).await);
    let (holders, admins) = (left(holders).await, left(admins).await);
    let made = holder.book(day.times()).await;
    holder.edit(&held, json!({"title": "Edited meanwhile"})).await.expect(200);
    holder.cancel(&gone).await.expect(204);
    admin.ask(&held, "request-control").await.expect(200);
    holder.ask(&held, "reject-request-control").await.expect(200);
    admin.post(&at(&forced, "force-release-lock")).json(json!({"reason": "Needed"})).await.expect(200);
    let mut holders = resumed(world, &holder, &day, &holders).await;
    let now = holder.see(&held).await;
    let is_now = |data: &Value| data["id"] == held["id"] && data["revision"] == now["revision"];
    assert_eq!(holders.event_where("update-appointments", is_now).await.data, now);
    holders.about("update-appointments", &made["id"]).await;
    holders.about("remove-appointments", &gone["id"]).await;
    holders.about("lock-lost", &forced["id"]).await;
    assert!(holders.all("init-appointments").is_empty());
    let mut admins = resumed(world, &admin, &day, &admins).await;
    let rejected = admins.about("request-control-rejected", &held["id"]).await.data;
    assert_eq!(rejected["fromUser"], holder.named());
    assert!(admins.all("init-appointments").is_empty());
}

async fn what_left_the_window_meanwhile_is_sent(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let held = user.hold(&day).await;
    let since = left(world.socket(&user, &day).await).await;
    let moved = user.edit(&held, day.next().times()).await.expect(200).body;
    // Once out of the window, it changes there.
    user.edit(&moved, json!({"title": "Elsewhere"})).await.expect(200);
    let mut socket = resumed(world, &user, &day, &since).await;
    let told = socket.about("update-appointments", &held["id"]).await.data;
    assert_eq!(told["startTime"], moved["startTime"]);
}

async fn another_window_is_sent_whole(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let there = user.book(day.next().times()).await;
    let since = left(world.socket(&user, &day).await).await;
    let mut socket = resumed(world, &user, &day.next(), &since).await;
    assert_eq!(socket.next().await.data, json!([there]));
}

async fn an_unknown_epoch_is_sent_whole(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let since = left(world.socket(&user, &day).await).await;
    let seq = since.rsplit_once(':').expect("epoch and seq").1;
    let other = uuid::Uuid::now_v7();
    for unknown in [format!("{other}:{seq}"), format!("{other}.0badf00d:{seq}"), "nonsense".into(), "a:b".into()] {
        let mut socket = resumed(world, &user, &day, &unknown).await;
        let init = socket.next().await;
        assert_eq!(init.event, "init-appointments", "{unknown}");
    }
}

async fn a_point_in_the_future_is_sent_whole(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let since = left(world.socket(&user, &day).await).await;
    let epoch = since.rsplit_once(':').expect("epoch and seq").0;
    for seq in ["9000000000", "-1"] {
        let mut socket = resumed(world, &user, &day, &format!("{epoch}:{seq}")).await;
        assert_eq!(socket.next().await.event, "init-appointments", "{seq}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_epoch_ends_every_socket_and_begins_anew() {
    if testkit::Postgres::shared().is_none() {
        return;
    }
    let world = Store::Postgres.own_world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    let before = socket.epoch();
    let mut command = process::mortal(BINARY, "KILL", None);
    command.args(["epoch", "new"]).env("DATABASE_URL", world.database.as_deref().expect("PostgreSQL"));
    command.env("JWT_SECRET", crate::common::SECRET).current_dir(world.server.folder());
    let mut child = process::spawn(command).expect("started");
    assert!(process::wait(&mut child, std::time::Duration::from_secs(20)).expect("ended").success());
    assert_eq!(socket.closed().await, 1012);
    let mut back = resumed(&world, &user, &day, &socket.since()).await;
    assert_eq!(back.next().await.event, "init-appointments");
    assert_ne!(back.epoch(), before);
}
