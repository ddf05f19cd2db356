//! On what was measured.

use std::{
    fmt,
    fs::{self, File},
    io::Write,
    path::Path,
    process::Command,
    time::Instant,
};

use serde::Serialize;
use testkit::Postgres;

use crate::{
    plan::Plan,
    record::{Series, Unit},
};

/// The machine and what ran on it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    processor: String,
    cores: usize,
    memory: String,
    system: String,
    /// Of the folder with the databases.
    file_system: String,
    /// Median time to write 8 KiB and have them on the disk, in milliseconds: what a commit cannot be faster than.
    flush: f64,
    postgres: String,
    server: String,
    commit: String,
}

impl Machine {
    /// Looks.
    ///
    /// # Errors
    /// When a temporary file cannot be written, or the server's binary is missing.
    pub fn look(plan: &Plan) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir();
        Ok(Self {
            processor: field("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism()?.get(),
            memory: field("/proc/meminfo", "MemTotal"),
            system: format!(
                "{}, Linux {}",
                field("/etc/os-release", "PRETTY_NAME"),
                line("/proc/sys/kernel/osrelease")
            ),
            file_system: printed(Command::new("df").arg("--output=fstype").arg(&folder)),
            flush: flush(&folder)?,
            postgres: postgres(),
            server: printed(Command::new(plan.server()?).arg("--version")),
            commit: printed(Command::new("git").args(["describe", "--always", "--dirty"])),
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { processor, cores, memory, system, file_system, flush, postgres, server, commit } = self;
        writeln!(f, "{cores} × {processor}, {memory}, {system}")?;
        writeln!(f, "{postgres}, databases on {file_system}, a flush of 8 KiB takes {flush:.3} ms")?;
        writeln!(f, "{server}, commit {commit}")
    }
}

/// What follows a name and `:` or `=` in a file of the system.
fn field(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name));
    let value = line.and_then(|line| line.split_once([':', '='])).map_or("unknown", |(_, value)| value);
    value.trim().trim_matches('"').to_owned()
}

fn line(file: &str) -> String {
    fs::read_to_string(file).unwrap_or_default().trim().to_owned()
}

/// The last line that a command prints; "unknown" when it prints none.
fn printed(command: &mut Command) -> String {
    let output = command.output().ok().filter(|output| output.status.success());
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().last().unwrap_or("unknown").trim().to_owned()
}

fn postgres() -> String {
    let postgres = Postgres::start().ok();
    let version = postgres.and_then(|postgres| postgres.psql(&postgres.url("postgres"), "SHOW server_version").ok());
    version.map_or_else(|| "no PostgreSQL".to_owned(), |version| format!("PostgreSQL {}", version.trim()))
}

fn flush(folder: &Path) -> anyhow::Result<f64> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut times = Series::new("flush", Unit::Milliseconds);
    for _ in 0..50 {
        let begun = Instant::now();
        file.write_all(&[1; 8192])?;
        File::sync_data(file.as_file())?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times.median())
}
