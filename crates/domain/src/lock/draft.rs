//! The next state in the making: what each command does to the lock and to what it guards.

use super::{
    Actor, Command, ControlRequest, Decision, Detail, Event, EventKind, Held, Lock, Refusal, Reliance, Rules,
    Transition, decide::Effect, event::Moved,
};
use crate::{
    Appointment, Cancellation, ContentChange, Instant, LockId, People, UserId, Version,
    appointment::{Field, Patient},
};

/// The state in the making, with the events that made it.
pub(super) struct Draft<'a> {
    pub(super) rules: &'a Rules,
    pub(super) people: &'a People,
    pub(super) after: Appointment,
    pub(super) events: Vec<Event>,
    pub(super) relies_on: Vec<Reliance>,
    pub(super) valid_before: Option<Instant>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(rules: &'a Rules, people: &'a People, after: Appointment) -> Self {
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

    pub(super) fn record(
        &mut self,
        kind: EventKind,
        at: Instant,
        actor: Option<UserId>,
        subject: Option<UserId>,
        detail: Detail,
    ) {
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

    pub(super) fn end_because(&mut self, kind: EventKind, at: Instant, actor: Option<UserId>, reason: Option<String>) {
        let Lock::Held(held) = std::mem::replace(&mut self.after.lock, Lock::Free) else { return };
        let answered = matches!(kind, EventKind::ForceReleaseApproved | EventKind::ForceReleaseSettled);
        let subject = if answered { held.force_release.as_ref().map(|request| request.by) } else { Some(held.holder) };
        self.record(kind, at, actor, subject, Detail { reason, ..of_holding(&held) });
        self.lapse(&held, at, held.control.as_ref().map(|control| control.request.by), None);
        self.lapse(&held, at, None, held.force_release.as_ref().filter(|_| !answered).map(|request| request.by));
    }

    pub(super) fn lapse(&mut self, held: &Held, at: Instant, control: Option<UserId>, force: Option<UserId>) {
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
    pub(super) fn holding(&mut self, actor: Actor) -> Result<&mut Held, Refusal> {
        let Actor::User { id, client } = actor else { return Err(Refusal::LockNotHeld) };
        self.held_mut().filter(|held| held.is_held_by(id, client)).ok_or(Refusal::LockNotHeld)
    }

    /// Extends the holding to a full TTL and ties it to the client that speaks.
    pub(super) fn renew(&mut self, actor: Actor, now: Instant) -> Result<Held, Refusal> {
        let expires_at = now + self.rules.lock_ttl;
        let held = self.holding(actor)?;
        held.expires_at = expires_at;
        if let Actor::User { client, .. } = actor {
            held.client = held.client.or(client);
        }
        Ok(held.clone())
    }

    pub(super) fn at_version(&self, version: Version) -> Result<(), Refusal> {
        if self.after.version == version { Ok(()) } else { Err(Refusal::VersionConflict) }
    }

    pub(super) fn acquire(
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

    pub(super) fn edit(
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

    pub(super) fn cancel(
        &mut self,
        actor: Actor,
        version: Version,
        reason: Option<String>,
        now: Instant,
    ) -> Result<(), Refusal> {
        let holder = self.holding(actor)?.holder;
        self.at_version(version)?;
        self.after.cancelled = Some(Cancellation { by: holder, at: now });
        self.after.updated_at = now;
        self.end_because(EventKind::Cancelled, now, actor.user(), reason);
        Ok(())
    }

    pub(super) fn restore(&mut self, actor: Actor, now: Instant) {
        let by_who_cancelled = self.after.cancelled.take().map(|cancelled| cancelled.by) == actor.user();
        if let Some(user) = actor.user() {
            self.relies_on.push(Reliance { user, admin: !by_who_cancelled });
        }
        self.after.updated_at = now;
        self.record(EventKind::Restored, now, actor.user(), None, Detail::default());
    }

    /// Under an edit in progress nothing is erased: its draft would bring the data back.
    pub(super) fn erase(&mut self, actor: Actor, patient: &Patient, now: Instant) -> Result<(), Refusal> {
        let erased = self.after.content.erased();
        if !patient.has(&self.after.content) || self.after.content == erased {
            return Ok(());
        }
        if self.held().is_some() {
            return Err(Refusal::Locked);
        }
        self.after.content = erased;
        self.after.version = self.after.version.next();
        self.after.updated_at = now;
        self.record(EventKind::Erased, now, actor.user(), None, Detail::default());
        Ok(())
    }

    pub(super) fn force_release(&mut self, actor: Actor, reason: String, now: Instant) -> Result<(), Refusal> {
        self.held().ok_or(Refusal::LockNotFound)?;
        self.end_because(EventKind::ForceReleased, now, actor.user(), Some(reason));
        Ok(())
    }

    pub(super) fn decision(mut self, before: &Appointment, command: &Command, effect: Effect) -> Decision {
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

pub(super) fn new_holding(id: LockId, holder: UserId, created_at: Instant, expires_at: Instant) -> Held {
    Held { id, holder, client: None, created_at, expires_at, control: None, force_release: None }
}

pub(super) fn of_holding(held: &Held) -> Detail {
    Detail { lock: Some(held.id), holder: Some(held.holder), ..Detail::default() }
}

fn moved_from<T: Clone + PartialEq>(from: &T, to: &T) -> Option<Moved<T>> {
    (from != to).then(|| Moved { from: from.clone(), to: to.clone() })
}
