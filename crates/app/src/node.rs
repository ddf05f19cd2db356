//! One node: the adapters and services of the settings, wired.

use std::{fs, sync::Arc, time::Duration};

use anyhow::{Context, anyhow, bail};
use auth::{Accounts, Passwords, SessionCache, Stores, SystemClock, Tokens};
use chrono::TimeDelta;
use domain::{
    AppointmentId,
    lock::Rules,
    ports::{Bus, Notifier},
    service::Appointments,
};
use persistence::{
    AccessLogStore, Alone, AppointmentStore, Database, FeedStore, LinkStore, LoginFailureStore, PostgresBus,
    SessionStore, UserStore,
};
use realtime::Live;
use scheduler::{AccessWriter, Waker};

use crate::config::{self, Settings};

/// A database with the services on it.
pub struct Node {
    /// The database.
    pub database: Database,
    /// Where appointments, their locks and events are kept.
    pub store: Arc<AppointmentStore>,
    /// Where users are kept, and what belongs to them.
    pub accounts_stores: Stores,
    /// Commands and readings of appointments.
    pub appointments: Arc<Appointments>,
    /// Sign-in, users, links.
    pub accounts: Arc<Accounts>,
    /// Who saw what.
    pub access_log: Arc<AccessLogStore>,
    /// Notes who sees what.
    pub accesses: Arc<AccessWriter>,
    /// Whether a sign-in is still live.
    pub sessions: Arc<SessionCache>,
    /// Whether a token is ours.
    pub tokens: Arc<Tokens>,
    /// What wakes the sweeper.
    pub waker: Waker,
    /// The sockets, and what they are told.
    pub live: Arc<Live>,
    /// The lock's times.
    pub rules: Rules,
}

impl Node {
    /// Connects to the database, which must have this binary's schema. `key` signs the tokens.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn open(settings: &Settings, key: &[u8]) -> anyhow::Result<Self> {
        let options = persistence::Options { url: url(&settings.storage.database), pool: settings.storage.pool };
        let database = Database::connect(&options).await.with_context(|| unreachable(settings))?;
        let store = Arc::new(AppointmentStore::new(database.clone()));
        let accounts_stores = Stores {
            users: Arc::new(UserStore::new(database.clone())),
            sessions: Arc::new(SessionStore::new(database.clone())),
            links: Arc::new(LinkStore::new(database.clone())),
            failures: Arc::new(LoginFailureStore::new(database.clone())),
        };
        let rules = rules(settings)?;
        let waker = Waker::default();
        let relays = realtime::Waker::default();
        let notifier = Arc::new(Both(waker.clone(), relays.clone()));
        let appointments = Arc::new(Appointments::new(store.clone(), notifier, rules));
        let live = Arc::new(Live::new(realtime::Parts {
            appointments: appointments.clone(),
            feed: Arc::new(FeedStore::new(database.clone())),
            bus: bus(settings, &database),
            waker: relays,
            turns: turns(settings.storage.pool),
        }));
        let tokens = Arc::new(Tokens::new(key, delta(settings.auth.jwt_ttl)?, Arc::new(SystemClock))?);
        let sessions = Arc::new(SessionCache::new(accounts_stores.sessions.clone()));
        let access_log = Arc::new(AccessLogStore::new(database.clone()));
        let accesses = Arc::new(AccessWriter::new(access_log.clone()));
        let passwords = Passwords::with_cost(settings.auth.password_cost);
        let session_max = delta(settings.auth.session_max)?;
        let accounts = Arc::new(Accounts::new(
            accounts_stores.clone(),
            passwords,
            tokens.clone(),
            sessions.clone(),
            accesses.clone(),
            session_max,
        ));
        Ok(Self {
            database,
            store,
            accounts_stores,
            appointments,
            accounts,
            access_log,
            accesses,
            sessions,
            tokens,
            waker,
            live,
            rules,
        })
    }

    /// For a command that signs no tokens: tells which database it is, and brings its schema forward as the server does.
    ///
    /// # Errors
    /// The database cannot be reached or migrated.
    pub async fn to_administer(settings: &Settings) -> anyhow::Result<Self> {
        eprintln!("Database: {}", place(&settings.storage.database));
        prepare(settings).await?;
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| anyhow!("no random numbers: {error}"))?;
        Self::open(settings, &key).await
    }
}

/// Two who are told of every commit.
struct Both<A, B>(A, B);

impl<A: Notifier, B: Notifier> Notifier for Both<A, B> {
    fn committed(&self, appointment: AppointmentId, due_in: Option<TimeDelta>) {
        self.0.committed(appointment, due_in);
        self.1.committed(appointment, due_in);
    }
}

/// How this node talks to the others, if there can be any.
fn bus(settings: &Settings, database: &Database) -> Arc<dyn Bus> {
    match &settings.storage.database {
        config::Database::Sqlite(_) => Arc::new(Alone),
        config::Database::Postgres(url) => {
            let listen_url = settings.storage.listen_url.as_ref().unwrap_or(url);
            Arc::new(PostgresBus::new(database.clone(), listen_url.expose()))
        }
    }
}

/// Sockets that begin leave half of the connections to everybody else.
fn turns(pool: u32) -> usize {
    usize::try_from(pool / 2).unwrap_or(1).max(1)
}

/// For what is of no use on a database that does not exist yet, as when DATA_DIR was forgotten.
///
/// # Errors
/// There is no such SQLite file.
pub fn must_exist(settings: &Settings) -> anyhow::Result<()> {
    match &settings.storage.database {
        config::Database::Sqlite(path) if !path.exists() => {
            bail!("there is no database at {}; set DATA_DIR or DATABASE_URL as the server has it", path.display())
        }
        _ => Ok(()),
    }
}

/// Makes the data folder and brings the schema forward.
///
/// # Errors
/// Either does not work.
pub async fn prepare(settings: &Settings) -> anyhow::Result<()> {
    let storage = &settings.storage;
    make_folder(&storage.data_dir)?;
    if let config::Database::Sqlite(path) = &storage.database
        && let Some(folder) = path.parent()
    {
        make_folder(folder)?;
    }
    migration::up(&url(&storage.database)).await.with_context(|| unreachable(settings))?;
    Ok(())
}

fn make_folder(folder: &std::path::Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))
}

/// The database as the driver wants it.
pub fn url(database: &config::Database) -> String {
    match database {
        config::Database::Sqlite(path) => format!("sqlite://{}", path.display()),
        config::Database::Postgres(url) => url.expose().to_owned(),
    }
}

/// The database as people are told of it: never with credentials.
pub fn place(database: &config::Database) -> String {
    match database {
        config::Database::Sqlite(path) => path.display().to_string(),
        config::Database::Postgres(url) => format!("PostgreSQL at {}", url.place()),
    }
}

fn unreachable(settings: &Settings) -> String {
    format!("DATABASE_URL: the database {} cannot be used", place(&settings.storage.database))
}

fn rules(settings: &Settings) -> anyhow::Result<Rules> {
    let request_timeout = settings.lock.request_timeout.map(delta).transpose()?;
    Ok(Rules { lock_ttl: delta(settings.lock.ttl)?, request_timeout })
}

/// A checked duration as the domain counts it.
fn delta(duration: Duration) -> anyhow::Result<TimeDelta> {
    Ok(TimeDelta::from_std(duration)?)
}
