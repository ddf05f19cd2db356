//! Every rule of the lock, in one synchronous function without a clock, without I/O, without new ids.

use chrono::Duration;

use super::{
    Action, Actor, Answer, Command, ControlRequest, Detail, Event, EventKind, Held, Lock, Refusal, Request, due,
    event::Moved,
};
use crate::{
    Appointment, AppointmentId, Cancellation, Content, ContentChange, Instant, LockId, People, Revision, UserId,
    Version, appointment::Field,
};

/// How long a hand-over lasts at most until its new holder first renews.
const HAND_OVER_LIMIT: Duration = Duration::seconds(60);

/// The configured times of the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long a lock lives without renewal.
    pub lock_ttl: Duration,
    /// When an unanswered request settles itself; `None`: never.
    pub request_timeout: Option<Duration>,
}

/// What a command is decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The appointment with its lock, if there is such an appointment.
    pub appointment: Option<Appointment>,
    /// Everybody it names, and the caller.
    pub people: People,
}

/// What an accepted command amounts to, for whoever answers the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An appointment was made.
    Created,
    /// A lock was taken.
    Taken,
    /// The caller's lock was renewed, or moved to this client.
    Renewed,
    /// Anything else was done.
    Done,
}

/// Somebody who must still be active, or an administrator, at the moment of commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reliance {
    /// Who.
    pub user: UserId,
    /// Must be an administrator, not just active.
    pub admin: bool,
}

/// From one state to the next, with all that must hold when it is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The revision it was decided on; [`Revision::NONE`]: there must be no such appointment yet.
    pub expected: Revision,
    /// The state after it.
    pub after: Appointment,
    /// Whether more than the lock is written.
    pub content_changed: bool,
    /// What happened, in order; the last one's revision is `after`'s.
    pub events: Vec<Event>,
    /// The times the appointment had before and has after, together.
    pub span: (Instant, Instant),
    /// Who must still be what they were.
    pub relies_on: Vec<Reliance>,
    /// The first deadline it relied on: it must be committed before, by the database's clock.
    pub valid_before: Option<Instant>,
    /// What it amounts to.
    pub effect: Effect,
}

/// What came of deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Accepted, and there is nothing to write.
    Unchanged,
    /// Accepted, to be committed.
    Change(Box<Transition>),
}

impl Rules {
    /// Decides a command on a state at an instant of the database's clock.
    ///
    /// # Errors
    /// A [`Refusal`], the first in the order of its variants' meaning: who you are, what you may, whether it exists,
    /// preconditions, lock, version, request. A refused command changes nothing.
    pub fn decide(&self, state: &State, command: &Command, now: Instant) -> Result<Decision, Refusal> {
        Self::may(state, command)?;
        if let Action::Create { content, allow_overlap } = &command.action {
            return create(command, content, *allow_overlap, now);
        }
        let before = exists(state, &command.action, command.actor)?;
        let mut draft = Draft::new(self, &state.people, before.clone());
        due::apply(&mut draft, now);
        draft.valid_before = draft.after.lock.next_due();
        precondition(state, &draft, command)?;
        let effect = act(&mut draft, command, now)?;
        Ok(draft.decision(before, command, effect))
    }

    /// Who you are and what you may: what is refused before anything else is looked at.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] or [`Refusal::AdminOnly`].
    pub fn may(state: &State, command: &Command) -> Result<(), Refusal> {
        let Some(user) = command.actor.user() else { return Ok(()) };
        if !state.people.is_active(user) {
            Err(Refusal::Unauthenticated)
        } else if command.action.is_for_admins() && !state.people.is_admin(user) {
            Err(Refusal::AdminOnly)
        } else {
            Ok(())
        }
    }

