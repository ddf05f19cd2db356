//! Child processes that never outlive the test process.
//!
//! The kernel signals a child when its parent ends (`setpriv --pdeathsig`), but "parent" is the *thread* that started
//! it, and test threads end long before the process. So one thread, which lives as long as the process, starts all children.

use std::{
    io,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    sync::{OnceLock, mpsc},
    time::Duration,
};

use anyhow::{Context, bail};

use crate::eventually::wait_for;

type Order = (Command, mpsc::SyncSender<io::Result<Child>>);

/// Starts a child from the thread that lives as long as the process, in a process group of its own, so that a
/// Ctrl-C at the terminal reaches the test first.
///
/// # Errors
/// When it cannot be started.
pub fn spawn(mut command: Command) -> anyhow::Result<Child> {
    command.process_group(0);
    let program = command.get_program().to_owned();
    let (answer, child) = mpsc::sync_channel(1);
    starter().send((command, answer)).context("the thread that starts processes is gone")?;
    child.recv()?.with_context(|| format!("{program:?} cannot be started"))
}

fn starter() -> &'static mpsc::SyncSender<Order> {
    static STARTER: OnceLock<mpsc::SyncSender<Order>> = OnceLock::new();
    STARTER.get_or_init(|| {
        let (orders, inbox) = mpsc::sync_channel::<Order>(16);
        std::thread::spawn(move || {
            for (mut command, answer) in inbox {
                // Who asked may have panicked meanwhile; then nobody waits for the answer.
                let _ = answer.send(command.spawn());
            }
        });
        orders
    })
}

/// A command that is sent `signal` (`KILL`, `QUIT`) when this process ends; plain where `setpriv` is missing.
/// With `user`, it runs as that user and its group.
#[must_use]
pub fn mortal(program: impl Into<PathBuf>, signal: &str, user: Option<&str>) -> Command {
    let program = program.into();
    let Some(setpriv) = find("setpriv", &[]) else {
        return Command::new(program);
    };
    let mut command = Command::new(setpriv);
    if let Some(user) = user {
        command.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".to_owned()]);
    }
    command.arg(format!("--pdeathsig={signal}")).arg("--").arg(program);
    command
}

/// Finds a program in the folders of PATH, then in `further` ones.
#[must_use]
pub fn find(program: &str, further: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(further.iter().cloned())
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Sends a signal (`STOP`, `TERM` …) to processes.
///
/// # Errors
/// When none of them gets it.
pub fn signal(name: &str, pids: &[u32]) -> anyhow::Result<()> {
    // The shell's own kill, because there may be no other.
    let pids = pids.iter().map(u32::to_string);
    let status = Command::new("sh").args(["-c", "kill -s \"$@\" 2>/dev/null", "kill", name]).args(pids).status()?;
    if !status.success() {
        bail!("the signal {name} reached nobody");
    }
    Ok(())
}

/// Waits until the child has ended.
///
/// # Errors
/// When it has not within `deadline`.
pub fn wait(child: &mut Child, deadline: Duration) -> anyhow::Result<ExitStatus> {
    let status = wait_for(deadline, || child.try_wait().transpose());
    status
        .with_context(|| format!("process {} has not ended within {deadline:?}", child.id()))?
        .context("waiting failed")
}

/// The children of a process.
pub(crate) fn children(pid: u32) -> Vec<u32> {
    let listed = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    listed.split_whitespace().filter_map(|child| child.parse().ok()).collect()
}
