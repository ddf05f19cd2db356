//! The typed settings, in groups by who uses them.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono_tz::Tz;
use ipnet::IpNet;

use super::{
    database::{Database, absolute},
    fault::{Fault, Faults},
    form::{Faulted, Form, Machine},
    jwt_secret::JwtSecret,
    opening_hours::OpeningHours,
    origin::Origin,
    parse,
    raw::Raw,
    secret::{Secret, SecretUrl},
    variable,
};

/// Everything that can be set, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens and whom it answers.
    pub http: Http,
    /// Where the data is.
    pub storage: Storage,
    /// Tokens, passwords and accounts.
    pub auth: Auth,
    /// The lock's times and limits.
    pub lock: Lock,
    /// What the UI shows.
    pub clinic: Clinic,
    /// What is logged.
    pub log: Log,
}

/// What the settings are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve: tokens are signed, so PostgreSQL needs a JWT_SECRET that all nodes share.
    Serve,
    /// For a command that signs no tokens.
    Administer,
}

impl Settings {
    /// Makes settings of the texts given; pure but for what it asks of `machine`.
    ///
    /// # Errors
    /// All faults at once.
    pub fn read(raw: Raw, machine: &Machine<'_>, purpose: Purpose) -> Result<Self, Faults> {
        let mut form = Form::new(raw, machine);
        let read = Self::fill(&mut form, purpose);
        form.finish(read)
    }

    /// Reads every group before the first fault ends it, so that all faults are found.
    fn fill(form: &mut Form<'_>, purpose: Purpose) -> Result<Self, Faulted> {
        let http = Http::read(form);
        let place = Place::read(form);
        let auth = Auth::read(form, place.as_ref().ok(), purpose);
        let storage = Storage::read(form, place);
        let lock = Lock::read(form);
        let clinic = Clinic::read(form);
        let log = Log::read(form);
        Ok(Self { http: http?, storage: storage?, auth: auth?, lock: lock?, clinic: clinic?, log: log? })
    }
}

/// HTTP: where it listens and whom it answers.
#[derive(Clone, Debug)]
pub struct Http {
    /// HOST: an IP address (IPv6 without brackets) or a host name.
    pub host: String,
    /// PORT; 0 for any free one.
    pub port: u16,
    /// PUBLIC_URL, when given; ask [`Http::public_url`].
    pub given_public_url: Option<Origin>,
    /// ALLOWED_ORIGINS, beside the own one.
    pub allowed_origins: Vec<Origin>,
    /// TRUSTED_PROXIES.
    pub trusted_proxies: Vec<IpNet>,
    /// DOCS.
    pub docs: bool,
    /// METRICS_TOKEN.
    pub metrics_token: Option<Secret>,
}

impl Http {
    fn read(form: &mut Form<'_>) -> Result<Self, Faulted> {
        let host = form.value(&variable::HOST, parse::host);
        let port = form.value(&variable::PORT, |text| parse::whole(text, 0..=u16::MAX));
        let given_public_url = form.optional(&variable::PUBLIC_URL, Origin::parse);
        let allowed_origins = form.optional(&variable::ALLOWED_ORIGINS, parse::origins);
        let trusted_proxies = form.optional(&variable::TRUSTED_PROXIES, parse::networks);
        let docs = form.value(&variable::DOCS, parse::boolean);
        let metrics_token = form.optional(&variable::METRICS_TOKEN, parse::token);
        Ok(Self {
            host: host?,
            port: port?,
            given_public_url: given_public_url?,
            allowed_origins: allowed_origins?.unwrap_or_default(),
            trusted_proxies: trusted_proxies?.unwrap_or_default(),
            docs: docs?,
            metrics_token: metrics_token?,
        })
    }

    /// PUBLIC_URL, or one derived from the address that it listens on: the host name as given, and for "every
    /// address" (0.0.0.0, ::) the loopback, because a browser cannot open those.
    pub fn public_url(&self, bound: SocketAddr) -> Origin {
        self.given_public_url.clone().unwrap_or_else(|| derived_url(&self.host, bound))
    }
}

