//! What holds whatever people do, in whatever order, at whatever time.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    model::{Asked, Holding, Model, Verb},
    *,
};
use crate::lock::Event;

const PEOPLE: [UserId; 4] = [ANN, BOB, ADA, EVE];

#[derive(Clone, Copy, Debug)]
enum Step {
    Wait(i64),
    Try { who: UserId, client: Option<ClientId>, verb: Verb, wrong_pin: bool },
    Delete(UserId),
    Demote(UserId),
    Promote(UserId),
}

fn step() -> impl Strategy<Value = Step> {
    let who = || select(PEOPLE.to_vec());
    let client = option::of(select(vec![TAB, OTHER_TAB]));
    let verb = select(Verb::ALL.to_vec());
    let try_it = (who(), client, verb, prop::bool::weighted(0.05))
        .prop_map(|(who, client, verb, wrong_pin)| Step::Try { who, client, verb, wrong_pin });
    prop_oneof![
        40 => try_it,
        6 => (0_i64..30).prop_map(Step::Wait),
        2 => select(vec![1_i64, 59, 60, 61, 120, 300]).prop_map(Step::Wait),
        1 => who().prop_map(Step::Delete),
        1 => who().prop_map(Step::Demote),
        1 => who().prop_map(Step::Promote),
    ]
}

fn rules() -> impl Strategy<Value = (i64, Option<i64>)> {
    (select(vec![1_i64, 20, 60, 90, 300]), select(vec![None, Some(5), Some(60), Some(400)]))
}

/// Carries commands out one after the other, as a repository would, and keeps the whole history.
struct Executor {
    world: World,
    history: Vec<Event>,
    made: u128,
    /// Who holds it, by the events alone.
    holder: Option<UserId>,
}

impl Executor {
    fn new(ttl: i64, timeout: Option<i64>) -> Self {
        let mut world = free().ttl(ttl).at(0);
        world.rules.request_timeout = timeout.map(Duration::seconds);
        Self { world, history: Vec::new(), made: 1000, holder: None }
    }

    fn action(&mut self, verb: Verb) -> Action {
        self.made += 1;
        let becomes = LockId(Uuid::from_u128(self.made));
        let (version, stale) = (self.world.appointment().version, Version(0));
        match verb {
            Verb::Acquire => Action::Acquire { version, becomes, take_over: false },
            Verb::AcquireStale => Action::Acquire { version: stale, becomes, take_over: false },
            Verb::TakeOver => Action::Acquire { version, becomes, take_over: true },
            Verb::Release => Action::Release,
            Verb::Edit => retitle(version),
            Verb::EditStale => retitle(stale),
            Verb::Cancel => Action::Cancel { version, reason: None },
            Verb::Restore => Action::Restore,
            Verb::RequestControl => Action::RequestControl { becomes },
            Verb::WithdrawControl => Action::WithdrawControl,
            Verb::ApproveControl => control(Answer::Approve),
            Verb::RejectControl => control(Answer::Reject),
            Verb::RequestForce => Action::RequestForceRelease,
            Verb::WithdrawForce => Action::WithdrawForceRelease,
            Verb::ApproveForce => force(Answer::Approve),
            Verb::RejectForce => force(Answer::Reject),
            Verb::ForceRelease => force_release(),
        }
    }

    /// Decides and, if accepted, commits; whether it was accepted. [`World::decide`] checks every transition.
    fn execute(&mut self, actor: Actor, action: Action) -> bool {
        let before = self.world.state.clone();
        let decision = self.world.decide(actor, action.clone());
        assert_eq!(self.world.state, before, "deciding changes nothing");
        assert_eq!(self.world.decide(actor, action.clone()), decision, "the same again");
        self.agrees_with_the_settled(actor, action, &decision);
        match decision {
            Err(_) => return false,
            Ok(Decision::Unchanged) => assert_eq!(self.settled(), before, "nothing was due"),
            Ok(Decision::Change(transition)) => self.commit(*transition),
        }
        true
    }

    fn settled(&self) -> State {
        self.world.rules.settled(self.world.state.clone(), self.world.now)
    }

