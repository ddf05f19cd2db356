//! Tests of the rules: what each file says in its name. This one is the vocabulary they share.
//!
//! The cast: Ann holds the lock through one of her tabs, Bob is somebody else, Ada and Eve are administrators.

mod due;
mod guards;
mod holding;
mod matrix;
mod model;
mod properties;
mod requests;

use chrono::Duration;
use uuid::Uuid;

use super::{
    Action, Actor, Answer, Command, ControlRequest, Decision, Event, EventKind, Held, Lock, Precondition, Refusal,
    Request, Rules, State, Transition,
};
use crate::{
    Appointment, AppointmentId, Cancellation, ClientId, ContentChange, Instant, LockId, People, Person, Revision,
    UserId, Version, testing::samples,
};

const ANN: UserId = UserId(Uuid::from_u128(1));
const BOB: UserId = UserId(Uuid::from_u128(2));
const ADA: UserId = UserId(Uuid::from_u128(3));
const EVE: UserId = UserId(Uuid::from_u128(4));

const TAB: ClientId = ClientId(Uuid::from_u128(11));
const OTHER_TAB: ClientId = ClientId(Uuid::from_u128(12));

/// Ann's holding.
const HOLDING: LockId = LockId(Uuid::from_u128(21));
/// What a request for control becomes.
const HANDED: LockId = LockId(Uuid::from_u128(22));
/// What an acquire starts.
const FRESH: LockId = LockId(Uuid::from_u128(23));

const APPOINTMENT: AppointmentId = AppointmentId(Uuid::from_u128(31));
const VERSION: Version = Version(3);
const STALE: Version = Version(2);
const REVISION: Revision = Revision(10);

/// The instant so many seconds after Ann took the lock.
fn t(seconds: i64) -> Instant {
    samples::noon() + Duration::seconds(seconds)
}

fn seconds(at: Instant) -> i64 {
    (at - samples::noon()).num_seconds()
}

fn person(id: UserId, is_admin: bool) -> Person {
    samples::person(id, "Somebody", is_admin)
}

fn user(id: UserId) -> Actor {
    Actor::User { id, client: None }
}

fn through(id: UserId, tab: ClientId) -> Actor {
    Actor::User { id, client: Some(tab) }
}

/// Ann through the tab that holds.
fn ann() -> Actor {
    through(ANN, TAB)
}

fn acquire() -> Action {
    Action::Acquire { version: VERSION, becomes: FRESH, take_over: false }
}

fn take_over() -> Action {
    Action::Acquire { version: VERSION, becomes: FRESH, take_over: true }
}

fn retitle(version: Version) -> Action {
    let change = ContentChange { title: Some("Follow-up".into()), ..ContentChange::default() };
    edit_with(version, change, None)
}

fn edit() -> Action {
    retitle(VERSION)
}

fn edit_with(version: Version, change: ContentChange, allow_overlap: Option<bool>) -> Action {
    Action::Edit { version, change: Box::new(change), allow_overlap }
}

fn cancel() -> Action {
    Action::Cancel { version: VERSION, reason: Some("ill".into()) }
}

fn erase() -> Action {
    Action::Erase { patient: samples::patient() }
}

fn request_control() -> Action {
    Action::RequestControl { becomes: HANDED }
}

fn control(answer: Answer) -> Action {
    Action::AnswerControl { answer, requester: None }
}

fn force(answer: Answer) -> Action {
    Action::AnswerForceRelease { answer, requester: None }
}

fn force_release() -> Action {
    Action::ForceRelease { reason: "left for the day".into() }
}

/// A state, the rules and the time, built up step by step.
#[derive(Clone)]
struct World {
    rules: Rules,
    state: State,
    now: Instant,
    pinned: Option<LockId>,
    precondition: Option<Precondition>,
}

/// Nobody holds the appointment; it is one second after [`t`]`(0)`.
fn free() -> World {
    let appointment = Appointment {
        id: APPOINTMENT,
        content: samples::content(1),
        overbooked: false,
        version: VERSION,
        revision: REVISION,
        created_at: t(-1000),
        updated_at: t(-500),
        cancelled: None,
        lock: Lock::Free,
    };
    let people = [person(ANN, false), person(BOB, false), person(ADA, true), person(EVE, true)].into_iter().collect();
    World {
        rules: Rules { lock_ttl: Duration::seconds(300), request_timeout: Some(Duration::seconds(60)) },
        state: State { appointment: Some(appointment), people },
        now: t(1),
        pinned: None,
        precondition: None,
    }
}

/// Ann holds it through [`TAB`] since `t(0)`, until `t(300)`.
fn held() -> World {
    let holding = Held {
        id: HOLDING,
        holder: ANN,
        client: Some(TAB),
        created_at: t(0),
        expires_at: t(300),
        control: None,
        force_release: None,
    };
    free().with(|appointment| appointment.lock = Lock::Held(holding))
}

impl World {
    fn with(mut self, change: impl FnOnce(&mut Appointment)) -> Self {
        change(self.state.appointment.as_mut().expect("the world has an appointment"));
        self
    }

    fn with_holding(self, change: impl FnOnce(&mut Held)) -> Self {
        self.with(|appointment| match &mut appointment.lock {
            Lock::Held(held) => change(held),
            Lock::Free => panic!("nobody holds it"),
        })
    }

    fn at(mut self, second: i64) -> Self {
        self.now = t(second);
        self
    }

    fn ttl(mut self, seconds: i64) -> Self {
        self.rules.lock_ttl = Duration::seconds(seconds);
        self
    }

    fn without_timeout(mut self) -> Self {
        self.rules.request_timeout = None;
        self
    }

    fn untied(self) -> Self {
        self.with_holding(|held| held.client = None)
    }

