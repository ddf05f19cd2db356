//! Requests that are not what they seem, and bodies that are meant to choke a reader.

use serde_json::json;

use crate::common::{Env, Store, World, appointment, at, merged, on_both, path, refused};
use crate::raw::{answers, exchange, is_bare, status};

const ENV: Env = &[];

on_both!(
    a_request_of_two_lengths_is_refused,
    heads_that_are_none_are_refused,
    large_heads_are_refused,
    the_parser_refuses_with_nothing_but_a_status,
    bodies_meant_to_choke_are_refused,
    numbers_beyond_all_bounds_are_refused,
);

const LOGIN: &str = "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
/// What a smuggler wants to have answered.
const SECOND: &str = "GET /api/config HTTP/1.1\r\nHost: x\r\n\r\n";

/// It is refused, nothing behind it is answered, and the connection is closed, as nobody knows where it goes on.
fn is_refused(world: &World, name: &str, request: &[u8]) {
    let answer = exchange(world, request);
    assert!(status(&answer).is_some_and(|status| (400..500).contains(&status)), "{name}: {answer}");
    assert!(answers(&answer) == 1 && !answer.contains("serverTime"), "{name}: {answer}");
    for leak in ["panicked", ".rs:", "actix", "SELECT"] {
        assert!(!answer.contains(leak), "{name}: {answer}");
    }
}

