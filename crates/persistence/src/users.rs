//! The port of users. Each write is one transaction; users are locked before sessions, as everywhere.

mod change;
mod create;
mod locks;
mod read;

use async_trait::async_trait;
use domain::{
    Instant, SessionId, User, UserId,
    ports::{
        Answer, UserRepository,
        users::{Account, FirstAdmin, FirstAdminWrite, NewUser, UserChange, UserWrite},
    },
};

pub(crate) use locks::{end_links, end_sessions, lock_active};
pub(crate) use read::user;

use crate::{Database, error::bounded};

/// Users in a database.
#[derive(Clone)]
pub struct UserStore(Database);

impl UserStore {
    /// On a migrated database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(database)
    }
}

#[async_trait]
impl UserRepository for UserStore {
    async fn list(&self) -> Answer<Vec<User>> {
        bounded(read::list(&self.0)).await
    }

    async fn find(&self, id: UserId) -> Answer<Option<Account>> {
        bounded(read::find(&self.0, id)).await
    }

    async fn find_by_email(&self, email: &str) -> Answer<Option<Account>> {
        bounded(read::find_by_email(&self.0, email)).await
    }

    async fn any(&self) -> Answer<bool> {
        bounded(read::any(&self.0)).await
    }

    async fn create(&self, user: &NewUser) -> Answer<UserWrite<User>> {
        bounded(create::create(&self.0, user)).await
    }

    async fn create_first(&self, user: &NewUser, proof: &FirstAdmin) -> Answer<FirstAdminWrite> {
        bounded(create::create_first(&self.0, user, proof)).await
    }

    async fn update(&self, id: UserId, change: &UserChange, keep: Option<SessionId>) -> Answer<UserWrite<User>> {
        bounded(change::update(&self.0, id, change, keep)).await
    }

    async fn delete(&self, id: UserId) -> Answer<UserWrite<()>> {
        bounded(change::delete(&self.0, id)).await
    }

    async fn now(&self) -> Answer<Instant> {
        bounded(self.0.now()).await
    }
}
