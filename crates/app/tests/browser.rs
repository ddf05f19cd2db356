//! The journeys of `crates/ui/web/e2e`: people at the web calendar, in Chromium, against this binary.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::ensure;
use testkit::{
    Postgres,
    process::{find, mortal},
    skipped,
};

/// The names that Chromium has on the systems we know.
const CHROMIUMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Where the npm project is.
const WEB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/web");

#[test]
fn people_at_the_calendar() -> anyhow::Result<()> {
    let Some(tools) = Tools::find() else { return Ok(()) };
    let mut journeys = mortal(&tools.node, "TERM", None);
    journeys.args(["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.e2e.config.ts"]).current_dir(WEB);
    journeys
        .env("NO_COLOR", "1")
        .env("E2E_BINARY", env!("CARGO_BIN_EXE_appointments"))
        .env("E2E_CHROMIUM", &tools.chromium);
    if let Some(postgres) = Postgres::shared() {
        journeys.env("E2E_POSTGRES", postgres.fresh_database()?);
    }
    let told = said(&journeys.output()?)?;
    // The names and figures of the journeys are wanted on the console, also when all is well.
    let _ = writeln!(std::io::stderr(), "{told}");
    Ok(())
}

/// What the journeys need of the machine.
struct Tools {
    node: PathBuf,
    chromium: PathBuf,
}

impl Tools {
    /// None, with a line about it, where one is missing.
    fn find() -> Option<Self> {
        let Some(node) = find("node", &[]).filter(|node| is_new_enough(node)) else {
            skipped("Node.js 20.19 or later");
            return None;
        };
        let Some(chromium) = CHROMIUMS.iter().find_map(|name| find(name, &[])) else {
            skipped("Chromium");
            return None;
        };
        let tools = Self { node, chromium };
        match Self::install() {
            Ok(true) => Some(tools),
            Ok(false) => {
                skipped("npm");
                None
            }
            Err(error) => panic!("the npm packages cannot be installed: {error:#}"),
        }
    }

    /// Installs the npm packages if that was not done yet. False where there is no npm to do it.
    fn install() -> anyhow::Result<bool> {
        if Path::new(WEB).join("node_modules/.package-lock.json").exists() {
            return Ok(true);
        }
        let Some(npm) = find("npm", &[]) else { return Ok(false) };
        let mut install = Command::new(npm);
        install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(WEB);
        said(&install.output()?).map(|_| true)
    }
}

fn is_new_enough(node: &Path) -> bool {
    let version = Command::new(node).arg("--version").output().ok();
    let version = version.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(20), Some(19))
}

/// What a program said, if it ended well; else that is the error.
fn said(output: &Output) -> anyhow::Result<String> {
    let said = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text)).concat();
    ensure!(output.status.success(), "{}:\n{said}", output.status);
    Ok(said)
}
