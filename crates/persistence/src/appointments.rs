//! The port of appointments. One file for each question; committing has one for each database.

mod commit_postgres;
mod commit_sqlite;
mod commit_together;
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
    appointment::Patient,
    ports::{
        Answer, AppointmentRepository, Unavailable,
        appointments::{Commit, Committed, DueLocks, History, Load, Loaded, Page, Query},
    },
};
use sea_orm::DbBackend;

use self::write::Write;
use crate::{Database, error::bounded, gather::Gather};

/// A second statement reads while the first one's answer is on its way.
const LOADS_AT_ONCE: usize = 2;

/// A commit waits for the disk, and more of them at once would only wait for each other there. With one, those that
/// come meanwhile share the next, which costs the database less; with several nodes by far.
const COMMITS_AT_ONCE: usize = 1;

/// Appointments, their locks and events in a database.
#[derive(Clone)]
pub struct AppointmentStore {
    database: Database,
    loads: Arc<Gather<Load, Loaded>>,
    commits: Arc<Gather<Arc<Write>, Option<Committed>>>,
}

impl AppointmentStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        let (loads, commits) = (Arc::new(Gather::new(LOADS_AT_ONCE)), Arc::new(Gather::new(COMMITS_AT_ONCE)));
        Self { database, loads, commits }
    }

    /// On SQLite a statement is cheap, and each asks for itself.
    async fn load_any(&self, load: &Load) -> Answer<Loaded> {
        let database = self.database.clone();
        match database.backend() {
            DbBackend::Postgres => self.loads.ask(load.clone(), |loads| load::load_all(database, loads)).await,
            _ => load::load(database, load).await,
        }
    }

    async fn commit_any(&self, write: Write) -> Answer<Committed> {
        let write = Arc::new(write);
        match self.commit_with_others(&write).await? {
            Some(committed) => Ok(committed),
            None => commit_postgres::commit(&self.database, &write).await,
        }
    }

    /// Nothing when it must be committed alone, which never is so on SQLite.
    async fn commit_with_others(&self, write: &Arc<Write>) -> Answer<Option<Committed>> {
        let (database, write) = (self.database.clone(), write.clone());
        match database.backend() {
            DbBackend::Sqlite => self.commits.ask(write, |writes| commit_sqlite::commit(database, writes)).await,
            _ if commit_together::is_possible(&write) => {
                self.commits.ask(write, |writes| commit_together::commit(database, writes)).await
            }
            _ => Ok(None),
        }
    }
}

#[async_trait]
impl AppointmentRepository for AppointmentStore {
    async fn load(&self, load: &Load) -> Answer<Loaded> {
        bounded(self.load_any(load)).await
    }

    async fn commit(&self, commit: &Commit) -> Answer<Committed> {
        let write = Write::of(commit).map_err(Unavailable::new)?;
        bounded(self.commit_any(write)).await
    }

    async fn list(&self, query: &Query) -> Answer<Page> {
        bounded(list::list(&self.database, query)).await
    }

    async fn locked(&self) -> Answer<Page> {
        bounded(some::locked(&self.database)).await
    }

    async fn find(&self, ids: &[AppointmentId]) -> Answer<Page> {
        bounded(some::find(&self.database, ids)).await
    }

    async fn asked_of(&self, holder: UserId) -> Answer<Page> {
        bounded(some::asked_of(&self.database, holder)).await
    }

    async fn of_patient(&self, patient: &Patient) -> Answer<Vec<AppointmentId>> {
        bounded(some::of_patient(&self.database, patient)).await
    }

    async fn doctors(&self) -> Answer<Vec<String>> {
        bounded(doctors::doctors(&self.database)).await
    }

    async fn history(&self, id: AppointmentId, before: Option<i64>, limit: u32) -> Answer<History> {
        bounded(history::history(&self.database, id, before, limit)).await
    }

    async fn due(&self, limit: u32) -> Answer<DueLocks> {
        bounded(due::due(&self.database, limit)).await
    }

    async fn involving(&self, user: UserId) -> Answer<Vec<AppointmentId>> {
        bounded(due::involving(&self.database, user)).await
    }

    async fn prune(&self, events_before: Option<Instant>) -> Answer<(u64, u64)> {
        prune::prune(&self.database, events_before).await
    }

    async fn ping(&self) -> Answer<()> {
        bounded(ping::ping(&self.database)).await
    }
}
