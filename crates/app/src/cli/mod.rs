//! The command line: what can be asked of the binary. What is done about it stands in `main.rs`.
//!
//! Settings are flags of every command ([`Flags`]), before or after its name.

mod password;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{self, ConfigError, Flags, Purpose, Settings};

pub use password::read_password;

/// Appointments for a clinic, edited by one at a time.
#[derive(Debug, Parser)]
#[command(name = "appointments", version, about, after_help = PRECEDENCE)]
pub struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

const PRECEDENCE: &str = "Flags beat the environment, which beats the file .env of the working directory, which beats the \
defaults. An empty value counts as not given. Other users of the machine can see flags: give secrets by another way.";

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve the API (the default)
    Serve,
    /// Bring the database's schema forward or back, or tell where it stands
    #[command(subcommand)]
    Migrate(Migrate),
    /// Make a user, or set a user's password
    #[command(subcommand)]
    User(User),
    /// Print a new one-time link that makes the first administrator
    SetupLink,
    /// Print the OpenAPI document
    Openapi,
    /// Serve a throw-away database with users and appointments, on the loopback only
    Demo,
    /// Copy the SQLite database to a file, while the server runs or not
    Backup {
        /// The file to make
        file: PathBuf,
    },
    /// Put a backup in the SQLite database's place; the server must be stopped
    Restore {
        /// The file that a backup made
        file: PathBuf,
    },
    /// Commands for the epoch, which tells clients that the history they hold still stands
    #[command(subcommand)]
    Epoch(Epoch),
}

/// What to do with the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum Migrate {
    /// Apply every migration that is missing
    Up,
    /// Undo the last migration
    Down,
    /// List the migrations and whether they are applied
    Status,
}

/// What to do with a user. The password comes from a prompt, or from the first line of standard input.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum User {
    /// Make a user; the password is asked for, or read from standard input
    Create(CreateUser),
    /// Set a user's password, asked for or read from standard input, and forget failed logins
    Password {
        /// E-mail of the user
        #[arg(long)]
        email: String,
    },
}

/// The user to make.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct CreateUser {
    /// E-mail to sign in with
    #[arg(long)]
    pub email: String,
    /// Name that others see [default: what stands before the @ of the e-mail]
    #[arg(long)]
    pub name: Option<String>,
    /// Make an administrator
    #[arg(long)]
    pub admin: bool,
}

/// What to do with the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum Epoch {
    /// Begin a new one, after the database was restored: clients load everything afresh
    New,
}

impl Cli {
    /// The command asked for; to serve when none is named.
    pub fn requested(&self) -> Command {
        self.command.clone().unwrap_or(Command::Serve)
    }

    /// The settings for that command.
    ///
    /// # Errors
    /// When a value is not allowed; the message names every fault and no secret.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let purpose = match self.requested() {
            Command::Serve => Purpose::Serve,
            _ => Purpose::Administer,
        };
        config::load(&self.flags, purpose)
    }
}

impl CreateUser {
    /// The name to give the user.
    pub fn display_name(&self) -> &str {
        let local = self.email.split('@').next().unwrap_or_default();
        self.name.as_deref().unwrap_or(local)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn command(line: &str) -> Command {
        let words = std::iter::once("appointments").chain(line.split_whitespace());
        Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}")).requested()
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_is_understood() {
        let email = || "a@b.example".to_owned();
        let user = |name: Option<&str>, admin| {
            Command::User(User::Create(CreateUser { email: email(), name: name.map(str::to_owned), admin }))
        };
        let table = [
            ("", Command::Serve),
            ("serve", Command::Serve),
            ("migrate up", Command::Migrate(Migrate::Up)),
            ("migrate down", Command::Migrate(Migrate::Down)),
            ("migrate status", Command::Migrate(Migrate::Status)),
            ("user create --email a@b.example", user(None, false)),
            ("user create --admin --name Ann --email a@b.example", user(Some("Ann"), true)),
            ("user password --email a@b.example", Command::User(User::Password { email: email() })),
            ("setup-link", Command::SetupLink),
            ("openapi", Command::Openapi),
            ("demo", Command::Demo),
            ("backup copy.db", Command::Backup { file: "copy.db".into() }),
            ("restore copy.db", Command::Restore { file: "copy.db".into() }),
            ("epoch new", Command::Epoch(Epoch::New)),
        ];
        for (line, expected) in table {
            assert_eq!(command(line), expected, "{line}");
        }
    }

    #[test]
    fn incomplete_commands_are_refused() {
        for line in ["migrate", "user", "user create", "user password", "backup", "restore", "epoch", "dance"] {
            let words = std::iter::once("appointments").chain(line.split_whitespace());
            assert!(Cli::try_parse_from(words).is_err(), "{line}");
        }
    }

    #[test]
    fn settings_are_flags_before_and_after_the_command() {
        for line in [
            "--lock-ttl 7 migrate status",
            "migrate --lock-ttl 7 status",
            "migrate status --lock-ttl=7",
            "--lock-ttl 7",
        ] {
            let words = std::iter::once("appointments").chain(line.split_whitespace());
            let cli = Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
            let settings = cli.settings().unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(settings.lock.ttl.as_secs(), 7, "{line}");
        }
    }

    #[test]
    fn a_flag_takes_any_text_so_that_our_own_message_answers() {
        let cli = Cli::try_parse_from(["appointments", "--port", "-1"]).unwrap_or_else(|error| panic!("{error}"));
        let message = cli.settings().map(|_| ()).expect_err("refused").to_string();
        assert_eq!(message, r#"PORT: "-1" is not allowed; give a whole number from 0 to 65535; 0 takes any free port"#);
    }

    #[test]
    fn flags_never_show_their_values_in_debug() {
        let secret = "swordfish-swordfish-swordfish-42";
        let cli =
            Cli::try_parse_from(["appointments", "--jwt-secret", secret]).unwrap_or_else(|error| panic!("{error}"));
        let shown = format!("{cli:?}");
        assert!(shown.contains("JWT_SECRET") && !shown.contains("swordfish"), "{shown}");
    }

    #[test]
    fn the_name_defaults_to_the_front_of_the_e_mail() {
        let user = CreateUser { email: "ann@b.example".into(), name: None, admin: false };
        assert_eq!(user.display_name(), "ann");
        assert_eq!(CreateUser { name: Some("Ann".into()), ..user }.display_name(), "Ann");
    }
}
