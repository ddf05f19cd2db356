//! The appointments server and its commands.

mod cli;
mod commands;
mod config;
mod node;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// Thousands of sockets leave the usual allocator with pages that are nearly empty.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<()> {
    let settings = cli.settings()?;
    telemetry::init(&settings.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.requested() {
            Command::Serve => commands::serve::serve(settings).await,
            Command::Migrate(what) => commands::migrate::migrate(&settings, what).await,
            Command::User(what) => commands::user::user(&settings, what).await,
            Command::SetupLink => commands::setup_link::setup_link(&settings).await,
            Command::Openapi => commands::openapi::openapi(),
            Command::Demo => commands::demo::demo(settings).await,
            Command::Backup { file } => commands::backup::backup(&settings, &file).await,
            Command::Restore { file } => commands::restore::restore(&settings, &file).await,
            Command::Epoch(cli::Epoch::New) => commands::epoch::new(&settings).await,
        }
    })
}
