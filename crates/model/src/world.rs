//! One state of everything: the store, what clients know and wait for, what is on its way.

use domain::{Appointment, Instant, LockId, Revision, Version};

use crate::{
    cast::{self, CLIENTS, instant},
    scenario::Scenario,
    store::Store,
    wish::Wish,
    witness,
};

/// Nodes, by number.
pub(crate) const NODES: usize = 2;

/// One state of everything.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct World {
    pub(crate) store: Store,
    pub(crate) clients: [Client; CLIENTS],
    /// What the sweeper of each node has loaded to settle.
    pub(crate) sweepers: [Option<Box<Store>>; NODES],
    /// Up to which revision each node has told its sockets.
    pub(crate) told: [Revision; NODES],
    /// Holdings that were taken before their time, as a set of bits.
    pub(crate) taken: u64,
    /// The revision with which control last changed hands.
    pub(crate) handed_over: Revision,
    pub(crate) losses: u8,
    pub(crate) crashes: u8,
    /// What was seen to be wrong.
    pub(crate) fault: Option<&'static str>,
}

/// A client: what it has seen and what it waits for.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(crate) struct Client {
    /// Commands that it may give yet.
    pub(crate) left: u8,
    /// The version it has seen last.
    pub(crate) version: Version,
    /// What it was promised.
    pub(crate) promise: Option<Promise>,
    pub(crate) phase: Phase,
}

/// A holding, until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Promise {
    pub(crate) lock: LockId,
    pub(crate) until: Instant,
}

/// Where a command is.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(crate) enum Phase {
    /// There is none.
    Idle,
    /// At a node, which is about to load. If the outcome of an earlier commit is unknown to it, the store knows.
    Asked { wish: Wish, node: usize, unknown: Option<bool> },
    /// Decided on what was found, about to be committed.
    Loaded { wish: Wish, node: usize, unknown: Option<bool>, found: Box<Store> },
    /// Done or refused; the node is about to tell everybody, and the client.
    Answering { wish: Wish, node: usize, seen: Version, promise: Option<Promise> },
    /// The client gets no answer.
    Lost { wish: Wish, node: usize },
}

impl Phase {
    pub(crate) fn node(&self) -> Option<usize> {
        match self {
            Self::Asked { node, .. } | Self::Loaded { node, .. } | Self::Answering { node, .. } => Some(*node),
            Self::Idle | Self::Lost { .. } => None,
        }
    }

    pub(crate) fn without_promise(mut self) -> Self {
        if let Self::Answering { promise, .. } = &mut self {
            *promise = None;
        }
        self
    }

    pub(crate) fn wish(&self) -> Option<Wish> {
        match self {
            Self::Asked { wish, .. }
            | Self::Loaded { wish, .. }
            | Self::Answering { wish, .. }
            | Self::Lost { wish, .. } => Some(*wish),
            Self::Idle => None,
        }
    }
}

impl World {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let store = Store::new(scenario.held);
        let client = |client: usize| Client {
            left: scenario.commands[client],
            version: store.appointment.version,
            promise: promise(&store.appointment, client),
            phase: Phase::Idle,
        };
        Self {
            clients: std::array::from_fn(client),
            sweepers: [const { None }; NODES],
            told: [store.revision(); NODES],
            taken: 0,
            handed_over: Revision::NONE,
            losses: scenario.losses,
            crashes: scenario.crashes,
            fault: None,
            store,
        }
    }

    /// Whether nobody waits for anything.
    pub(crate) fn is_quiet(&self) -> bool {
        self.clients.iter().all(|client| client.phase == Phase::Idle) && self.sweepers.iter().all(Option::is_none)
    }

    /// Whether every holder has what it was promised, unless somebody took it, as administrators may.
    pub(crate) fn keeps_promises(&self) -> bool {
        let live = witness::live(&self.store);
        let kept = |promise: Promise| live.is_some_and(|live| live.lock == promise.lock && live.until >= promise.until);
        self.counted_on().all(kept)
    }

    /// How many count on holding.
    pub(crate) fn holders(&self) -> usize {
        self.counted_on().count()
    }

    /// What is promised still: nobody took it, and no request against it was due.
    fn counted_on(&self) -> impl Iterator<Item = Promise> {
        let stored = self.store.appointment.lock.held().map(|held| held.id);
        let live = witness::live(&self.store).map(|live| live.lock);
        let counts = move |promise: &Promise| {
            let settled_away = stored == Some(promise.lock) && live != Some(promise.lock);
            promise.until > instant(self.store.now) && self.taken & cast::bit(promise.lock) == 0 && !settled_away
        };
        self.clients.iter().filter_map(|client| client.promise).filter(counts)
    }
}

/// What an answer with this state promises a client.
pub(crate) fn promise(appointment: &Appointment, client: usize) -> Option<Promise> {
    let held = appointment.lock.held().filter(|held| held.is_held_by(cast::user(client), cast::tab(client)))?;
    Some(Promise { lock: held.id, until: held.expires_at })
}
