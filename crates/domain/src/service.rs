//! The one async service: load → decide → commit → notify, again on stale, boundedly.

use std::sync::Arc;

use futures_util::{TryStreamExt, stream};

use crate::{
    Appointment, AppointmentId, Instant, OperationId, UserId,
    appointment::Patient,
    lock::{Action, Actor, Command, Decision, Effect, Refusal, Reliance, Rules, State, Transition},
    ports::{
        AppointmentRepository, Notifier, Unavailable,
        appointments::{Caller, Commit, Committed, History, IdempotencyKey, Load, Loaded, Page, Query},
    },
};

/// How often a change that loses its race is decided anew.
const ATTEMPTS: usize = 16;

/// So many appointments are settled at the same time at most: enough that a store can write them together, and few
/// enough that those who wait for answers do not queue behind them.
const SETTLED_AT_ONCE: usize = 16;

/// Commands on appointments, and readings of them in which what is due has happened.
pub struct Appointments {
    repository: Arc<dyn AppointmentRepository>,
    notifier: Arc<dyn Notifier>,
    rules: Rules,
}

/// A command with who asks and how it may be retried.
#[derive(Clone, Debug)]
pub struct Request {
    /// What.
    pub command: Command,
    /// By which sign-in; `None` for the system.
    pub caller: Option<Caller>,
    /// Under which key, if the caller gave one.
    pub key: Option<IdempotencyKey>,
}

/// An appointment as it stands at an instant, what is due applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The database's clock.
    pub now: Instant,
    /// The state.
    pub state: State,
}

/// What an accepted command amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// For the status of the answer.
    pub effect: Effect,
    /// The appointment after it (after a replay: as it is now).
    pub snapshot: Snapshot,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse it; nothing changed.
    #[error("refused: {refusal:?}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// What it was decided on.
        current: Box<Snapshot>,
    },
    /// The key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// It lost its race time after time; nothing changed.
    #[error("lost the race time after time")]
    Contended,
    /// The store is away. The outcome of a write is unknown.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What became of one try.
enum Try {
    Done(Box<Outcome>),
    Again,
    /// The commit's outcome is unknown; what it would have amounted to, and why.
    Unknown(Effect, Unavailable),
}

