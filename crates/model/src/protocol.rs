//! Every step that can happen in a world, and what comes of it.

use domain::{
    Appointment,
    lock::{Actor, Decision, Lock, Refusal, Transition},
};
use stateright::{Model, Property};

use crate::{
    cast::{self, CLIENTS, RULES, instant},
    scenario::{Breakage, Scenario},
    store::Store,
    wish::Wish,
    witness,
    world::{NODES, Phase, World, promise},
};

/// The protocol within a scenario's bounds.
#[derive(Clone, Debug)]
pub struct Protocol(pub Scenario);

/// What may happen next. Clients and nodes go by number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Time passes.
    Tick,
    /// Ana is deleted.
    Delete,
    /// Bea is an administrator no more.
    Demote,
    /// A client sends a command.
    Ask(usize, Wish),
    /// A node loads for a client's command, and decides.
    Load(usize),
    /// A node commits a client's command.
    Commit(usize),
    /// The same, but the database's answer is lost.
    CommitUnanswered(usize),
    /// The commit never reaches the database, and the node cannot know.
    CommitLost(usize),
    /// A node tells everybody, and answers.
    Answer(usize),
    /// A node tells everybody, but its answer is lost.
    AnswerLost(usize),
    /// A client without an answer asks the other node the same.
    AskAgain(usize),
    /// A client without an answer lets it be.
    GiveUp(usize),
    /// A sweeper loads what is due.
    SweepLoad(usize),
    /// A sweeper commits.
    SweepCommit(usize),
    /// A node is gone, and with it all that it was about to do.
    Crash(usize),
    /// A node looks for what it was not told.
    Look(usize),
}

impl Model for Protocol {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(&self.0)]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        if world.store.now < self.0.ticks {
            steps.push(Step::Tick);
        }
        if self.0.dismissals && world.store.staff.is_whole() {
            steps.extend([Step::Delete, Step::Demote]);
        }
        (0..CLIENTS).for_each(|client| self.steps_of(world, client, steps));
        for node in 0..NODES {
            match &world.sweepers[node] {
                Some(_) => steps.push(Step::SweepCommit(node)),
                None if world.store.is_due() => steps.push(Step::SweepLoad(node)),
                None => {}
            }
            let at_work = world.clients.iter().any(|client| client.phase.node() == Some(node));
            if world.crashes > 0 && (at_work || world.sweepers[node].is_some()) {
                steps.push(Step::Crash(node));
            }
            // A look commutes with all else, so that it is enough to look when nothing else is under way.
            if world.is_quiet() && world.told[node] != world.store.revision() {
                steps.push(Step::Look(node));
            }
        }
    }

    fn next_state(&self, last: &World, step: Step) -> Option<World> {
        let mut world = last.clone();
        self.take(&mut world, step);
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("every accepted write is by the live holder, on the newest state", |_, world: &World| {
                world.fault.is_none()
            }),
            Property::always("at most one holds", |_, world: &World| world.holders() <= 1),
            Property::always("what was promised is kept", |_, world: &World| world.keeps_promises()),
            Property::always("in the end nothing is left undone or untold", |protocol: &Self, world: &World| {
                let mut steps = Vec::new();
                protocol.actions(world, &mut steps);
                !steps.is_empty() || is_finished(world)
            }),
            Property::eventually("every request ends", |_, world: &World| {
                world.is_quiet() && world.clients.iter().all(|client| client.left == 0)
            }),
            Property::sometimes("a commit is overtaken", |_, world: &World| {
                world.clients.iter().any(|client| match &client.phase {
                    Phase::Loaded { found, .. } => found.revision() < world.store.revision(),
                    _ => false,
                })
            }),
            Property::sometimes("a lock runs out", |_, world: &World| {
                world.store.appointment.lock.held().is_some_and(|held| held.expires_at <= instant(world.store.now))
            }),
        ]
    }
}

fn is_finished(world: &World) -> bool {
    world.is_quiet() && !world.store.is_due() && world.told == [world.store.revision(); NODES]
}

