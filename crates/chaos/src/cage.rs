//! Where the experiment runs: a process of its own with a deadline, whose PostgreSQL has a small disk and a clock that
//! can be set.
//!
//! What runs in it finds its folder in [`FOLDER`], a wrapper of PostgreSQL first in PATH, and temporary files where a
//! small disk can be mounted, in a name space of its own, so that no mount outlives it.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Duration,
};

use testkit::process;

use crate::{Outcome, flags::Flags, gear};

/// The variable that names the folder inside.
pub const FOLDER: &str = "CHAOS_FOLDER";

/// What it may take beyond the faults: the start, the end, the judgement.
const REST: Duration = Duration::from_secs(150);

/// Runs this program again, inside.
pub fn enter(flags: &Flags) -> Outcome<ExitCode> {
    let folder = std::env::temp_dir().join(format!("chaos-{}", uuid::Uuid::now_v7().simple()));
    furnish(&folder)?;
    let ended = run_in(&folder, flags.time + REST);
    std::fs::remove_dir_all(&folder)?;
    ended
}

fn run_in(folder: &Path, deadline: Duration) -> Outcome<ExitCode> {
    let program = std::env::current_exe()?;
    let mut command = if has_namespaces() {
        let mut command = process::mortal("unshare", "KILL", None);
        command.args(["--mount", "--"]).arg(program);
        command
    } else {
        process::mortal(program, "KILL", None)
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([folder.join("bin")].into_iter().chain(std::env::split_paths(&path)))?;
    command.args(std::env::args_os().skip(1)).env("PATH", path);
    command.env(FOLDER, folder).env("TMPDIR", folder.join("disk"));
    // Nobody waits for a database without end: this is for psql.
    command.env("PGCONNECT_TIMEOUT", "5").env("PGOPTIONS", "-c statement_timeout=10s");
    let mut child = process::spawn(command)?;
    match process::wait(&mut child, deadline) {
        Ok(status) => Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(3))),
        Err(error) => {
            child.kill()?;
            child.wait()?;
            Err(format!("the experiment hangs: {error:#}").into())
        }
    }
}

fn has_namespaces() -> bool {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--", "true"]).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Its folders, clocks that go right, and PostgreSQL with what the faults ask of it.
fn furnish(folder: &Path) -> Outcome {
    for name in ["", "bin", "disk", "clocks"] {
        std::fs::create_dir(folder.join(name))?;
        std::fs::set_permissions(folder.join(name), PermissionsExt::from_mode(0o755))?;
    }
    let real = postgresql().ok_or("PostgreSQL is not installed")?;
    std::os::unix::fs::symlink(real.join("initdb"), folder.join("bin/initdb"))?;
    let clock = gear::clock_file(folder, gear::DATABASE);
    gear::set(&clock, 0)?;
    let faked: String =
        gear::faked(&clock).into_iter().flatten().map(|(name, value)| format!("{name}='{value}' ")).collect();
    let postgres = real.join("postgres");
    // Little WAL, so that a small disk is enough.
    let wrapper = format!(
        "#!/bin/sh\nexec env {faked}'{}' \"$@\" -c max_wal_size=64MB -c min_wal_size=32MB\n",
        postgres.display()
    );
    let file = folder.join("bin/postgres");
    std::fs::write(&file, wrapper)?;
    Ok(std::fs::set_permissions(file, PermissionsExt::from_mode(0o755))?)
}

/// Where PostgreSQL's programs are: on PATH, or in Debian's folder of the newest.
fn postgresql() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    debian.sort_by_key(|path| path.ancestors().nth(1).and_then(|path| path.file_name()?.to_str()?.parse::<u32>().ok()));
    let all = std::env::split_paths(&path).chain(debian.into_iter().rev());
    let has_both = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let folder = all.into_iter().find(has_both)?;
    folder.join("postgres").canonicalize().ok()?.parent().map(Path::to_path_buf)
}