fn derived_url(host: &str, bound: SocketAddr) -> Origin {
    let is_name = host.parse::<IpAddr>().is_err();
    match bound.ip() {
        _ if is_name => Origin::http(host, bound.port()),
        IpAddr::V4(ip) if ip.is_unspecified() => Origin::http("127.0.0.1", bound.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => Origin::http("[::1]", bound.port()),
        IpAddr::V4(ip) => Origin::http(&ip.to_string(), bound.port()),
        IpAddr::V6(ip) => Origin::http(&format!("[{ip}]"), bound.port()),
    }
}

/// Where the data is.
#[derive(Clone, Debug)]
pub struct Storage {
    /// DATA_DIR, absolute; it may not exist yet.
    pub data_dir: PathBuf,
    /// DATABASE_URL.
    pub database: Database,
    /// DATABASE_LISTEN_URL; only with PostgreSQL, where None means the same as the database.
    pub listen_url: Option<SecretUrl>,
    /// DATABASE_POOL: connections at most.
    pub pool: u32,
    /// EVENT_RETENTION_DAYS; None keeps history for ever.
    pub event_retention_days: Option<NonZeroU32>,
    /// ACCESS_RETENTION_DAYS; None keeps the access log for ever.
    pub access_retention_days: Option<NonZeroU32>,
}

/// The two settings that others depend on.
struct Place {
    data_dir: PathBuf,
    database: Database,
}

impl Place {
    fn read(form: &mut Form<'_>) -> Result<Self, Faulted> {
        let working_dir = form.machine.working_dir;
        let data_dir = form.value(&variable::DATA_DIR, |text| folder(text, working_dir));
        let database = form.optional(&variable::DATABASE_URL, |text| Database::parse(text, working_dir));
        let data_dir = data_dir?;
        let database = database?.unwrap_or_else(|| Database::Sqlite(data_dir.join("appointments.db")));
        Ok(Self { data_dir, database })
    }
}

impl Storage {
    fn read(form: &mut Form<'_>, place: Result<Place, Faulted>) -> Result<Self, Faulted> {
        let listen_url = form.optional(&variable::DATABASE_LISTEN_URL, SecretUrl::parse);
        let pool = form.value(&variable::DATABASE_POOL, |text| parse::whole(text, 1..=1000));
        let mut days = |variable| form.value(variable, |text| parse::whole(text, 0..=36_500)).map(NonZeroU32::new);
        let (events, accesses) = (days(&variable::EVENT_RETENTION_DAYS), days(&variable::ACCESS_RETENTION_DAYS));
        let Place { data_dir, database } = place?;
        let listen_url = listen_url?;
        if listen_url.is_some() && !database.is_postgres() {
            return Err(form.fault(Fault::value(&variable::DATABASE_LISTEN_URL, "")));
        }
        let (event_retention_days, access_retention_days) = (events?, accesses?);
        Ok(Self { data_dir, database, listen_url, pool: pool?, event_retention_days, access_retention_days })
    }
}

fn folder(text: &str, working_dir: &Path) -> Option<PathBuf> {
    (!text.contains('\0')).then(|| absolute(Path::new(text), working_dir))
}

/// Tokens, passwords and accounts.
#[derive(Clone, Debug)]
pub struct Auth {
    /// JWT_SECRET: where the key comes from.
    pub jwt_secret: JwtSecret,
    /// JWT_TTL.
    pub jwt_ttl: Duration,
    /// SESSION_MAX.
    pub session_max: Duration,
    /// PASSWORD_COST of bcrypt.
    pub password_cost: u32,
    /// ALLOW_SIGNUP.
    pub allow_signup: bool,
    /// ADMIN_EMAIL and ADMIN_PASSWORD.
    pub first_admin: Option<FirstAdmin>,
}

/// The administrator to be made when there is no user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAdmin {
    /// ADMIN_EMAIL.
    pub email: String,
    /// ADMIN_PASSWORD; of a good length, but it may be a common one.
    pub password: Secret,
}

impl Auth {
    fn read(form: &mut Form<'_>, place: Option<&Place>, purpose: Purpose) -> Result<Self, Faulted> {
        let jwt_secret = read_jwt_secret(form, place, purpose);
        let jwt_ttl = form.value(&variable::JWT_TTL, parse::whole_seconds);
        let session_max = form.value(&variable::SESSION_MAX, parse::whole_seconds);
        let password_cost = form.value(&variable::PASSWORD_COST, |text| parse::whole(text, 4..=15));
        let allow_signup = form.value(&variable::ALLOW_SIGNUP, parse::boolean);
        let first_admin = FirstAdmin::read(form);
        Ok(Self {
            jwt_secret: jwt_secret?,
            jwt_ttl: jwt_ttl?,
            session_max: session_max?,
            password_cost: password_cost?,
            allow_signup: allow_signup?,
            first_admin: first_admin?,
        })
    }
}

