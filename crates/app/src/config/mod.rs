//! Settings: from flags, environment, `.env` and defaults to one typed, checked [`Settings`].
//!
//! ```text
//! flags ─┐
//! env ───┼─▶ Raw (texts, one layer each) ─▶ Settings::read (pure) ─▶ Settings | Faults (all at once)
//! .env ──┘
//! ```
//!
//! To add a variable:
//! 1. a line in the table of [`variable`]: its flag, its `--help` and its fault messages come from there;
//! 2. a field in one of the groups of [`settings`], read with a parser of [`parse`];
//! 3. a line in `.env.example` (a test names it when it is missing) and a row in the tests' tables.

mod database;
mod dotenv;
mod fault;
mod form;
mod jwt_secret;
mod opening_hours;
mod origin;
mod parse;
mod raw;
mod secret;
mod settings;
#[cfg(test)]
mod tests;
mod variable;

pub use database::Database;
pub use dotenv::DotenvError;
pub use fault::Faults;
pub use form::Machine;
pub use jwt_secret::JwtSecret;
pub use raw::{Flags, Raw};
pub use secret::Secret;
pub use settings::{Log, LogFormat, Purpose, Settings};

/// Why there are no settings to start with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The `.env` file cannot be read or understood.
    #[error(transparent)]
    Dotenv(#[from] DotenvError),
    /// Values that are not allowed, all of them.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// The working directory, which relative paths start from, is gone or closed to us.
    #[error("the working directory cannot be found")]
    WorkingDirectory(#[source] std::io::Error),
}

/// Reads the settings from the flags given, the process's environment and `.env` in the working directory.
///
/// # Errors
/// When `.env` is malformed or a value is not allowed; the message names every fault and no secret.
pub fn load(flags: &Flags, purpose: Purpose) -> Result<Settings, ConfigError> {
    let working_dir = std::env::current_dir().map_err(ConfigError::WorkingDirectory)?;
    let dotenv = dotenv::read(&working_dir)?;
    let raw = Raw::layered(flags, &|name| std::env::var_os(name), &dotenv);
    let machine = Machine {
        working_dir: &working_dir,
        time_zone: iana_time_zone::get_timezone().ok(),
        read_file: &|path| std::fs::read_to_string(path),
    };
    Ok(Settings::read(raw, &machine, purpose)?)
}
