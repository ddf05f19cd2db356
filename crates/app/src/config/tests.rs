//! The settings from outside: texts in, settings or messages out.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, CommandFactory, FromArgMatches};

use super::{
    jwt_secret::{JwtSecretError, ensure_jwt_secret},
    origin::Origin,
};
use super::{variable::Kind, *};

const GOOD_SECRET: &str = "swordfish-swordfish-swordfish-42";
const POSTGRES: &str = "postgres://clerk:swordfish@db.example:5433/clinic";

/// Settings of an environment, read on a made-up machine with two files.
fn read_for(purpose: Purpose, given: &[(&str, &str)]) -> Result<Settings, Faults> {
    let environment = |name: &str| given.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
    read_raw(Raw::layered(&Flags::default(), &environment, &BTreeMap::new()), purpose)
}

fn read_raw(raw: Raw, purpose: Purpose) -> Result<Settings, Faults> {
    let machine = Machine {
        working_dir: Path::new("/srv/clinic"),
        time_zone: Some("Europe/Berlin".into()),
        read_file: &|path| match path.to_str() {
            Some("/run/secret") => Ok(format!("{GOOD_SECRET}\n")),
            Some("/srv/clinic/url") => Ok(format!("{POSTGRES}\r\n")),
            Some("/run/short") => Ok("swordfish\n".into()),
            Some("/run/empty") => Ok("\n".into()),
            _ => Err(io::ErrorKind::NotFound.into()),
        },
    };
    Settings::read(raw, &machine, purpose)
}

fn settings(given: &[(&str, &str)]) -> Settings {
    read_for(Purpose::Serve, given).unwrap_or_else(|faults| panic!("{given:?}: {faults}"))
}

fn faults(given: &[(&str, &str)]) -> String {
    match read_for(Purpose::Serve, given) {
        Ok(settings) => panic!("{given:?} was accepted: {settings:?}"),
        Err(faults) => faults.to_string(),
    }
}

#[test]
fn defaults_are_those_of_the_documentation() {
    let Settings { http, storage, auth, lock, clinic, log } = settings(&[]);
    assert_eq!((http.host.as_str(), http.port, http.docs), ("127.0.0.1", 3000, true));
    assert!(http.given_public_url.is_none() && http.metrics_token.is_none());
    assert!(http.allowed_origins.is_empty() && http.trusted_proxies.is_empty());
    assert_eq!(storage.data_dir, Path::new("/srv/clinic/data"));
    assert_eq!(storage.database, Database::Sqlite("/srv/clinic/data/appointments.db".into()));
    assert_eq!((storage.listen_url, storage.pool, storage.event_retention_days), (None, 10, None));
    assert_eq!(storage.access_retention_days.map(u32::from), Some(365));
    assert_eq!(auth.jwt_secret, JwtSecret::KeptIn("/srv/clinic/data".into()));
    assert_eq!((auth.jwt_ttl.as_secs(), auth.session_max.as_secs(), auth.password_cost), (11160, 43200, 12));
    assert_eq!((auth.allow_signup, auth.first_admin), (false, None));
    assert_eq!((lock.ttl.as_secs(), lock.sweep_interval.as_secs()), (300, 10));
    assert_eq!(lock.request_timeout, Some(Duration::from_secs(60)));
    assert_eq!(lock.rate_limit.map(u32::from), Some(60));
    assert_eq!((clinic.name, clinic.time_zone), (None, chrono_tz::Europe::Berlin));
    assert_eq!(clinic.opening_hours.to_string(), "08:00-18:00");
    assert_eq!((log.filter.as_str(), log.format), ("info", LogFormat::Pretty));
}