    /// To decide on the settled state comes to the same as to decide on the stored one.
    fn agrees_with_the_settled(&self, actor: Actor, action: Action, direct: &Result<Decision, Refusal>) {
        let settled = World { state: self.settled(), ..self.world.clone() };
        assert_eq!(settled.rules.settled(settled.state.clone(), settled.now), settled.state, "settling is idempotent");
        match (direct, settled.decide(actor, action)) {
            (Err(direct), Err(settled)) => assert_eq!(*direct, settled),
            (Ok(Decision::Unchanged), Ok(Decision::Unchanged)) => {}
            (Ok(Decision::Change(direct)), Ok(Decision::Unchanged)) => assert_eq!(direct.after, *settled.appointment()),
            (Ok(Decision::Change(direct)), Ok(Decision::Change(settled))) => {
                assert_eq!(direct.after, settled.after);
                assert!(direct.events.ends_with(&settled.events));
                assert!(direct.relies_on.ends_with(&settled.relies_on));
                assert_eq!(direct.valid_before, settled.valid_before);
                assert_eq!(direct.effect, settled.effect);
            }
            (direct, settled) => panic!("{direct:?} on the stored state, {settled:?} on the settled one"),
        }
    }

    fn commit(&mut self, transition: Transition) {
        let settled = self.settled().appointment.expect("it exists");
        let deadline = if settled.lock.held().is_some() {
            transition.valid_before
        } else {
            Some(self.world.now + Duration::seconds(1))
        };
        assert!(deadline.is_some_and(|deadline| deadline > self.world.now), "a held lock has a deadline ahead");
        let before = self.world.appointment().clone();
        for event in &transition.events {
            self.follow(event);
        }
        assert_eq!(self.holder, transition.after.lock.held().map(|held| held.holder), "events tell who holds it");
        let id = |appointment: &Appointment| appointment.lock.held().map(|held| held.id);
        if id(&before) != id(&transition.after) {
            assert!(transition.events.iter().any(|event| changes_the_holding(event.kind)));
        }
        self.history.extend(transition.events);
        self.world.state.appointment = Some(transition.after);
    }

    /// Follows the holder through the events; there are never two.
    fn follow(&mut self, event: &Event) {
        use EventKind::{
            Acquired, ControlApproved, ControlLapsed, ControlSettled, ForceReleaseLapsed, HandedOver, Restored,
        };
        match event.kind {
            Acquired => {
                assert_eq!(self.holder, None, "taken from nobody");
                self.holder = event.actor;
            }
            ControlLapsed | ForceReleaseLapsed | Restored => {}
            ControlApproved | ControlSettled | HandedOver => {
                assert_eq!(event.detail.holder, self.holder);
                self.holder = event.subject;
            }
            kind => {
                assert!(self.holder.is_some(), "{kind:?} while nobody holds it");
                assert_eq!(event.detail.holder, self.holder);
                if changes_the_holding(kind) && kind != EventKind::Moved {
                    self.holder = None;
                }
            }
        }
    }

    fn put(&mut self, who: UserId, is_admin: bool, active: bool) {
        self.world.state.people.insert(Person { active, ..person(who, is_admin) });
    }

    /// Every request has exactly one end, and none is left when the lock is.
    fn requests_all_ended(&self) {
        use EventKind::*;
        let count = |kinds: &[EventKind]| self.history.iter().filter(|event| kinds.contains(&event.kind)).count();
        let control = [ControlWithdrawn, ControlApproved, ControlRejected, ControlSettled, HandedOver, ControlLapsed];
        assert_eq!(count(&[ControlRequested]), count(&control));
        let force = [
            ForceReleaseWithdrawn,
            ForceReleaseApproved,
            ForceReleaseRejected,
            ForceReleaseSettled,
            ForceReleaseLapsed,
        ];
        assert_eq!(count(&[ForceReleaseRequested]), count(&force));
    }

    /// Lets everything come to its end.
    fn finish(mut self) {
        self.world.now += Duration::days(1);
        self.execute(Actor::System, Action::Settle);
        assert_eq!(self.world.appointment().lock, Lock::Free, "nothing is held for ever");
        self.requests_all_ended();
        assert_eq!(self.world.appointment().revision.0, REVISION.0 + self.history.len() as i64);
        assert!(self.history.iter().map(|event| event.revision).is_sorted_by(|a, b| a < b));
    }
}

