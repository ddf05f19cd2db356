//! Log lines: to standard error, readable for people or one JSON object a line for machines.

use std::io::{self, IsTerminal};

use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter,
    filter::{LevelFilter, ParseError},
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
    registry,
    util::{SubscriberInitExt, TryInitError},
};

use crate::config::{Log, LogFormat};

/// The database layers tell every statement at info and below; of interest only to who asks for it by name. A pool warns of
/// each connection that it replaces, and of all of them when the server stops.
const QUIET: &str =
    "sqlx=warn,sqlx_core::pool::connection=error,sea_orm=warn,sea_orm_migration=warn,actix_server=warn,actix_http=off";

/// Why nothing can be logged.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// LOG is not a filter.
    #[error("LOG is not a filter of log lines")]
    Filter(#[from] ParseError),
    /// Somebody else logs already.
    #[error("logging was set up twice")]
    Twice(#[from] TryInitError),
}

/// Sends this process's log lines, of every thread, to standard error. Once a process.
///
/// # Errors
/// When it was called before, or the filter is not one.
pub fn init(log: &Log) -> Result<(), TelemetryError> {
    Ok(subscriber(log, io::stderr, io::stderr().is_terminal())?.try_init()?)
}

type Boxed = Box<dyn Subscriber + Send + Sync>;

fn subscriber<W>(log: &Log, writer: W, colours: bool) -> Result<Boxed, ParseError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = registry().with(filter(&log.filter)?);
    let format = fmt::layer().with_writer(writer);
    Ok(match log.format {
        LogFormat::Pretty => Box::new(lines.with(format.with_ansi(colours))),
        LogFormat::Json => Box::new(lines.with(format.json().flatten_event(true).with_span_list(false))),
    })
}

/// The directives given, after those that quieten the database layers: of the same target the later one holds.
fn filter(directives: &str) -> Result<EnvFilter, ParseError> {
    if level(directives) > LevelFilter::WARN {
        return EnvFilter::try_new(format!("{QUIET},{directives}"));
    }
    EnvFilter::try_new(directives)
}

/// The level of everything that no directive names.
fn level(directives: &str) -> LevelFilter {
    let mut words = directives.rsplit(',').map(str::trim);
    words.find_map(|word| word.parse().ok()).unwrap_or(LevelFilter::ERROR)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// What was logged.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().map_err(|_| io::ErrorKind::Other)?.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(filter: &str, format: LogFormat, act: impl FnOnce()) -> Vec<String> {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = Log { filter: filter.into(), format };
        let subscriber = subscriber(&log, move || writer.clone(), false).expect("a filter");
        tracing::subscriber::with_default(subscriber, act);
        let bytes = lines.0.lock().expect("the lines").clone();
        String::from_utf8(bytes).expect("text").lines().map(str::to_owned).collect()
    }

    fn chatter() {
        tracing::info!(target: "sqlx::query", "a statement");
        tracing::warn!(target: "sqlx::query", "a slow statement");
        tracing::info!(target: "http_api", answer = 42, "A request was answered");
    }

    #[test]
    fn json_is_one_object_a_line() {
        let lines = logged("info", LogFormat::Json, chatter);
        let last: serde_json::Value = serde_json::from_str(lines.last().expect("a line")).expect("JSON");
        assert_eq!(last["message"], "A request was answered");
        assert_eq!(last["answer"], 42);
        assert_eq!(last["level"], "INFO");
    }

    #[test]
    fn database_layers_are_quiet_until_they_are_named() {
        let table = [
            ("info", 2),
            ("trace", 2),
            ("info,sqlx=info", 3),
            ("sqlx=off,info", 1),
            ("warn", 1),
            ("error", 0),
            ("off", 0),
            ("http_api=info", 1),
        ];
        for (filter, expected) in table {
            let lines = logged(filter, LogFormat::Pretty, chatter);
            assert_eq!(lines.len(), expected, "{filter}: {lines:?}");
        }
    }
}
