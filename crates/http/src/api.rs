//! What the handlers work with.

use std::sync::Arc;

use auth::{Accounts, Clock, SessionCache, Tokens};
use chrono::NaiveDate;
use domain::{
    AppointmentId, LockId, UserId,
    lock::{Action, Actor, Command, Refusal, Rules},
    ports::{
        AccessLog, AccessRecorder, UserRepository,
        access::{Access, AccessKind},
        appointments::Caller,
    },
    service::{Appointments, Error, Outcome, Request},
};
use ipnet::IpNet;
use url::Url;

use crate::{
    deadline::within,
    drain::Drain,
    extract::{Intent, Signed},
    problem::Problem,
};

/// What is configured of the API.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What links and `Location` are built from, and the own origin; without a trailing slash.
    pub public_url: Url,
    /// More origins that browsers may call from.
    pub allowed_origins: Vec<String>,
    /// Peers whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Anybody may make a user.
    pub signup: bool,
    /// Shown by clients.
    pub clinic_name: Option<String>,
    /// The clinic's time zone; `datebirth`'s today.
    pub time_zone: chrono_tz::Tz,
    /// `HH:MM-HH:MM`, shown by clients.
    pub opening_hours: String,
    /// Serve `/docs`.
    pub docs: bool,
    /// Who may read `/metrics` from anywhere.
    pub metrics_token: Option<String>,
    /// The lock's times.
    pub rules: Rules,
}

/// Renders the metrics in Prometheus' text format.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Everything that handlers need, shared by all workers.
pub struct Api {
    /// Commands and readings of appointments.
    pub appointments: Arc<Appointments>,
    /// Sign-in, users, links.
    pub accounts: Arc<Accounts>,
    /// Readings of users.
    pub users: Arc<dyn UserRepository>,
    /// Whether a sign-in is still live.
    pub sessions: Arc<SessionCache>,
    /// Whether a token is ours.
    pub tokens: Arc<Tokens>,
    /// This node's clock: for dates and tokens; the database's judges locks.
    pub clock: Arc<dyn Clock>,
    /// Told of everybody who sees an appointment.
    pub accesses: Arc<dyn AccessRecorder>,
    /// Who saw what.
    pub access_log: Arc<dyn AccessLog>,
    /// `/health/ready`'s look at the database.
    pub store: Arc<dyn domain::ports::AppointmentRepository>,
    /// `/metrics`.
    pub metrics: RenderMetrics,
    /// Whether the node is leaving.
    pub drain: Drain,
    /// What is configured.
    pub settings: Settings,
}

impl Api {
    /// Today in the clinic.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.now().with_timezone(&self.settings.time_zone).date_naive()
    }

    /// An absolute address of a path of ours.
    #[must_use]
    pub fn url(&self, path_and_query: &str) -> String {
        format!("{}{path_and_query}", self.settings.public_url.as_str().trim_end_matches('/'))
    }

    /// Notes that a user saw these appointments.
    pub fn seen(&self, user: UserId, kind: AccessKind, appointments: impl IntoIterator<Item = AppointmentId>) {
        for appointment in appointments {
            self.accesses.note(Access::of_appointment(kind, user, appointment));
        }
    }

    /// Carries out a command on behalf of a caller.
    ///
    /// # Errors
    /// A problem: refused, or unavailable when it takes too long.
    pub async fn execute(
        &self,
        caller: &Signed,
        intent: &Intent,
        appointment: AppointmentId,
        pinned_lock: Option<LockId>,
        action: Action,
    ) -> Result<Outcome, Problem> {
        let (user, session) = (caller.0.user, caller.0.session);
        let request = Request {
            command: Command {
                appointment,
                actor: Actor::User { id: user, client: intent.client },
                pinned_lock,
                precondition: intent.precondition(),
                action,
            },
            caller: Some(Caller { user, session }),
            key: intent.key.clone(),
        };
        let executed = async {
            let done = self.appointments.execute(&request).await;
            self.seen(user, AccessKind::AppointmentRead, shown(&done));
            self.seen(user, AccessKind::AppointmentListed, listed(&done));
            done
        };
        within(executed).await
    }
}

/// The appointment that the answer to a command shows: also a refusal shows what stands in the way.
fn shown(done: &Result<Outcome, Error>) -> Option<AppointmentId> {
    let snapshot = match done {
        Ok(outcome) => &outcome.snapshot,
        Err(Error::Refused { refusal: Refusal::VersionConflict | Refusal::LockNotHeld, current }) => current,
        Err(_) => return None,
    };
    snapshot.state.appointment.as_ref().map(|appointment| appointment.id)
}

/// The appointments in the way that a refusal lists.
fn listed(done: &Result<Outcome, Error>) -> impl Iterator<Item = AppointmentId> {
    let conflicts = match done {
        Err(Error::Refused { refusal: Refusal::DoctorBusy(conflicts), .. }) => conflicts.as_slice(),
        _ => &[],
    };
    conflicts.iter().map(|conflict| conflict.id)
}