    /// The state as everybody sees it at `now`: what is due has happened.
    #[must_use]
    pub fn settled(&self, state: State, now: Instant) -> State {
        let State { appointment, people } = state;
        let appointment = appointment.map(|appointment| {
            let mut draft = Draft::new(self, &people, appointment);
            due::apply(&mut draft, now);
            draft.after
        });
        State { appointment, people }
    }

    /// How long a hand-over lives that its new holder has not confirmed by renewing.
    pub(super) fn hand_over_ttl(&self) -> Duration {
        self.lock_ttl.min(HAND_OVER_LIMIT)
    }
}

/// A cancelled appointment exists only for who may restore it; a standing one cannot be restored.
fn exists<'a>(state: &'a State, action: &Action, actor: Actor) -> Result<&'a Appointment, Refusal> {
    let appointment = state.appointment.as_ref().ok_or(Refusal::AppointmentNotFound)?;
    let visible = match (action, &appointment.cancelled) {
        (Action::Restore, Some(cancelled)) => may_restore(state, cancelled, actor),
        (Action::Restore, None) | (_, Some(_)) => false,
        (_, None) => true,
    };
    if visible { Ok(appointment) } else { Err(Refusal::AppointmentNotFound) }
}

fn may_restore(state: &State, cancelled: &Cancellation, actor: Actor) -> bool {
    actor.user().is_none_or(|user| user == cancelled.by || state.people.is_admin(user))
}

fn precondition(state: &State, draft: &Draft<'_>, command: &Command) -> Result<(), Refusal> {
    if let Some(holds) = &command.precondition {
        let settled = State { appointment: Some(draft.after.clone()), people: state.people.clone() };
        if !(holds.0)(&settled) {
            return Err(Refusal::PreconditionFailed);
        }
    }
    match (command.pinned_lock, draft.held()) {
        (Some(pinned), Some(held)) if held.id != pinned => Err(Refusal::LockChanged),
        _ => Ok(()),
    }
}

fn create(command: &Command, content: &Content, allow_overlap: bool, now: Instant) -> Result<Decision, Refusal> {
    content.fault().map_or(Ok(()), |fault| Err(Refusal::Invalid(fault)))?;
    let after = Appointment {
        id: command.appointment,
        content: content.clone(),
        overbooked: allow_overlap,
        version: Version::FIRST,
        revision: Revision::NONE.next(),
        created_at: now,
        updated_at: now,
        cancelled: None,
        lock: Lock::Free,
    };
    let created = Event {
        kind: EventKind::Created,
        revision: after.revision,
        actor: command.actor.user(),
        subject: None,
        at: now,
        detail: Detail::default(),
    };
    Ok(Decision::Change(Box::new(Transition {
        expected: Revision::NONE,
        content_changed: true,
        events: vec![created],
        span: (content.start_time, content.end_time),
        relies_on: command.actor.user().map(|user| Reliance { user, admin: false }).into_iter().collect(),
        valid_before: None,
        effect: Effect::Created,
        after,
    })))
}

fn act(draft: &mut Draft<'_>, command: &Command, now: Instant) -> Result<Effect, Refusal> {
    let actor = command.actor;
    match &command.action {
        Action::Create { .. } | Action::Settle => {}
        Action::Acquire { version, becomes, take_over } => {
            return draft.acquire(actor, *version, *becomes, *take_over, now);
        }
        Action::Release => {
            draft.holding(actor)?;
            draft.release(now, actor.user());
        }
        Action::Edit { version, change, allow_overlap } => draft.edit(actor, *version, change, *allow_overlap, now)?,
        Action::Cancel { version, reason } => draft.cancel(actor, *version, reason.clone(), now)?,
        Action::Restore => draft.restore(actor, now),
        Action::RequestControl { becomes } => draft.request_control(actor, *becomes, now)?,
        Action::WithdrawControl => draft.withdraw_control(actor, now)?,
        Action::AnswerControl { answer, requester } => draft.answer_control(actor, *answer, *requester, now)?,
        Action::RequestForceRelease => draft.request_force_release(actor, now)?,
        Action::WithdrawForceRelease => draft.withdraw_force_release(actor, now)?,
        Action::AnswerForceRelease { answer, requester } => {
            draft.answer_force_release(actor, *answer, *requester, now)?;
        }
        Action::ForceRelease { reason } => draft.force_release(actor, reason.clone(), now)?,
    }
    Ok(Effect::Done)
}

