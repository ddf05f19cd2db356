//! What some faults need of the machine: libfaketime, and leave to mount.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Outcome, cage};

/// Where Debian and its like have it.
const LIBRARIES: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib64/faketime/libfaketime.so.1",
];

/// How large the small disk is. A cluster of PostgreSQL takes 40 MB, and there is a template of it.
const DISK: &str = "size=384m,mode=0755";

/// The database's clock; the nodes' are named as the nodes are.
pub const DATABASE: &str = "database";

/// What there is.
#[derive(Clone, Debug)]
pub struct Gear {
    folder: PathBuf,
    /// Whether clocks can be set.
    pub clocks: bool,
    /// Where the small disk is, with the database on it.
    pub disk: Option<PathBuf>,
}

impl Gear {
    /// Looks what there is, and mounts the disk. None outside of the cage.
    ///
    /// # Errors
    /// Where `CI=true` asks for all, when something is missing.
    pub fn find() -> Outcome<Option<Self>> {
        let Some(folder) = std::env::var_os(cage::FOLDER).map(PathBuf::from) else { return Ok(None) };
        let disk = folder.join("disk");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", DISK, "chaos"]).arg(&disk).stderr(Stdio::null());
        // Elsewhere than in a name space of its own the mount would stay.
        let may = is_alone() && mount.status().is_ok_and(|status| status.success());
        let gear = Self { folder, clocks: library().is_some(), disk: may.then_some(disk) };
        let missing =
            [("clock jumps: libfaketime is not installed", gear.clocks), ("disk full: no leave to mount", may)];
        for (what, _) in missing.iter().filter(|(_, is_there)| !is_there) {
            println!("SKIPPED: {what}");
            if std::env::var("CI").is_ok_and(|ci| ci == "true") {
                return Err(format!("CI=true asks for all: {what}").into());
            }
        }
        Ok(Some(gear))
    }

    /// The environment of a process whose clock this is, made to go right; empty when clocks cannot be set.
    pub fn clock(&self, name: &str) -> Outcome<Vec<(&'static str, String)>> {
        self.turn(name, 0)?;
        Ok(faked(&clock_file(&self.folder, name)).unwrap_or_default())
    }

    /// Lets a clock go wrong by so many seconds; 0 sets it right.
    pub fn turn(&self, name: &str, seconds: i64) -> Outcome {
        set(&clock_file(&self.folder, name), seconds)
    }
}

/// Whether our mounts are nobody else's.
fn is_alone() -> bool {
    let space = |process: &str| std::fs::read_link(format!("/proc/{process}/ns/mnt")).ok();
    // The parent is who made the name space, and is outside of it.
    let parent = std::os::unix::process::parent_id().to_string();
    space("self").is_some() && space("self") != space(&parent)
}

fn library() -> Option<&'static str> {
    LIBRARIES.into_iter().find(|file| Path::new(file).is_file())
}

/// The file that says how wrong a clock goes.
pub fn clock_file(folder: &Path, name: &str) -> PathBuf {
    folder.join("clocks").join(name)
}

/// The environment that puts a process on this clock; timers keep the true one.
pub fn faked(file: &Path) -> Option<Vec<(&'static str, String)>> {
    Some(vec![
        ("LD_PRELOAD", library()?.to_owned()),
        ("FAKETIME_TIMESTAMP_FILE", file.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ])
}

/// Says in the file how many seconds its clock goes wrong. Nobody reads half of it.
pub fn set(file: &Path, seconds: i64) -> Outcome {
    let draft = file.with_extension("draft");
    std::fs::File::create(&draft)?.write_all(format!("{seconds:+}\n").as_bytes())?;
    Ok(std::fs::rename(draft, file)?)
}
