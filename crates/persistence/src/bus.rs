//! The port between nodes: PostgreSQL's LISTEN and NOTIFY, or nobody.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{Answer, Bus};
use sea_orm::sqlx::{
    self,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use tokio::{
    sync::Mutex,
    time::{sleep, timeout},
};

use crate::{Database, error::bounded, sql::Sql};

/// The channel of all nodes on a database.
const CHANNEL: &str = "appointments_live";

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(4);

/// How soon it is tried again.
const RETRY: Duration = Duration::from_millis(200);

/// Nodes say something every few seconds, and hear themselves. Who hears nothing for so long listens to a dead connection.
const SILENCE: Duration = Duration::from_secs(15);

/// Messages over a PostgreSQL database. It is published through the pool and listened on a connection of its own.
pub struct PostgresBus {
    database: Database,
    listen_url: String,
    listener: Mutex<Listening>,
}

/// Whoever waits for the next message alone uses it.
#[derive(Default)]
struct Listening {
    listener: Option<PgListener>,
    away: bool,
}

impl PostgresBus {
    /// Publishes through the database's pool and listens at an URL, which must not lead through a pooler that shares
    /// connections between transactions.
    #[must_use]
    pub fn new(database: Database, listen_url: &str) -> Self {
        Self { database, listen_url: listen_url.to_owned(), listener: Mutex::default() }
    }

    async fn connect(&self) -> Result<PgListener, sqlx::Error> {
        let options: PgConnectOptions = self.listen_url.parse()?;
        let options = options.application_name("appointments-listener");
        // The connection is the listener's for ever: it has no age to be closed at.
        let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&pool.connect_with(options).await?).await?;
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }
}

impl Listening {
    /// Logs only when listening begins not to work, and when it works again.
    fn note(&mut self, outcome: Result<PgListener, String>) {
        match outcome {
            Ok(listener) => {
                if std::mem::take(&mut self.away) {
                    tracing::info!("the other nodes are heard again");
                }
                self.listener = Some(listener);
            }
            Err(error) if !self.away => {
                tracing::warn!(error, "the other nodes are not heard; this one looks for itself meanwhile");
                self.away = true;
            }
            Err(_) => {}
        }
    }
}

#[async_trait]
impl Bus for PostgresBus {
    async fn publish(&self, message: &str) -> Answer<()> {
        let notify = Sql::with("SELECT pg_notify($1, $2)", [CHANNEL.into(), message.into()]);
        bounded(self.database.execute(notify)).await.map(|_| ())
    }

    async fn next(&self) -> Option<String> {
        let mut listening = self.listener.lock().await;
        while listening.listener.is_none() {
            let connected = timeout(CONNECT, self.connect()).await;
            let outcome = connected.map_err(|late| late.to_string()).and_then(|done| done.map_err(|e| e.to_string()));
            listening.note(outcome);
            if listening.listener.is_some() {
                // What was said before nobody heard.
                return None;
            }
            sleep(RETRY).await;
        }
        let heard = match &mut listening.listener {
            Some(listener) => timeout(SILENCE, listener.try_recv()).await,
            None => return None,
        };
        match heard {
            Ok(Ok(Some(notification))) => Some(notification.payload().to_owned()),
            // Lost, broken or silent: the next call connects anew.
            _ => {
                listening.listener = None;
                None
            }
        }
    }
}

/// The bus of a node that is alone, as on SQLite.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

#[async_trait]
impl Bus for Alone {
    async fn publish(&self, _: &str) -> Answer<()> {
        Ok(())
    }

    async fn next(&self) -> Option<String> {
        std::future::pending().await
    }
}