/// The state in the making, with the events that made it.
pub(super) struct Draft<'a> {
    pub(super) rules: &'a Rules,
    pub(super) people: &'a People,
    pub(super) after: Appointment,
    events: Vec<Event>,
    relies_on: Vec<Reliance>,
    valid_before: Option<Instant>,
}

impl<'a> Draft<'a> {
    fn new(rules: &'a Rules, people: &'a People, after: Appointment) -> Self {
        Self { rules, people, after, events: Vec::new(), relies_on: Vec::new(), valid_before: None }
    }

    pub(super) fn held(&self) -> Option<&Held> {
        self.after.lock.held()
    }

    pub(super) fn held_mut(&mut self) -> Option<&mut Held> {
        match &mut self.after.lock {
            Lock::Free => None,
            Lock::Held(held) => Some(held),
        }
    }

    fn record(&mut self, kind: EventKind, at: Instant, actor: Option<UserId>, subject: Option<UserId>, detail: Detail) {
        self.after.revision = self.after.revision.next();
        self.events.push(Event { kind, revision: self.after.revision, actor, subject, at, detail });
    }

    /// Records what concerns a holding.
    pub(super) fn record_of(
        &mut self,
        held: &Held,
        kind: EventKind,
        at: Instant,
        actor: Option<UserId>,
        subject: Option<UserId>,
    ) {
        self.record(kind, at, actor, subject, of_holding(held));
    }

    /// Ends the lock; requests that this does not answer lapse.
    pub(super) fn end(&mut self, kind: EventKind, at: Instant, actor: Option<UserId>) {
        self.end_because(kind, at, actor, None);
    }

    fn end_because(&mut self, kind: EventKind, at: Instant, actor: Option<UserId>, reason: Option<String>) {
        let Lock::Held(held) = std::mem::replace(&mut self.after.lock, Lock::Free) else { return };
        let answered = matches!(kind, EventKind::ForceReleaseApproved | EventKind::ForceReleaseSettled);
        let subject = if answered { held.force_release.as_ref().map(|request| request.by) } else { Some(held.holder) };
        self.record(kind, at, actor, subject, Detail { reason, ..of_holding(&held) });
        self.lapse(&held, at, held.control.as_ref().map(|control| control.request.by), None);
        self.lapse(&held, at, None, held.force_release.as_ref().filter(|_| !answered).map(|request| request.by));
    }

    fn lapse(&mut self, held: &Held, at: Instant, control: Option<UserId>, force: Option<UserId>) {
        if let Some(requester) = control {
            self.record_of(held, EventKind::ControlLapsed, at, None, Some(requester));
        }
        if let Some(requester) = force {
            self.record_of(held, EventKind::ForceReleaseLapsed, at, None, Some(requester));
        }
    }

    /// Gives the lock to who asked for control; a request for a release lapses.
    pub(super) fn hand_over(&mut self, kind: EventKind, at: Instant, actor: Option<UserId>, expires_at: Instant) {
        let Lock::Held(old) = std::mem::replace(&mut self.after.lock, Lock::Free) else { return };
        let Some(ControlRequest { request, becomes }) = old.control.clone() else { return };
        self.record_of(&old, kind, at, actor, Some(request.by));
        self.lapse(&old, at, None, old.force_release.as_ref().map(|request| request.by));
        self.relies_on.push(Reliance { user: request.by, admin: true });
        self.after.lock = Lock::Held(new_holding(becomes, request.by, at, expires_at));
    }

