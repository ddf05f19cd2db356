//! What is to be measured, and for how long.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, bail};
use clap::Args;

use crate::figures;

/// How a run is made.
#[derive(Args, Debug)]
pub struct Plan {
    /// Only these figures, by id, parted by commas.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// How often each figure is measured, in turn with what it is held against.
    #[arg(long, default_value_t = 5)]
    repeats: usize,
    /// For how many seconds each load runs.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// One repeat of half a second on small tables: to see that it works, not how fast it is.
    #[arg(long)]
    quick: bool,
    /// The server's binary, a release build [default: target/release/appointments].
    #[arg(long)]
    server: Option<PathBuf>,
    /// Where JSON and chart go, a folder; tables go into the file of the same name with `.md` [default: docs/performance
    /// for a whole run, nowhere for another].
    #[arg(long)]
    out: Option<PathBuf>,
}

impl Plan {
    /// How often each figure is measured.
    pub fn repeats(&self) -> usize {
        if self.quick { 1 } else { self.repeats.max(1) }
    }

    /// How long each load runs.
    pub fn time(&self) -> Duration {
        if self.quick { Duration::from_millis(500) } else { Duration::from_secs_f64(self.seconds) }
    }

    /// How long a load runs before it is measured.
    pub fn warm_up(&self) -> Duration {
        self.time() / 2
    }

    /// A number of rows, cut down for a quick run.
    pub fn rows(&self, number: usize) -> usize {
        if self.quick { number.min(20_000) } else { number }
    }

    /// A number of rounds of something that is measured one by one, cut down for a quick run.
    pub fn rounds(&self, number: usize) -> usize {
        if self.quick { number.div_ceil(10) } else { number }
    }

    /// Where the results are written; a run that is not whole, or not meant to be believed, must not take the place of one
    /// that is, unless it was told to.
    pub fn out(&self) -> Option<PathBuf> {
        let whole = !self.quick && self.only.is_empty();
        self.out.clone().or_else(|| whole.then(|| PathBuf::from("docs/performance")))
    }

    /// The figures asked for, in the order of the report.
    ///
    /// # Errors
    /// When one is unknown.
    pub fn ids(&self) -> anyhow::Result<Vec<&'static str>> {
        if let Some(unknown) = self.only.iter().find(|id| !figures::IDS.contains(&id.as_str())) {
            bail!("there is no figure {unknown:?}; there are {}", figures::IDS.join(", "));
        }
        let wanted = |id: &&str| self.only.is_empty() || self.only.iter().any(|only| only == id);
        Ok(figures::IDS.into_iter().filter(wanted).collect())
    }

    /// The server's binary, absolute.
    ///
    /// # Errors
    /// When it is not there.
    pub fn server(&self) -> anyhow::Result<PathBuf> {
        let built = || {
            let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
            target.join("release/appointments")
        };
        let server = self.server.clone().unwrap_or_else(built);
        server.canonicalize().with_context(|| format!("{}: build it with cargo build --release", server.display()))
    }
}
