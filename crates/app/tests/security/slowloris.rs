//! Clients that never come to an end: they are cut, and the others are served meanwhile.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::common::{Env, Store, World, on_both};
use crate::raw::{connection, is_bare, status};

const ENV: Env = &[];

on_both!(a_head_that_never_ends_is_cut, a_body_that_never_ends_is_cut);

/// So many of each kind.
const CONNECTIONS: usize = 20;

/// What a request's head, and once more its body, may take is ten seconds; the rest is for a busy machine.
const CUT: Duration = Duration::from_secs(25);

/// A connection that sends a byte now and then.
struct Slow {
    name: &'static str,
    stream: TcpStream,
    drip: &'static [u8],
    answer: Vec<u8>,
    cut: Option<Duration>,
}

impl Slow {
    fn begin(world: &World, name: &'static str, beginning: &str, drip: &'static [u8]) -> Self {
        let mut stream = connection(world);
        stream.write_all(beginning.as_bytes()).expect("sent");
        stream.set_read_timeout(Some(Duration::from_millis(1))).expect("a deadline");
        Self { name, stream, drip, answer: Vec::new(), cut: None }
    }

    /// A letter now and then is no reason to wait longer.
    fn go_on(&mut self, begun: Instant) {
        let broken = !self.drip.is_empty() && self.stream.write_all(self.drip).is_err();
        if self.has_ended() || broken {
            self.cut = Some(begun.elapsed());
        }
    }

    /// Reads what there is; true at the end.
    fn has_ended(&mut self) -> bool {
        let mut part = [0; 512];
        loop {
            match self.stream.read(&mut part) {
                Ok(0) => return true,
                Ok(count) => self.answer.extend_from_slice(&part[..count]),
                Err(error) => {
                    return !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
                }
            }
        }
    }

    fn answer(&self) -> String {
        String::from_utf8_lossy(&self.answer).into_owned()
    }
}

/// Until all are cut. The others notice nothing.
async fn all_are_cut(world: &World, slow: &mut [Slow], patience: Duration) {
    let user = world.user().await;
    let held = user.book_held().await;
    let begun = Instant::now();
    let mut rounds = 0;
    while slow.iter().any(|one| one.cut.is_none()) {
        let open: Vec<&str> = slow.iter().filter(|one| one.cut.is_none()).map(|one| one.name).collect();
        assert!(begun.elapsed() < patience, "after {patience:?} these are open: {open:?}");
        slow.iter_mut().filter(|one| one.cut.is_none()).for_each(|one| one.go_on(begun));
        let asked = Instant::now();
        user.acquire(&held).await.expect(200);
        world.anyone().get("/health/ready").await.expect(200);
        assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
        rounds += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(rounds >= 3, "{rounds} rounds");
}

async fn a_head_that_never_ends_is_cut(store: Store) {
    let world = store.own_world(ENV);
    let mut slow = Vec::new();
    for _ in 0..CONNECTIONS {
        slow.push(Slow::begin(&world, "silence", "", b""));
        slow.push(Slow::begin(&world, "half a line", "GET /api/con", b""));
        slow.push(Slow::begin(&world, "a drip", "GET /api/config HTTP/1.1\r\nHost: x\r\nX-A: marked", b"a"));
    }
    all_are_cut(&world, &mut slow, CUT).await;
    for one in &slow {
        let text = one.answer();
        // A reset may take the answer away with it.
        assert!(text.is_empty() || is_bare(&text, 408), "{}: {text}", one.name);
    }
}

const JSON: &str = "Host: x\r\nContent-Type: application/json\r\n";

async fn a_body_that_never_ends_is_cut(store: Store) {
    let world = store.own_world(ENV);
    let user = world.user().await;
    let login = format!("POST /api/auth/login HTTP/1.1\r\n{JSON}");
    let book = format!("POST /api/appointments HTTP/1.1\r\nAuthorization: Bearer {}\r\n{JSON}", user.token);
    let mut slow = Vec::new();
    for head in [&login, &book] {
        for _ in 0..CONNECTIONS / 4 {
            slow.push(Slow::begin(&world, "announced", &format!("{head}Content-Length: 60000\r\n\r\n{{"), b" "));
            slow.push(Slow::begin(&world, "silent", &format!("{head}Content-Length: 2\r\n\r\n{{"), b""));
            let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n");
            slow.push(Slow::begin(&world, "in pieces", &chunked, b"1\r\n \r\n"));
            let upgrade = format!("{head}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n{{");
            slow.push(Slow::begin(&world, "another protocol", &upgrade, b" "));
        }
    }
    all_are_cut(&world, &mut slow, CUT).await;
    let mut answered = 0;
    for one in &slow {
        let (name, text) = (one.name, one.answer());
        // It ends because it took too long, not for another reason.
        assert!(one.cut.is_some_and(|cut| cut > Duration::from_secs(5)), "{name} after {:?}: {text}", one.cut);
        if text.is_empty() {
            continue;
        }
        answered += 1;
        let lower = text.to_lowercase();
        assert_eq!(status(&text), Some(408), "{name}: {text}");
        assert!(text.contains("\"code\":\"request_timeout\""), "{name}: {text}");
        for line in ["content-type: application/problem+json", "x-request-id: ", "nosniff", "connection: close"] {
            assert!(lower.contains(line), "{name} has no {line}: {text}");
        }
    }
    assert!(answered >= slow.len() / 2, "{answered} of {} were told why", slow.len());
}

/// What the framework's own clocks do not know: a later head that never ends, and the rest of a body that nobody reads. What
/// is answered slowly, or is a WebSocket, is no such thing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_serves_nothing_is_cut() {
    let world = Store::Sqlite.own_world(ENV);
    let user = world.user().await;
    let get = "GET /api/config HTTP/1.1\r\nHost: x\r\n";
    let profile = format!("GET /api/auth/profile HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n", user.token);
    let mut slow = vec![
        Slow::begin(&world, "a second head", &format!("{get}\r\n{get}X-A: "), b"a"),
        Slow::begin(&world, "a second line", &format!("{profile}\r\nGET /api"), b""),
        Slow::begin(&world, "silence after one", &format!("{get}\r\n"), b""),
        Slow::begin(&world, "a body of GET", &format!("{get}Content-Length: 60000\r\n\r\n"), b" "),
        Slow::begin(&world, "pieces of GET", &format!("{get}Transfer-Encoding: chunked\r\n\r\n"), b"1\r\n \r\n"),
        Slow::begin(
            &world,
            "pieces of nobody's",
            &format!("POST /api/appointments HTTP/1.1\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n"),
            b"1\r\n \r\n",
        ),
    ];
    let socket = testkit::Socket::connect(&world.server.url(""), &user.token).await.expect("a socket");
    all_are_cut(&world, &mut slow, Duration::from_secs(40)).await;
    for one in &slow {
        let text = one.answer();
        let expected = if one.name == "pieces of nobody's" { 401 } else { 200 };
        assert_eq!(status(&text), Some(expected), "{}: {text}", one.name);
    }
    assert!(socket.is_open(), "a WebSocket was cut too");
    socket.close().await;
}
