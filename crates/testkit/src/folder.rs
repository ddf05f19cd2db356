//! Folders that vanish with the test process, however it ends.

use std::{
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::Context;

/// Waits for the end of its input, which comes when the test process closes it or ends, even by SIGKILL. Then ends the
/// PostgreSQL that may still run in the folder (a stopped one, too) and removes the folder.
const REAPER: &str = r#"
read -r _
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
# A zombie that nobody waits for keeps its id but has no command line.
runs() { [ -n "$pid" ] && tr '\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -qF "$1"; }
if runs "$1"; then
    kill -s QUIT "$pid"; kill -s CONT "$pid"
    tries=0
    while runs "$1" && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
    if runs "$1"; then kill -s KILL "$pid"; fi
fi 2>/dev/null
rm -rf "$1"
"#;

/// A temporary folder. A static that holds one is never dropped; its folder vanishes all the same.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    reaper: Child,
}

impl Folder {
    /// Makes a folder that its owner alone, or also `owner` (user and group id), can use.
    pub(crate) fn new(owner: Option<(u32, u32)>) -> anyhow::Result<Self> {
        let path = tempfile::Builder::new().prefix("testkit-").tempdir()?.keep();
        let folder = Self { reaper: reaper(&path)?, path };
        std::fs::set_permissions(&folder.path, PermissionsExt::from_mode(0o700))?;
        if let Some((user, group)) = owner {
            std::os::unix::fs::chown(&folder.path, Some(user), Some(group))?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

fn reaper(folder: &Path) -> anyhow::Result<Child> {
    let mut command = Command::new("sh");
    command.args(["-c", REAPER, "reaper"]).arg(folder).current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().context("sh cannot be started")
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.reaper.stdin.take());
        // Nothing can be done about a folder that stays.
        let _ = self.reaper.wait();
    }
}
