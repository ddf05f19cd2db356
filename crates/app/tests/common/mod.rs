//! What the tests of the whole system share: a server on each database, people who call it, appointments to call about.
#![allow(dead_code, unused_macros, unused_imports, reason = "each test binary uses its part")]

mod answers;
pub mod asyncapi;
mod live;
pub mod nginx;
mod nodes;
mod people;
mod samples;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use testkit::{Client, Postgres, Server, ServerBuilder};
use tokio::sync::OnceCell;

pub use answers::{instant, keys, location_of, next_page, pointers, refused};
pub use live::{Day, brief, contains, judged, listed, named, pages, resident, seconds_since};
pub use nodes::Nodes;
pub use people::Person;
pub use samples::{appointment, at, merged, path, unique};

/// Settings beside those of every test.
pub type Env = &'static [(&'static str, &'static str)];

/// Who is there from the start.
pub const ROOT: (&str, &str) = ("root@clinic.example", "rooted in the ground 7");

/// The key of tokens where one must be given.
pub const SECRET: &str = "a key for tests, of more than 32 bytes";

/// On which database a test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    Sqlite,
    Postgres,
}

/// Runs each test on SQLite, and on PostgreSQL where it is installed.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::common::Store::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if testkit::Postgres::shared().is_some() {
                    super::$test($crate::common::Store::Postgres).await;
                }
            })+
        }
    };
}
pub(crate) use on_both;

/// A server with its root administrator.
#[derive(Debug)]
pub struct World {
    pub server: Server,
    /// The URL of its PostgreSQL database.
    pub database: Option<String>,
    root: OnceCell<String>,
}

impl Store {
    /// The one server of this test process with these settings. Its people and appointments are many tests'.
    pub fn world(self, env: Env) -> &'static World {
        type Worlds = Mutex<Option<HashMap<(Store, Env), &'static World>>>;
        static WORLDS: Worlds = Mutex::new(None);
        let mut worlds = WORLDS.lock().unwrap_or_else(PoisonError::into_inner);
        let worlds = worlds.get_or_insert_default();
        worlds.entry((self, env)).or_insert_with(|| Box::leak(Box::new(self.own_world(env))))
    }

    /// A server of the test's own.
    pub fn own_world(self, env: Env) -> World {
        let database = self.fresh_database();
        let builder =
            env.iter().fold(self.server(database.as_deref()), |builder, (name, value)| builder.env(name, value));
        let server = builder.env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1).start();
        World { server: server.expect("a server"), database, root: OnceCell::new() }
    }

    /// An empty database; SQLite's is in the server's folder.
    pub fn fresh_database(self) -> Option<String> {
        let fresh = || Postgres::shared().expect("PostgreSQL").fresh_database().expect("a database");
        (self == Self::Postgres).then(fresh)
    }

    /// A server without users on that database.
    pub fn server(self, database: Option<&str>) -> ServerBuilder {
        let builder = server();
        database.into_iter().fold(builder, |builder, url| builder.env("DATABASE_URL", url))
    }
}

/// A server that never limits how often is acquired, and whose key is known.
pub fn server() -> ServerBuilder {
    Server::of(BINARY).env("LOCK_RATE_LIMIT", 0).env("JWT_SECRET", SECRET).env("TIME_ZONE", "UTC")
}

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_appointments");

impl World {
    /// Somebody who is not signed in.
    pub fn anyone(&self) -> Client {
        Client::new(self.server.url(""))
    }

    /// The administrator that is there from the start.
    pub async fn root(&self) -> Client {
        let sign_in = async || {
            let (email, password) = ROOT;
            people::log_in(&self.anyone(), email, password).await.expect(200).body["token"]
                .as_str()
                .expect("a token")
                .to_owned()
        };
        self.anyone().bearer(self.root.get_or_init(sign_in).await)
    }

    /// How many users have this e-mail, as an administrator sees it.
    pub async fn users_like(&self, viewer: &Person, email: &str) -> usize {
        let users = viewer.get("/api/users").await.expect(200).body;
        users.as_array().expect("an array").iter().filter(|user| user["email"] == email).count()
    }

    /// Somebody new at the front desk, signed in.
    pub async fn user(&self) -> Person {
        Person::made(&self.anyone(), &self.root().await, false).await
    }

    /// A new administrator, signed in.
    pub async fn admin(&self) -> Person {
        Person::made(&self.anyone(), &self.root().await, true).await
    }
}
