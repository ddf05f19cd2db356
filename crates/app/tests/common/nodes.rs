//! Several nodes on one PostgreSQL.

use testkit::{Client, Cluster, Postgres, Socket};

use super::{Day, Env, Person, ROOT, judged, server};

/// Three nodes, started at once on an empty database.
#[derive(Debug)]
pub struct Nodes {
    pub cluster: Cluster,
    root: Person,
}

/// So many.
pub const COUNT: usize = 3;

impl Nodes {
    /// Starts them on a database of their own.
    pub async fn start(postgres: &Postgres, env: Env) -> Self {
        let builder = env.iter().fold(server(), |builder, (name, value)| builder.env(name, value));
        let builder = builder.env("ADMIN_EMAIL", ROOT.0).env("ADMIN_PASSWORD", ROOT.1);
        let database = postgres.fresh_database().expect("a database");
        let cluster = Cluster::start(&builder, &database, COUNT).expect("three nodes");
        let root = Person::signed_in(&Client::new(cluster.url(0)), ROOT.0, ROOT.1).await;
        Self { cluster, root }
    }

    /// Starts them on the PostgreSQL that many tests use; None where it is not installed.
    pub async fn shared(env: Env) -> Option<Self> {
        Some(Self::start(Postgres::shared()?, env).await)
    }

    /// Somebody who is not signed in, at this node.
    pub fn anyone(&self, node: usize) -> Client {
        Client::new(self.cluster.url(node))
    }

    /// Somebody new at the front desk, who signed in at this node.
    pub async fn user(&self, node: usize) -> Person {
        Person::made(&self.anyone(node), &self.root, false).await
    }

    /// A new administrator, who signed in at this node.
    pub async fn admin(&self, node: usize) -> Person {
        Person::made(&self.anyone(node), &self.root, true).await
    }

    /// The same sign-in, at another node.
    pub fn elsewhere(&self, node: usize, person: &Person) -> Client {
        self.anyone(node).bearer(&person.token)
    }

    /// A socket at this node that looks at this day and has taken its first frame.
    pub async fn socket(&self, node: usize, person: &Person, day: &Day) -> Socket {
        let handshake = judged(&self.cluster.url(node)).bearer(&person.token);
        let mut socket = handshake.window(&day.from(), &day.to()).connect().await.expect("a socket");
        socket.event("init-appointments").await;
        socket
    }
}
