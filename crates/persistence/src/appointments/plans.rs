//! How PostgreSQL answers the list, with enough rows that it matters.

use domain::ports::appointments::{Order, Query};
use sea_orm::{ConnectionTrait, Statement};

use super::list;
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

async fn plan(database: &Database, sql: Sql) -> anyhow::Result<String> {
    let Statement { sql, values, db_backend } = sql.statement(database.backend());
    let explained = Statement { sql: format!("EXPLAIN {sql}"), values, db_backend };
    let rows = database.writer().query_all_raw(explained).await?;
    let lines: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("", "QUERY PLAN")).collect();
    Ok(lines?.join("\n"))
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
    let Some(postgres) = testkit::Postgres::shared() else { return Ok(()) };
    let url = postgres.fresh_database()?;
    migration::up(&url).await?;
    postgres.psql(&url, ROWS)?;
    let database = Database::connect(&Options { url, pool: 1 }).await?;
    assert_uses(&database, &a_week(), "appointments_standing").await?;
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
