//! The socket against servers that behave, and that do not.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use testkit::{End, Handshake, Socket};
use tokio::net::TcpListener;
use tokio_tungstenite::{
    accept_async,
    tungstenite::{
        Message,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

/// A server that says this to whoever connects first, and then closes with this code, or breaks off. Its address.
async fn saying(frames: &[Value], code: Option<u16>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let frames: Vec<_> = frames.iter().map(Value::to_string).collect();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a client");
        let mut socket = accept_async(stream).await.expect("a handshake");
        for frame in frames {
            socket.send(Message::text(frame)).await.expect("sent");
        }
        let Some(code) = code else { return };
        let close = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        socket.close(Some(close)).await.expect("closed");
        while let Some(Ok(_)) = socket.next().await {}
    });
    format!("http://{address}")
}

fn init(seq: i64) -> Value {
    json!({"event": "init-appointments", "seq": seq, "epoch": "e", "data": []})
}

fn update(seq: i64, id: &str) -> Value {
    json!({"event": "update-appointments", "seq": seq, "data": {"id": id}})
}

async fn talk(frames: &[Value], code: Option<u16>) -> Socket {
    Socket::connect(&saying(frames, code).await, "token").await.expect("a socket")
}

#[tokio::test]
async fn frames_are_taken_by_name_and_the_others_stay() {
    let mut socket = talk(&[init(1), update(2, "a"), update(2, "b")], Some(4401)).await;
    assert_eq!(socket.about("update-appointments", &json!("b")).await.data["id"], "b");
    assert_eq!(socket.next().await.event, "init-appointments");
    assert_eq!(socket.next().await.data["id"], "a");
    assert_eq!(socket.closed().await, 4401);
    assert_eq!((socket.log().len(), socket.since().as_str()), (3, "e:2"));
}

#[tokio::test]
async fn a_break_is_no_close() {
    let mut socket = talk(&[init(1)], None).await;
    assert!(matches!(socket.ended(std::time::Duration::from_secs(5)).await, End::Lost(_)));
}

#[tokio::test]
#[should_panic(expected = "seq fell from Some(2) to Some(1)")]
async fn a_resume_point_that_falls_is_a_fault() {
    let mut socket = talk(&[init(2), update(1, "a")], Some(1000)).await;
    socket.closed().await;
}

#[tokio::test]
#[should_panic(expected = "update-appointments with the seq None")]
async fn a_resume_point_that_is_missing_is_a_fault() {
    let mut socket = talk(&[init(2), json!({"event": "update-appointments", "data": {}})], Some(1000)).await;
    socket.closed().await;
}

#[tokio::test]
#[should_panic(expected = "before the end")]
async fn what_does_not_come_is_not_waited_for_beyond_the_end() {
    talk(&[init(2)], Some(1000)).await.event("update-appointments").await;
}

#[tokio::test]
async fn a_resumed_socket_knows_its_epoch() {
    let server = saying(&[update(5, "a")], Some(1000)).await;
    let mut socket = Handshake::with(&server).since("e:4").connect().await.expect("a socket");
    socket.closed().await;
    assert_eq!(socket.since(), "e:5");
}
