//! Every rule of the lock, in one synchronous function without a clock, without I/O, without new ids.

use chrono::Duration;

use super::{Action, Actor, Command, Detail, Event, EventKind, Lock, Refusal, draft::Draft, due};
use crate::{Appointment, AppointmentId, Cancellation, Content, Instant, People, Revision, UserId, Version};

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

/// A cancelled appointment exists only for who may restore or erase it; a standing one cannot be restored.
fn exists<'a>(state: &'a State, action: &Action, actor: Actor) -> Result<&'a Appointment, Refusal> {
    let appointment = state.appointment.as_ref().ok_or(Refusal::AppointmentNotFound)?;
    let visible = match (action, &appointment.cancelled) {
        (Action::Restore, None) => false,
        (Action::Restore, Some(cancelled)) => may_restore(state, cancelled, actor),
        (Action::Erase { .. }, _) | (_, None) => true,
        (_, Some(_)) => false,
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
        Action::Erase { patient } => draft.erase(actor, patient, now)?,
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

    /// Whether a patient's data is erased: then also the reasons that people gave in earlier events, which may name them.
    #[must_use]
    pub fn erases(&self) -> bool {
        self.events.iter().any(|event| event.kind == EventKind::Erased)
    }

    /// Which appointment.
    #[must_use]
    pub fn appointment(&self) -> AppointmentId {
        self.after.id
    }
}
