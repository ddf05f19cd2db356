//! How the databases answer, PostgreSQL with enough rows that it matters.

use domain::{
    AppointmentId, UserId,
    ports::appointments::{Order, Query},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{commit_together, due, history, list, some};
use crate::{Database, Options, sql::Sql};

/// Appointments of 20 doctors over 400 days, each with two words.
const ROWS: &str = r#"
    INSERT INTO "appointments" ("id", "title", "patientName", "datebirth", "gender", "doctorName", "doctorKey", "startTime",
        "endTime", "overbooked", "version", "revision", "createdAt", "updatedAt")
    SELECT gen_random_uuid(), 'T', 'P', '2000-01-01', 'male', 'Dr. ' || n % 20, 'dr. ' || n % 20,
        timestamptz '2026-01-01' + n * interval '1 hour', timestamptz '2026-01-01' + n * interval '1 hour' + interval '30 min',
        TRUE, 1, 1, now(), now()
    FROM generate_series(1, 9600) AS n;
    INSERT INTO "appointment_words" SELECT 'patient' || row_number() OVER (), "id" FROM "appointments";
    INSERT INTO "appointment_words" SELECT 'common', "id" FROM "appointments";
    ANALYZE"#;

/// A week.
fn a_week() -> Query {
    let at = |text: &str| text.parse().expect("an instant");
    Query {
        from: Some(at("2026-06-01T00:00:00Z")),
        to: Some(at("2026-06-08T00:00:00Z")),
        doctor: None,
        words: Vec::new(),
        cancelled: false,
        order: Order::Ascending,
        limit: 500,
        after: None,
    }
}

/// What the database would do.
pub(crate) async fn plan(database: &Database, sql: Sql) -> anyhow::Result<String> {
    let (explain, column) = match database.backend() {
        DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    let Statement { sql, values, db_backend } = sql.statement(database.backend());
    let explained = Statement { sql: format!("{explain} {sql}"), values, db_backend };
    let rows = database.writer().query_all_raw(explained).await?;
    let lines: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("", column)).collect();
    Ok(lines?.join("\n"))
}

/// A migrated PostgreSQL with these rows. None when it is not installed.
pub(crate) async fn postgres(rows: &str) -> anyhow::Result<Option<Database>> {
    let Some(postgres) = testkit::Postgres::shared() else { return Ok(None) };
    let url = postgres.fresh_database()?;
    migration::up(&url).await?;
    postgres.psql(&url, rows)?;
    Ok(Some(Database::connect(&Options { url, pool: 1 }).await?))
}

/// A migrated, empty SQLite. The plan there hangs on the schema alone.
pub(crate) async fn sqlite(folder: &tempfile::TempDir) -> anyhow::Result<Database> {
    let url = format!("sqlite://{}", folder.path().join("appointments.db").display());
    migration::up(&url).await?;
    Ok(Database::connect(&Options { url, pool: 1 }).await?)
}

async fn assert_uses(database: &Database, query: &Query, index: &str) -> anyhow::Result<()> {
    for sql in [list::page_statement(database, query), list::count_statement(query)] {
        let plan = plan(database, sql).await?;
        assert!(plan.contains(index), "{index} is not used:\n{plan}");
        for table in ["appointments", "appointment_words"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{table} is read whole:\n{plan}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn lists_are_read_by_index() -> anyhow::Result<()> {
    let Some(database) = postgres(ROWS).await? else { return Ok(()) };
    assert_uses(&database, &a_week(), "appointments_standing").await?;
    let week = plan(&database, list::page_statement(&database, &a_week())).await?;
    let condition = week.lines().find(|line| line.contains("Index Cond")).unwrap_or_default();
    assert!(condition.contains("endTime"), "what is over is looked at in the table:\n{week}");
    let backwards = Query { order: Order::Descending, ..a_week() };
    assert_uses(&database, &backwards, "appointments_standing").await?;
    let doctor = Query { doctor: Some("dr. 3".into()), from: None, to: None, ..a_week() };
    assert_uses(&database, &doctor, "appointments_doctor").await?;
    let found = Query { words: vec!["patient7777".into()], from: None, to: None, ..a_week() };
    assert_uses(&database, &found, "appointment_words_pkey").await?;
    let cancelled = Query { cancelled: true, ..a_week() };
    assert_uses(&database, &cancelled, "appointments_cancelled").await?;
    Ok(())
}

/// A lock on each of them, held by one of 50 users, every tenth asked for.
const LOCKS: &str = r#"
    INSERT INTO "users" ("id", "name", "email", "emailKey", "isAdmin", "createdAt")
    SELECT gen_random_uuid(), 'U', 'u' || n, 'u' || n, FALSE, now() FROM generate_series(1, 50) AS n;
    INSERT INTO "appointment_locks" ("id", "appointmentId", "userId", "requestForceReleaseByUserId", "expiresAt", "createdAt",
        "dueAt")
    SELECT gen_random_uuid(), a."id", u."id", CASE WHEN a.n % 10 = 0 THEN u."id" END, now(), now(), now()
    FROM (SELECT "id", row_number() OVER () AS n FROM "appointments") a
        JOIN (SELECT "id", row_number() OVER () AS n FROM "users") u ON u.n = 1 + a.n % 50;
    ANALYZE"#;

#[tokio::test]
async fn certain_appointments_are_read_by_index() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sqlite = sqlite(&folder).await?;
    let ids = [AppointmentId::fresh(), AppointmentId::fresh()];
    let found = plan(&sqlite, some::find_statement(&sqlite, &ids)).await?;
    assert!(found.contains("SEARCH appointments USING INDEX") && !found.contains("SCAN appointment"), "{found}");
    let asked = plan(&sqlite, some::asked_of_statement(&sqlite, UserId::fresh())).await?;
    assert!(asked.contains("appointment_locks_holder") && !asked.contains("SCAN appointment"), "{asked}");
    let Some(postgres) = postgres(&format!("{ROWS};{LOCKS}")).await? else { return Ok(()) };
    let found = plan(&postgres, some::find_statement(&postgres, &ids)).await?;
    assert!(found.contains("appointments_pkey") && !found.contains("Seq Scan on appointments"), "{found}");
    let asked = plan(&postgres, some::asked_of_statement(&postgres, UserId::fresh())).await?;
    assert!(asked.contains("appointment_locks_holder") && !asked.contains("Seq Scan on appointment"), "{asked}");
    Ok(())
}

/// A plan made while there was nothing is used until the tables are analysed, and they may be large by then.
#[tokio::test]
async fn commits_of_many_look_rows_up_even_if_there_were_none() -> anyhow::Result<()> {
    let Some(database) = postgres("").await? else { return Ok(()) };
    let plan = plan(&database, commit_together::statement(&[])).await?;
    for index in ["users_pkey", "sessions_pkey", "appointments_pkey", "appointment_locks_appointmentId_key"] {
        let scan = plan.split(&format!("using {index}")).nth(1).or(plan.split(&format!("using \"{index}\"")).nth(1));
        let condition = scan.and_then(|scan| scan.lines().nth(1));
        assert!(
            condition.is_some_and(|line| line.contains("Index Cond")),
            "{index} is not what rows are found by:\n{plan}"
        );
    }
    assert_eq!(plan.matches("Index Scan").count(), 4, "{plan}");
    assert_eq!(plan.matches("Tid Scan").count(), 2, "{plan}");
    Ok(())
}

#[tokio::test]
async fn what_is_due_and_histories_are_read_by_index() -> anyhow::Result<()> {
    let now = "2026-06-01T00:00:00Z".parse()?;
    let folder = tempfile::tempdir()?;
    let sqlite = sqlite(&folder).await?;
    let found = plan(&sqlite, due::due_statement(now, 500)).await?;
    assert!(found.contains("appointment_locks_due") && !found.contains("SCAN appointment_locks"), "{found}");
    let found = plan(&sqlite, history::statement(AppointmentId::fresh(), None, 50)).await?;
    assert!(found.contains("appointment_events_revision") && !found.contains("TEMP B-TREE"), "{found}");
    let Some(postgres) = postgres(&format!("{ROWS};{LOCKS}")).await? else { return Ok(()) };
    let found = plan(&postgres, due::next_statement(now)).await?;
    assert!(found.contains("appointment_locks_due"), "{found}");
    let found = plan(&postgres, history::statement(AppointmentId::fresh(), None, 50)).await?;
    assert!(found.contains("appointment_events_revision") && !found.contains("Sort"), "{found}");
    Ok(())
}
