//! The server's binary, spawned.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::{Context, bail};

use crate::{eventually::wait_for, folder::Folder, process};

/// Longest time until a started server listens.
const START: Duration = Duration::from_secs(30);

/// Longest time from SIGTERM to the end; the server takes 10 seconds at most.
const STOP: Duration = Duration::from_secs(15);

/// Longest time that a command takes.
const COMMAND: Duration = Duration::from_secs(30);

/// Variables of the test's own environment that the server gets, too; all others, settings above all, stay outside.
const INHERITED: &[&str] = &["PATH", "HOME", "TMPDIR", "TZ", "LANG", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"];

/// How a server is started; made by [`Server::of`].
#[derive(Clone, Debug)]
pub struct ServerBuilder {
    program: PathBuf,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
}

impl ServerBuilder {
    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl ToString) -> Self {
        self.environment.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds an argument, of a command or a flag.
    #[must_use]
    pub fn arg(mut self, argument: impl ToString) -> Self {
        self.arguments.push(argument.to_string());
        self
    }

    /// Starts it and waits until it listens.
    ///
    /// # Errors
    /// When it ends instead, or has not printed its address within 30 seconds; with all that it said.
    pub fn start(self) -> anyhow::Result<Server> {
        let folder = Folder::new(None)?;
        let running = Running::start(&self, folder.path())?;
        Ok(Server { how: self, running, folder })
    }

    /// Runs a command of the same program with the same environment, in this folder, to its end.
    ///
    /// # Errors
    /// When it cannot be started, or has not ended within 30 seconds.
    pub fn run(&self, folder: &Path, arguments: &[&str]) -> anyhow::Result<Finished> {
        let mut command = self.command(folder);
        command.args(arguments);
        let mut child = process::spawn(command)?;
        let (stdout, stderr) = pipes(&mut child)?;
        let ended = process::wait(&mut child, COMMAND);
        if ended.is_err() {
            child.kill()?;
            child.wait()?;
        }
        let text = |lines: &Lines| {
            wait_for(Duration::from_secs(2), || lines.is_closed().then_some(()));
            lines.text()
        };
        Ok(Finished { ok: ended?.success(), out: text(&stdout), err: text(&stderr) })
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = process::mortal(&self.program, "KILL", None);
        let inherited = INHERITED.iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        command.env_clear().envs(inherited).env("DATA_DIR", folder.join("data")).envs(&self.environment);
        // A folder of its own, so that no .env lies in it.
        command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// What came of a command.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Whether it ended with 0.
    pub ok: bool,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

impl Finished {
    /// The standard output of a command that must have worked.
    ///
    /// # Panics
    /// When it has not.
    #[track_caller]
    pub fn well(self) -> String {
        assert!(self.ok, "{self:?}");
        self.out
    }

    /// What a command said that must have been refused.
    ///
    /// # Panics
    /// When it has worked, or panicked.
    #[track_caller]
    pub fn badly(self) -> String {
        assert!(!self.ok && !self.err.is_empty() && !self.err.contains("panicked"), "{self:?}");
        self.err
    }
}

/// A server on a free port with a data folder of its own. Ends with its value, or with the process.
#[derive(Debug)]
pub struct Server {
    how: ServerBuilder,
    running: Running,
    // After the process, which lives in it.
    folder: Folder,
}

impl Server {
    /// A server of this binary, `env!("CARGO_BIN_EXE_appointments")` at the place of use, with PORT=0, a temporary
    /// DATA_DIR, LOG=warn and PASSWORD_COST=4 unless they are set otherwise.
    #[must_use]
    pub fn of(program: impl Into<PathBuf>) -> ServerBuilder {
        let builder = ServerBuilder { program: program.into(), arguments: Vec::new(), environment: BTreeMap::new() };
        builder.env("PORT", 0).env("LOG", "warn").env("PASSWORD_COST", 4)
    }

    /// The URL of a path: `url("/api/config")`; of the server itself with `url("")`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.address)
    }

    /// The process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.running.child.id()
    }

    /// Its working folder; DATA_DIR is `data` in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The token of the set-up link that it prints while there is no user.
    ///
    /// # Panics
    /// When there is none within 10 seconds.
    #[must_use]
    pub fn setup_token(&self) -> String {
        let token = wait_for(Duration::from_secs(10), || self.printed_setup_token());
        token.unwrap_or_else(|| panic!("no set-up link was printed:\n{}", self.output()))
    }

    /// As [`Self::setup_token`], but None when no link was printed up to now.
    #[must_use]
    pub fn printed_setup_token(&self) -> Option<String> {
        self.running.stdout.lines().iter().rev().find_map(|line| {
            let token = line.split_once("/#/setup/")?.1;
            Some(
                token
                    .chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
                    .collect(),
            )
        })
    }

    /// All lines since it was started last: those of standard output, then those of standard error.
    #[must_use]
    pub fn output(&self) -> String {
        self.running.output()
    }

    /// Runs a command beside it, or after it: on the same data, with the same environment.
    ///
    /// # Errors
    /// As [`ServerBuilder::run`].
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Finished> {
        self.how.run(self.folder.path(), arguments)
    }

    /// Kills it as a crash would.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill9(&mut self) -> anyhow::Result<()> {
        self.running.kill()
    }

    /// Asks it to end and answers how it did.
    ///
    /// # Errors
    /// When it has not ended within 15 seconds.
    pub fn sigterm(&mut self) -> anyhow::Result<ExitStatus> {
        process::signal("TERM", &[self.pid()])?;
        process::wait(&mut self.running.child, STOP).with_context(|| self.output())
    }

    /// Halts it, as a long pause of its machine would.
    ///
    /// # Errors
    /// When it does not run.
    pub fn sigstop(&self) -> anyhow::Result<()> {
        process::signal("STOP", &[self.pid()])
    }

    /// Lets a halted one go on.
    ///
    /// # Errors
    /// When it does not run.
    pub fn sigcont(&self) -> anyhow::Result<()> {
        process::signal("CONT", &[self.pid()])
    }

    /// Starts it again on the same data with the same environment; with PORT=0 that is another port. Kills it before if it runs.
    ///
    /// # Errors
    /// As [`ServerBuilder::start`].
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.running.kill()?;
        self.running = Running::start(&self.how, self.folder.path())?;
        Ok(())
    }

    /// As [`Self::restart`], on the port that it had, for clients that come back.
    ///
    /// # Errors
    /// As [`ServerBuilder::start`], and when the port was taken meanwhile.
    pub fn restart_on_same_port(&mut self) -> anyhow::Result<()> {
        let port = self.running.address.rsplit(':').next().unwrap_or_default().to_owned();
        self.how.environment.insert("PORT".into(), port);
        self.restart()
    }
}

