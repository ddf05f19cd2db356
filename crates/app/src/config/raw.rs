//! The texts given for the variables, before anything is made of them.

use std::{collections::BTreeMap, ffi::OsString, fmt};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};

use super::variable::{self, Variable};

/// Values given as flags, by the variable's name. Debug shows the names only.
#[derive(Clone, Default)]
pub struct Flags(BTreeMap<String, OsString>);

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        command.args(variable::ALL.iter().flat_map(|variable| arguments(variable)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |name: String| Some((name.clone(), matches.get_one::<OsString>(&name)?.clone()));
        Ok(Self(variable::names().into_iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.append(&mut Self::from_arg_matches(matches)?.0);
        Ok(())
    }
}

/// The flag of a variable, and the one of its file.
fn arguments(variable: &Variable) -> Vec<Arg> {
    let Variable { name, meaning, allowed, .. } = variable;
    let default = variable.default_words();
    let own = argument(name.to_string(), "VALUE", format!("{meaning}: {allowed} [env: {name}] [default: {default}]"));
    let file = variable.file_name().map(|file_name| {
        let help = format!("File that holds {name}: a path [env: {file_name}] [default: none]");
        argument(file_name, "PATH", help)
    });
    std::iter::once(own).chain(file).collect()
}

/// A flag that takes any text, so that every bad value meets the same message.
fn argument(name: String, value: &'static str, help: String) -> Arg {
    Arg::new(name.clone())
        .long(variable::flag_of(&name))
        .value_name(value)
        .help(help)
        .help_heading("Settings")
        .value_parser(value_parser!(OsString))
        .allow_negative_numbers(true)
        .global(true)
}

/// What one source gives for a name.
type Layer<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// The texts that count, by variable. Debug shows the names only.
#[derive(Clone, Default)]
pub struct Raw(BTreeMap<String, OsString>);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Raw {
    /// Lays flags over the environment over `.env`. An empty text counts as not given.
    ///
    /// A variable and its `…_FILE` form are one thing here: the highest layer that gives either of them decides alone,
    /// so a flag beats a file that the environment names.
    pub fn layered(flags: &Flags, environment: &Layer<'_>, dotenv: &BTreeMap<String, String>) -> Self {
        let layers: [&Layer<'_>; 3] =
            [&|name| flags.0.get(name).cloned(), environment, &|name| dotenv.get(name).map(OsString::from)];
        let decided = variable::ALL.iter().flat_map(|variable| {
            layers.iter().map(|layer| given(variable, layer)).find(|given| !given.is_empty()).unwrap_or_default()
        });
        Self(decided.collect())
    }

    /// Takes the text given for a name out.
    pub fn take(&mut self, name: &str) -> Option<OsString> {
        self.0.remove(name)
    }
}

/// What one layer gives for a variable and its file.
fn given(variable: &Variable, layer: &Layer<'_>) -> Vec<(String, OsString)> {
    let names = std::iter::once(variable.name.to_owned()).chain(variable.file_name());
    names.filter_map(|name| Some((name.clone(), layer(&name).filter(|text| !text.is_empty())?))).collect()
}
