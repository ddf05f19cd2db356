//! Several servers on one database.

use std::thread;

use anyhow::{Context, anyhow};

use crate::{Server, ServerBuilder};

/// Servers that were started at once, alike but for their ports.
#[derive(Debug)]
pub struct Cluster {
    /// The nodes.
    pub nodes: Vec<Server>,
    /// The URL of their database.
    pub database: String,
}

impl Cluster {
    /// Starts so many servers on the PostgreSQL database of this URL. The builder names their common JWT_SECRET.
    ///
    /// # Errors
    /// When one does not start.
    pub fn start(builder: &ServerBuilder, database: &str, count: usize) -> anyhow::Result<Self> {
        let builder = builder.clone().env("DATABASE_URL", database);
        let start = |_| {
            thread::spawn({
                let builder = builder.clone();
                move || builder.start()
            })
        };
        let starting: Vec<_> = (0..count).map(start).collect();
        let join = |node: thread::JoinHandle<_>| node.join().map_err(|_| anyhow!("starting a node panicked"))?;
        let nodes = starting.into_iter().map(join).collect::<anyhow::Result<_>>()?;
        Ok(Self { nodes, database: database.to_owned() })
    }

    /// The base URL of a node.
    #[must_use]
    pub fn url(&self, node: usize) -> String {
        self.nodes[node].url("")
    }

    /// The base URLs of all nodes.
    #[must_use]
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(|node| node.url("")).collect()
    }

    /// Kills a node as a crash would.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill9(&mut self, node: usize) -> anyhow::Result<()> {
        self.nodes[node].kill9()
    }

    /// Starts a node again on the port that it had; kills it before if it runs. It is tried again while somebody's
    /// outgoing connection has that port.
    ///
    /// # Errors
    /// When it does not start.
    pub fn restart(&mut self, node: usize) -> anyhow::Result<()> {
        let mut last = None;
        for _ in 0..20 {
            match self.nodes[node].restart_on_same_port() {
                Ok(()) => return Ok(()),
                Err(error) => last = Some(error),
            }
            thread::sleep(std::time::Duration::from_millis(250));
        }
        Err(last.context("no attempt")?)
    }
}
