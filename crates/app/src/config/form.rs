//! Reads values out of a [`Raw`] and gathers every fault on the way.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use super::{
    fault::{Fault, Faults},
    raw::Raw,
    variable::{Fallback, Variable},
};

/// What reading settings asks of the machine; tests hand in another one.
pub struct Machine<'a> {
    /// Where relative paths start.
    pub working_dir: &'a Path,
    /// The machine's IANA time zone, when it tells one.
    pub time_zone: Option<String>,
    /// Reads a file with a secret.
    pub read_file: &'a dyn Fn(&Path) -> io::Result<String>,
}

/// A fault was found and is kept in the form; reading goes on to find the others.
#[derive(Clone, Copy, Debug)]
pub struct Faulted;

/// The values given, being read.
pub struct Form<'a> {
    raw: Raw,
    /// What reading asks of the machine.
    pub machine: &'a Machine<'a>,
    faults: Vec<Fault>,
}

impl<'a> Form<'a> {
    /// Starts reading.
    pub fn new(raw: Raw, machine: &'a Machine<'a>) -> Self {
        Self { raw, machine, faults: Vec::new() }
    }

    /// The value of a variable that has a default.
    pub fn value<T>(
        &mut self,
        variable: &'static Variable,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Faulted> {
        // A table entry without a default that is read as if it had one shows itself as a fault of every start.
        self.optional(variable, parse)?.ok_or_else(|| self.missing(variable, "it has no default"))
    }

    /// The value of a variable, given or default; None when there is neither.
    pub fn optional<T>(
        &mut self,
        variable: &'static Variable,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Faulted> {
        let given = match (self.text(variable)?, variable.default) {
            (Some(given), _) => given,
            (None, Fallback::Is(default)) => default.to_owned(),
            (None, Fallback::Otherwise(_)) => return Ok(None),
        };
        parse(&given).map(Some).ok_or_else(|| self.fault(Fault::value(variable, &given)))
    }

    /// Notes that a variable is needed beside what was given.
    pub fn missing(&mut self, variable: &'static Variable, because: &'static str) -> Faulted {
        self.fault(Fault::Missing { name: variable.name, because, allowed: variable.allowed })
    }

    /// Notes a fault.
    pub fn fault(&mut self, fault: Fault) -> Faulted {
        self.faults.push(fault);
        Faulted
    }

    /// What was read, or all faults.
    pub fn finish<T>(self, read: Result<T, Faulted>) -> Result<T, Faults> {
        match read {
            Ok(read) if self.faults.is_empty() => Ok(read),
            _ => Err(Faults(self.faults)),
        }
    }

    /// The text given for a variable, itself or in its file.
    fn text(&mut self, variable: &'static Variable) -> Result<Option<String>, Faulted> {
        let given = self.raw.take(variable.name);
        let file = variable.file_name().and_then(|name| Some((self.raw.take(&name)?, name)));
        match (given, file) {
            (None, None) => Ok(None),
            (Some(given), None) => self.utf8(variable, given).map(Some),
            (None, Some((path, file_name))) => self.file(PathBuf::from(path), file_name).map(Some),
            (Some(_), Some((_, file_name))) => Err(self.fault(Fault::Both { name: variable.name, file_name })),
        }
    }

    fn utf8(&mut self, variable: &'static Variable, given: OsString) -> Result<String, Faulted> {
        given.into_string().map_err(|given| self.fault(Fault::value(variable, &given.to_string_lossy())))
    }

    fn file(&mut self, path: PathBuf, file_name: String) -> Result<String, Faulted> {
        match (self.machine.read_file)(&self.machine.working_dir.join(&path)) {
            Err(source) => Err(self.fault(Fault::File { file_name, path, source })),
            Ok(text) => match text.trim_end_matches(['\r', '\n']) {
                "" => Err(self.fault(Fault::EmptyFile { file_name, path })),
                value => Ok(value.to_owned()),
            },
        }
    }
}
