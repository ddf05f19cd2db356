//! The port of appointments. One file for each question; committing has one for each database.

mod commit_postgres;
mod commit_sqlite;
mod conflicts;
mod doctors;
mod due;
mod history;
mod kept;
mod list;
mod load;
mod ping;
#[cfg(test)]
pub(crate) mod plans;
pub(crate) mod prune;
mod some;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    AppointmentId, Instant, UserId,
    ports::{
        Answer, AppointmentRepository, Unavailable,
        appointments::{Commit, Committed, DueLocks, History, Load, Loaded, Page, Query},
    },
};
use sea_orm::DbBackend;

use crate::{Database, error::bounded, gather::Gather};

/// Appointments, their locks and events in a database.
#[derive(Clone)]
pub struct AppointmentStore(Database, Arc<Gather<Load, Loaded>>);

impl AppointmentStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database, Arc::default())
    }

    /// On SQLite a statement is cheap, and each asks for itself.
    async fn load_one(&self, load: &Load) -> Answer<Loaded> {
        match self.0.backend() {
            DbBackend::Postgres => self.1.ask(load, |loads| load::load_all(&self.0, loads)).await,
            _ => load::load(&self.0, load).await,
        }
    }
}

#[async_trait]
impl AppointmentRepository for AppointmentStore {
    async fn load(&self, load: &Load) -> Answer<Loaded> {
        bounded(self.load_one(load)).await
    }

    async fn commit(&self, commit: &Commit) -> Answer<Committed> {
        bounded(async {
            let write = write::Write::of(commit).map_err(Unavailable::new)?;
            match self.0.backend() {
                DbBackend::Postgres => commit_postgres::commit(&self.0, &write).await,
                _ => commit_sqlite::commit(&self.0, &write).await,
            }
        })
        .await
    }

    async fn list(&self, query: &Query) -> Answer<Page> {
        bounded(list::list(&self.0, query)).await
    }

    async fn locked(&self) -> Answer<Page> {
        bounded(some::locked(&self.0)).await
    }

    async fn find(&self, ids: &[AppointmentId]) -> Answer<Page> {
        bounded(some::find(&self.0, ids)).await
    }

    async fn asked_of(&self, holder: UserId) -> Answer<Page> {
        bounded(some::asked_of(&self.0, holder)).await
    }

    async fn doctors(&self) -> Answer<Vec<String>> {
        bounded(doctors::doctors(&self.0)).await
    }

    async fn history(&self, id: AppointmentId, before: Option<i64>, limit: u32) -> Answer<History> {
        bounded(history::history(&self.0, id, before, limit)).await
    }

    async fn due(&self, limit: u32) -> Answer<DueLocks> {
        bounded(due::due(&self.0, limit)).await
    }

    async fn involving(&self, user: UserId) -> Answer<Vec<AppointmentId>> {
        bounded(due::involving(&self.0, user)).await
    }

    async fn prune(&self, events_before: Option<Instant>) -> Answer<(u64, u64)> {
        prune::prune(&self.0, events_before).await
    }

    async fn ping(&self) -> Answer<()> {
        bounded(ping::ping(&self.0)).await
    }
}
