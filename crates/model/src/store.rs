//! The database: one appointment, its clock, its people, and the compare-and-set.

use std::hash::{Hash, Hasher};

use domain::{
    Appointment, AppointmentId, Revision,
    lock::{Held, Lock, Reliance, State, Transition},
    testing::samples,
};
use uuid::Uuid;

use crate::{
    cast::{self, Staff, instant},
    scenario::Breakage,
};

/// What is stored, at an instant of the database's clock.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Store {
    pub(crate) appointment: Appointment,
    pub(crate) staff: Staff,
    /// Ticks.
    pub(crate) now: u8,
}

impl Store {
    pub(crate) fn new(held: bool) -> Self {
        let lock = if held { Lock::Held(anas()) } else { Lock::Free };
        let appointment = Appointment { id: AppointmentId(Uuid::nil()), lock, ..samples::appointment() };
        Self { appointment, staff: Staff::default(), now: 0 }
    }

    /// As the rules want it.
    pub(crate) fn state(&self) -> State {
        State { appointment: Some(self.appointment.clone()), people: self.staff.people() }
    }

    /// As everybody sees it: what is due has happened.
    pub(crate) fn settled(&self) -> Appointment {
        let state = cast::RULES.settled(self.state(), instant(self.now));
        state.appointment.unwrap_or_else(|| self.appointment.clone())
    }

    /// Whether a sweeper would find something.
    pub(crate) fn is_due(&self) -> bool {
        self.settled().revision != self.appointment.revision
    }

    /// Whether a transition stands: what the database compares.
    pub(crate) fn admits(&self, transition: &Transition, breakage: Option<Breakage>) -> bool {
        let forgets = |what| breakage == Some(what);
        let at_revision = transition.expected == self.appointment.revision;
        let in_time = transition.valid_before.is_none_or(|before| instant(self.now) < before);
        let can_rely = transition.relies_on.iter().all(|reliance| self.is_fit(reliance));
        (at_revision || forgets(Breakage::NoCompareAndSet))
            && (in_time || forgets(Breakage::LateCommit))
            && (can_rely || forgets(Breakage::Unrelied))
    }

    pub(crate) fn revision(&self) -> Revision {
        self.appointment.revision
    }

    fn is_fit(&self, reliance: &Reliance) -> bool {
        cast::client_of(reliance.user).is_some_and(|client| {
            if reliance.admin { self.staff.is_admin(client) } else { self.staff.is_active(client) }
        })
    }
}

/// Held by Ana from the beginning.
fn anas() -> Held {
    let taken = instant(0);
    Held {
        id: cast::lock(0, 15),
        holder: cast::user(0),
        client: cast::tab(0),
        created_at: taken,
        expires_at: taken + cast::RULES.lock_ttl,
        control: None,
        force_release: None,
    }
}

/// Two stores that hash alike behave alike: times that only history shows are left out.
impl Hash for Store {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self { appointment, staff, now } = self;
        (staff, now, appointment.revision, appointment.version, appointment.cancelled.is_some()).hash(hasher);
        appointment.content.note.hash(hasher);
        if let Lock::Held(held) = &appointment.lock {
            let Held { id, holder, client, created_at: _, expires_at, control, force_release } = held;
            (id, holder, client, expires_at).hash(hasher);
            let control =
                control.as_ref().map(|control| (control.request.by, control.request.respond_by, control.becomes));
            let force_release = force_release.as_ref().map(|request| (request.by, request.respond_by));
            (control, force_release).hash(hasher);
        }
    }
}
