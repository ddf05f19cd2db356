//! Tests of the service: on the fake, on the fake behind an unreliable wire, and on mocks for exact calls.

mod idempotency;
mod lifecycle;
mod races;
mod reading;
mod unreliable;
mod wire;

use std::sync::Mutex;

use chrono::Duration;
use uuid::Uuid;
use wire::Wire;

use super::*;
use crate::{
    ClientId, ContentChange, LockId, Person, Revision, SessionId, Version,
    lock::{Event, EventKind, Held, Lock},
    testing::{FakeAppointments, samples},
};

const ANN: UserId = UserId(Uuid::from_u128(1));
const BOB: UserId = UserId(Uuid::from_u128(2));
const ADA: UserId = UserId(Uuid::from_u128(3));
const APPOINTMENT: AppointmentId = AppointmentId(Uuid::from_u128(31));
const OTHER: AppointmentId = AppointmentId(Uuid::from_u128(32));
const VERSION: Version = Version::FIRST;

const RULES: Rules = Rules { lock_ttl: Duration::seconds(300), request_timeout: Some(Duration::seconds(60)) };

fn after(seconds: i64) -> Instant {
    samples::noon() + Duration::seconds(seconds)
}

/// Remembers what it was told.
#[derive(Default)]
struct Told(Mutex<Vec<(AppointmentId, Option<Duration>)>>);

impl Notifier for Told {
    fn committed(&self, appointment: AppointmentId, due_in: Option<Duration>) {
        self.0.lock().expect("nobody panicked").push((appointment, due_in));
    }
}

/// The service on a fake, with Ann, Bob and the administrator Ada signed in, and one appointment.
struct Clinic {
    fake: Arc<FakeAppointments>,
    wire: Arc<Wire>,
    told: Arc<Told>,
    service: Arc<Appointments>,
}

impl Clinic {
    async fn open() -> Self {
        let fake = Arc::new(FakeAppointments::default());
        for (id, is_admin) in [(ANN, false), (BOB, false), (ADA, true)] {
            fake.put_person(samples::person(id, "Somebody", is_admin));
            fake.open_session(SessionId(id.0), id);
        }
        let (wire, told) = (Arc::new(Wire::new(fake.clone())), Arc::new(Told::default()));
        let service = Arc::new(Appointments::new(wire.clone(), told.clone(), RULES));
        let clinic = Self { fake, wire, told, service };
        clinic.does(ANN, create(APPOINTMENT, 1)).await;
        clinic.forget_told();
        clinic
    }

    /// Carries out what must be accepted.
    async fn does(&self, who: UserId, request: Ask) -> Outcome {
        self.service.execute(&request.by(who)).await.expect("accepted")
    }

    async fn refuses(&self, who: UserId, request: Ask) -> Refusal {
        match self.service.execute(&request.by(who)).await {
            Err(Error::Refused { refusal, .. }) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }

    async fn lock(&self) -> Lock {
        let snapshot = self.service.get(APPOINTMENT).await.expect("the store is there");
        snapshot.state.appointment.expect("it exists").lock
    }

    async fn holder(&self) -> Option<UserId> {
        self.lock().await.held().map(|held| held.holder)
    }

    /// What was recorded of the appointment, oldest first.
    async fn events(&self) -> Vec<Event> {
        let history = self.fake.history(APPOINTMENT, None, 1000).await.expect("the fake answers");
        history.events.into_iter().rev().map(|recorded| recorded.event).collect()
    }

    async fn kinds(&self) -> Vec<EventKind> {
        self.events().await.into_iter().map(|event| event.kind).collect()
    }

    fn told(&self) -> Vec<Option<Duration>> {
        self.told.0.lock().expect("nobody panicked").iter().map(|(_, due_in)| *due_in).collect()
    }

    fn forget_told(&self) {
        self.told.0.lock().expect("nobody panicked").clear();
    }

    fn wait(&self, seconds: i64) {
        self.fake.advance(Duration::seconds(seconds));
    }

    fn delete(&self, who: UserId) {
        let person = Person { active: false, ..samples::person(who, "Somebody", false) };
        self.fake.put_person(person);
        self.fake.end_session(SessionId(who.0));
    }
}

/// A command without its caller.
#[derive(Clone)]
struct Ask {
    appointment: AppointmentId,
    client: Option<ClientId>,
    action: Action,
    key: Option<IdempotencyKey>,
}

impl Ask {
    fn under(mut self, key: &str, fingerprint: u8) -> Self {
        self.key = Some(IdempotencyKey { key: key.into(), fingerprint: [fingerprint; 32] });
        self
    }

    fn of(mut self, appointment: AppointmentId) -> Self {
        self.appointment = appointment;
        self
    }

    fn by(self, who: UserId) -> Request {
        let Self { appointment, client, action, key } = self;
        let actor = Actor::User { id: who, client };
        let command = Command { appointment, actor, pinned_lock: None, precondition: None, action };
        Request { command, caller: Some(Caller { user: who, session: SessionId(who.0) }), key }
    }
}

fn ask(action: Action) -> Ask {
    Ask { appointment: APPOINTMENT, client: None, action, key: None }
}

fn create(appointment: AppointmentId, hour: i64) -> Ask {
    ask(Action::Create { content: Box::new(samples::content(hour)), allow_overlap: false }).of(appointment)
}

fn acquire() -> Ask {
    ask(Action::Acquire { version: VERSION, becomes: LockId::fresh(), take_over: false })
}

fn edit(version: Version) -> Ask {
    let change = ContentChange { title: Some("Follow-up".into()), ..ContentChange::default() };
    ask(Action::Edit { version, change: Box::new(change), allow_overlap: None })
}

fn request_control() -> Ask {
    ask(Action::RequestControl { becomes: LockId::fresh() })
}
