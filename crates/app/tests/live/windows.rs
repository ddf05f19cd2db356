//! What a socket is shown: its window, from the first frame on.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::common::{Day, Env, Store, contains, instant, keys, listed, on_both};

const ENV: Env = &[];

on_both!(
    the_first_frame_is_the_whole_window,
    without_bounds_the_window_is_around_now,
    every_change_is_told_as_it_is_then,
    what_leaves_a_window_is_told_there_too,
    what_is_outside_is_not_told,
    a_cancelled_one_is_removed_and_comes_back,
);

async fn the_first_frame_is_the_whole_window(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let inside = user.hold(&day).await;
    let into = user.book(json!({"startTime": day.at("23:00"), "endTime": day.next().at("01:00")})).await;
    user.book(day.next().times()).await;
    let gone = user.hold(&day).await;
    user.cancel(&gone).await.expect(204);
    let handshake = world.handshake(&user).window(&day.from(), &day.to());
    let mut socket = handshake.connect().await.expect("a socket");
    let init = socket.next().await;
    assert_eq!(init.event, "init-appointments");
    let expected = [keys(&inside).len(), 2];
    let shown = init.data.as_array().expect("an array");
    assert_eq!([keys(&shown[0]).len(), shown.len()], expected, "{shown:?}");
    assert!(shown.contains(&inside) && shown.contains(&into), "{shown:?}");
    assert!(init.seq.is_some_and(|seq| seq > 0), "{}", init.json);
    assert!(init.json["epoch"].as_str().is_some_and(|epoch| !epoch.is_empty()));
    let server_time = world.anyone().get("/api/config").await.expect(200).body["serverTime"].clone();
    let age = instant(&server_time) - instant(&init.json["serverTime"]);
    assert!(age >= TimeDelta::zero() && age < TimeDelta::seconds(5), "{age}");
}

async fn without_bounds_the_window_is_around_now(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let now = instant(&world.anyone().get("/api/config").await.expect(200).body["serverTime"]);
    let mut made = Vec::new();
    for (days, inside) in [(-33, false), (-30, true), (0, true), (91, true), (94, false)] {
        let start = now + TimeDelta::days(days);
        let times = json!({"startTime": start.to_rfc3339(), "endTime": (start + TimeDelta::minutes(30)).to_rfc3339()});
        made.push((user.book(times).await, inside));
    }
    let init = world.handshake(&user).connect().await.expect("a socket").next().await;
    for (appointment, inside) in made {
        assert_eq!(init.data.as_array().expect("an array").contains(&appointment), inside, "{appointment}");
    }
}

async fn every_change_is_told_as_it_is_then(store: Store) {
    let world = store.world(ENV);
    let (user, admin, day) = (world.user().await, world.admin().await, Day::fresh());
    let mut socket = world.socket(&world.user().await, &day).await;
    let made = user.book(day.times()).await;
    let told = async |socket: &mut testkit::Socket| {
        let now = user.see(&made).await;
        let wanted = |data: &Value| data["id"] == made["id"] && data["revision"] == now["revision"];
        assert_eq!(socket.event_where("update-appointments", wanted).await.data, now);
    };
    told(&mut socket).await;
    user.acquire(&made).await.expect(201);
    told(&mut socket).await;
    user.acquire(&made).await.expect(200);
    told(&mut socket).await;
    user.edit(&made, json!({"title": "Told", "note": "of", "doctorName": null})).await.expect(200);
    told(&mut socket).await;
    admin.ask(&made, "request-control").await.expect(200);
    told(&mut socket).await;
    user.ask(&made, "reject-request-control").await.expect(200);
    told(&mut socket).await;
    user.release(&made).await.expect(200);
    told(&mut socket).await;
    let others: Vec<_> = socket.all("lock-lost").into_iter().chain(socket.all("request-control")).collect();
    assert!(others.is_empty(), "a bystander was told {others:?}");
    let mut revisions: Vec<_> =
        socket.all("update-appointments").iter().map(|data| data["revision"].as_i64()).collect();
    revisions.dedup();
    assert!(revisions.is_sorted(), "{revisions:?}");
}

async fn what_leaves_a_window_is_told_there_too(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut old = world.socket(&user, &day).await;
    let mut new = world.socket(&user, &day.next()).await;
    let held = user.hold(&day).await;
    let moved = user.edit(&held, day.next().times()).await.expect(200).body;
    for socket in [&mut old, &mut new] {
        let is_it = |data: &Value| data["id"] == held["id"] && data["version"] == 2;
        assert_eq!(socket.event_where("update-appointments", is_it).await.data, moved);
    }
    // Whom it has left is told no more.
    user.edit(&moved, json!({"title": "Elsewhere"})).await.expect(200);
    new.event_where("update-appointments", |data| data["title"] == "Elsewhere").await;
    user.mark(&mut old, &day).await;
    assert!(old.all("update-appointments").iter().all(|data| data["title"] != "Elsewhere"));
    let mut view = testkit::View::of(&day.from(), &day.to());
    old.log().iter().for_each(|frame| view.apply(frame));
    let now = listed(&user, &world.server.url(""), &day.from(), &day.to()).await;
    assert_eq!(view.difference(&now), None);
}

async fn what_is_outside_is_not_told(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    let after = user.book(json!({"startTime": day.to(), "endTime": day.next().at("00:30")})).await;
    let inside = user.book(json!({"startTime": day.at("23:30"), "endTime": day.to()})).await;
    user.mark(&mut socket, &day).await;
    let told = socket.all("update-appointments");
    assert!(told.iter().any(|data| data["id"] == inside["id"]));
    assert!(told.iter().all(|data| data["id"] != after["id"]), "{told:?}");
}

async fn a_cancelled_one_is_removed_and_comes_back(store: Store) {
    let world = store.world(ENV);
    let (user, admin, day) = (world.user().await, world.admin().await, Day::fresh());
    let mut sockets = [world.socket(&user, &day).await, world.socket(&admin, &day).await];
    let held = user.hold(&day).await;
    admin.ask(&held, "request-control").await.expect(200);
    user.cancel(&held).await.expect(204);
    let mut revision = 0;
    for socket in &mut sockets {
        let removed = socket.about("remove-appointments", &held["id"]).await.data;
        revision = removed["revision"].as_i64().expect("a revision");
        assert!(revision > held["revision"].as_i64().expect("a revision"), "{removed}");
    }
    let asked = sockets[1].about("request-control-cancelled", &held["id"]).await.data;
    contains(&asked, json!({"reason": "lock_ended", "fromUser": null}));
    user.ask(&held, "restore").await.expect(200);
    for socket in &mut sockets {
        let is_back = |data: &Value| data["id"] == held["id"] && data["revision"].as_i64() > Some(revision);
        let back = socket.event_where("update-appointments", is_back).await.data;
        assert_eq!((&back["appointmentLock"], &back["version"]), (&Value::Null, &held["version"]));
        assert!(socket.all("lock-lost").is_empty(), "cancelling is the holder's own doing");
    }
}
