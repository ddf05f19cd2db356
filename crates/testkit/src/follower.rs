//! A client that comes back: whatever ends its socket, it connects anew, to the next server, and resumes.

use std::time::Duration;

use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{Handshake, Socket, View};

/// It stays away for so long, and up to [`SCATTER`] longer. Real clients take up to 5 s; here more is to happen.
const PAUSE: Duration = Duration::from_millis(500);
const SCATTER: u128 = 1500;

/// A server that does not finish its handshake for so long is as good as none.
const PATIENCE: Duration = Duration::from_secs(5);

/// What it knows.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// What it shows.
    pub view: View,
    /// How often it connected.
    pub connections: usize,
    /// How often it was sent everything.
    pub inits: usize,
    /// Whether its socket is open.
    pub connected: bool,
}

/// A client that comes back. Ends with its value.
#[derive(Debug)]
pub struct Follower {
    knowledge: watch::Receiver<Knowledge>,
    task: JoinHandle<()>,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Follower {
    /// Follows [from, to), written as the server writes instants; first at the first server.
    #[must_use]
    pub fn start(servers: Vec<String>, token: &str, from: &str, to: &str) -> Self {
        let view = View::of(from, to);
        let (told, knowledge) = watch::channel(Knowledge { view, connections: 0, inits: 0, connected: false });
        let (token, from, to) = (token.to_owned(), from.to_owned(), to.to_owned());
        let how = move |server: &str| Handshake::with(server).bearer(&token).window(&from, &to);
        Self { knowledge, task: tokio::spawn(follow(servers, how, told)) }
    }

    /// What it knows now.
    ///
    /// # Panics
    /// When its socket broke a rule; the task's own message says which.
    #[must_use]
    pub fn knows(&self) -> Knowledge {
        assert!(!self.task.is_finished(), "a follower has given up: its socket broke a rule");
        self.knowledge.borrow().clone()
    }
}

async fn follow(servers: Vec<String>, how: impl Fn(&str) -> Handshake, told: watch::Sender<Knowledge>) {
    let mut since: Option<String> = None;
    for server in servers.iter().cycle() {
        let handshake = how(server);
        let handshake = match &since {
            Some(since) => handshake.since(since),
            None => handshake,
        };
        if let Ok(Ok(mut socket)) = timeout(PATIENCE, handshake.connect()).await {
            told.send_modify(|knows| (knows.connections, knows.connected) = (knows.connections + 1, true));
            listen(&mut socket, &mut since, &told).await;
            told.send_modify(|knows| knows.connected = false);
        }
        sleep(PAUSE + scatter()).await;
    }
}

/// At random, so that not all come back at once.
fn scatter() -> Duration {
    let milliseconds = uuid::Uuid::now_v7().as_u128() % SCATTER;
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or_default())
}

/// Takes in all that comes until the end.
async fn listen(socket: &mut Socket, since: &mut Option<String>, told: &watch::Sender<Knowledge>) {
    while let Some(frame) = socket.next_or_end().await {
        told.send_modify(|knows| {
            knows.inits += usize::from(frame.event == "init-appointments");
            knows.view.apply(&frame);
        });
        // Only what was taken in counts as known.
        if frame.event == "init-appointments" {
            let epoch = frame.json["epoch"].as_str().unwrap_or_default();
            *since = frame.seq.map(|seq| format!("{epoch}:{seq}"));
        } else if let (Some(known), Some(seq)) = (since.as_mut(), frame.seq) {
            let epoch = known.rsplit_once(':').map_or("", |(epoch, _)| epoch);
            *known = format!("{epoch}:{seq}");
        }
    }
}
