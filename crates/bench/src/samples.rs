//! A realistic appointment in each state of its lock, and the commands that lead from one to the next: for measuring
//! what needs no I/O. Ids and instants are fixed, so that the same work is done every time.

use chrono::Duration;
use domain::{
    Appointment, AppointmentId, Instant, LockId, People, Revision, UserId, Version,
    lock::{Action, Actor, Answer, Command, Decision, Lock, Rules, State},
    service::Snapshot,
    testing::samples::{content, noon, person},
};
use http_api::view::{AppointmentView, LockAnswer, etag};
use uuid::Uuid;

/// The server's defaults.
pub const RULES: Rules = Rules { lock_ttl: Duration::seconds(300), request_timeout: Some(Duration::seconds(60)) };

/// Two people and an appointment.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Who takes the lock.
    pub holder: UserId,
    /// Who asks for it.
    pub admin: UserId,
    /// The database's clock.
    pub now: Instant,
    /// The appointment, which nobody holds.
    pub free: State,
}

impl Default for Scene {
    fn default() -> Self {
        let (holder, admin) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let people: People = [person(holder, "Ana", false), person(admin, "Budi", true)].into_iter().collect();
        Self { holder, admin, now: noon(), free: State { appointment: Some(appointment(0)), people } }
    }
}

/// An appointment with all its fields filled, that nobody holds.
#[must_use]
pub fn appointment(number: i64) -> Appointment {
    let mut content = content(number);
    content.address = Some("Friedrichstr. 12, 10117 Berlin".into());
    content.note = Some("Brings the X-ray from last year.".into());
    content.description = Some("Follow-up after six weeks; blood pressure to be measured before.".into());
    Appointment {
        id: AppointmentId(Uuid::from_u128(1_000 + number.unsigned_abs() as u128)),
        content,
        overbooked: false,
        version: Version(3),
        revision: Revision(17),
        created_at: noon() - Duration::days(30),
        updated_at: noon() - Duration::days(2),
        cancelled: None,
        lock: Lock::Free,
    }
}

impl Scene {
    /// A command of this user's.
    #[must_use]
    pub fn command(&self, user: UserId, action: Action) -> Command {
        let appointment = appointment(0).id;
        let actor = Actor::User { id: user, client: None };
        Command { appointment, actor, pinned_lock: None, precondition: None, action }
    }

    /// Takes the lock, or renews it.
    #[must_use]
    pub fn acquire(&self) -> Command {
        let becomes = LockId(Uuid::from_u128(3));
        self.command(self.holder, Action::Acquire { version: Version(3), becomes, take_over: false })
    }

    /// Asks for the lock.
    #[must_use]
    pub fn request(&self) -> Command {
        self.command(self.admin, Action::RequestControl { becomes: LockId(Uuid::from_u128(4)) })
    }

    /// Hands the lock over.
    #[must_use]
    pub fn approve(&self) -> Command {
        self.command(self.holder, Action::AnswerControl { answer: Answer::Approve, requester: None })
    }

    /// The state after a command; the same, if it changes nothing or is refused.
    #[must_use]
    pub fn after(&self, state: &State, command: &Command) -> State {
        match RULES.decide(state, command, self.now) {
            Ok(Decision::Change(transition)) => {
                State { appointment: Some(transition.after), people: state.people.clone() }
            }
            Ok(Decision::Unchanged) | Err(_) => state.clone(),
        }
    }

    /// The appointment, which the holder holds.
    #[must_use]
    pub fn held(&self) -> State {
        self.after(&self.free, &self.acquire())
    }

    /// The same, with a request for control.
    #[must_use]
    pub fn requested(&self) -> State {
        self.after(&self.held(), &self.request())
    }

    /// What the answer to an acquire costs beyond its I/O: the decision, the view, the tag and the JSON. Answers the
    /// length of tag and JSON.
    #[must_use]
    pub fn answer(&self, state: &State, command: &Command) -> usize {
        let snapshot = Snapshot { now: self.now, state: self.after(state, command) };
        let tag = AppointmentView::of(&snapshot.state).map(|view| etag(&view));
        let json = serde_json::to_vec(&LockAnswer::of(&snapshot)).unwrap_or_default();
        tag.map_or(0, |tag| tag.len()) + json.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_what_it_is_called() {
        let scene = Scene::default();
        let held = |state: &State| state.appointment.as_ref().and_then(|one| one.lock.held().cloned());
        assert_eq!(held(&scene.free), None);
        assert_eq!(held(&scene.held()).map(|held| held.holder), Some(scene.holder));
        assert!(held(&scene.requested()).is_some_and(|held| held.control.is_some()));
        let approved = scene.after(&scene.requested(), &scene.approve());
        assert_eq!(held(&approved).map(|held| held.holder), Some(scene.admin));
        assert!(scene.answer(&scene.free, &scene.acquire()) > 300, "tag and lock");
    }
}