/// While the database is not known, nor is whether the key may be made; that fault ends the start anyhow.
fn read_jwt_secret(form: &mut Form<'_>, place: Option<&Place>, purpose: Purpose) -> Result<JwtSecret, Faulted> {
    if let Some(secret) = form.optional(&variable::JWT_SECRET, parse::jwt_secret)? {
        return Ok(JwtSecret::Given(secret));
    }
    match place {
        Some(Place { data_dir, database: Database::Sqlite(_) }) => Ok(JwtSecret::KeptIn(data_dir.clone())),
        Some(_) if purpose == Purpose::Serve => {
            Err(form.missing(&variable::JWT_SECRET, "it is required with PostgreSQL"))
        }
        _ => Ok(JwtSecret::Missing),
    }
}

impl FirstAdmin {
    fn read(form: &mut Form<'_>) -> Result<Option<Self>, Faulted> {
        let email = form.optional(&variable::ADMIN_EMAIL, parse::email);
        let password = form.optional(&variable::ADMIN_PASSWORD, parse::password);
        match (email?, password?) {
            (None, None) => Ok(None),
            (Some(email), Some(password)) => Ok(Some(Self { email, password })),
            (Some(_), None) => Err(form.missing(&variable::ADMIN_PASSWORD, "ADMIN_EMAIL was")),
            (None, Some(_)) => Err(form.missing(&variable::ADMIN_EMAIL, "ADMIN_PASSWORD was")),
        }
    }
}

/// The lock's times and limits.
#[derive(Clone, Debug)]
pub struct Lock {
    /// LOCK_TTL.
    pub ttl: Duration,
    /// LOCK_SWEEP_INTERVAL.
    pub sweep_interval: Duration,
    /// REQUEST_TIMEOUT; None waits for ever.
    pub request_timeout: Option<Duration>,
    /// LOCK_RATE_LIMIT, acquires per user and minute on this node; None sets no limit.
    pub rate_limit: Option<NonZeroU32>,
}

impl Lock {
    fn read(form: &mut Form<'_>) -> Result<Self, Faulted> {
        let ttl = form.value(&variable::LOCK_TTL, |text| parse::seconds(text, 0.1..=86_400.0));
        let sweep_interval = form.value(&variable::LOCK_SWEEP_INTERVAL, |text| parse::seconds(text, 0.05..=3_600.0));
        let request_timeout =
            form.value(&variable::REQUEST_TIMEOUT, |text| parse::seconds_or_never(text, 0.1..=86_400.0));
        let rate_limit = form.value(&variable::LOCK_RATE_LIMIT, |text| parse::whole(text, 0..=100_000));
        Ok(Self {
            ttl: ttl?,
            sweep_interval: sweep_interval?,
            request_timeout: request_timeout?,
            rate_limit: NonZeroU32::new(rate_limit?),
        })
    }
}

/// What the UI shows of the clinic.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// CLINIC_NAME.
    pub name: Option<String>,
    /// TIME_ZONE.
    pub time_zone: Tz,
    /// OPENING_HOURS.
    pub opening_hours: OpeningHours,
}

impl Clinic {
    fn read(form: &mut Form<'_>) -> Result<Self, Faulted> {
        let name = form.optional(&variable::CLINIC_NAME, parse::clinic_name);
        let time_zone = form.optional(&variable::TIME_ZONE, |text| text.trim().parse().ok());
        let opening_hours = form.value(&variable::OPENING_HOURS, OpeningHours::parse);
        let machines = form.machine.time_zone.as_ref().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC);
        Ok(Self { name: name?, time_zone: time_zone?.unwrap_or(machines), opening_hours: opening_hours? })
    }
}

/// What is logged and how.
#[derive(Clone, Debug)]
pub struct Log {
    /// LOG: directives that the filter has accepted.
    pub filter: String,
    /// LOG_FORMAT.
    pub format: LogFormat,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One object a line, for machines.
    Json,
}

impl Log {
    fn read(form: &mut Form<'_>) -> Result<Self, Faulted> {
        let filter = form.value(&variable::LOG, parse::log_filter);
        let format = form.value(&variable::LOG_FORMAT, |text| match text.trim() {
            "pretty" => Some(LogFormat::Pretty),
            "json" => Some(LogFormat::Json),
            _ => None,
        });
        Ok(Self { filter: filter?, format: format? })
    }
}
