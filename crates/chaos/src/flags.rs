//! The command line.

use std::{path::PathBuf, time::Duration};

use crate::Outcome;

/// How to use it.
pub const USAGE: &str = "\
chaos: random lock work on three nodes under faults, checked

  --seconds N       how long the faults go on (60)
  --faults N        so many are injected; fewer is a failure (100)
  --operations N    fewer calls are a failure (0)
  --clients N       who work at the same time (24)
  --appointments N  what they work on (8)
  --ttl SECONDS     how long a lock lives (2)
  --seed N          the same choices again (drawn and printed when absent)
  --binary FILE     the server (target/debug/appointments)
  --sql STATEMENT   run in the database before the work begins: takes a safeguard away
  --out FILE        the report, also written there";

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Flags {
    /// How long the faults go on.
    pub time: Duration,
    /// The least number of faults.
    pub faults: usize,
    /// The least number of calls.
    pub operations: usize,
    /// How many work at the same time.
    pub clients: usize,
    /// How many appointments they work on.
    pub appointments: usize,
    /// How long a lock lives.
    pub ttl: Duration,
    /// Where all choices come from.
    pub seed: u64,
    /// The server.
    pub binary: PathBuf,
    /// Run in the database before the work begins.
    pub sql: Option<String>,
    /// Where the report is also written.
    pub out: Option<PathBuf>,
}

impl Flags {
    /// Reads them.
    ///
    /// # Errors
    /// When one is unknown, or has no value that fits.
    pub fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut flags = Self {
            time: Duration::from_secs(60),
            faults: 100,
            operations: 0,
            clients: 24,
            appointments: 8,
            ttl: Duration::from_secs(2),
            // A fresh UUID is random enough for a seed.
            seed: uuid::Uuid::now_v7().as_u64_pair().1 % 1_000_000_000,
            binary: concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/debug/appointments").into(),
            sql: None,
            out: None,
        };
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} needs a value\n\n{USAGE}"))?;
            flags.set(&name, &value).map_err(|error| format!("{name} {value}: {error}\n\n{USAGE}"))?;
        }
        Ok(flags)
    }

    fn set(&mut self, name: &str, value: &str) -> Outcome {
        match name {
            "--seconds" => self.time = Duration::from_secs(value.parse()?),
            "--faults" => self.faults = value.parse()?,
            "--operations" => self.operations = value.parse()?,
            "--clients" => self.clients = value.parse()?,
            "--appointments" => self.appointments = value.parse()?,
            "--ttl" => self.ttl = Duration::try_from_secs_f64(value.parse()?)?,
            "--seed" => self.seed = value.parse()?,
            "--binary" => self.binary = std::path::absolute(value)?,
            "--sql" => self.sql = Some(value.to_owned()),
            "--out" => self.out = Some(value.into()),
            _ => return Err("there is no such flag".into()),
        }
        Ok(())
    }
}
