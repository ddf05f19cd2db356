//! Where others point.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::Socket;

use crate::common::{Day, Env, Store, on_both};

const ENV: Env = &[];

on_both!(a_cursor_goes_to_all_others_under_its_true_name, cursors_are_thinned_and_the_newest_arrives);

fn point(socket: &Socket, x: f64, view: &str) {
    let spoofed = json!({"position": {"x": x, "y": 0.25}, "view": view, "userId": "somebody", "name": "Somebody"});
    socket.send(&json!({"event": "cursor-position", "data": spoofed}));
}

async fn a_cursor_goes_to_all_others_under_its_true_name(store: Store) {
    let world = store.world(ENV);
    let (user, other, day) = (world.user().await, world.user().await, Day::fresh());
    let mut here = world.socket(&user, &day).await;
    let mut second = world.socket(&user, &day).await;
    let mut others = world.socket(&other, &Day::fresh()).await;
    let view = format!("day:{}", day.from());
    point(&here, 0.75, &view);
    let expected = json!({"userId": user.id, "name": user.name, "position": {"x": 0.75, "y": 0.25}, "view": view});
    for socket in [&mut second, &mut others] {
        let frame = socket.event_where("cursor-position", |data| data["userId"] == user.id).await;
        assert_eq!((frame.data, frame.seq), (expected.clone(), None));
    }
    user.mark(&mut here, &day).await;
    assert!(here.all("cursor-position").iter().all(|data| data["userId"] != user.id), "one's own cursor came back");
}

async fn cursors_are_thinned_and_the_newest_arrives(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let here = world.socket(&user, &day).await;
    let mut others = world.socket(&world.user().await, &day).await;
    let steps = 200_u32;
    for step in 1..=steps {
        point(&here, f64::from(step) / f64::from(steps), "week");
        // A mouse's pace: a second for all.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let is_last = |data: &Value| data["userId"] == user.id && data["position"]["x"] == 1.0;
    others.event_where("cursor-position", is_last).await;
    let theirs: Vec<_> = others.log().into_iter().filter(|frame| frame.data["userId"] == user.id).collect();
    let took = theirs.last().expect("one").at - theirs[0].at;
    // 20 a second, and the one at each end.
    let most = 20.0 * took.as_secs_f64() + 2.0;
    assert!(theirs.len() >= 5 && (theirs.len() as f64) <= most, "{} in {took:?}", theirs.len());
    let xs: Vec<_> = theirs.iter().map(|frame| frame.data["position"]["x"].as_f64()).collect();
    assert!(xs.is_sorted(), "{xs:?}");
}
