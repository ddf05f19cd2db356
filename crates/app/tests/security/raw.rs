//! Requests as no client library makes them, byte for byte.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::common::World;

/// A connection to this world's server.
pub fn connection(world: &World) -> TcpStream {
    let address = world.server.url("").replace("http://", "");
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a deadline");
    stream
}

/// All that comes until the server closes.
pub fn exchange(world: &World, request: &[u8]) -> String {
    let mut stream = connection(world);
    // The server may answer, and close, before all was sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    // A reset is an end, too; what came before it is there.
    if let Err(error) = stream.read_to_end(&mut answer) {
        let open = matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
        assert!(!open, "the connection stays open after {}", String::from_utf8_lossy(&answer));
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// How many answers there are.
pub fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count() - text.matches("HTTP/1.1 100 ").count()
}

/// The status of the first answer; None when there is none.
pub fn status(text: &str) -> Option<u16> {
    text.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

/// Whether it is one answer of the HTTP parser: a status and nothing else, of the server, its version, or what was sent.
pub fn is_bare(text: &str, expected: u16) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let names = head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_lowercase());
    let known = ["content-length", "connection", "date"];
    status(text) == Some(expected) && body.is_empty() && names.into_iter().all(|name| known.contains(&name.as_str()))
}
