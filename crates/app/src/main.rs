//! The appointments server and its commands.

mod cli;
mod config;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let started = cli
        .settings()
        .map_err(anyhow::Error::from)
        .and_then(|settings| Ok(telemetry::init(&settings.log)?));
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
