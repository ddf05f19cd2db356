//! A throw-away PostgreSQL server.

use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use anyhow::{Context, bail};

use crate::{eventually::wait_for, folder::Folder, process, skipped};

/// Longest time for the server to start or to stop.
const DEADLINE: Duration = Duration::from_secs(30);

/// A PostgreSQL of its own: databases lost on power failure unless it was started as a durable one, everybody on
/// 127.0.0.1 trusted. Ends with its value, or with the process. Its calls block for some milliseconds.
#[derive(Debug)]
pub struct Postgres {
    binaries: Binaries,
    port: u16,
    durability: Durability,
    child: Mutex<Option<Child>>,
    // After the child, which lives in it.
    folder: Folder,
}

/// Where the programs are, and as whom they run.
#[derive(Clone, Debug)]
struct Binaries {
    folder: PathBuf,
    psql: PathBuf,
    /// Who runs the server when we are root, whom it refuses: user and group id.
    user: Option<(u32, u32)>,
}

/// What a commit survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durability {
    /// A crash of the server, but not the machine's: commits are written, though not flushed.
    Process,
    /// The machine's, too, as PostgreSQL is by default.
    Machine,
}

impl Postgres {
    /// Starts one; about half a second, and for the first one of the process about one more.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> anyhow::Result<Self> {
        Self::start_with(Durability::Process)
    }

    /// Starts one that flushes every commit, as PostgreSQL does by default: slower, and what it costs is what it would
    /// cost in production.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_durable() -> anyhow::Result<Self> {
        Self::start_with(Durability::Machine)
    }

    fn start_with(durability: Durability) -> anyhow::Result<Self> {
        let binaries = Binaries::find().context("PostgreSQL is not installed")?;
        let folder = Folder::new(binaries.user)?;
        copy(&template(&binaries)?.path().join("data"), folder.path())?;
        // Somebody may take the port between our look and the server's.
        let mut last = None;
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            match launch(&binaries, folder.path(), port, durability) {
                Ok(child) => {
                    return Ok(Self { binaries, port, durability, child: Mutex::new(Some(child)), folder });
                }
                Err(error) => last = Some(error),
            }
        }
        Err(last.context("no attempt")?)
    }

    /// The one server of this test process. None, with a line about it, when PostgreSQL is not installed.
    ///
    /// # Panics
    /// When it does not start, or is not installed where `CI=true` says that it must be.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
        let start = |_| Self::start().unwrap_or_else(|error| panic!("PostgreSQL does not start: {error:#}"));
        let shared = SHARED.get_or_init(|| Binaries::find().map(start));
        if shared.is_none() {
            skipped("PostgreSQL");
        }
        shared.as_ref()
    }

    /// Makes an empty database of its own and answers its URL.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn fresh_database(&self) -> anyhow::Result<String> {
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        // Unlike template1, nobody can be connected to template0 and so hinder its copy.
        self.psql(&self.url("postgres"), &format!("CREATE DATABASE {name} TEMPLATE template0"))?;
        Ok(self.url(&name))
    }

    /// The URL of a database.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs SQL in the database of this URL and answers the rows: a line each, columns parted by `|`.
    ///
    /// # Errors
    /// What the server says against it.
    pub fn psql(&self, url: &str, sql: &str) -> anyhow::Result<String> {
        let mut command = Command::new(&self.binaries.psql);
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql]).stdin(Stdio::null());
        output(command)
    }

    /// A program that belongs to this PostgreSQL, such as `pgbench`; None when it is not installed.
    #[must_use]
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        let beside = self.binaries.folder.join(name);
        if beside.is_file() { Some(beside) } else { process::find(name, &distribution_folders()) }
    }

    /// What it has logged since it was started last.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn log(&self) -> anyhow::Result<String> {
        let log = std::fs::read(self.folder.path().join("log")).context("the log of PostgreSQL cannot be read")?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }

    /// Stops it as an administrator would: connections are closed, data stays for [`Self::restart`].
    ///
    /// # Errors
    /// When it does not stop.
    pub fn stop_fast(&self) -> anyhow::Result<()> {
        self.end("INT")
    }

    /// Kills it as a crash would; data stays for [`Self::restart`].
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill(&self) -> anyhow::Result<()> {
        self.end("KILL")
    }

    /// Starts it again, on the same port; stops it before if it runs.
    ///
    /// # Errors
    /// When it does not start.
    pub fn restart(&self) -> anyhow::Result<()> {
        if self.child().is_some() {
            self.stop_fast()?;
        }
        // After a crash its orphans hold the data for a moment.
        let mut last = None;
        let child = wait_for(DEADLINE, || {
            launch(&self.binaries, self.folder.path(), self.port, self.durability)
                .map_err(|error| last = Some(error))
                .ok()
        });
        match (child, last) {
            (Some(child), _) => *self.child() = Some(child),
            (None, Some(error)) => return Err(error),
            (None, None) => bail!("no attempt"),
        }
        Ok(())
    }

    /// Halts it, connections and all, as a frozen machine would: nothing is closed, nothing answers.
    ///
    /// # Errors
    /// When it does not run.
    pub fn sigstop(&self) -> anyhow::Result<()> {
        let pid = self.pid()?;
        // The parent first, so that no new connection slips through.
        process::signal("STOP", &[pid])?;
        process::signal("STOP", &process::children(pid))
    }

    /// Lets a halted one go on.
    ///
    /// # Errors
    /// When it does not run.
    pub fn sigcont(&self) -> anyhow::Result<()> {
        let pid = self.pid()?;
        process::signal("CONT", &process::children(pid))?;
        process::signal("CONT", &[pid])
    }

    fn pid(&self) -> anyhow::Result<u32> {
        self.child().as_ref().map(Child::id).context("PostgreSQL does not run")
    }

    fn end(&self, signal: &str) -> anyhow::Result<()> {
        let mut child = self.child().take().context("PostgreSQL does not run")?;
        process::signal(signal, &[child.id()])?;
        process::wait(&mut child, DEADLINE).map(|_| ())
    }

    /// The process; a test that panicked holding it left it whole.
    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(mut child) = self.child().take() else {
            return;
        };
        // Nothing can be done here about what fails; the folder's reaper looks after the rest.
        let children = process::children(child.id());
        let _ = process::signal("QUIT", &[child.id()]);
        let _ = process::signal("CONT", &[child.id()]);
        let _ = process::signal("CONT", &children);
        if process::wait(&mut child, Duration::from_secs(5)).is_err() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Binaries {
    /// The newest of PATH and the distribution's folders that has all we need.
    fn find() -> Option<Self> {
        let folders = distribution_folders();
        // What PATH has may be a link or a wrapper; the programs that belong together stand beside it.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let has_both = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
        let folder = std::env::split_paths(&path).chain(folders.iter().cloned()).find(has_both)?;
        Some(Self { folder, psql: process::find("psql", &folders)?, user: unprivileged_user()? })
    }

    fn command(&self, program: &str) -> Command {
        process::mortal(self.folder.join(program), "QUIT", self.user.map(|_| "postgres"))
    }
}