    fn expiring(self, second: i64) -> Self {
        self.with_holding(|held| held.expires_at = t(second))
    }

    /// A request for control by this user, to be answered by this second.
    fn control(self, by: UserId, respond_by: impl Into<Option<i64>>) -> Self {
        let request = Request { by, respond_by: respond_by.into().map(t) };
        self.with_holding(|held| held.control = Some(ControlRequest { request, becomes: HANDED }))
    }

    /// A request for a release by this user, to be answered by this second.
    fn force(self, by: UserId, respond_by: impl Into<Option<i64>>) -> Self {
        let request = Request { by, respond_by: respond_by.into().map(t) };
        self.with_holding(|held| held.force_release = Some(request))
    }

    fn cancelled_by(self, by: UserId) -> Self {
        self.with(|appointment| {
            appointment.cancelled = Some(Cancellation { by, at: t(-10) });
            appointment.lock = Lock::Free;
        })
    }

    fn missing(mut self) -> Self {
        self.state.appointment = None;
        self
    }

    fn demoted(mut self, id: UserId) -> Self {
        self.state.people.insert(person(id, false));
        self
    }

    fn deleted(mut self, id: UserId) -> Self {
        let is_admin = self.state.people.is_admin(id);
        self.state.people.insert(Person { active: false, ..person(id, is_admin) });
        self
    }

    fn pinned(mut self, lock: LockId) -> Self {
        self.pinned = Some(lock);
        self
    }

    fn only_if(mut self, holds: fn(&State) -> bool) -> Self {
        self.precondition = Some(Precondition(std::sync::Arc::new(holds)));
        self
    }

    fn appointment(&self) -> &Appointment {
        self.state.appointment.as_ref().expect("the world has an appointment")
    }

    fn decide(&self, actor: Actor, action: Action) -> Result<Decision, Refusal> {
        let (pinned_lock, precondition) = (self.pinned, self.precondition.clone());
        let command = Command { appointment: APPOINTMENT, actor, pinned_lock, precondition, action };
        let decision = self.rules.decide(&self.state, &command, self.now);
        if let Ok(Decision::Change(transition)) = &decision {
            self.check(actor, transition);
        }
        decision
    }

    fn accepts(&self, actor: Actor, action: Action) -> Transition {
        match self.decide(actor, action.clone()) {
            Ok(Decision::Change(transition)) => *transition,
            other => panic!("{action:?} of {actor:?} was not carried out: {other:?}"),
        }
    }

    fn refuses(&self, actor: Actor, action: Action) -> Refusal {
        match self.decide(actor, action.clone()) {
            Err(refusal) => refusal,
            Ok(accepted) => panic!("{action:?} of {actor:?} was accepted: {accepted:?}"),
        }
    }

    fn leaves_unchanged(&self, actor: Actor, action: Action) {
        assert_eq!(self.decide(actor, action), Ok(Decision::Unchanged));
    }

    fn settled(&self) -> Lock {
        let settled = self.rules.settled(self.state.clone(), self.now);
        settled.appointment.expect("settling keeps the appointment").lock
    }

    /// What holds of every transition, whichever command it came from.
    fn check(&self, actor: Actor, transition: &Transition) {
        let Some(before) = &self.state.appointment else { return };
        let after = &transition.after;
        assert_eq!(transition.expected, before.revision);
        let revisions: Vec<i64> = transition.events.iter().map(|event| event.revision.0).collect();
        let expected: Vec<i64> = (before.revision.0 + 1..=after.revision.0).collect();
        assert_eq!(revisions, expected, "one revision for each event");
        assert!(!revisions.is_empty(), "a change without an event");
        let writes = |event: &&Event| matches!(event.kind, EventKind::Edited | EventKind::Erased);
        let writes = transition.events.iter().filter(writes).count();
        assert_eq!(after.version.0 - before.version.0, writes as i64, "the version counts edits, and being erased");
        let written = (&before.content, before.overbooked, before.cancelled, before.version)
            != (&after.content, after.overbooked, after.cancelled, after.version);
        assert_eq!(transition.content_changed, written);
        let [was, is] =
            [before, after].map(|appointment| appointment.content.patient_name == crate::appointment::ERASED);
        assert_eq!(transition.erases(), is && !was, "reasons go with their patient, never otherwise");
        let instants: Vec<Instant> = transition.events.iter().map(|event| event.at).collect();
        assert!(
            instants.is_sorted() && instants.iter().all(|at| *at <= self.now),
            "in the order of time: {instants:?}"
        );
        assert!(transition.valid_before.is_none_or(|deadline| deadline > self.now), "it could never be committed");
        if let Some(actor) = actor.user() {
            assert!(transition.relies_on.iter().any(|on| on.user == actor), "the actor must still be active");
        }
        if let (Some(new), old) = (after.lock.held(), before.lock.held())
            && old.is_none_or(|old| old.holder != new.holder)
        {
            assert!(transition.relies_on.iter().any(|on| on.user == new.holder), "so must the new holder");
        }
    }
}

/// Kind, actor, subject and second of each event.
type Told = (EventKind, Option<UserId>, Option<UserId>, i64);

fn told(transition: &Transition) -> Vec<Told> {
    transition.events.iter().map(|event| (event.kind, event.actor, event.subject, seconds(event.at))).collect()
}

fn holding(transition: &Transition) -> &Held {
    transition.after.lock.held().expect("somebody holds it")
}

/// Holder, id and expiry: what a hand-over decides.
fn who(lock: &Lock) -> Option<(UserId, LockId, i64)> {
    lock.held().map(|held| (held.holder, held.id, seconds(held.expires_at)))
}

fn nobody() -> People {
    People::default()
}