impl Protocol {
    fn steps_of(&self, world: &World, client: usize, steps: &mut Vec<Step>) {
        let losable = world.losses > 0;
        match world.clients[client].phase {
            Phase::Idle if world.clients[client].left > 0 => {
                steps.extend(self.0.wishes[client].iter().map(|wish| Step::Ask(client, *wish)));
            }
            Phase::Idle => {}
            Phase::Asked { .. } => steps.push(Step::Load(client)),
            Phase::Loaded { .. } => {
                steps.push(Step::Commit(client));
                if losable {
                    steps.extend([Step::CommitUnanswered(client), Step::CommitLost(client)]);
                }
            }
            Phase::Answering { .. } => {
                steps.push(Step::Answer(client));
                if losable {
                    steps.push(Step::AnswerLost(client));
                }
            }
            Phase::Lost { .. } => steps.extend([Step::AskAgain(client), Step::GiveUp(client)]),
        }
    }

    fn take(&self, world: &mut World, step: Step) {
        match step {
            Step::Tick => world.store.now += 1,
            Step::Delete => world.store.staff.delete(0),
            Step::Demote => demote(world),
            Step::Ask(client, wish) => ask(world, client, wish),
            Step::Load(client) => self.load(world, client),
            Step::Commit(client) => drop(self.commit(world, client)),
            Step::CommitUnanswered(client) => {
                let landed = self.commit(world, client);
                lose(world, client, landed);
            }
            Step::CommitLost(client) => lose(world, client, false),
            Step::Answer(client) => answer(world, client),
            Step::AnswerLost(client) => {
                world.losses -= 1;
                tell(world);
                disconnect(world, client);
            }
            Step::AskAgain(client) => {
                if let Phase::Lost { wish, node } = world.clients[client].phase {
                    world.clients[client].phase = Phase::Asked { wish, node: (node + 1) % NODES, unknown: None };
                }
            }
            Step::GiveUp(client) => world.clients[client].phase = Phase::Idle,
            Step::SweepLoad(node) => world.sweepers[node] = Some(Box::new(world.store.clone())),
            Step::SweepCommit(node) => self.sweep(world, node),
            Step::Crash(node) => crash(world, node),
            Step::Look(node) => world.told[node] = world.store.revision(),
        }
    }

    /// What the rules say to a client's command.
    fn decide(
        &self,
        found: &Store,
        client: usize,
        left: u8,
        seen: domain::Version,
        wish: Wish,
    ) -> Result<Decision, Refusal> {
        let command = wish.command(cast::actor(client), seen, cast::lock(client, left));
        let mut state = found.state();
        if self.0.breakage == Some(Breakage::AnybodyHolds)
            && wish == Wish::Edit
            && let Some(Lock::Held(held)) = state.appointment.as_mut().map(|appointment| &mut appointment.lock)
        {
            (held.holder, held.client) = (cast::user(client), cast::tab(client));
        }
        RULES.decide(&state, &command, instant(found.now))
    }

    /// Loads and, since that touches nothing, decides whether there is something to commit.
    fn load(&self, world: &mut World, client: usize) {
        let found = Box::new(world.store.clone());
        let asking = &world.clients[client];
        let Phase::Asked { wish, node, unknown } = asking.phase else { return };
        let decided = self.decide(&found, client, asking.left, asking.version, wish);
        let landed = unknown == Some(true);
        world.clients[client].phase = match decided {
            Ok(Decision::Change(_)) if !landed => Phase::Loaded { wish, node, unknown, found },
            _ => {
                // What follows from a dismissal may be counted on once it is written down: until then nobody knows since when.
                let certain = found.staff.is_whole() || !found.is_due();
                let answer = answering(&found.settled(), client, wish, node);
                if certain { answer } else { answer.without_promise() }
            }
        };
    }

