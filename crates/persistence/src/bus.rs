//! The port between nodes: PostgreSQL's LISTEN and NOTIFY, or nobody.

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{Answer, Bus};
use sea_orm::sqlx::{
    self, ConnectOptions,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until, timeout, timeout_at},
};

use crate::{Database, error::bounded, sql::Sql};

/// The channel of all nodes on a database.
const CHANNEL: &str = "appointments_live";

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(4);

/// How soon after a failure or a loss it is tried again.
const PAUSE: Duration = Duration::from_millis(200);

/// Nodes say something every few seconds, and hear themselves. Who hears nothing for so long listens to a dead connection.
const SILENCE: Duration = Duration::from_secs(15);

/// Messages over a PostgreSQL database. It is published through the pool and listened on a connection of its own.
pub struct PostgresBus {
    database: Database,
    listen_url: String,
    silence: Duration,
    listening: Mutex<Listening>,
}

/// All that outlives a call of `next`, which may be dropped at any time and called again.
struct Listening {
    listener: Option<PgListener>,
    heard_at: Instant,
    not_before: Instant,
    away: bool,
}

impl PostgresBus {
    /// Publishes through the database's pool and listens at an URL, which must not lead through a pooler that shares
    /// connections between transactions. Connects with the first call of `next`.
    #[must_use]
    pub fn new(database: Database, listen_url: &str) -> Self {
        let now = Instant::now();
        let listening = Listening { listener: None, heard_at: now, not_before: now, away: false };
        Self { database, listen_url: listen_url.to_owned(), silence: SILENCE, listening: Mutex::new(listening) }
    }

    async fn connect(&self) -> Result<PgListener, sqlx::Error> {
        let options: PgConnectOptions = self.listen_url.parse()?;
        let options = options.application_name("appointments-listener").disable_statement_logging();
        // The connection is the listener's for ever: it has no age to be closed at.
        let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&pool.connect_lazy_with(options)).await?;
        // A loss is told at once and met here, in one place with all others.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }
}

impl Listening {
    fn connected(&mut self, listener: PgListener) {
        self.listener = Some(listener);
        self.heard_at = Instant::now();
        if std::mem::take(&mut self.away) {
            tracing::info!("The other nodes are heard again.");
        }
    }

    /// Logs only when listening begins not to work. Dropping the listener closes its connection.
    fn lost(&mut self, error: &str) {
        self.listener = None;
        self.not_before = Instant::now() + PAUSE;
        if !std::mem::replace(&mut self.away, true) {
            tracing::warn!(error, "The other nodes are not heard; this one looks for itself meanwhile.");
        }
    }
}

#[async_trait]
impl Bus for PostgresBus {
    async fn publish(&self, message: &str) -> Answer<()> {
        // Like a read it is tried again on broken connections: to be told twice does no harm.
        let notify = Sql::with("SELECT pg_notify($1, $2)", [CHANNEL.into(), message.into()]);
        bounded(self.database.all(notify)).await.map(|_| ())
    }

    async fn next(&self) -> Option<String> {
        let listening = &mut *self.listening.lock().await;
        let Some(listener) = &mut listening.listener else {
            loop {
                sleep_until(listening.not_before).await;
                match timeout(CONNECT, self.connect()).await {
                    Ok(Ok(listener)) => {
                        listening.connected(listener);
                        // What was said before nobody heard.
                        return None;
                    }
                    Ok(Err(error)) => listening.lost(&error.to_string()),
                    Err(_) => listening.lost("no connection in time"),
                }
            }
        };
        let error = match timeout_at(listening.heard_at + self.silence, listener.try_recv()).await {
            Ok(Ok(Some(notification))) => {
                listening.heard_at = Instant::now();
                return Some(notification.payload().to_owned());
            }
            Ok(Ok(None)) => "the connection was closed".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("nothing was heard for {:?}", self.silence),
        };
        listening.lost(&error);
        None
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
