//! What nodes tell each other over the bus. All of it may be lost: events are in the database, and looked for anyway.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{UserId, ports::bus::MAX_MESSAGE};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::Notify,
    time::{Instant, sleep, timeout},
};
use uuid::Uuid;

use crate::{Live, cursors::Cursor, hub::Named, presence::Part};

/// The least time between two deliveries: what is committed meanwhile is told with one message.
const PAUSE: Duration = Duration::from_millis(5);

/// How long a node that stops tries to say so.
const FAREWELL: Duration = Duration::from_secs(1);

/// What of a message is not its list.
const ENVELOPE: usize = 200;

#[derive(Serialize, Deserialize)]
struct Envelope {
    node: Uuid,
    #[serde(flatten)]
    message: Message,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Message {
    /// There are new events.
    Wake,
    /// I am new here: who is on your nodes?
    Hello,
    /// I go.
    Goodbye,
    /// Where people point to.
    Cursors { cursors: Vec<Cursor> },
    /// Who is on my node.
    Present(Part),
}

#[derive(Default)]
struct Waiting {
    hello: bool,
    cursors: BTreeMap<UserId, Cursor>,
    present: Option<Vec<Named>>,
    round: u64,
}

/// What is to be told to the other nodes; the newest replaces what was not told yet.
pub struct Outbox {
    node: Uuid,
    waiting: Mutex<Waiting>,
    changed: Notify,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { node: Uuid::now_v7(), waiting: Mutex::default(), changed: Notify::new() }
    }
}

impl Outbox {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where somebody on this node points to.
    pub fn cursor(&self, cursor: Cursor) {
        self.waiting().cursors.insert(cursor.user(), cursor);
        self.changed.notify_one();
    }

    /// Who is on this node.
    pub fn present(&self, people: Vec<Named>) {
        self.waiting().present = Some(people);
        self.changed.notify_one();
    }

    /// Asks who is on the other nodes.
    pub fn hello(&self) {
        self.waiting().hello = true;
        self.changed.notify_one();
    }

    fn take(&self) -> Vec<Message> {
        let mut waiting = self.waiting();
        let mut messages = Vec::new();
        if std::mem::take(&mut waiting.hello) {
            messages.push(Message::Hello);
        }
        if let Some(people) = waiting.present.take() {
            waiting.round += 1;
            messages.extend(parts(waiting.round, people));
        }
        let cursors = std::mem::take(&mut waiting.cursors).into_values().collect();
        messages.extend(fitting(cursors).into_iter().map(|cursors| Message::Cursors { cursors }));
        messages
    }

    fn envelope(&self, message: Message) -> String {
        serde_json::to_string(&Envelope { node: self.node, message }).unwrap_or_default()
    }
}

/// Who is on a node, in as many messages as it takes; one at least, for nobody is also news.
fn parts(round: u64, people: Vec<Named>) -> Vec<Message> {
    let mut pieces = fitting(people);
    if pieces.is_empty() {
        pieces.push(Vec::new());
    }
    let parts = pieces.len();
    let part = |(part, people)| Message::Present(Part { round, part, parts, people });
    pieces.into_iter().enumerate().map(part).collect()
}

/// Pieces of a list that each fit into a message.
fn fitting<T: Serialize>(list: Vec<T>) -> Vec<Vec<T>> {
    let mut pieces: Vec<Vec<T>> = Vec::new();
    let mut room = 0;
    for item in list {
        let length = serde_json::to_string(&item).map_or(0, |text| text.len() + 1);
        match pieces.last_mut() {
            Some(piece) if length <= room => {
                piece.push(item);
                room -= length;
            }
            _ => {
                pieces.push(vec![item]);
                room = (MAX_MESSAGE - ENVELOPE).saturating_sub(length);
            }
        }
    }
    pieces
}

/// Tells the other nodes for ever.
pub async fn send(live: Arc<Live>) {
    live.outbox.hello();
    loop {
        let committed = tokio::select! {
            () = live.waker.committed_here() => true,
            () = live.outbox.changed.notified() => false,
        };
        let wake = committed.then_some(Message::Wake);
        for message in wake.into_iter().chain(live.outbox.take()) {
            if is_for_peers_only(&message) && !live.presence.has_peers() {
                continue;
            }
            if let Err(error) = live.bus.publish(&live.outbox.envelope(message)).await {
                tracing::debug!(%error, "the other nodes could not be told; they look for themselves");
                break;
            }
        }
        sleep(PAUSE).await;
    }
}

/// A node alone has nobody to tell. Should it be wrong about that, the others' own look is the net.
fn is_for_peers_only(message: &Message) -> bool {
    matches!(message, Message::Wake | Message::Cursors { .. })
}

/// Tells the other nodes that this one goes, if that can be done quickly.
pub async fn farewell(live: &Live) {
    let goodbye = live.outbox.envelope(Message::Goodbye);
    // If it is lost, the others notice by silence.
    let _ = timeout(FAREWELL, live.bus.publish(&goodbye)).await;
}

/// Listens to the other nodes for ever.
pub async fn listen(live: Arc<Live>) {
    loop {
        match live.bus.next().await {
            Some(text) => hear(&live, &text),
            None => {
                live.waker.wake();
                live.outbox.hello();
            }
        }
    }
}

fn hear(live: &Live, text: &str) {
    let Ok(Envelope { node, message }) = serde_json::from_str(text) else {
        tracing::debug!("A message of another node was not understood; it may be of another release.");
        return;
    };
    if node == live.outbox.node {
        return;
    }
    match message {
        Message::Wake => live.waker.wake(),
        Message::Hello => live.outbox.present(live.hub.present()),
        Message::Goodbye => {
            live.presence.leave(node);
            live.movement.send_modify(|()| ());
        }
        Message::Cursors { cursors } => cursors.into_iter().for_each(|cursor| live.cursors.put(None, cursor)),
        Message::Present(part) => {
            live.presence.hear(node, part, Instant::now());
            live.movement.send_modify(|()| ());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(size: usize) -> Vec<Named> {
        (0..size).map(|n| Named { name: format!("{n} {}", "ü".repeat(n % 200)), id: Uuid::now_v7() }).collect()
    }

    #[test]
    fn every_message_fits_and_nobody_is_lost() {
        let outbox = Outbox::default();
        outbox.present(crowd(500));
        let messages = outbox.take();
        assert!(messages.len() > 3);
        let mut told = Vec::new();
        for (place, message) in messages.into_iter().enumerate() {
            let text = outbox.envelope(message.clone());
            assert!(text.len() <= MAX_MESSAGE, "{}", text.len());
            let read: Envelope = serde_json::from_str(&text).unwrap();
            assert_eq!(read.message, message);
            let Message::Present(part) = message else { panic!("{message:?}") };
            assert_eq!(part.part, place);
            told.extend(part.people.into_iter().map(|person| person.name));
        }
        assert_eq!(told, crowd(500).into_iter().map(|person| person.name).collect::<Vec<_>>());
    }

    #[test]
    fn nobody_is_news_too_and_rounds_differ() {
        let outbox = Outbox::default();
        let round = || {
            outbox.present(Vec::new());
            match &outbox.take()[..] {
                [Message::Present(part)] => part.round,
                other => panic!("{other:?}"),
            }
        };
        assert_ne!(round(), round());
        assert!(outbox.take().is_empty());
    }
}