impl Appointments {
    /// A service on a repository, telling a notifier of every commit.
    #[must_use]
    pub fn new(repository: Arc<dyn AppointmentRepository>, notifier: Arc<dyn Notifier>, rules: Rules) -> Self {
        Self { repository, notifier, rules }
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn execute(&self, request: &Request) -> Result<Outcome, Error> {
        let operation = OperationId::fresh();
        let mut unknown: Option<(Effect, Unavailable)> = None;
        for _ in 0..ATTEMPTS {
            let loaded = self.load(request, unknown.is_some().then_some(operation)).await?;
            if let Some((effect, _)) = unknown.as_ref().filter(|_| loaded.operation_done) {
                return Ok(self.landed(*effect, request.command.appointment, loaded));
            }
            match self.attempt(request, operation, loaded).await? {
                Try::Done(outcome) => return Ok(*outcome),
                Try::Again => {}
                Try::Unknown(_, cause) if unknown.is_some() => return Err(cause.into()),
                Try::Unknown(effect, cause) => unknown = Some((effect, cause)),
            }
        }
        // The last race may have been lost to the very commit whose outcome is unknown.
        Err(unknown.map_or(Error::Contended, |(_, cause)| cause.into()))
    }

    /// A commit whose reply was lost turned out to be durable; nobody has been told of it yet.
    fn landed(&self, effect: Effect, appointment: AppointmentId, loaded: Loaded) -> Outcome {
        let snapshot = self.snapshot(loaded);
        let next_due = snapshot.state.appointment.as_ref().and_then(|appointment| appointment.lock.next_due());
        self.notifier.committed(appointment, next_due.map(|due| due - snapshot.now));
        Outcome { effect, snapshot }
    }

    async fn attempt(&self, request: &Request, operation: OperationId, loaded: Loaded) -> Result<Try, Error> {
        let (now, kept) = (loaded.now, loaded.kept.clone());
        let live = loaded.caller_live;
        let state = State { appointment: loaded.appointment, people: loaded.people };
        if !live {
            return Err(self.refused(Refusal::Unauthenticated, state, now));
        }
        if let Err(refusal) = Rules::may(&state, &request.command) {
            return Err(self.refused(refusal, state, now));
        }
        if let (Some(kept), Some(key)) = (kept, &request.key) {
            if kept.fingerprint != key.fingerprint {
                return Err(Error::KeyReused);
            }
            let snapshot = self.get(kept.appointment).await?;
            return Ok(Try::Done(Box::new(Outcome { effect: kept.effect, snapshot })));
        }
        match self.rules.decide(&state, &request.command, now) {
            Err(refusal) => Err(self.refused(refusal, state, now)),
            Ok(Decision::Unchanged) => {
                if let Some(transition) = nothing_but_the_key(request, &state) {
                    return self.commit(request, operation, transition, state, now).await;
                }
                let state = self.rules.settled(state, now);
                Ok(Try::Done(Box::new(Outcome { effect: Effect::Done, snapshot: Snapshot { now, state } })))
            }
            Ok(Decision::Change(transition)) => self.commit(request, operation, *transition, state, now).await,
        }
    }

    async fn commit(
        &self,
        request: &Request,
        operation: OperationId,
        transition: Transition,
        state: State,
        now: Instant,
    ) -> Result<Try, Error> {
        let (caller, key) = (request.caller, request.key.clone());
        let commit = Commit { transition, caller, operation, key };
        match self.repository.commit(&commit).await {
            Ok(Committed::Done) => {
                let Transition { after, effect, .. } = commit.transition;
                self.notifier.committed(after.id, after.lock.next_due().map(|due| due - now));
                let state = State { appointment: Some(after), people: state.people };
                Ok(Try::Done(Box::new(Outcome { effect, snapshot: Snapshot { now, state } })))
            }
            Ok(Committed::Stale) => Ok(Try::Again),
            Ok(Committed::Busy(conflicts)) => Err(self.refused(Refusal::DoctorBusy(conflicts), state, now)),
            Err(cause) => Ok(Try::Unknown(commit.transition.effect, cause)),
        }
    }

    /// Loads; a broken load is tried once more, for it changes nothing.
    async fn load(&self, request: &Request, operation: Option<OperationId>) -> Result<Loaded, Unavailable> {
        let load = Load {
            appointment: request.command.appointment,
            caller: request.caller,
            key: request.key.as_ref().map(|key| key.key.clone()),
            operation,
        };
        match self.repository.load(&load).await {
            Err(_) => self.repository.load(&load).await,
            loaded => loaded,
        }
    }

    fn snapshot(&self, loaded: Loaded) -> Snapshot {
        let Loaded { now, appointment, people, .. } = loaded;
        Snapshot { now, state: self.rules.settled(State { appointment, people }, now) }
    }

    fn refused(&self, refusal: Refusal, state: State, now: Instant) -> Error {
        let current = Box::new(Snapshot { now, state: self.rules.settled(state, now) });
        Error::Refused { refusal, current }
    }

    /// The appointment as it stands, cancelled ones included; its state is empty when there is none.
    ///
    /// # Errors
    /// The store is away.
    pub async fn get(&self, appointment: AppointmentId) -> Result<Snapshot, Unavailable> {
        let load = Load { appointment, caller: None, key: None, operation: None };
        Ok(self.snapshot(self.repository.load(&load).await?))
    }

    /// One page of a list, what is due applied.
    ///
    /// # Errors
    /// The store is away.
    pub async fn list(&self, query: &Query) -> Result<Page, Unavailable> {
        let page = self.repository.list(query).await?;
        Ok(self.settled_page(page))
    }

    /// All appointments that somebody holds now, by start.
    ///
    /// # Errors
    /// The store is away.
    pub async fn locked(&self) -> Result<Page, Unavailable> {
        let mut page = self.settled_page(self.repository.locked().await?);
        page.appointments.retain(|appointment| appointment.lock.held().is_some());
        Ok(page)
    }

    /// These appointments, cancelled ones included, what is due applied.
    ///
    /// # Errors
    /// The store is away.
    pub async fn find(&self, ids: &[AppointmentId]) -> Result<Page, Unavailable> {
        Ok(self.settled_page(self.repository.find(ids).await?))
    }

    /// The appointments that this user holds now and that somebody asks for, by start.
    ///
    /// # Errors
    /// The store is away.
    pub async fn asked_of(&self, holder: UserId) -> Result<Page, Unavailable> {
        let mut page = self.settled_page(self.repository.asked_of(holder).await?);
        page.appointments.retain(|appointment| {
            let held = appointment.lock.held().filter(|held| held.holder == holder);
            held.is_some_and(|held| held.control.is_some() || held.force_release.is_some())
        });
        Ok(page)
    }

    /// The patient's appointments, cancelled ones included, by start.
    ///
    /// # Errors
    /// The store is away.
    pub async fn of_patient(&self, patient: &Patient) -> Result<Vec<AppointmentId>, Unavailable> {
        self.repository.of_patient(patient).await
    }

    fn settled_page(&self, page: Page) -> Page {
        let Page { now, appointments, people, more, total } = page;
        let settle = |appointment: Appointment| {
            // What is due is due of locks; most appointments have none.
            if appointment.lock.held().is_none() {
                return Some(appointment);
            }
            let state = State { appointment: Some(appointment), people: people.clone() };
            self.rules.settled(state, now).appointment
        };
        let appointments = appointments.into_iter().filter_map(settle).collect();
        Page { now, appointments, people, more, total }
    }

    /// Names of doctors in use.
    ///
    /// # Errors
    /// The store is away.
    pub async fn doctors(&self) -> Result<Vec<String>, Unavailable> {
        self.repository.doctors().await
    }

    /// One page of an appointment's history, for whoever may see it: of a cancelled one its canceller and administrators.
    ///
    /// # Errors
    /// [`Refusal::AppointmentNotFound`], or the store is away.
    pub async fn history(
        &self,
        id: AppointmentId,
        viewer: UserId,
        is_admin: bool,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Option<History>, Unavailable> {
        let history = self.repository.history(id, before, limit).await?;
        let visible = history.appointment.as_ref().is_some_and(|appointment| {
            appointment.cancelled.is_none_or(|cancelled| is_admin || cancelled.by == viewer)
        });
        Ok(visible.then_some(history))
    }

    /// Settles what is due of one appointment.
    ///
    /// # Errors
    /// See [`Error`]; that the appointment is cancelled or gone is none.
    pub async fn settle(&self, appointment: AppointmentId) -> Result<(), Error> {
        let command = Command {
            appointment,
            actor: Actor::System,
            pinned_lock: None,
            precondition: None,
            action: Action::Settle,
        };
        match self.execute(&Request { command, caller: None, key: None }).await {
            Ok(_) | Err(Error::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// After a user was deleted or demoted: withdraws their requests and releases a deleted user's locks.
    ///
    /// # Errors
    /// See [`Error`]. What is left then, the sweeper does.
    pub async fn settle_involving(&self, user: UserId) -> Result<(), Error> {
        let involved = self.repository.involving(user).await?;
        self.settle_all(&involved).await
    }

    /// Settles a few at a time. A contended one does not hold up the rest: whoever wins its race settles it, for every
    /// commit writes what is due.
    async fn settle_all(&self, appointments: &[AppointmentId]) -> Result<(), Error> {
        let settle = async |appointment: &AppointmentId| match self.settle(*appointment).await {
            Ok(()) | Err(Error::Contended) => Ok(()),
            Err(error) => Err(error),
        };
        stream::iter(appointments.iter().map(Ok)).try_for_each_concurrent(SETTLED_AT_ONCE, settle).await
    }

    /// Settles what is due anywhere, at most `limit` appointments; how many, and in what time more is due.
    ///
    /// # Errors
    /// The store is away.
    pub async fn sweep(&self, limit: u32) -> Result<Sweep, Error> {
        let found = self.repository.due(limit).await?;
        self.settle_all(&found.due).await?;
        let next_in = found.next.map(|next| (next - found.now).to_std().unwrap_or_default());
        Ok(Sweep { settled: found.due.len(), next_in })
    }
}

/// A success that had nothing to write is kept under its key all the same.
fn nothing_but_the_key(request: &Request, state: &State) -> Option<Transition> {
    request.key.as_ref()?;
    let user = request.command.actor.user()?;
    let actor = Reliance { user, admin: request.command.action.is_for_admins() };
    Some(Transition::nothing(state.appointment.clone()?, actor))
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// Appointments settled.
    pub settled: usize,
    /// Until the next deadline known now.
    pub next_in: Option<std::time::Duration>,
}

#[cfg(test)]
mod tests;
