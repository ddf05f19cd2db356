//! Who is here, on all nodes together. Each node tells the others who is on it, and again every few seconds; a node that
//! is not heard of any more is taken to be gone.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytestring::ByteString;
use serde_json::json;
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

use crate::{Live, frame, hub::Named, mailbox::PAUSE};

/// So often a node tells who is on it, whether that changed or not.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// A node that was not heard for so long is gone.
const GONE: Duration = Duration::from_secs(15);

/// Who comes at the same time is told of together.
const BREATH: Duration = Duration::from_millis(50);

/// One part of what a node tells of who is on it; a message has room for so many people only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// Parts of the same telling have the same number.
    pub round: u64,
    /// Which part, from 0.
    pub part: usize,
    /// How many there are.
    pub parts: usize,
    /// Who.
    pub people: Vec<Named>,
}

struct Node {
    heard: Instant,
    people: Vec<Named>,
    round: u64,
    parts: BTreeMap<usize, Vec<Named>>,
}

/// Who is on the other nodes.
#[derive(Default)]
pub struct Presence(Mutex<HashMap<Uuid, Node>>);

impl Presence {
    fn nodes(&self) -> MutexGuard<'_, HashMap<Uuid, Node>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what another node told. It counts when all its parts are there.
    pub fn hear(&self, node: Uuid, part: Part, now: Instant) {
        let mut nodes = self.nodes();
        let known = nodes.entry(node).or_insert_with(|| Node {
            heard: now,
            people: Vec::new(),
            round: part.round,
            parts: BTreeMap::new(),
        });
        known.heard = now;
        if known.round != part.round {
            known.round = part.round;
            known.parts.clear();
        }
        known.parts.insert(part.part, part.people);
        if known.parts.len() == part.parts {
            known.people = std::mem::take(&mut known.parts).into_values().flatten().collect();
        }
    }

    /// A node said that it goes.
    pub fn leave(&self, node: Uuid) {
        self.nodes().remove(&node);
    }

    /// Whether there are other nodes.
    #[must_use]
    pub fn has_peers(&self) -> bool {
        !self.nodes().is_empty()
    }

    /// Everybody, each once, by name.
    #[must_use]
    pub fn with(&self, here: &[Named], now: Instant) -> Vec<Named> {
        let mut nodes = self.nodes();
        nodes.retain(|_, node| now.duration_since(node.heard) < GONE);
        let elsewhere = nodes.values().flat_map(|node| &node.people);
        // Who is here is known best here.
        let by_id: BTreeMap<Uuid, &Named> = elsewhere.chain(here).map(|person| (person.id, person)).collect();
        let mut all: Vec<Named> = by_id.into_values().cloned().collect();
        all.sort();
        all
    }
}

/// Who is here now, as a frame.
pub fn now(live: &Live) -> ByteString {
    shown_as(&live.presence.with(&live.hub.present(), Instant::now()))
}

fn shown_as(users: &[Named]) -> ByteString {
    frame::ephemeral("presence", &json!({"users": users}))
}

/// Tells the other nodes who is on this one, for ever: when that changes, and now and then.
pub async fn tell(live: Arc<Live>) {
    let mut movement = live.movement.subscribe();
    let mut told = None;
    let mut next_heartbeat = Instant::now();
    loop {
        let here = live.hub.present();
        if Instant::now() >= next_heartbeat || told.as_ref() != Some(&here) {
            next_heartbeat = Instant::now() + HEARTBEAT;
            live.outbox.present(here.clone());
            told = Some(here);
        }
        sleep(BREATH).await;
        tokio::select! {
            _ = movement.changed() => {}
            () = sleep_until(next_heartbeat) => {}
        }
    }
}

/// Shows everybody here who is anywhere, for ever.
pub async fn show(live: Arc<Live>) {
    let mut movement = live.movement.subscribe();
    let mut shown = None;
    loop {
        let all = live.presence.with(&live.hub.present(), Instant::now());
        if shown.as_ref() != Some(&all) {
            live.hub.show_presence(&shown_as(&all));
            shown = Some(all);
        }
        sleep(PAUSE).await;
        tokio::select! {
            _ = movement.changed() => {}
            // Nodes that are gone say nothing of it.
            () = sleep(HEARTBEAT) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Named {
        Named { name: name.into(), id: Uuid::now_v7() }
    }

    fn part(round: u64, part: usize, parts: usize, people: &[Named]) -> Part {
        Part { round, part, parts, people: people.to_vec() }
    }

    #[test]
    fn everybody_is_shown_once_by_name() {
        let (presence, now) = (Presence::default(), Instant::now());
        let [ana, budi, citra] = ["Ana", "Budi", "Citra"].map(named);
        presence.hear(Uuid::now_v7(), part(1, 0, 1, &[citra.clone(), ana.clone()]), now);
        presence.hear(Uuid::now_v7(), part(9, 0, 1, std::slice::from_ref(&ana)), now);
        assert_eq!(presence.with(std::slice::from_ref(&budi), now), [ana, budi, citra]);
    }

    #[test]
    fn what_comes_in_parts_counts_when_it_is_whole() {
        let (presence, now, node) = (Presence::default(), Instant::now(), Uuid::now_v7());
        let [ana, budi, citra] = ["Ana", "Budi", "Citra"].map(named);
        presence.hear(node, part(1, 0, 1, std::slice::from_ref(&ana)), now);
        presence.hear(node, part(2, 1, 2, std::slice::from_ref(&citra)), now);
        assert_eq!(presence.with(&[], now), std::slice::from_ref(&ana));
        presence.hear(node, part(3, 0, 2, std::slice::from_ref(&budi)), now);
        assert_eq!(presence.with(&[], now), [ana], "parts of different rounds do not make a whole");
        presence.hear(node, part(3, 1, 2, std::slice::from_ref(&citra)), now);
        assert_eq!(presence.with(&[], now), [budi, citra]);
    }

    #[test]
    fn nodes_leave_by_word_or_by_silence() {
        let (presence, now) = (Presence::default(), Instant::now());
        let (first, second) = (Uuid::now_v7(), Uuid::now_v7());
        presence.hear(first, part(1, 0, 1, &[named("Ana")]), now);
        presence.hear(second, part(1, 0, 1, &[named("Budi")]), now);
        presence.leave(first);
        assert_eq!(presence.with(&[], now + GONE - Duration::from_millis(1)).len(), 1);
        assert!(presence.has_peers());
        assert!(presence.with(&[], now + GONE).is_empty());
        assert!(!presence.has_peers());
    }
}
