//! What administrators ask of a holder, and what the holder answers.

use super::{
    Actor, Answer, ControlRequest, Detail, EventKind, Held, Refusal, Request,
    draft::{Draft, of_holding},
};
use crate::{Instant, LockId, UserId};

impl Draft<'_> {
    pub(super) fn respond_by(&self, now: Instant) -> Option<Instant> {
        self.rules.request_timeout.map(|timeout| now + timeout)
    }

    /// The holding of somebody else, for who wants something of it.
    pub(super) fn of_another(&mut self, actor: Actor) -> Result<(&mut Held, UserId), Refusal> {
        let user = actor.user().ok_or(Refusal::AdminOnly)?;
        let held = self.held_mut().ok_or(Refusal::LockNotFound)?;
        if held.holder == user { Err(Refusal::LockAlreadyHeld) } else { Ok((held, user)) }
    }

    pub(super) fn request_control(&mut self, actor: Actor, becomes: LockId, now: Instant) -> Result<(), Refusal> {
        let respond_by = self.respond_by(now);
        let (held, user) = self.of_another(actor)?;
        if let Some(pending) = &held.control {
            return if pending.request.by == user { Ok(()) } else { Err(Refusal::RequestPending) };
        }
        held.control = Some(ControlRequest { request: Request { by: user, respond_by }, becomes });
        let held = held.clone();
        self.record_request(&held, EventKind::ControlRequested, now, user, respond_by);
        Ok(())
    }

    pub(super) fn request_force_release(&mut self, actor: Actor, now: Instant) -> Result<(), Refusal> {
        let respond_by = self.respond_by(now);
        let (held, user) = self.of_another(actor)?;
        if let Some(pending) = &held.force_release {
            return if pending.by == user { Ok(()) } else { Err(Refusal::RequestPending) };
        }
        held.force_release = Some(Request { by: user, respond_by });
        let held = held.clone();
        self.record_request(&held, EventKind::ForceReleaseRequested, now, user, respond_by);
        Ok(())
    }

    /// With all that its holder must know to answer, so that it can be told however late.
    fn record_request(&mut self, held: &Held, kind: EventKind, now: Instant, by: UserId, respond_by: Option<Instant>) {
        let detail = Detail { expires_at: Some(held.expires_at), respond_by, ..of_holding(held) };
        self.record(kind, now, Some(by), Some(held.holder), detail);
    }

    pub(super) fn withdraw_control(&mut self, actor: Actor, now: Instant) -> Result<(), Refusal> {
        let held = self.held_mut().ok_or(Refusal::NoRequest)?;
        held.control.take_if(|control| Some(control.request.by) == actor.user()).ok_or(Refusal::NoRequest)?;
        let held = held.clone();
        self.record_of(&held, EventKind::ControlWithdrawn, now, actor.user(), Some(held.holder));
        Ok(())
    }

    pub(super) fn withdraw_force_release(&mut self, actor: Actor, now: Instant) -> Result<(), Refusal> {
        let held = self.held_mut().ok_or(Refusal::NoRequest)?;
        held.force_release.take_if(|request| Some(request.by) == actor.user()).ok_or(Refusal::NoRequest)?;
        let held = held.clone();
        self.record_of(&held, EventKind::ForceReleaseWithdrawn, now, actor.user(), Some(held.holder));
        Ok(())
    }

    /// The holding, for its holder's answer: a person answers, from whichever client.
    pub(super) fn asked(&mut self, actor: Actor) -> Result<&mut Held, Refusal> {
        let held = self.held_mut().ok_or(Refusal::LockNotFound)?;
        if Some(held.holder) == actor.user() { Ok(held) } else { Err(Refusal::LockNotHeld) }
    }

    pub(super) fn answer_control(
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

    pub(super) fn answer_force_release(
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
}