    /// Gives the lock back, or on to who asked for control.
    pub(super) fn release(&mut self, at: Instant, actor: Option<UserId>) {
        if self.held().is_some_and(|held| held.control.is_some()) {
            self.hand_over(EventKind::HandedOver, at, actor, at + self.rules.hand_over_ttl());
        } else {
            self.end(EventKind::Released, at, actor);
        }
    }

    /// The holding, if the actor has it through this very client.
    fn holding(&mut self, actor: Actor) -> Result<&mut Held, Refusal> {
        let Actor::User { id, client } = actor else { return Err(Refusal::LockNotHeld) };
        self.held_mut().filter(|held| held.is_held_by(id, client)).ok_or(Refusal::LockNotHeld)
    }

    /// Extends the holding to a full TTL and ties it to the client that speaks.
    fn renew(&mut self, actor: Actor, now: Instant) -> Result<Held, Refusal> {
        let expires_at = now + self.rules.lock_ttl;
        let held = self.holding(actor)?;
        held.expires_at = expires_at;
        if let Actor::User { client, .. } = actor {
            held.client = held.client.or(client);
        }
        Ok(held.clone())
    }

    fn at_version(&self, version: Version) -> Result<(), Refusal> {
        if self.after.version == version { Ok(()) } else { Err(Refusal::VersionConflict) }
    }

    fn acquire(
        &mut self,
        actor: Actor,
        version: Version,
        becomes: LockId,
        take_over: bool,
        now: Instant,
    ) -> Result<Effect, Refusal> {
        let Actor::User { id, client } = actor else { return Err(Refusal::Locked) };
        let expires_at = now + self.rules.lock_ttl;
        match self.held().cloned() {
            None => {
                self.at_version(version)?;
                let held = Held { client, ..new_holding(becomes, id, now, expires_at) };
                self.record_of(&held, EventKind::Acquired, now, Some(id), None);
                self.after.lock = Lock::Held(held);
                Ok(Effect::Taken)
            }
            Some(held) if held.holder != id => Err(Refusal::Locked),
            Some(held) if held.is_held_by(id, client) => {
                let held = self.renew(actor, now).unwrap_or(held);
                self.record_of(&held, EventKind::Renewed, now, Some(id), None);
                Ok(Effect::Renewed)
            }
            Some(_) if !take_over => Err(Refusal::LockedElsewhere),
            Some(held) => {
                // The person stays the holder, so whoever asked them still waits for their answer.
                self.record_of(&held, EventKind::Moved, now, Some(id), None);
                self.after.lock = Lock::Held(Held { id: becomes, client, created_at: now, expires_at, ..held });
                Ok(Effect::Renewed)
            }
        }
    }

    fn edit(
        &mut self,
        actor: Actor,
        version: Version,
        change: &ContentChange,
        allow_overlap: Option<bool>,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.holding(actor)?;
        self.at_version(version)?;
        let old = self.after.content.clone();
        let new = old.with(change.clone());
        new.fault().map_or(Ok(()), |fault| Err(Refusal::Invalid(fault)))?;
        let held = self.renew(actor, now)?;
        let moved =
            old.start_time != new.start_time || old.end_time != new.end_time || old.doctor_key() != new.doctor_key();
        let overbooked = allow_overlap.unwrap_or(self.after.overbooked && !moved);
        let mut detail = Detail { ..of_holding(&held) };
        detail.changed = old.changed_fields(&new);
        if overbooked != self.after.overbooked {
            detail.changed.push(Field::Overbooked);
        }
        detail.start_time = moved_from(&old.start_time, &new.start_time);
        detail.end_time = moved_from(&old.end_time, &new.end_time);
        detail.doctor_name = moved_from(&old.doctor_name, &new.doctor_name);
        self.after.content = new;
        self.after.overbooked = overbooked;
        self.after.version = self.after.version.next();
        self.after.updated_at = now;
        self.record(EventKind::Edited, now, actor.user(), None, detail);
        Ok(())
    }

