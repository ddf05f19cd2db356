//! Rows, made by the database itself: a million through the API would take an hour.
//!
//! Ids are made from numbers, so that nobody has to ask for them. Numbers below [`WEEK`] are in the known week.

use uuid::Uuid;

use crate::record::Database;

/// How many appointments the known week has; a filled table has that many at least.
pub const WEEK: usize = 200;

/// The known week's Monday and the one after, both at midnight UTC.
pub const WEEK_FROM: &str = "2031-03-03T00:00:00Z";
pub const WEEK_TO: &str = "2031-03-10T00:00:00Z";

/// Beginnings of ids, in the form of UUIDs v7 so that they are as dense in an index as real ones.
const APPOINTMENT: &str = "01a00000-0000-7000-8000-";
const USER: &str = "01b00000-0000-7000-8000-";
const LOCK: &str = "01c00000-0000-7000-8000-";

/// The id of an appointment.
pub fn appointment_id(number: usize) -> Uuid {
    id(APPOINTMENT, number)
}

/// The id of a user.
pub fn user_id(number: usize) -> Uuid {
    id(USER, number)
}

/// The e-mail of a user.
pub fn email(number: usize) -> String {
    format!("person{number}@example.org")
}

fn id(prefix: &str, number: usize) -> Uuid {
    let low = number as u128 & 0xffff_ffff_ffff;
    let prefix: Uuid = format!("{prefix}000000000000").parse().unwrap_or_default();
    Uuid::from_u128(prefix.as_u128() | low)
}

/// SQL that makes `count` users with the password of the one who is there.
pub fn users(database: Database, count: usize) -> String {
    let (id, email) = (sql_id(database, USER), "'person' || i || '@example.org'");
    format!(
        r#"WITH {series} INSERT INTO "users" ("id", "name", "email", "emailKey", "passwordHash", "isAdmin", "createdAt")
        SELECT {id}, 'Person ' || i, {email}, {email}, a."passwordHash", FALSE, a."createdAt"
        FROM series, (SELECT * FROM "users" LIMIT 1) a"#,
        series = series(database, 0, count),
    )
}

/// SQL that makes `count` appointments: the known week's, then those of twenty doctors with sixteen a day, as many days
/// as it takes before and after that week.
pub fn appointments(database: Database, count: usize) -> String {
    let start = instant(database, "minute");
    let end = instant(database, "minute + 30");
    let id = sql_id(database, APPOINTMENT);
    let birth = match database {
        Database::SQLite => "date('1940-01-01', (i % 25000) || ' days')",
        _ => "DATE '1940-01-01' + CAST(i % 25000 AS integer)",
    };
    let made = instant(database, "0");
    // The known week: five days of 40, by eight doctors. The others: even days after it, odd ones before.
    format!(
        r#"WITH {series},
        day AS (SELECT i, CASE WHEN i < {WEEK} THEN i / 40 ELSE (i - {WEEK}) / 320 END AS d FROM series),
        timed AS (SELECT i,
            CASE WHEN i < {WEEK} THEN i % 8 ELSE i % 20 END AS doctor,
            CASE WHEN i < {WEEK} THEN d * 1440 + 480 + i % 40 / 8 * 60
                ELSE (CASE WHEN d % 2 = 0 THEN 7 + d / 2 ELSE -1 - d / 2 END) * 1440 + 480 + (i - {WEEK}) / 20 % 16 * 30
            END AS minute FROM day)
        INSERT INTO "appointments" ("id", "title", "patientName", "datebirth", "gender", "phone", "address",
            "doctorName", "doctorKey", "note", "description", "startTime", "endTime", "overbooked", "version", "revision",
            "createdAt", "updatedAt")
        SELECT {id}, 'Check-up ' || i % 50, 'Patient ' || i, {birth},
            CASE i % 2 WHEN 0 THEN 'female' ELSE 'male' END, '+49 30 ' || (1000000 + i), 'Street ' || i % 500 || ', Berlin',
            'Dr. Example ' || doctor, 'dr. example ' || doctor,
            CASE i % 3 WHEN 0 THEN 'Brings the X-ray from last year.' END,
            CASE i % 4 WHEN 0 THEN 'Follow-up after six weeks; blood pressure to be measured before.' END,
            {start}, {end}, FALSE, 1, 1, {made}, {made} FROM timed"#,
        series = series(database, 0, count),
    )
}

/// SQL that makes live locks of the appointments numbered from `first`, held by the users in turn, all of them ending
/// `seconds` from now.
pub fn locks(database: Database, first: usize, count: usize, users: usize, seconds: f64) -> String {
    let (lock, appointment) = (sql_id(database, LOCK), sql_id(database, APPOINTMENT));
    let holder = sql_id(database, USER).replace("(i)", &format!("(i % {users})"));
    let (now, end) = match database {
        Database::SQLite => (
            "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')".to_owned(),
            format!("strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '+{seconds} seconds')"),
        ),
        _ => {
            let now = "date_trunc('milliseconds', statement_timestamp())";
            (now.to_owned(), format!("{now} + INTERVAL '{seconds} seconds'"))
        }
    };
    format!(
        r#"WITH {series} INSERT INTO "appointment_locks" ("id", "appointmentId", "userId", "expiresAt", "createdAt", "dueAt")
        SELECT {lock}, {appointment}, {holder}, {end}, {now}, {end} FROM series"#,
        series = series(database, first, first + count),
    )
}

/// SQL that answers 1 while any of the locks is left that [`locks`] made, else 0.
pub fn locks_left(database: Database) -> String {
    let id = |number| sql_id(database, LOCK).replace("(i)", number);
    format!(
        r#"SELECT count(*) FROM (SELECT 1 FROM "appointment_locks" WHERE "id" BETWEEN {} AND {} LIMIT 1) left_over"#,
        id("(0)"),
        id("(281474976710655)")
    )
}

/// SQL after which neither statistics nor dirty pages of the filling are anybody's business any more.
pub fn settle(database: Database) -> &'static [&'static str] {
    match database {
        Database::SQLite => &["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"],
        _ => &["VACUUM ANALYZE", "CHECKPOINT"],
    }
}

/// A table `series` with the numbers of a range.
fn series(database: Database, from: usize, to: usize) -> String {
    match database {
        Database::SQLite => format!(
            "RECURSIVE series(i) AS (SELECT {from} WHERE {from} < {to} UNION ALL SELECT i + 1 FROM series WHERE i + 1 < {to})"
        ),
        _ => format!("series AS (SELECT CAST(i AS bigint) AS i FROM generate_series({from}, {to} - 1) i)"),
    }
}

/// The id of number `i`.
fn sql_id(database: Database, prefix: &str) -> String {
    match database {
        Database::SQLite => {
            let hex = prefix.replace('-', "");
            format!("unhex('{hex}' || printf('%012x', (i)))")
        }
        _ => format!("CAST('{prefix}' || lpad(to_hex((i)), 12, '0') AS uuid)"),
    }
}

/// So many minutes after the known week's beginning, as the database stores instants.
fn instant(database: Database, minutes: &str) -> String {
    match database {
        Database::SQLite => {
            format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', '{WEEK_FROM}', ({minutes}) || ' minutes')")
        }
        _ => format!("CAST('{WEEK_FROM}' AS timestamptz) + ({minutes}) * INTERVAL '1 minute'"),
    }
}