fn changes_the_holding(kind: EventKind) -> bool {
    use EventKind::*;
    matches!(
        kind,
        Acquired | Moved | Released | Expired | Cancelled | ForceReleased | ForceReleaseApproved | ForceReleaseSettled
    ) || matches!(kind, HandedOver | ControlApproved | ControlSettled)
}

/// The lock as the model would have it.
fn as_modelled(lock: &Lock) -> Option<Holding> {
    let asked = |request: &Request| (request.by, request.respond_by.map(seconds));
    lock.held().map(|held| Holding {
        holder: held.holder,
        client: held.client,
        expires: seconds(held.expires_at),
        control: held.control.as_ref().map(|control| asked(&control.request)) as Asked,
        force: held.force_release.as_ref().map(asked),
    })
}

fn model(ttl: i64, timeout: Option<i64>) -> Model {
    let (active, admins) = (PEOPLE.into(), [ADA, EVE].into());
    Model { ttl, timeout, now: 0, active, admins, cancelled_by: None, holding: None }
}

fn pinned(executor: &mut Executor, wrong_pin: bool) {
    executor.world.pinned = wrong_pin.then_some(LockId(Uuid::from_u128(7)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// The rules do what the model does, step by step: nobody writes but the live holder, nobody else holds.
    #[test]
    fn decide_agrees_with_the_model((ttl, timeout) in rules(), steps in vec(step(), 1..80)) {
        let (mut executor, mut model) = (Executor::new(ttl, timeout), model(ttl, timeout));
        for step in steps {
            // The model knows when people changed; the state does not, so what is due is recorded before and after.
            if !matches!(step, Step::Wait(_) | Step::Try { .. }) {
                executor.execute(Actor::System, Action::Settle);
            }
            match step {
                Step::Wait(seconds) => {
                    executor.world.now += Duration::seconds(seconds);
                    model.advance(seconds);
                }
                Step::Try { who, client, verb, wrong_pin } => {
                    let action = executor.action(verb);
                    pinned(&mut executor, wrong_pin);
                    let expected = (!wrong_pin || model.holding.is_none()) && model.act(who, client, verb);
                    prop_assert_eq!(executor.execute(Actor::User { id: who, client }, action), expected, "{:?}", step);
                    pinned(&mut executor, false);
                }
                Step::Delete(who) => {
                    executor.put(who, model.admins.remove(&who), false);
                    model.active.remove(&who);
                }
                Step::Demote(who) => {
                    model.admins.remove(&who);
                    executor.put(who, false, model.active.contains(&who));
                }
                Step::Promote(who) if model.active.contains(&who) => {
                    model.admins.insert(who);
                    executor.put(who, true, true);
                }
                Step::Promote(_) => {}
            }
            if !matches!(step, Step::Wait(_) | Step::Try { .. }) {
                model.people_changed();
                executor.execute(Actor::System, Action::Settle);
            }
            let settled = executor.settled().appointment.expect("it exists");
            prop_assert_eq!(as_modelled(&settled.lock), model.holding.clone(), "after {:?}", step);
            prop_assert_eq!(settled.cancelled.map(|cancelled| cancelled.by), model.cancelled_by);
        }
        executor.finish();
    }

    /// Also where nobody settles in time after people changed, every invariant of the executor holds.
    #[test]
    fn invariants_hold_when_settling_is_late((ttl, timeout) in rules(), steps in vec(step(), 1..80)) {
        let mut executor = Executor::new(ttl, timeout);
        for step in steps {
            match step {
                Step::Wait(seconds) => executor.world.now += Duration::seconds(seconds),
                Step::Try { who, client, verb, wrong_pin } => {
                    let action = executor.action(verb);
                    pinned(&mut executor, wrong_pin);
                    executor.execute(Actor::User { id: who, client }, action);
                    pinned(&mut executor, false);
                }
                Step::Delete(who) => executor.put(who, executor.world.state.people.is_admin(who), false),
                Step::Demote(who) => executor.put(who, false, executor.world.state.people.is_active(who)),
                Step::Promote(who) => executor.put(who, true, executor.world.state.people.is_active(who)),
            }
        }
        executor.finish();
    }
}
