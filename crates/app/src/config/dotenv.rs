//! The `.env` file of the working directory.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

/// Why `.env` cannot be used. Never shows a line's value, it may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum DotenvError {
    /// It is there but cannot be read, or is no text.
    #[error("{path:?} cannot be read ({source})")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is malformed.
    #[error(
        "{path:?}, line {line} ({start}…) is malformed; write NAME=value, and a value with spaces, quotes, # or $ in 'single quotes'"
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// The name that it begins with; empty when it begins with none.
        start: String,
    },
}

/// Reads `.env` in this folder; one that is not there gives nothing. Of a name given twice the first counts.
///
/// # Errors
/// When it cannot be read or a line is malformed.
pub fn read(folder: &Path) -> Result<BTreeMap<String, String>, DotenvError> {
    let path = folder.join(".env");
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text, &path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(source) => Err(DotenvError::Unreadable { path, source }),
    }
}

/// Reads the text of the file at `path`.
pub fn parse(text: &str, path: &Path) -> Result<BTreeMap<String, String>, DotenvError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut values = BTreeMap::new();
    for item in dotenvy::Iter::new(text.as_bytes()) {
        let (name, value) = item.map_err(|error| malformed(error, text, path))?;
        values.entry(name).or_insert(value);
    }
    Ok(values)
}

fn malformed(error: dotenvy::Error, text: &str, path: &Path) -> DotenvError {
    let path = path.to_owned();
    match error {
        dotenvy::Error::LineParse(..) => {
            let (line, start) = first_bad_line(text);
            DotenvError::Malformed { path, line, start }
        }
        dotenvy::Error::Io(source) => DotenvError::Unreadable { path, source },
        other => DotenvError::Unreadable { path, source: io::Error::other(other) },
    }
}

/// The number of the first bad line and the name before its `=`. The parser's error tells only a text that may be the
/// value, so this looks for the longest beginning of the file that is good; what follows is the bad line.
fn first_bad_line(text: &str) -> (usize, String) {
    let lines: Vec<&str> = text.lines().collect();
    let is_good = |count: &usize| dotenvy::Iter::new(lines[..*count].join("\n").as_bytes()).all(|item| item.is_ok());
    let good = (0..lines.len()).rev().find(is_good).unwrap_or(0);
    let start = lines.get(good).and_then(|line| line.split_once('=')).map_or("", |(start, _)| start);
    (good + 1, start.to_owned())
}
