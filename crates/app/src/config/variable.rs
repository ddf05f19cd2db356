//! The table of all variables: flags, `--help`, fault messages and `.env.example` speak from it.

/// One setting as the outside knows it.
#[derive(Debug)]
pub struct Variable {
    /// Its name in the environment and in `.env`; the flag is the same in kebab case.
    pub name: &'static str,
    /// Whether its value may be shown, and whether a file may hold it.
    pub kind: Kind,
    /// What holds when it is not given.
    pub default: Fallback,
    /// What it means, one phrase.
    pub meaning: &'static str,
    /// Which values are allowed, with the unit; completes "give …".
    pub allowed: &'static str,
}

/// How a variable's value is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// May be shown.
    Plain,
    /// Never shown.
    Secret,
    /// Never shown, and can come from the file named by `<name>_FILE`.
    SecretOrFile,
}

/// What holds when a variable is not given.
#[derive(Clone, Copy, Debug)]
pub enum Fallback {
    /// This text, as if it had been given.
    Is(&'static str),
    /// Something that no fixed text says; the words are for `--help`.
    Otherwise(&'static str),
}

impl Variable {
    /// The variable naming a file with the value, where there is one: `JWT_SECRET_FILE`.
    pub fn file_name(&self) -> Option<String> {
        (self.kind == Kind::SecretOrFile).then(|| format!("{}_FILE", self.name))
    }

    /// True when the value must never be shown.
    pub fn is_secret(&self) -> bool {
        self.kind != Kind::Plain
    }

    /// The default as `--help` words it.
    pub fn default_words(&self) -> &'static str {
        match self.default {
            Fallback::Is(words) | Fallback::Otherwise(words) => words,
        }
    }
}

/// The flag of a variable's name, without dashes in front: `lock-ttl`.
pub fn flag_of(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

use Fallback::{Is, Otherwise};
use Kind::{Plain, Secret, SecretOrFile};

macro_rules! variables {
    ($($name:ident: $kind:expr, $default:expr, $meaning:literal, $allowed:literal;)+) => {
        $(pub static $name: Variable = Variable {
            name: stringify!($name),
            kind: $kind,
            default: $default,
            meaning: $meaning,
            allowed: $allowed,
        };)+

        /// Every variable, in the order in which `--help` shows them.
        pub static ALL: &[&Variable] = &[$(&$name),+];
    };
}

variables! {
    HOST: Plain, Is("127.0.0.1"), "Address to listen on",
        "an IP address or a host name";
    PORT: Plain, Is("3000"), "Port to listen on",
        "a whole number from 0 to 65535; 0 takes any free port";
    PUBLIC_URL: Plain, Otherwise("derived from the address it listens on"),
        "What links, Location headers and the own origin are built from",
        "an http or https origin such as https://clinic.example, without a path";
    DATA_DIR: Plain, Is("./data"), "Folder of the SQLite database and of what is made once",
        "the path of a folder, which is made if it is missing";
    DATABASE_URL: SecretOrFile, Otherwise("sqlite://DATA_DIR/appointments.db"), "The database",
        "sqlite://PATH (a file, made if it is missing) or postgres://USER:PASSWORD@HOST/NAME";
    DATABASE_LISTEN_URL: Secret, Otherwise("DATABASE_URL"),
        "Direct connection for LISTEN, for a DATABASE_URL that leads through a pooler",
        "postgres://USER:PASSWORD@HOST/NAME, and only with a PostgreSQL DATABASE_URL";
    DATABASE_POOL: Plain, Is("10"), "Database connections at most",
        "a whole number from 1 to 1000";
    JWT_SECRET: SecretOrFile, Otherwise("made once in DATA_DIR with SQLite, required with PostgreSQL"),
        "Key that signs the tokens",
        "at least 32 bytes that are not the example from the documentation, the same on every node";
    JWT_TTL: Plain, Is("11160"), "How long a token lives",
        "whole seconds from 1 to 315360000";
    SESSION_MAX: Plain, Is("43200"), "How long after the login tokens can be refreshed",
        "whole seconds from 1 to 315360000";
    PASSWORD_COST: Plain, Is("12"), "Cost of hashing a password with bcrypt; lower only for tests",
        "a whole number from 4 to 15";
    ADMIN_EMAIL: Plain, Otherwise("none"), "First administrator, made when there is no user",
        "an e-mail address, together with ADMIN_PASSWORD";
    ADMIN_PASSWORD: SecretOrFile, Otherwise("none"), "Password of the first administrator",
        "8 to 71 bytes, together with ADMIN_EMAIL";
    ALLOW_SIGNUP: Plain, Is("false"), "Whether anybody may make an account",
        "true or false";
    ALLOWED_ORIGINS: Plain, Otherwise("the own origin only"), "Further origins that browsers may call from",
        "http or https origins separated by commas, such as https://a.example,http://localhost:5173";
    TRUSTED_PROXIES: Plain, Otherwise("none"), "Proxies whose forwarding headers are believed",
        "IP addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8";
    LOCK_TTL: Plain, Is("300"), "How long a lock lives without renewal",
        "seconds from 0.1 to 86400, fractions allowed";
    LOCK_SWEEP_INTERVAL: Plain, Is("10"), "How often expired locks are swept",
        "seconds from 0.05 to 3600, fractions allowed";
    REQUEST_TIMEOUT: Plain, Is("60"), "How long a request to a lock holder waits before it settles itself",
        "seconds from 0.1 to 86400, fractions allowed, or 0 to wait for ever";
    LOCK_RATE_LIMIT: Plain, Is("60"), "Acquires per user and minute on a node",
        "a whole number from 0 to 100000; 0 sets no limit";
    EVENT_RETENTION_DAYS: Plain, Is("0"), "How long history is kept",
        "whole days from 0 to 36500; 0 keeps it for ever";
    ACCESS_RETENTION_DAYS: Plain, Is("365"), "How long it is kept who saw whose data",
        "whole days from 0 to 36500; 0 keeps it for ever";
    CLINIC_NAME: Plain, Otherwise("none"), "Name shown by front ends",
        "1 to 100 characters";
    TIME_ZONE: Plain, Otherwise("the machine's, else UTC"), "Time zone of the clinic",
        "an IANA time zone such as Europe/Berlin";
    OPENING_HOURS: Plain, Is("08:00-18:00"), "Hours shown by front ends",
        "HH:MM-HH:MM with the start before the end, at most 24:00";
    DOCS: Plain, Is("true"), "Whether /docs is served",
        "true or false";
    METRICS_TOKEN: SecretOrFile, Otherwise("none: /metrics answers the loopback only"),
        "Bearer token that opens /metrics",
        "visible ASCII characters without spaces";
    LOG: Plain, Is("info"), "What is logged, on standard error",
        "off, error, warn, info, debug or trace, or directives such as info,http_api=debug";
    LOG_FORMAT: Plain, Is("pretty"), "How it is logged",
        "pretty or json";
}

/// Every name that can be given: the variables and their `…_FILE` forms.
pub fn names() -> Vec<String> {
    ALL.iter().flat_map(|variable| std::iter::once(variable.name.to_owned()).chain(variable.file_name())).collect()
}
