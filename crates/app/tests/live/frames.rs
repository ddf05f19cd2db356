//! What clients send that they should not; how the server ends a socket.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::RawSocket;

use crate::common::{Day, Env, Person, Store, World, on_both};

const ENV: Env = &[];

/// A client's frame has so many bytes at most.
const LARGEST: usize = 16 * 1024;

on_both!(
    a_bad_frame_is_answered,
    ten_bad_frames_are_too_many,
    a_large_frame_is_too_large,
    unknown_members_are_ignored,
    a_stop_is_told,
);

#[track_caller]
fn is_problem(error: &Value, code: &str) {
    assert_eq!(error["code"], code, "{error}");
    for member in ["type", "title", "detail", "requestId"] {
        assert!(error[member].as_str().is_some_and(|text| !text.is_empty()), "no {member}: {error}");
    }
    assert!(error["status"].as_u64().is_some_and(|status| (400..500).contains(&status)), "{error}");
    assert!(error["type"].as_str().is_some_and(|kind| kind.ends_with(&format!("/{code}"))), "{error}");
}

async fn a_bad_frame_is_answered(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let bad = [
        "",
        "hello",
        "[]",
        "7",
        "{}",
        r#"{"event": null}"#,
        r#"{"event": "update-appointments", "data": {}}"#,
        r#"{"event": "acquire-lock", "data": {}}"#,
    ];
    let mut socket = world.socket(&user, &day).await;
    for text in bad {
        socket.send_raw(text);
        is_problem(&socket.event("error").await.data, "invalid_frame");
    }
    socket.send_binary(br#"{"event": "subscribe"}"#.to_vec());
    is_problem(&socket.event("error").await.data, "invalid_frame");
    user.mark(&mut socket, &day).await;
    let mut socket = world.socket(&user, &day).await;
    let cursor = |x: Value, y: Value, view: Value| json!({"event": "cursor-position", "data": {"position": {"x": x, "y": y}, "view": view}});
    let bad = [
        cursor(json!(-0.01), json!(0.5), json!("week")),
        cursor(json!(0.5), json!(1.01), json!("week")),
        cursor(json!("0.5"), json!(0.5), json!("week")),
        cursor(json!(0.5), json!(0.5), json!("v".repeat(65))),
        cursor(json!(0.5), json!(0.5), json!(null)),
        json!({"event": "cursor-position"}),
        json!({"event": "authenticate", "data": {}}),
        json!({"event": "authenticate", "data": {"token": 7}}),
    ];
    for frame in bad {
        socket.send(&frame);
        is_problem(&socket.event("error").await.data, "validation_failed");
    }
    user.mark(&mut socket, &day).await;
}

async fn ten_bad_frames_are_too_many(store: Store) {
    let world = store.world(ENV);
    let mut socket = world.socket(&world.user().await, &Day::fresh()).await;
    for _ in 0..9 {
        socket.send_raw("bad");
        socket.event("error").await;
    }
    assert!(socket.is_open());
    socket.send_raw("bad");
    assert_eq!(socket.closed().await, 1008);
}

async fn a_large_frame_is_too_large(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    socket.send_raw(" ".repeat(LARGEST));
    is_problem(&socket.event("error").await.data, "invalid_frame");
    user.mark(&mut socket, &day).await;
    socket.send_raw(" ".repeat(LARGEST + 1));
    assert_eq!(socket.closed().await, 1009);
    // Announced is enough: nothing is collected that will not be taken.
    for announced in [LARGEST as u64 + 1, 1 << 40] {
        let header = [&[0x81, 0x80 | 127][..], &announced.to_be_bytes(), &[0; 4]].concat();
        assert_eq!(code_after(world, &user, &[header]).await, Some(1009), "{announced}");
    }
    // In pieces it is as large.
    let piece = |first: u8| [&[first, 0x80 | 126][..], &9_000_u16.to_be_bytes(), &[0; 4], &[b' '; 9_000]].concat();
    assert_eq!(code_after(world, &user, &[piece(0x01), piece(0x80)]).await, Some(1009));
    let no_text = [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe].to_vec();
    assert_eq!(code_after(world, &user, &[no_text]).await, Some(1007));
}

async fn unknown_members_are_ignored(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    let data = json!({"from": day.next().from(), "to": day.next().to(), "zoom": 3});
    socket.send(&json!({"event": "subscribe", "data": data, "id": 7}));
    socket.event("init-appointments").await;
    assert!(socket.all("error").is_empty());
}

async fn a_stop_is_told(store: Store) {
    let mut world = store.own_world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut sockets = Vec::new();
    for _ in 0..20 {
        sockets.push(world.socket(&user, &day).await);
    }
    let begun = Instant::now();
    let stopping = tokio::task::spawn_blocking(move || (world.server.sigterm().expect("ended"), world));
    for socket in &mut sockets {
        assert_eq!(socket.closed().await, 1001);
    }
    let (status, _world) = stopping.await.expect("stopped");
    assert!(status.success() && begun.elapsed().as_secs() < 11, "{status} after {:?}", begun.elapsed());
}

/// How a socket ends that sends these frames.
async fn code_after(world: &World, user: &Person, frames: &[Vec<u8>]) -> Option<u16> {
    let mut raw = RawSocket::connect(&world.server.url(""), &user.token, "").await.expect("a socket");
    for frame in frames {
        raw.write(frame).await.expect("sent");
    }
    raw.close_code(Duration::from_secs(5)).await.expect("an end")
}
