//! One adapter with people in it, and the means to decide commands on it.

use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::Duration;
use domain::{
    Appointment, AppointmentId, Content, Instant, LockId, OperationId, SessionId, UserId,
    lock::{Action, Actor, Command, Decision, Refusal, Rules, State},
    ports::{
        AppointmentRepository, EventFeed, Notifier, SessionRepository, UserRepository,
        appointments::{Caller, Commit, Committed, IdempotencyKey, Load, Loaded, Order, Query},
        users::{NewUser, UserChange, UserWrite},
    },
    service::{Appointments, Request},
    testing::{FakeAppointments, samples},
};
use persistence::{
    AccessLogStore, AppointmentStore, Database, FeedStore, LinkStore, LoginFailureStore, Options, SessionStore,
    UserStore,
};
use sea_orm::ConnectionTrait;

pub const RULES: Rules = Rules { lock_ttl: Duration::seconds(300), request_timeout: Some(Duration::seconds(60)) };

/// What the suite runs on.
pub struct Bench {
    pub repository: Arc<dyn AppointmentRepository>,
    pub feed: Arc<dyn EventFeed>,
    pub adapter: Adapter,
}

/// Which of the three.
pub enum Adapter {
    Fake(Arc<FakeAppointments>),
    Database(Box<Store>),
}

/// A database of its own.
pub struct Store {
    pub url: String,
    pub database: Database,
    /// Removed with it.
    _folder: Option<tempfile::TempDir>,
}

struct Nobody;

impl Notifier for Nobody {
    fn committed(&self, _: AppointmentId, _: Option<Duration>) {}
}

impl Bench {
    pub async fn fake() -> anyhow::Result<Self> {
        let fake = Arc::new(FakeAppointments::default());
        Ok(Self { repository: fake.clone(), feed: fake.clone(), adapter: Adapter::Fake(fake) })
    }