    /// Commits what was decided; whether it stands. Otherwise it is loaded anew.
    fn commit(&self, world: &mut World, client: usize) -> bool {
        let asking = &world.clients[client];
        let Phase::Loaded { wish, node, unknown, found } = &asking.phase else { return false };
        let (wish, node, unknown) = (*wish, *node, *unknown);
        let Ok(Decision::Change(transition)) = self.decide(found, client, asking.left, asking.version, wish) else {
            return false;
        };
        let stands = world.store.admits(&transition, self.0.breakage);
        world.clients[client].phase = if stands {
            answering(&transition.after, client, wish, node)
        } else {
            Phase::Asked { wish, node, unknown }
        };
        if stands {
            write(world, Some(client), wish, *transition);
        }
        stands
    }

    fn sweep(&self, world: &mut World, node: usize) {
        let Some(found) = world.sweepers[node].take() else { return };
        let command = Wish::Settle.command(Actor::System, found.appointment.version, cast::lock(0, 0));
        if let Ok(Decision::Change(transition)) = RULES.decide(&found.state(), &command, instant(found.now))
            && world.store.admits(&transition, self.0.breakage)
        {
            write(world, None, Wish::Settle, *transition);
            tell(world);
        }
    }
}

/// Her requests are withdrawn, and with them a hand-over that was due and that nobody has written down yet.
fn demote(world: &mut World) {
    world.store.staff.demote();
    let control = world.store.appointment.lock.held().and_then(|held| held.control.as_ref());
    world.taken |= control.map_or(0, |control| cast::bit(control.becomes));
}

fn ask(world: &mut World, client: usize, wish: Wish) {
    let asking = &mut world.clients[client];
    asking.left -= 1;
    asking.phase = Phase::Asked { wish, node: client % NODES, unknown: None };
    if wish.is_for_the_holder() && wish != Wish::Edit && wish != Wish::RejectControl {
        // Whoever gives it away counts on it no more.
        asking.promise = None;
    }
}

fn answering(appointment: &Appointment, client: usize, wish: Wish, node: usize) -> Phase {
    Phase::Answering { wish, node, seen: appointment.version, promise: promise(appointment, client) }
}

/// What the database does with what stands.
fn write(world: &mut World, client: Option<usize>, wish: Wish, transition: Transition) {
    let undoes = transition.expected < world.handed_over;
    let fault = undoes.then_some("an older write undid a hand-over");
    world.fault = world.fault.or(fault).or(witness::fault(&world.store, client, wish, &transition));
    world.taken |= witness::taken(&world.store, &transition);
    if witness::hands_over(&transition) {
        world.handed_over = transition.after.revision;
    }
    world.store.appointment = transition.after;
}

/// The database's answer is lost: the node loads anew, and looks whether it landed.
fn lose(world: &mut World, client: usize, landed: bool) {
    world.losses -= 1;
    let asking = &mut world.clients[client];
    let (Some(wish), Some(node)) = (asking.phase.wish(), asking.phase.node()) else { return };
    asking.phase = Phase::Asked { wish, node, unknown: Some(landed) };
}

fn answer(world: &mut World, client: usize) {
    tell(world);
    let asking = &mut world.clients[client];
    if let Phase::Answering { seen, promise, .. } = asking.phase {
        (asking.version, asking.promise, asking.phase) = (seen, promise, Phase::Idle);
    }
}

/// Both nodes hear of a commit, and tell their sockets all up to it.
fn tell(world: &mut World) {
    world.told = [world.store.revision(); NODES];
}

fn crash(world: &mut World, node: usize) {
    world.crashes -= 1;
    world.sweepers[node] = None;
    for client in 0..CLIENTS {
        if world.clients[client].phase.node() == Some(node) {
            disconnect(world, client);
        }
    }
}

fn disconnect(world: &mut World, client: usize) {
    let asking = &mut world.clients[client];
    if let (Some(wish), Some(node)) = (asking.phase.wish(), asking.phase.node()) {
        asking.phase = Phase::Lost { wish, node };
    }
}
