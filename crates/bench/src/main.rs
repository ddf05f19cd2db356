//! Measures the server beside the limits of what it stands on, in one run, and writes down both.
//!
//! Each figure is a file in [`figures`]; to add one, write `figures/<id>.rs` with a `measure` and name it in
//! `figures/mod.rs`. docs/performance.md says how the results are to be read.

mod figures;
mod fill;
mod limit;
mod load;
mod plan;
mod record;
mod report;
mod stage;

use clap::{Parser, Subcommand};

use plan::Plan;

/// Measures the release server beside the limits of what it stands on.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure, print a table, and write JSON, a chart and docs/performance.md's tables.
    Run(Plan),
    /// Serve one fixed answer, read from standard input, on a bare actix route.
    #[command(hide = true)]
    BareRoute,
    /// Write one frame to many sockets, again and again.
    #[command(hide = true)]
    BareSockets,
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Run(plan) => {
            // One thread: the load shares the machine with what it measures, and must not take more of it than that.
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(run(&plan))
        }
        Command::BareRoute => limit::route::serve(),
        Command::BareSockets => limit::frames::serve(),
    }
}

async fn run(plan: &Plan) -> anyhow::Result<()> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let mut report = report::Report::begin(plan)?;
    for id in plan.ids()? {
        eprintln!("{id} …");
        // One that fails must not cost the others their figures; it is told, and the run fails at its end.
        match figures::measure(id, plan).await {
            Ok(figures) => report.add(figures),
            Err(error) => report.failed(id, &error),
        }
    }
    report.finish(plan)
}
