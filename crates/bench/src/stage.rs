//! The release server on a database of its own, filled and with its users signed in.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement, TryGetable};
use serde_json::json;
use testkit::{Client, Postgres, Server, ServerBuilder};

use crate::{fill, plan::Plan, record::Database};

/// Nobody's secret: it signs tokens of databases that end with this process.
const JWT_SECRET: &str = "only-for-measuring-only-for-measuring";
const PASSWORD: &str = "only for measuring 1";

/// What a stage has.
#[derive(Clone, Debug)]
pub struct Setting {
    database: Database,
    users: usize,
    appointments: usize,
    environment: Vec<(&'static str, String)>,
}

impl Setting {
    /// 20 users and 10,000 appointments; acquiring is not limited per user, and only warnings are logged.
    pub fn on(database: Database) -> Self {
        let environment = vec![("LOCK_RATE_LIMIT", "0".to_owned()), ("LOG", "warn".to_owned())];
        Self { database, users: 20, appointments: 10_000, environment }
    }

    /// With so many users.
    pub fn users(self, users: usize) -> Self {
        Self { users, ..self }
    }

    /// With so many appointments; [`fill::WEEK`] at least.
    pub fn appointments(self, appointments: usize) -> Self {
        Self { appointments: appointments.max(fill::WEEK), ..self }
    }

    /// With a variable of the server's environment.
    pub fn env(mut self, name: &'static str, value: impl ToString) -> Self {
        self.environment.push((name, value.to_string()));
        self
    }
}

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct User {
    pub id: uuid::Uuid,
    pub token: String,
}

/// A server on a filled database. Everything ends with its value, or with the process.
pub struct Stage {
    pub database: Database,
    /// Signed in, by number.
    pub users: Vec<User>,
    pub server: Server,
    how: ServerBuilder,
    environment: Vec<(&'static str, String)>,
    url: String,
    store: DatabaseConnection,
    // After the server, which uses it.
    postgres: Option<Arc<Postgres>>,
}

impl Stage {
    /// Opens one; on PostgreSQL with a new one of its own, which flushes every commit.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or anything does not start.
    pub async fn open(plan: &Plan, setting: Setting) -> anyhow::Result<Self> {
        let postgres = match setting.database {
            Database::PostgreSQL => Some(Arc::new(Postgres::start_durable()?)),
            _ => None,
        };
        Self::open_in(plan, setting, postgres).await
    }

    /// Opens another one, which shares the PostgreSQL of this one, but not the database.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn beside(&self, plan: &Plan, setting: Setting) -> anyhow::Result<Self> {
        Self::open_in(plan, setting, self.postgres.clone()).await
    }

    async fn open_in(plan: &Plan, setting: Setting, postgres: Option<Arc<Postgres>>) -> anyhow::Result<Self> {
        let mut environment = setting.environment.clone();
        environment.push(("JWT_SECRET", JWT_SECRET.to_owned()));
        environment.push(("ADMIN_EMAIL", "admin@example.org".to_owned()));
        environment.push(("ADMIN_PASSWORD", PASSWORD.to_owned()));
        let made = postgres.as_ref().map(|postgres| postgres.fresh_database()).transpose()?;
        environment.extend(made.clone().map(|url| ("DATABASE_URL", url)));
        let how = environment.iter().fold(Server::of(plan.server()?), |how, (name, value)| how.env(name, value));
        let server = how.clone().start()?;
        let file = server.folder().join("data/appointments.db");
        let url = made.unwrap_or_else(|| format!("sqlite://{}", file.display()));
        let store = connect(&url).await?;
        let database = setting.database;
        let mut stage = Self { database, users: Vec::new(), server, how, environment, url, store, postgres };
        stage.fill(&setting).await?;
        Ok(stage)
    }

    async fn fill(&mut self, setting: &Setting) -> anyhow::Result<()> {
        self.sql(&fill::users(self.database, setting.users)).await?;
        self.sql(&fill::appointments(self.database, setting.appointments)).await?;
        self.settle().await?;
        for number in 0..setting.users {
            let user = sign_in(&self.server, &fill::email(number)).await?;
            anyhow::ensure!(user.id == fill::user_id(number), "user {number} has another id");
            self.users.push(user);
        }
        Ok(())
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When it listens on no address of this machine.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        address(&self.server)
    }

    /// Another node on the same database.
    ///
    /// # Errors
    /// When it does not start.
    pub fn node(&self) -> anyhow::Result<Server> {
        self.how.clone().env("DATABASE_URL", &self.url).start()
    }

    /// The PostgreSQL that it stands on.
    ///
    /// # Errors
    /// When it stands on SQLite.
    pub fn postgres(&self) -> anyhow::Result<&Postgres> {
        self.postgres.as_deref().context("this stage stands on SQLite")
    }

    /// The environment of its server, for another one on the same data.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let data = self.server.folder().join("data").display().to_string();
        self.environment.iter().cloned().chain([("DATA_DIR", data)]).collect()
    }

    /// The URL of its database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// What the database says against it.
    pub async fn sql(&self, sql: &str) -> anyhow::Result<()> {
        self.store.execute_unprepared(sql).await.with_context(|| sql.to_owned())?;
        Ok(())
    }

    /// The only value of a query, such as a number of rows (`i64` on both databases).
    ///
    /// # Errors
    /// When there is none, or it is of another type.
    pub async fn value<T: TryGetable>(&self, sql: &str) -> anyhow::Result<T> {
        let statement = Statement::from_string(self.store.get_database_backend(), sql);
        let row = self.store.query_one_raw(statement).await?.with_context(|| format!("no row: {sql}"))?;
        Ok(row.try_get_by_index(0)?)
    }

    /// Makes the database have done what filling it left to do, so that it does not do that while it is measured.
    ///
    /// # Errors
    /// What the database says against it.
    pub async fn settle(&self) -> anyhow::Result<()> {
        for statement in fill::settle(self.database) {
            self.sql(statement).await?;
        }
        Ok(())
    }

    /// Lets go of the connections to the database, and ends the server, so that nobody uses the database.
    ///
    /// # Errors
    /// When the server does not end.
    pub async fn pause(&mut self) -> anyhow::Result<()> {
        self.server.sigterm()?;
        Ok(self.store.close_by_ref().await?)
    }

    /// Starts what [`Self::pause`] ended; sign-ins are still good, the address may be another.
    ///
    /// # Errors
    /// When the server does not start.
    pub async fn resume(&mut self) -> anyhow::Result<()> {
        self.server.restart()?;
        self.store = connect(&self.url).await?;
        Ok(())
    }
}

/// Where a server listens.
///
/// # Errors
/// When it listens on no address of this machine.
pub fn address(server: &Server) -> anyhow::Result<SocketAddr> {
    Ok(server.url("").trim_start_matches("http://").parse()?)
}

async fn connect(url: &str) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Ok(sea_orm::Database::connect(options).await?)
}

async fn sign_in(server: &Server, email: &str) -> anyhow::Result<User> {
    let login = Client::new(server.url("")).post("/api/auth/login");
    let reply = login.json(json!({"email": email, "password": PASSWORD})).send().await?;
    let text = |name: &str| reply.body[name].as_str().with_context(|| format!("{email} is refused: {}", reply.text));
    Ok(User { id: text("id")?.parse()?, token: text("token")?.to_owned() })
}