/// One run of the process.
#[derive(Debug)]
struct Running {
    child: Child,
    address: String,
    stdout: Lines,
    stderr: Lines,
}

impl Running {
    fn start(how: &ServerBuilder, folder: &Path) -> anyhow::Result<Self> {
        let mut command = how.command(folder);
        command.args(&how.arguments);
        let mut child = process::spawn(command)?;
        let (stdout, stderr) = pipes(&mut child)?;
        let mut running = Self { child, address: String::new(), stdout, stderr };
        running.address = running.wait_for_address()?;
        Ok(running)
    }

    fn wait_for_address(&mut self) -> anyhow::Result<String> {
        let seen = wait_for(START, || match (self.address(), self.child.try_wait()) {
            (Some(address), _) => Some(Ok(address)),
            (None, Ok(None)) => None,
            (None, ended) => Some(Err(ended)),
        });
        match seen {
            Some(Ok(address)) => Ok(address),
            Some(Err(ended)) => bail!("the server has ended ({ended:?}):\n{}", self.ended_output()),
            None => bail!("the server does not listen after {START:?}:\n{}", self.output()),
        }
    }

    fn address(&self) -> Option<String> {
        let lines = self.stdout.lines();
        let address = lines.iter().find_map(|line| line.strip_prefix("Listening on "))?;
        Some(address.trim().trim_end_matches('/').to_owned())
    }

    fn output(&self) -> String {
        self.stdout.text() + &self.stderr.text()
    }

    /// All that an ended process said: its last lines may still be on their way.
    fn ended_output(&self) -> String {
        wait_for(Duration::from_secs(2), || (self.stdout.is_closed() && self.stderr.is_closed()).then_some(()));
        self.output()
    }

    /// Kills it, if it still runs.
    fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.kill();
    }
}

fn pipes(child: &mut Child) -> anyhow::Result<(Lines, Lines)> {
    let stdout = child.stdout.take().context("no standard output")?;
    let stderr = child.stderr.take().context("no standard error")?;
    Ok((Lines::collect(stdout), Lines::collect(stderr)))
}

/// Lines that a thread collects from a pipe, so that the writer never waits for a reader.
#[derive(Debug)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn collect(pipe: impl Read + Send + 'static) -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(String::from_utf8_lossy(&line).into_owned());
            }
        });
        Self(lines)
    }

    fn lines(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self) -> String {
        self.lines().iter().map(|line| format!("{line}\n")).collect()
    }

    /// True once the pipe was read to its end: the collecting thread's share is gone.
    fn is_closed(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }
}