#[test]
fn good_values_are_accepted() {
    let table = [
        ("HOST", "0.0.0.0 :: [::1] ::1 localhost db-1.clinic.example my_host"),
        ("PORT", "0 1 65535"),
        ("PUBLIC_URL", "http://localhost:3000 https://clinic.example/ HTTPS://Clinic.Example:443 http://[::1]:8080"),
        ("DATA_DIR", "/var/lib/x ./x ../x x"),
        ("DATABASE_URL", "sqlite://x.db sqlite:///var/x.db sqlite://./x.db?mode=rwc"),
        ("DATABASE_POOL", "1 1000"),
        ("JWT_SECRET", "12345678901234567890123456789012 ääääääääääääääää"),
        ("JWT_TTL", "1 60 315360000"),
        ("SESSION_MAX", "1 43200"),
        ("PASSWORD_COST", "4 15"),
        ("ALLOW_SIGNUP", "true false 1 0 yes no on off TRUE Yes"),
        ("DOCS", "true false"),
        ("ALLOWED_ORIGINS", "http://a.example http://a.example,https://b.example:8443/ ,"),
        ("TRUSTED_PROXIES", "127.0.0.1 10.0.0.0/8,::1,fd00::/8 10.1.2.3/8"),
        ("LOCK_TTL", "0.1 0.5 300 86400 1. .5 86400.0"),
        ("LOCK_SWEEP_INTERVAL", "0.05 3600"),
        ("REQUEST_TIMEOUT", "0 0.0 0.1 86400"),
        ("LOCK_RATE_LIMIT", "0 1 100000"),
        ("EVENT_RETENTION_DAYS", "0 36500"),
        ("ACCESS_RETENTION_DAYS", "0 36500"),
        ("CLINIC_NAME", "x Zahnärztin"),
        ("TIME_ZONE", "UTC Europe/Berlin America/Argentina/Buenos_Aires"),
        ("OPENING_HOURS", "08:00-18:00 00:00-24:00 23:59-24:00"),
        ("METRICS_TOKEN", "t token~!"),
        ("LOG", "info off TRACE info,http_api=debug,sqlx=warn http_api::routes=debug [request{id=1}]=trace"),
        ("LOG_FORMAT", "pretty json"),
    ];
    for (name, values) in table {
        for value in values.split(' ') {
            settings(&[(name, value)]);
        }
    }
    settings(&[("CLINIC_NAME", &"ä".repeat(100))]);
    settings(&[("OPENING_HOURS", " 08:00-18:00 ")]);
}