    fn cancel(&mut self, actor: Actor, version: Version, reason: Option<String>, now: Instant) -> Result<(), Refusal> {
        let holder = self.holding(actor)?.holder;
        self.at_version(version)?;
        self.after.cancelled = Some(Cancellation { by: holder, at: now });
        self.after.updated_at = now;
        self.end_because(EventKind::Cancelled, now, actor.user(), reason);
        Ok(())
    }

    fn restore(&mut self, actor: Actor, now: Instant) {
        let by_who_cancelled = self.after.cancelled.take().map(|cancelled| cancelled.by) == actor.user();
        if let Some(user) = actor.user() {
            self.relies_on.push(Reliance { user, admin: !by_who_cancelled });
        }
        self.after.updated_at = now;
        self.record(EventKind::Restored, now, actor.user(), None, Detail::default());
    }

    fn respond_by(&self, now: Instant) -> Option<Instant> {
        self.rules.request_timeout.map(|timeout| now + timeout)
    }

    /// The holding of somebody else, for who wants something of it.
    fn of_another(&mut self, actor: Actor) -> Result<(&mut Held, UserId), Refusal> {
        let user = actor.user().ok_or(Refusal::AdminOnly)?;
        let held = self.held_mut().ok_or(Refusal::LockNotFound)?;
        if held.holder == user { Err(Refusal::LockAlreadyHeld) } else { Ok((held, user)) }
    }

    fn request_control(&mut self, actor: Actor, becomes: LockId, now: Instant) -> Result<(), Refusal> {
        let respond_by = self.respond_by(now);
        let (held, user) = self.of_another(actor)?;
        if let Some(pending) = &held.control {
            return if pending.request.by == user { Ok(()) } else { Err(Refusal::RequestPending) };
        }
        held.control = Some(ControlRequest { request: Request { by: user, respond_by }, becomes });
        let held = held.clone();
        self.record_of(&held, EventKind::ControlRequested, now, Some(user), Some(held.holder));
        Ok(())
    }

    fn request_force_release(&mut self, actor: Actor, now: Instant) -> Result<(), Refusal> {
        let respond_by = self.respond_by(now);
        let (held, user) = self.of_another(actor)?;
        if let Some(pending) = &held.force_release {
            return if pending.by == user { Ok(()) } else { Err(Refusal::RequestPending) };
        }
        held.force_release = Some(Request { by: user, respond_by });
        let held = held.clone();
        self.record_of(&held, EventKind::ForceReleaseRequested, now, Some(user), Some(held.holder));
        Ok(())
    }

    fn withdraw_control(&mut self, actor: Actor, now: Instant) -> Result<(), Refusal> {
        let held = self.held_mut().ok_or(Refusal::NoRequest)?;
        held.control.take_if(|control| Some(control.request.by) == actor.user()).ok_or(Refusal::NoRequest)?;
        let held = held.clone();
        self.record_of(&held, EventKind::ControlWithdrawn, now, actor.user(), Some(held.holder));
        Ok(())
    }

    fn withdraw_force_release(&mut self, actor: Actor, now: Instant) -> Result<(), Refusal> {
        let held = self.held_mut().ok_or(Refusal::NoRequest)?;
        held.force_release.take_if(|request| Some(request.by) == actor.user()).ok_or(Refusal::NoRequest)?;
        let held = held.clone();
        self.record_of(&held, EventKind::ForceReleaseWithdrawn, now, actor.user(), Some(held.holder));
        Ok(())
    }

    /// The holding, for its holder's answer: a person answers, from whichever client.
    fn asked(&mut self, actor: Actor) -> Result<&mut Held, Refusal> {
        let held = self.held_mut().ok_or(Refusal::LockNotFound)?;
        if Some(held.holder) == actor.user() { Ok(held) } else { Err(Refusal::LockNotHeld) }
    }