    pub async fn sqlite() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("appointments.db").display());
        Self::of(url, Some(folder), 5).await
    }

    /// None when PostgreSQL is not installed.
    pub async fn postgres() -> anyhow::Result<Option<Self>> {
        Self::postgres_with(10).await
    }

    pub async fn postgres_with(pool: u32) -> anyhow::Result<Option<Self>> {
        let Some(postgres) = testkit::Postgres::shared() else { return Ok(None) };
        Self::of(postgres.fresh_database()?, None, pool).await.map(Some)
    }

    pub async fn of(url: String, folder: Option<tempfile::TempDir>, pool: u32) -> anyhow::Result<Self> {
        migration::up(&url).await?;
        let database = Database::connect(&Options { url: url.clone(), pool }).await?;
        let repository = Arc::new(AppointmentStore::new(database.clone()));
        let feed = Arc::new(FeedStore::new(database.clone()));
        let store = Store { url, database, _folder: folder };
        let bench = Self { repository, feed, adapter: Adapter::Database(Box::new(store)) };
        // So that everybody else may be demoted.
        bench.person("Root", true).await?;
        Ok(bench)
    }

    /// The database, where there is one.
    pub fn store(&self) -> &Store {
        match &self.adapter {
            Adapter::Database(store) => store,
            Adapter::Fake(_) => panic!("the fake has no database"),
        }
    }

    pub fn users(&self) -> UserStore {
        UserStore::new(self.store().database.clone())
    }

    pub fn sessions(&self) -> SessionStore {
        SessionStore::new(self.store().database.clone())
    }

    pub fn links(&self) -> LinkStore {
        LinkStore::new(self.store().database.clone())
    }

    pub fn logins(&self) -> LoginFailureStore {
        LoginFailureStore::new(self.store().database.clone())
    }

    pub fn access_log(&self) -> AccessLogStore {
        AccessLogStore::new(self.store().database.clone())
    }

    pub fn service(&self) -> Arc<Appointments> {
        Arc::new(Appointments::new(self.repository.clone(), Arc::new(Nobody), RULES))
    }

    /// Runs SQL behind the adapter's back.
    pub async fn sql(&self, text: &str) -> anyhow::Result<()> {
        let db = sea_orm::Database::connect(&self.store().url).await?;
        db.execute_unprepared(text).await?;
        Ok(db.close().await?)
    }

    pub async fn person(&self, name: &str, is_admin: bool) -> anyhow::Result<UserId> {
        let id = UserId::fresh();
        match &self.adapter {
            Adapter::Fake(fake) => fake.put_person(samples::person(id, name, is_admin)),
            Adapter::Database(_) => {
                let written = self.users().create(&new_user(id, name, is_admin)).await?;
                anyhow::ensure!(matches!(written, UserWrite::Done(_)), "{written:?}");
            }
        }
        Ok(id)
    }

    pub async fn demote(&self, id: UserId, name: &str) -> anyhow::Result<()> {
        match &self.adapter {
            Adapter::Fake(fake) => fake.put_person(samples::person(id, name, false)),
            Adapter::Database(_) => {
                let change = UserChange { is_admin: Some(false), ..UserChange::default() };
                let written = self.users().update(id, &change, None).await?;
                anyhow::ensure!(matches!(written, UserWrite::Done(_)), "{written:?}");
            }
        }
        Ok(())
    }

    pub async fn delete_person(&self, id: UserId, name: &str) -> anyhow::Result<()> {
        match &self.adapter {
            Adapter::Fake(fake) => {
                fake.put_person(domain::Person { active: false, ..samples::person(id, name, false) });
            }
            Adapter::Database(_) => {
                let written = self.users().delete(id).await?;
                anyhow::ensure!(written == UserWrite::Done(()), "{written:?}");
            }
        }
        Ok(())
    }

    pub async fn sign_in(&self, user: UserId) -> anyhow::Result<Caller> {
        let session = SessionId::fresh();
        match &self.adapter {
            Adapter::Fake(fake) => fake.open_session(session, user),
            Adapter::Database(_) => {
                let ends_at = self.now().await? + Duration::hours(1);
                self.sessions().open(session, user, ends_at).await?.context("the user is active")?;
            }
        }
        Ok(Caller { user, session })
    }

    pub async fn sign_out(&self, caller: Caller) -> anyhow::Result<()> {
        match &self.adapter {
            Adapter::Fake(fake) => fake.end_session(caller.session),
            Adapter::Database(_) => self.sessions().revoke(caller.session).await?,
        }
        Ok(())
    }

    /// A person, signed in.
    pub async fn caller(&self, name: &str, is_admin: bool) -> anyhow::Result<Caller> {
        self.sign_in(self.person(name, is_admin).await?).await
    }

    /// Lets a day pass for all that was kept under keys.
    pub async fn age_keys(&self) -> anyhow::Result<()> {
        let day = Duration::hours(24);
        match &self.adapter {
            Adapter::Fake(fake) => fake.advance(day),
            Adapter::Database(store) => {
                let age = if store.url.starts_with("postgres") {
                    r#""createdAt" - interval '24 hours'"#
                } else {
                    // The stored form, one day back.
                    r#"strftime('%Y-%m-%dT%H:%M:%S+00:00', "createdAt", '-1 day')"#
                };
                self.sql(&format!(r#"UPDATE "idempotency_keys" SET "createdAt" = {age}"#)).await?;
            }
        }
        Ok(())
    }

    pub async fn load(&self, appointment: AppointmentId) -> anyhow::Result<Loaded> {
        Ok(self.repository.load(&Load { appointment, caller: None, key: None, operation: None }).await?)
    }

    pub async fn now(&self) -> anyhow::Result<Instant> {
        Ok(self.load(AppointmentId::fresh()).await?.now)
    }

    pub async fn stored(&self, id: AppointmentId) -> anyhow::Result<Appointment> {
        self.load(id).await?.appointment.context("there is no such appointment")
    }

    /// Decides a command on what is stored, for committing.
    pub async fn decide(&self, caller: Caller, id: AppointmentId, action: Action) -> anyhow::Result<Commit> {
        let load = Load { appointment: id, caller: Some(caller), key: None, operation: None };
        let loaded = self.repository.load(&load).await?;
        let state = State { appointment: loaded.appointment, people: loaded.people };
        let command = command(caller, id, action);
        match RULES.decide(&state, &command, loaded.now) {
            Ok(Decision::Change(transition)) => {
                let operation = OperationId::fresh();
                Ok(Commit { transition: *transition, caller: Some(caller), operation, key: None })
            }
            other => bail!("{other:?}"),
        }
    }

    /// Decides and commits what must succeed.
    pub async fn run(&self, caller: Caller, id: AppointmentId, action: Action) -> anyhow::Result<Commit> {
        let commit = self.decide(caller, id, action).await?;
        let committed = self.repository.commit(&commit).await?;
        anyhow::ensure!(committed == Committed::Done, "{committed:?}");
        Ok(commit)
    }

    pub async fn create(&self, caller: Caller, content: Content) -> anyhow::Result<AppointmentId> {
        let id = AppointmentId::fresh();
        self.run(caller, id, create(content, false)).await?;
        Ok(id)
    }

    /// As it was made, held by the caller.
    pub async fn held(&self, caller: Caller, content: Content) -> anyhow::Result<AppointmentId> {
        let id = self.create(caller, content).await?;
        self.run(caller, id, acquire()).await?;
        Ok(id)
    }

    /// A commit must not stand, and must not have written anything.
    pub async fn assert_stale(&self, commit: &Commit) -> anyhow::Result<()> {
        let id = commit.transition.after.id;
        let before = (self.load(id).await?.appointment, self.repository.history(id, None, 100).await?.events);
        assert_eq!(self.repository.commit(commit).await?, Committed::Stale);
        let after = (self.load(id).await?.appointment, self.repository.history(id, None, 100).await?.events);
        assert_eq!(before, after);
        let load = Load { appointment: id, caller: None, key: None, operation: Some(commit.operation) };
        assert!(!self.repository.load(&load).await?.operation_done);
        Ok(())
    }
}

pub fn new_user(id: UserId, name: &str, is_admin: bool) -> NewUser {
    let domain::Person { email, .. } = samples::person(id, name, is_admin);
    NewUser { id, name: name.into(), email, password_hash: None, is_admin }
}

pub fn command(caller: Caller, appointment: AppointmentId, action: Action) -> Command {
    let actor = Actor::User { id: caller.user, client: None };
    Command { appointment, actor, pinned_lock: None, precondition: None, action }
}

pub fn request(caller: Caller, appointment: AppointmentId, action: Action) -> Request {
    Request { command: command(caller, appointment, action), caller: Some(caller), key: None }
}

pub fn create(content: Content, allow_overlap: bool) -> Action {
    Action::Create { content: Box::new(content), allow_overlap }
}

pub fn acquire() -> Action {
    Action::Acquire { version: domain::Version::FIRST, becomes: LockId::fresh(), take_over: false }
}

pub fn key(name: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey { key: name.into(), fingerprint: [7; 32] })
}

/// All standing appointments, on one page.
pub fn all() -> Query {
    Query {
        from: None,
        to: None,
        doctor: None,
        words: Vec::new(),
        cancelled: false,
        order: Order::Ascending,
        limit: 1000,
        after: None,
    }
}

pub fn is_locked(error: &domain::service::Error) -> bool {
    matches!(error, domain::service::Error::Refused { refusal: Refusal::Locked, .. })
}