#[test]
fn bad_values_are_named_with_what_is_allowed() {
    let table = [
        ("HOST", "999.1.1.1 a..b -a http://x [x] 1.2.3.4:80"),
        ("PORT", "-1 65536 http 3e3 +1 0x1"),
        (
            "PUBLIC_URL",
            "clinic.example ftp://x http://x/path http://x/?q http://u@x http://u:p@x http:// http://x#y * null",
        ),
        ("DATABASE_POOL", "0 1001 -1 1.5"),
        ("JWT_TTL", "0 1.5 -1 315360001 99999999999999999999"),
        ("SESSION_MAX", "0 x"),
        ("PASSWORD_COST", "3 16"),
        ("ALLOW_SIGNUP", "maybe 2 truefalse"),
        ("DOCS", "disabled"),
        ("ALLOWED_ORIGINS", "* null http://a.example,b http://a/b"),
        ("TRUSTED_PROXIES", "localhost 10.0.0.0/33 10.0.0.0/8,x"),
        ("LOCK_TTL", "abc 0 0.09 86400.1 -1 1e3 NaN inf 5m . 1.2.3 1,5"),
        ("LOCK_SWEEP_INTERVAL", "0 0.04 3601"),
        ("REQUEST_TIMEOUT", "0.05 86401 never"),
        ("LOCK_RATE_LIMIT", "-1 100001 60/min"),
        ("EVENT_RETENTION_DAYS", "-1 36501 0.5"),
        ("ACCESS_RETENTION_DAYS", "-1 36501 0.5"),
        ("TIME_ZONE", "Mars/Olympus +02:00 europe"),
        ("OPENING_HOURS", "8-18 08:00 18:00-08:00 08:00-08:00 08:00-24:01 08:60-10:00 +8:00-18:00 08:00–18:00"),
        ("ADMIN_EMAIL", "ann @x x@ a@b@c"),
        ("LOG", "loud infos info,verbose http_api=loud info,,debug=x=y"),
        ("LOG_FORMAT", "JSON xml"),
    ];
    for (name, values) in table {
        for value in values.split(' ') {
            let message = faults(&[(name, value)]);
            let variable = variable::ALL.iter().find(|variable| variable.name == name).expect("in the table");
            let expected = format!("{name}: {value:?} is not allowed; give {}", variable.allowed);
            assert!(message.lines().any(|line| line == expected), "{message}");
        }
    }
    let message = faults(&[("LOCK_TTL", "abc")]);
    assert_eq!(message, r#"LOCK_TTL: "abc" is not allowed; give seconds from 0.1 to 86400, fractions allowed"#);
}

#[test]
fn bad_values_with_spaces_and_control_characters_are_refused() {
    let long_name = "ä".repeat(101);
    let table = [
        ("HOST", "a b"),
        ("CLINIC_NAME", &long_name),
        ("CLINIC_NAME", " "),
        ("CLINIC_NAME", "a\nb"),
        ("LOCK_TTL", " "),
        ("LOCK_TTL", "5 s"),
        ("LOG", "info, loud"),
        ("ADMIN_EMAIL", "a b@c.example"),
    ];
    for (name, value) in table {
        assert!(faults(&[(name, value)]).starts_with(&format!("{name}: ")), "{name} {value:?}");
    }
    assert!(faults(&[("CLINIC_NAME", &"x".repeat(5000))]).len() < 400, "a long value is cut");
}

#[test]
fn bad_secrets_are_named_but_never_shown() {
    let long = "swordfish".repeat(8);
    let table = [
        ("JWT_SECRET", "swordfish"),
        ("JWT_SECRET", "change_this_to_a_secure_secret_in_production"),
        ("DATABASE_URL", "mysql://clerk:swordfish@db/clinic"),
        ("DATABASE_URL", "postgres://clerk:swordfish@db:port/clinic"),
        ("DATABASE_URL", "swordfish"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite://swordfish/"),
        ("DATABASE_URL", "sqlite://swordfish?mode=memory"),
        ("DATABASE_LISTEN_URL", "http://swordfish"),
        ("DATABASE_LISTEN_URL", POSTGRES),
        ("ADMIN_PASSWORD", "swordf"),
        ("ADMIN_PASSWORD", &long),
        ("METRICS_TOKEN", "sword fish"),
        ("METRICS_TOKEN", "swordfish\n"),
    ];
    for (name, value) in table {
        let message = faults(&[(name, value)]);
        assert!(
            message.starts_with(&format!("{name}: the value given (not shown) is not allowed; give ")),
            "{message}"
        );
        let leaks = ["swordf", "sword f", "clerk", "change_this"].iter().any(|part| message.contains(part));
        assert!(!leaks, "{message}");
    }
}

#[test]
fn debug_output_shows_no_secret() {
    let settings = settings(&[
        ("DATABASE_URL", POSTGRES),
        ("DATABASE_LISTEN_URL", POSTGRES),
        ("JWT_SECRET", GOOD_SECRET),
        ("ADMIN_EMAIL", "ann@clinic.example"),
        ("ADMIN_PASSWORD", "swordfish-42"),
        ("METRICS_TOKEN", "swordfish-43"),
    ]);
    let shown = format!("{settings:#?}");
    assert!(!shown.contains("swordfish") && !shown.contains("clerk"), "{shown}");
    let Database::Postgres(url) = &settings.storage.database else { panic!("{:?}", settings.storage.database) };
    assert_eq!(url.place(), "db.example:5433/clinic");
    assert_eq!(url.expose(), POSTGRES);
    assert_eq!(
        settings.auth.first_admin.map(|admin| admin.password.expose().to_owned()).as_deref(),
        Some("swordfish-42")
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let message = faults(&[
        ("PORT", "x"),
        ("DATABASE_URL", POSTGRES),
        ("DATABASE_POOL", "0"),
        ("ADMIN_EMAIL", "ann@clinic.example"),
        ("LOCK_TTL", "abc"),
        ("LOG_FORMAT", "xml"),
    ]);
    let names: Vec<_> = message.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, ["PORT", "JWT_SECRET", "ADMIN_PASSWORD", "DATABASE_POOL", "LOCK_TTL", "LOG_FORMAT"], "{message}");
}

#[test]
fn values_are_what_they_say() {
    let Settings { http, storage, lock, clinic, .. } = settings(&[
        ("HOST", "[::1]"),
        ("ALLOWED_ORIGINS", " HTTP://A.example:80/ , https://b.example:8443"),
        ("TRUSTED_PROXIES", "10.1.2.3/8, ::1"),
        ("DATA_DIR", "/var/x"),
        ("LOCK_TTL", "0.25"),
        ("REQUEST_TIMEOUT", "0"),
        ("LOCK_RATE_LIMIT", "0"),
        ("EVENT_RETENTION_DAYS", "30"),
        ("ACCESS_RETENTION_DAYS", "0"),
        ("TIME_ZONE", "Asia/Tokyo"),
        ("OPENING_HOURS", "07:30-24:00"),
        ("CLINIC_NAME", " Zahnärztin "),
    ]);
    assert_eq!(http.host, "::1");
    let origins: Vec<_> = http.allowed_origins.iter().map(Origin::as_str).collect();
    assert_eq!(origins, ["http://a.example", "https://b.example:8443"]);
    let proxies: Vec<_> = http.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["10.0.0.0/8", "::1/128"]);
    assert_eq!(storage.database, Database::Sqlite("/var/x/appointments.db".into()));
    assert_eq!(storage.event_retention_days.map(u32::from), Some(30));
    assert_eq!(storage.access_retention_days, None);
    assert_eq!((lock.ttl, lock.request_timeout, lock.rate_limit), (Duration::from_millis(250), None, None));
    assert_eq!((clinic.time_zone, clinic.name.as_deref()), (chrono_tz::Asia::Tokyo, Some("Zahnärztin")));
    assert_eq!(clinic.opening_hours.to_string(), "07:30-24:00");
}

#[test]
fn the_public_url_is_given_or_derived() {
    let table = [
        (("PUBLIC_URL", "https://Clinic.example/"), "127.0.0.1:3000", "https://clinic.example"),
        (("HOST", "127.0.0.1"), "127.0.0.1:4321", "http://127.0.0.1:4321"),
        (("HOST", "0.0.0.0"), "0.0.0.0:4321", "http://127.0.0.1:4321"),
        (("HOST", "::"), "[::]:4321", "http://[::1]:4321"),
        (("HOST", "::1"), "[::1]:4321", "http://[::1]:4321"),
        (("HOST", "LocalHost"), "127.0.0.1:4321", "http://localhost:4321"),
        (("HOST", "10.1.2.3"), "10.1.2.3:80", "http://10.1.2.3"),
    ];
    for (given, bound, expected) in table {
        let bound = bound.parse().expect("an address");
        assert_eq!(settings(&[given]).http.public_url(bound).as_str(), expected, "{given:?} {bound}");
    }
}

#[test]
fn paths_start_at_the_working_directory() {
    let table = [
        ("sqlite://x.db", "/srv/clinic/x.db"),
        ("sqlite://./data/x.db?mode=rwc", "/srv/clinic/data/x.db"),
        ("sqlite:///var/x.db", "/var/x.db"),
    ];
    for (given, expected) in table {
        assert_eq!(settings(&[("DATABASE_URL", given)]).storage.database, Database::Sqlite(expected.into()), "{given}");
    }
}

#[test]
fn postgres_needs_a_secret_to_serve_but_not_to_administer() {
    let message = faults(&[("DATABASE_URL", POSTGRES)]);
    assert!(
        message
            .starts_with("JWT_SECRET: nothing was given, but it is required with PostgreSQL; give at least 32 bytes"),
        "{message}"
    );
    let settings = read_for(Purpose::Administer, &[("DATABASE_URL", POSTGRES)]).expect("accepted");
    assert_eq!(settings.auth.jwt_secret, JwtSecret::Missing);
    assert!(matches!(settings.auth.jwt_secret.load(), Err(JwtSecretError::Missing)));
}

#[test]
fn admin_email_and_password_go_together() {
    let email = ("ADMIN_EMAIL", "ann@clinic.example");
    let password = ("ADMIN_PASSWORD", "swordfish-42");
    assert!(faults(&[email]).starts_with("ADMIN_PASSWORD: nothing was given, but ADMIN_EMAIL was; give "));
    assert!(faults(&[password]).starts_with("ADMIN_EMAIL: nothing was given, but ADMIN_PASSWORD was; give "));
    assert_eq!(
        settings(&[email, password]).auth.first_admin.map(|admin| admin.email).as_deref(),
        Some("ann@clinic.example")
    );
}

#[test]
fn secrets_come_from_files_too() {
    let settings = settings(&[
        ("JWT_SECRET_FILE", "/run/secret"),
        ("DATABASE_URL_FILE", "url"),
        ("METRICS_TOKEN_FILE", "/run/secret"),
    ]);
    assert_eq!(settings.auth.jwt_secret.load().expect("a key").expose(), GOOD_SECRET);
    assert!(settings.storage.database.is_postgres());
    assert_eq!(settings.http.metrics_token, Some(Secret::new(GOOD_SECRET)));

    let message = faults(&[("JWT_SECRET_FILE", "/run/secret"), ("JWT_SECRET", GOOD_SECRET)]);
    assert_eq!(message, "JWT_SECRET and JWT_SECRET_FILE are both given, which is not allowed; give one of them");
    let message = faults(&[("ADMIN_PASSWORD_FILE", "/run/none")]);
    assert!(message.starts_with(r#"ADMIN_PASSWORD_FILE: "/run/none" is not allowed, it cannot be read"#), "{message}");
    let message = faults(&[("METRICS_TOKEN_FILE", "/run/empty")]);
    assert!(message.starts_with(r#"METRICS_TOKEN_FILE: "/run/empty" is not allowed, it is empty"#), "{message}");
    let message = faults(&[("JWT_SECRET_FILE", "/run/short")]);
    assert!(
        message.starts_with("JWT_SECRET: the value given (not shown)") && !message.contains("swordfish"),
        "{message}"
    );
}

/// Settings of three layers, each a list of names and values.
fn layered(flags: &[&str], environment: &[(&str, &str)], dotenv: &[(&str, &str)]) -> Raw {
    let command = Flags::augment_args(clap::Command::new("appointments"));
    let matches = command.get_matches_from(std::iter::once(&"appointments").chain(flags));
    let flags = Flags::from_arg_matches(&matches).expect("flags");
    let dotenv = dotenv.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Raw::layered(
        &flags,
        &|name| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()),
        &dotenv,
    )
}

#[test]
fn flags_beat_environment_beat_dotenv_beat_defaults() {
    let port = |raw| read_raw(raw, Purpose::Serve).expect("accepted").http.port;
    let (flag, environment, dotenv) = (["--port", "1"], [("PORT", "2")], [("PORT", "3")]);
    assert_eq!(port(layered(&flag, &environment, &dotenv)), 1);
    assert_eq!(port(layered(&[], &environment, &dotenv)), 2);
    assert_eq!(port(layered(&[], &[], &dotenv)), 3);
    assert_eq!(port(layered(&[], &[], &[])), 3000);
    assert_eq!(port(layered(&["--port="], &[("PORT", "")], &dotenv)), 3, "an empty text is not given");
}

#[test]
fn a_higher_layer_beats_a_lower_one_s_file() {
    let raw = layered(&["--jwt-secret", GOOD_SECRET], &[("JWT_SECRET_FILE", "/run/none")], &[("JWT_SECRET", "short")]);
    let settings = read_raw(raw, Purpose::Serve).expect("the flag decides");
    assert_eq!(settings.auth.jwt_secret, JwtSecret::Given(Secret::new(GOOD_SECRET)));
    let raw = layered(&["--jwt-secret-file", "/run/secret"], &[("JWT_SECRET", "short")], &[]);
    assert!(read_raw(raw, Purpose::Serve).is_ok());
}

#[cfg(unix)]
#[test]
fn bytes_that_are_no_text_are_a_fault() {
    use std::os::unix::ffi::OsStringExt;

    let environment = |name: &str| (name == "CLINIC_NAME").then(|| OsString::from_vec(b"caf\xe9".to_vec()));
    let raw = Raw::layered(&Flags::default(), &environment, &BTreeMap::new());
    let message = read_raw(raw, Purpose::Serve).map(|_| ()).expect_err("refused").to_string();
    assert!(message.starts_with("CLINIC_NAME: "), "{message}");
}

#[test]
fn dotenv_is_read_and_its_bad_lines_are_named_without_their_values() {
    let path = Path::new("/srv/.env");
    let values =
        dotenv::parse("\u{feff}# note\n\nPORT=1\nexport LOG='debug' # more\nPORT=2\nCLINIC_NAME=\"A B\"\n", path)
            .expect("good");
    let expected = [("CLINIC_NAME", "A B"), ("LOG", "debug"), ("PORT", "1")];
    assert!(values.iter().map(|(name, value)| (name.as_str(), value.as_str())).eq(expected), "{values:?}");

    for (text, line, start) in [
        ("PORT=1\nJWT_SECRET=sword fish\n", 2, "JWT_SECRET"),
        ("\n\nJWT_SECRET='swordfish\n", 3, "JWT_SECRET"),
        ("A=\"1\n2\"\nfish swordfish\nB=3\n", 3, ""),
    ] {
        let message = dotenv::parse(text, path).expect_err(text).to_string();
        assert!(
            message.starts_with(&format!(r#""/srv/.env", line {line} ({start}…) is malformed; write NAME=value"#)),
            "{message}"
        );
        assert!(!message.contains("fish"), "{message}");
    }
}

#[test]
fn a_missing_dotenv_gives_nothing_and_an_unreadable_one_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(dotenv::read(folder.path()).expect("nothing").is_empty());
    std::fs::create_dir(folder.path().join(".env")).expect("a folder");
    assert!(matches!(dotenv::read(folder.path()), Err(DotenvError::Unreadable { .. })));
}

#[test]
fn example_help_and_table_name_the_same_variables() {
    let example = include_str!("../../../../.env.example");
    let lines: Vec<_> = example.lines().collect();
    let assignments =
        || lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.strip_prefix('#')?.split_once('=')?)));
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let named: Vec<_> = assignments().map(|(_, (name, _))| name).filter(|name| is_name(name)).collect();
    assert_eq!(named, variable::names(), "the example");

    for (at, (name, value)) in assignments().filter(|(_, (name, _))| is_name(name)) {
        assert!(at > 0 && lines[at - 1].starts_with("# "), "{name} needs a line of meaning");
        let variable = variable::ALL.iter().find(|variable| variable.name == name);
        let default = match variable.map(|variable| (variable.kind, variable.default)) {
            Some((Kind::Plain, variable::Fallback::Is(default))) => default,
            _ => "",
        };
        assert_eq!(value, default, "{name}");
    }

    let help = crate::cli::Cli::command().render_long_help().to_string();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in variable::names() {
        assert!(help.contains(&format!("--{} <", variable::flag_of(&name))), "--help lacks the flag of {name}");
        assert!(help.contains(&format!("[env: {name}]")), "--help lacks {name}");
    }
}

#[test]
fn the_example_can_be_copied_as_it_is_and_with_its_defaults_let_in() {
    let example = include_str!("../../../../.env.example");
    assert!(dotenv::parse(example, Path::new(".env")).expect("comments only").is_empty());

    let let_in: String = example
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n")
        .collect();
    let values = dotenv::parse(&let_in, Path::new(".env")).expect("assignments");
    assert_eq!(values.len(), variable::names().len());
    let raw = Raw::layered(&Flags::default(), &|_| None, &values);
    let (copied, default) = (read_raw(raw, Purpose::Serve).expect("accepted"), settings(&[]));
    assert_eq!(format!("{copied:?}"), format!("{default:?}"));
}

#[test]
fn the_secret_is_made_once_and_is_private() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = JwtSecret::KeptIn(folder.path().to_owned());
    let (first, second) = (kept.load().expect("made"), kept.load().expect("read"));
    assert_eq!(first, second);
    assert!(first.expose().len() >= 32);
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).expect("files").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(files, ["jwt_secret"], "no draft is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path().join("jwt_secret")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let other = tempfile::tempdir().expect("a folder");
    assert_ne!(ensure_jwt_secret(other.path()).expect("made"), first);
}

#[test]
fn of_many_that_make_the_secret_at_once_all_use_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let made: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| ensure_jwt_secret(folder.path()).expect("made"))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(made.iter().all(|secret| *secret == made[0]));
}

#[test]
fn a_bad_secret_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("jwt_secret");
    std::fs::write(&path, "swordfish\n").expect("written");
    let message = ensure_jwt_secret(folder.path()).expect_err("too short").to_string();
    assert!(message.contains(&format!("{path:?} holds 9 bytes")) && !message.contains("swordfish"), "{message}");

    std::fs::write(&path, b"\xff".repeat(40)).expect("written");
    let message = ensure_jwt_secret(folder.path()).expect_err("no text").to_string();
    assert!(message.contains(&format!("{path:?}")), "{message}");

    let missing = folder.path().join("missing");
    assert!(matches!(ensure_jwt_secret(&missing), Err(JwtSecretError::File { .. })));
}
