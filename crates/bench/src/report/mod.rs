//! What comes out: a table on the console, JSON, a chart, and the tables of docs/performance.md.

mod json;
mod machine;
mod paper;
mod svg;
mod table;

use std::fs;

use anyhow::{Context, bail};
use serde::Serialize;

use crate::{plan::Plan, record::Figure};

/// A run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// When it began, RFC 3339.
    begun: String,
    machine: machine::Machine,
    repeats: usize,
    seconds: f64,
    #[serde(serialize_with = "json::figures")]
    figures: Vec<Figure>,
    /// Figures that could not be measured, and why.
    failed: Vec<String>,
}

impl Report {
    /// Begins a run: looks at the machine.
    ///
    /// # Errors
    /// When the machine cannot be looked at.
    pub fn begin(plan: &Plan) -> anyhow::Result<Self> {
        Ok(Self {
            begun: begun(),
            machine: machine::Machine::look(plan)?,
            repeats: plan.repeats(),
            seconds: plan.time().as_secs_f64(),
            figures: Vec::new(),
            failed: Vec::new(),
        })
    }

    /// Adds what was measured, and shows it at once.
    pub fn add(&mut self, figures: Vec<Figure>) {
        print!("{}", table::console(&figures));
        self.figures.extend(figures);
    }

    /// Adds a figure that could not be measured.
    pub fn failed(&mut self, id: &str, error: &anyhow::Error) {
        eprintln!("{id} could not be measured: {error:#}");
        self.failed.push(format!("{id}: {error:#}"));
    }

    /// Shows all of it, and writes it.
    ///
    /// # Errors
    /// When a figure could not be measured, or a file not be written. A missed goal is none: it is reported.
    pub fn finish(&self, plan: &Plan) -> anyhow::Result<()> {
        println!("\n{}{}", self.machine, table::console(&self.figures));
        if let Some(folder) = plan.out() {
            fs::create_dir_all(&folder)?;
            let write = |name: &str, text: String| {
                let file = folder.join(name);
                fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))
            };
            write("latest.json", serde_json::to_string_pretty(self)? + "\n")?;
            write("chart.svg", svg::chart(&self.figures))?;
            paper::update(&folder.with_extension("md"), self)?;
        }
        if !self.failed.is_empty() {
            bail!("not measured: {}", self.failed.join("; "));
        }
        Ok(())
    }
}

/// The bench is no part of the system, whose only clock is the database's.
#[allow(clippy::disallowed_methods)]
fn begun() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
