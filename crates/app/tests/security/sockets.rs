//! Frames as no client sends them.

use std::time::Duration;

use serde_json::json;
use testkit::RawSocket;

use crate::common::{Day, Env, Person, Store, World, on_both};
use crate::raw::connection;

const ENV: Env = &[];

on_both!(
    a_frame_in_pieces_is_one_frame,
    no_compression_is_agreed_on,
    frames_against_the_protocol_end_the_socket,
    deep_json_is_a_bad_frame,
);

/// A frame as a client sends it: the first byte as given, masked with zeros, so that it can be read here.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("a short payload");
    let mut bytes = vec![first];
    if length < 126 {
        bytes.push(0x80 | u8::try_from(length).expect("a byte"));
    } else {
        bytes.push(0x80 | 126);
        bytes.extend(length.to_be_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

async fn raw(world: &World, person: &Person) -> RawSocket {
    RawSocket::connect(&world.server.url(""), &person.token, "").await.expect("a socket")
}

async fn a_frame_in_pieces_is_one_frame(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let mut watching = world.socket(&other, &Day::fresh()).await;
    let mut sending = raw(world, &user).await;
    let cursor = json!({"event": "cursor-position", "data": {"position": {"x": 0.5, "y": 0.5}, "view": user.id}});
    let text = cursor.to_string();
    let pieces: Vec<&[u8]> = text.as_bytes().chunks(7).collect();
    for (place, piece) in pieces.iter().enumerate() {
        let opcode = if place == 0 { 1 } else { 0 };
        let last = if place == pieces.len() - 1 { 0x80 } else { 0 };
        sending.write(&frame(opcode | last, piece)).await.expect("sent");
        // Control frames may come in between.
        sending.write(&frame(0x89, b"ping")).await.expect("sent");
    }
    let told = watching.event_where("cursor-position", |data| data["view"] == user.id.as_str()).await;
    assert_eq!(told.data["userId"], user.id.as_str());
}

async fn no_compression_is_agreed_on(store: Store) {
    use std::io::{Read, Write};
    let world = store.world(ENV);
    let user = world.user().await;
    let mut stream = connection(world);
    let head = format!(
        "GET /ws HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
        user.token
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    let mut byte = [0];
    while !answer.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).expect("an answer"), 1);
        answer.push(byte[0]);
    }
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    assert!(answer.starts_with("http/1.1 101 ") && !answer.contains("sec-websocket-extensions"), "{answer}");
}

async fn frames_against_the_protocol_end_the_socket(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let day = Day::fresh();
    let mut bystander = world.socket(&other, &day).await;
    let unmasked = vec![0x81, 0x02, b'{', b'}'];
    let bad: &[(&str, Vec<u8>)] = &[
        ("not masked", unmasked),
        ("opcode 3", frame(0x83, b"{}")),
        ("opcode 11", frame(0x8B, b"{}")),
        // As permessage-deflate would have it, on which nobody agreed.
        ("compressed", frame(0xC1, &[0xaa, 0xae, 0x05, 0x00])),
        ("a ping in pieces", frame(0x09, b"a")),
        ("a ping of 126 bytes", frame(0x89, &[b'a'; 126])),
        ("a piece of nothing", frame(0x80, b"{}")),
        ("a frame within a frame", [frame(0x01, b"{"), frame(0x81, b"{}")].concat()),
        ("no UTF-8, in pieces", [frame(0x01, b"\xe2\x82"), frame(0x80, b"\x28")].concat()),
    ];
    for (name, bytes) in bad {
        eprintln!("{name}");
        let mut socket = raw(world, &user).await;
        socket.write(bytes).await.expect("sent");
        let code = socket.close_code(Duration::from_secs(5)).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(code.is_none_or(|code| (1002..=1009).contains(&code)), "{name}: {code:?}");
    }
    // Nobody else noticed.
    other.mark(&mut bystander, &day).await;
}

async fn deep_json_is_a_bad_frame(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let mut socket = world.socket(&user, &day).await;
    for opening in ["[", "{\"a\":"] {
        let deep = opening.repeat(16 * 1024 / opening.len());
        socket.send_raw(deep);
        assert_eq!(socket.event("error").await.data["code"], "invalid_frame");
        socket.send_raw(format!("{{\"event\": \"subscribe\", \"data\": {}}}", opening.repeat(2_000)));
        assert_eq!(socket.event("error").await.data["code"], "invalid_frame");
    }
    user.mark(&mut socket, &day).await;
}