async fn a_request_of_two_lengths_is_refused(store: Store) {
    let world = store.world(ENV);
    for (name, lengths, body) in [
        ("both", "Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        ("both, turned round", "Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n"),
        ("two", "Content-Length: 2\r\nContent-Length: 44", "{}"),
        ("a list", "Content-Length: 2, 44", "{}"),
        ("with a plus", "Content-Length: +2", "{}"),
        ("below nothing", "Content-Length: -2", "{}"),
        ("sixteen to the", "Content-Length: 0x2", "{}"),
        ("beyond all bounds", "Content-Length: 99999999999999999999999", "{}"),
        ("unknown coding", "Transfer-Encoding: xchunked", "2\r\n{}\r\n0\r\n\r\n"),
        ("chunked and more", "Transfer-Encoding: chunked, identity", "2\r\n{}\r\n0\r\n\r\n"),
        ("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "2\r\n{}\r\n0\r\n\r\n"),
        ("a chunk of no number", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"),
        ("a chunk beyond all bounds", "Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"),
        ("a space before the colon", "Content-Length : 2", "{}"),
    ] {
        is_refused(world, name, format!("{LOGIN}{lengths}\r\n\r\n{body}{SECOND}").as_bytes());
    }
    world.anyone().get("/api/config").await.expect(200);
}

async fn heads_that_are_none_are_refused(store: Store) {
    let world = store.world(ENV);
    let get = "GET /api/config HTTP/1.1\r\nHost: x\r\n";
    for (name, head) in [
        ("a NUL", format!("{get}X-A: a\0b\r\n\r\n")),
        ("a lone carriage return", format!("{get}X-A: a\rSet-Cookie: x=1\r\n\r\n")),
        ("a folded line", format!("{get}X-A: a\r\n Set-Cookie: x=1\r\n\r\n")),
        ("a name with a space", format!("{get}X A: a\r\n\r\n")),
        ("no host", "GET /api/config HTTP/1.1\r\n\r\n".to_owned()),
        ("two hosts", format!("{get}Host: y\r\n\r\n")),
        ("another protocol", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\r\n\r\n".to_owned()),
        ("another version", "GET / HTTP/3.0\r\n\r\n".to_owned()),
    ] {
        is_refused(world, name, head.as_bytes());
    }
    world.anyone().get("/api/config").await.expect(200);
}

async fn large_heads_are_refused(store: Store) {
    let world = store.world(ENV);
    let get = "GET /api/config HTTP/1.1\r\nHost: x\r\n";
    let many: String = (0..500).map(|count| format!("X-{count}: a\r\n")).collect();
    is_refused(world, "many lines", format!("{get}{many}\r\n").as_bytes());
    is_refused(world, "a long path", format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100_000)).as_bytes());
    // It may be reset before all was sent; nothing of it is answered as if it had been understood.
    let large = exchange(world, format!("{get}X-A: {}\r\n\r\n", "a".repeat(400_000)).as_bytes());
    assert!(status(&large).is_none_or(|status| (400..500).contains(&status)), "{large}");
    world.anyone().get("/api/config").await.expect(200);
}

/// What is refused before there is a request has none of the headers of other answers: a limit that docs/security.md tells
/// of. It says nothing of the server, repeats nothing, and the connection is over.
async fn the_parser_refuses_with_nothing_but_a_status(store: Store) {
    let world = store.world(ENV);
    let get = "GET /marked HTTP/1.1\r\nHost: marked\r\n";
    let large = "a".repeat(140_000);
    for (name, expected, request) in [
        ("a malformed line", 400, "marked\r\n\r\n".to_owned()),
        ("another version", 400, "GET /marked HTTP/3.0\r\n\r\n".to_owned()),
        ("a malformed header", 400, format!("{get}marked\r\n\r\n")),
        ("two lengths", 400, format!("{get}Content-Length: 1\r\nContent-Length: 2\r\n\r\n")),
        ("an unknown coding", 400, format!("{get}Transfer-Encoding: marked\r\n\r\n")),
        ("too large a head", 431, format!("{get}X-A: {large}")),
    ] {
        let answer = exchange(world, request.as_bytes());
        // What was sent and not read may reset the connection before the answer is read.
        assert!(is_bare(&answer, expected) || answer.is_empty(), "{name}: {answer}");
        assert!(expected != 400 || !answer.is_empty(), "{name} was not answered");
    }
}

async fn bodies_meant_to_choke_are_refused(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let held = user.book_held().await;
    let depth = 20_000;
    for body in [
        "[".repeat(depth),
        "{\"a\":".repeat(depth / 5),
        format!("{{\"title\": {}{}}}", "[".repeat(depth), "]".repeat(depth)),
        "{\"title\": \"\\ud800\"}".to_owned(),
        "\u{feff}{}".to_owned(),
        "{\"title\": 1e999999999}".to_owned(),
    ] {
        let bad = user.post("/api/appointments").header("Content-Type", "application/json").body(body.clone());
        refused(bad.await, 400, "invalid_json");
        let bad = user.patch(&path(&held)).header("Content-Type", "application/json").body(body);
        refused(bad.await, 400, "invalid_json");
    }
    let many: String = (0..6_000).map(|count| format!("\"f{count}\":0,")).collect();
    let many =
        user.post("/api/appointments").header("Content-Type", "application/json").body(format!("{{{many}\"z\":0}}"));
    refused(many.await, 400, "validation_failed");
    for coding in ["gzip", "deflate", "br", "zstd", "gzip, identity"] {
        let packed = user.post("/api/appointments").header("Content-Type", "application/json");
        refused(packed.header("Content-Encoding", coding).body("{}").await, 415, "unsupported_media_type");
    }
    let no_text = format!("{LOGIN}Connection: close\r\nContent-Length: 4\r\n\r\n");
    is_refused(world, "no UTF-8", &[no_text.as_bytes(), b"\"\xff\xfe\""].concat());
    assert_eq!(user.see(&held).await, held);
}

async fn numbers_beyond_all_bounds_are_refused(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let held = user.book_held().await;
    for number in ["9223372036854775808", "-9223372036854775809", "1e400", "99999999999999999999999999", "1.5", "-0.5"]
    {
        let body = format!("{{\"version\": {number}, \"note\": \"x\"}}");
        let reply = user.patch(&path(&held)).header("Content-Type", "application/json").body(body).await;
        assert_eq!(reply.status, 400, "{number}: {}", reply.text);
        let reply = user.post(&at(&held, &format!("acquire-lock/{number}"))).await;
        // The holder's renewal does not look at the version, but at its form.
        assert_eq!(reply.status, 400, "{number}: {}", reply.text);
        let reply = user.get(&format!("/api/appointments?limit={number}")).await;
        assert_eq!(reply.status, 400, "{number}: {}", reply.text);
    }
    for (field, value) in
        [("startTime", "+999999-01-01T00:00:00Z"), ("datebirth", "-0001-01-01"), ("datebirth", "99999-01-01")]
    {
        let reply = user.post("/api/appointments").json(merged(appointment(), json!({field: value}))).await;
        refused(reply, 400, "validation_failed");
    }
}
