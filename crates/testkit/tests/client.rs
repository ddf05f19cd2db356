//! The HTTP client, tried out on a listener that answers one request.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    thread::JoinHandle,
};

use serde_json::json;
use testkit::Client;

/// A server for one request: its address, and what it got, in lower case.
fn answering(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let got = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
        let head: Vec<_> = reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        let head = head.join("\n").to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        stream.write_all(answer.as_bytes()).expect("answered");
        format!("{head}\n\n{}", String::from_utf8_lossy(&body))
    });
    (address, got)
}

#[tokio::test]
async fn requests_carry_what_they_are_given() {
    let (address, got) = answering("HTTP/1.1 201 Created\r\nLocation: /x/1\r\nContent-Length: 9\r\n\r\n{\"id\": 1}");
    let client = Client::new(address).bearer("token").client_id(uuid::Uuid::nil());
    let reply = client.post("/x?y=1").header("Idempotency-Key", "k").json(json!({"a": 1})).await.expect(201);
    assert_eq!((reply.header("location"), &reply.body), (Some("/x/1"), &json!({"id": 1})));
    let got = got.join().expect("a request");
    let id = format!("x-client-id: {}", uuid::Uuid::nil());
    for part in ["post /x?y=1 http/1.1", "authorization: bearer token", &id, "idempotency-key: k", "{\"a\":1}"] {
        assert!(got.contains(part), "{part} is missing in {got}");
    }
}

#[tokio::test]
async fn an_empty_answer_has_a_null_body() {
    let (address, _got) = answering("HTTP/1.1 204 No Content\r\n\r\n");
    let reply = Client::new(address).delete("/x").await.expect(204);
    assert!(reply.body.is_null() && reply.text.is_empty());
}

#[tokio::test]
#[should_panic(expected = "not today")]
async fn another_status_shows_the_body() {
    let (address, _got) = answering("HTTP/1.1 409 Conflict\r\nContent-Length: 9\r\n\r\nnot today");
    Client::new(address).get("/").await.expect(200);
}

#[tokio::test]
async fn no_answer_is_an_error_for_who_sends() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    assert!(Client::new(address).get("/").send().await.is_err());
}