    fn answer_control(
        &mut self,
        actor: Actor,
        answer: Answer,
        requester: Option<UserId>,
        now: Instant,
    ) -> Result<(), Refusal> {
        let expires_at = now + self.rules.lock_ttl;
        let held = self.asked(actor)?;
        let pending = held.control.as_ref().map(|control| control.request.by);
        let by = pending.filter(|by| requester.is_none_or(|pinned| pinned == *by)).ok_or(Refusal::NoRequest)?;
        match answer {
            Answer::Approve => self.hand_over(EventKind::ControlApproved, now, actor.user(), expires_at),
            Answer::Reject => {
                held.control = None;
                let held = held.clone();
                self.record_of(&held, EventKind::ControlRejected, now, actor.user(), Some(by));
            }
        }
        Ok(())
    }

    fn answer_force_release(
        &mut self,
        actor: Actor,
        answer: Answer,
        requester: Option<UserId>,
        now: Instant,
    ) -> Result<(), Refusal> {
        let held = self.asked(actor)?;
        let pending = held.force_release.as_ref().map(|request| request.by);
        let by = pending.filter(|by| requester.is_none_or(|pinned| pinned == *by)).ok_or(Refusal::NoRequest)?;
        match answer {
            Answer::Approve => self.end(EventKind::ForceReleaseApproved, now, actor.user()),
            Answer::Reject => {
                held.force_release = None;
                let held = held.clone();
                self.record_of(&held, EventKind::ForceReleaseRejected, now, actor.user(), Some(by));
            }
        }
        Ok(())
    }

    fn force_release(&mut self, actor: Actor, reason: String, now: Instant) -> Result<(), Refusal> {
        self.held().ok_or(Refusal::LockNotFound)?;
        self.end_because(EventKind::ForceReleased, now, actor.user(), Some(reason));
        Ok(())
    }

    fn decision(mut self, before: &Appointment, command: &Command, effect: Effect) -> Decision {
        if self.events.is_empty() {
            return Decision::Unchanged;
        }
        if let Some(user) = command.actor.user() {
            self.relies_on.push(Reliance { user, admin: command.action.is_for_admins() });
        }
        let (old, new) = (&before.content, &self.after.content);
        Decision::Change(Box::new(Transition {
            expected: before.revision,
            content_changed: old != new
                || before.version != self.after.version
                || before.cancelled != self.after.cancelled
                || before.overbooked != self.after.overbooked,
            span: (old.start_time.min(new.start_time), old.end_time.max(new.end_time)),
            events: self.events,
            relies_on: self.relies_on,
            valid_before: self.valid_before,
            effect,
            after: self.after,
        }))
    }
}

fn new_holding(id: LockId, holder: UserId, created_at: Instant, expires_at: Instant) -> Held {
    Held { id, holder, client: None, created_at, expires_at, control: None, force_release: None }
}

fn of_holding(held: &Held) -> Detail {
    Detail { lock: Some(held.id), holder: Some(held.holder), ..Detail::default() }
}

fn moved_from<T: Clone + PartialEq>(from: &T, to: &T) -> Option<Moved<T>> {
    (from != to).then(|| Moved { from: from.clone(), to: to.clone() })
}

impl Transition {
    /// Changes nothing, but only while the appointment stands and the actor may: so that a success that had nothing
    /// to write can be kept under its key.
    #[must_use]
    pub fn nothing(appointment: Appointment, actor: Reliance) -> Self {
        let content = &appointment.content;
        Self {
            expected: appointment.revision,
            content_changed: false,
            events: Vec::new(),
            span: (content.start_time, content.end_time),
            relies_on: vec![actor],
            valid_before: appointment.lock.next_due(),
            effect: Effect::Done,
            after: appointment,
        }
    }

    /// Which appointment.
    #[must_use]
    pub fn appointment(&self) -> AppointmentId {
        self.after.id
    }
}