/// Debian's `/usr/lib/postgresql/<version>/bin`, newest first.
fn distribution_folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let numbered =
        versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))));
    let mut folders: Vec<_> = numbered.collect();
    folders.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    folders.into_iter().map(|(_, folder)| folder).collect()
}

/// Who runs the server: `postgres` when we are root, whom it refuses, else ourselves (None inside). None when there is no such user.
fn unprivileged_user() -> Option<Option<(u32, u32)>> {
    if id(&["-u"])? != 0 {
        return Some(None);
    }
    Some(Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)))
}

fn id(arguments: &[&str]) -> Option<u32> {
    let mut command = Command::new("id");
    command.args(arguments);
    output(command).ok()?.trim().parse().ok()
}

/// An empty cluster, made once in this process and copied for every server.
fn template(binaries: &Binaries) -> anyhow::Result<&'static Folder> {
    static TEMPLATE: Mutex<Option<&'static Folder>> = Mutex::new(None);
    let mut template = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = *template {
        return Ok(made);
    }
    let folder = Folder::new(binaries.user)?;
    let mut initdb = binaries.command("initdb");
    initdb.args([
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]);
    initdb.arg("--pgdata").arg(folder.path().join("data")).current_dir(folder.path()).stdin(Stdio::null());
    output(initdb)?;
    // Kept for the life of the process; its reaper removes it.
    Ok(*template.insert(Box::leak(Box::new(folder))))
}

/// Copies a folder with its owners and modes.
fn copy(from: &Path, into: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("cp");
    command.arg("-a").arg(from).arg(into);
    output(command).map(|_| ())
}

/// Runs a command to its end and answers what it printed.
fn output(mut command: Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("{:?} cannot be started", command.get_program()))?;
    if !output.status.success() {
        bail!("{:?}: {}", command.get_program(), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Starts the server in `folder/data` and waits until it takes connections.
fn launch(binaries: &Binaries, folder: &Path, port: u16, durability: Durability) -> anyhow::Result<Child> {
    let (data, log) = (folder.join("data"), folder.join("log"));
    let mut command = binaries.command("postgres");
    command.arg("-D").arg(&data).arg("-k").arg(folder).arg("-p").arg(port.to_string());
    command.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
    if durability == Durability::Process {
        command.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
    }
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?);
    let mut child = process::spawn(command)?;
    let ended = wait_for(DEADLINE, || match child.try_wait() {
        Ok(None) => is_ready(&data, child.id()).then_some(false),
        _ => Some(true),
    });
    if ended == Some(false) {
        return Ok(child);
    }
    let _ = child.kill();
    let _ = child.wait();
    bail!("PostgreSQL has not started: {}", std::fs::read_to_string(&log).unwrap_or_default().trim());
}

/// The server writes its process id into line 1 and its state into line 8; a file left by a crash names another one.
fn is_ready(data: &Path, pid: u32) -> bool {
    let status = std::fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let mut lines = status.lines().map(str::trim);
    lines.next() == Some(&pid.to_string()) && lines.nth(6) == Some("ready")
}
