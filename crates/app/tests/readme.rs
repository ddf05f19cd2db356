//! The papers say what is: README.md's walk-through runs, its tables are the database's, its variables are the settings;
//! docs/api.md knows every code and every kind of event.

#[path = "common/walk.rs"]
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use testkit::{Postgres, Server};
use walk::{is_as_claimed, section};

#[test]
fn the_walk_through_does_what_it_says() {
    walk(&Server::of(env!("CARGO_BIN_EXE_appointments")).start().expect("started"));
}

#[test]
fn the_walk_through_does_what_it_says_on_postgresql() {
    let Some(postgres) = Postgres::shared() else { return };
    let server = Server::of(env!("CARGO_BIN_EXE_appointments"))
        .env("DATABASE_URL", postgres.fresh_database().expect("a database"))
        .env("JWT_SECRET", "0123456789abcdef0123456789abcdef");
    walk(&server.start().expect("started"));
}

fn walk(server: &Server) {
    walk::walk(&server.url(""), &server.setup_token(), || server.output());
}

#[test]
fn claims_are_compared_line_by_line() {
    for (line, claim, right) in [
        ("201", "201", true),
        ("2010", "201", false),
        ("409 locked Budi", "409 locked …", true),
        ("409 locked_elsewhere", "409 locked …", false),
        ("a 1 b 2 c", "a … b … c", true),
        ("a 1 2 c", "a … b … c", false),
    ] {
        assert_eq!(is_as_claimed(line, claim), right, "{line} against {claim}");
    }
}

#[test]
fn every_variable_is_named() {
    let example = include_str!("../../../.env.example");
    let assigned = example.lines().filter_map(|line| Some(line.strip_prefix('#')?.split_once('=')?.0));
    let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let lacking: Vec<&str> =
        assigned.filter(is_name).filter(|name| !section("configuration").contains(&format!("`{name}`"))).collect();
    assert!(lacking.is_empty(), "README.md lacks {lacking:?}");
}

#[test]
fn every_problem_code_and_every_kind_of_event_is_explained() {
    let api = include_str!("../../../docs/api.md");
    for code in http_api::Code::ALL {
        let row = format!("\n| `{}` | {} | ", code.name(), code.status().as_u16());
        assert!(api.contains(&row), "docs/api.md lacks {row}");
    }
    for (_, kind) in domain::lock::EventKind::ALL {
        assert!(api.contains(&format!("`{kind}`")), "docs/api.md lacks the kind {kind}");
    }
}

type Tables = BTreeMap<String, BTreeSet<String>>;

/// The tables of the README: a heading `` #### `table` ``, then rows that begin with `` | `column` | ``.
fn documented() -> Tables {
    let mut tables = Tables::new();
    let mut table = String::new();
    for line in section("database").lines() {
        if let Some(heading) = line.strip_prefix("#### `") {
            table = heading.trim_end_matches('`').to_owned();
        } else if let Some((column, _)) = line.strip_prefix("| `").and_then(|row| row.split_once('`')) {
            tables.entry(table.clone()).or_default().insert(column.to_owned());
        }
    }
    tables
}

async fn names(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.expect("rows");
    rows.iter().map(|row| row.try_get("", "name").expect("a name")).collect()
}

async fn migrated() -> Tables {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("schema.db").display());
    migration::up(&url).await.expect("migrated");
    let db = Database::connect(&url).await.expect("connected");
    let ours = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = Tables::new();
    for table in names(&db, ours).await {
        let columns = names(&db, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
        tables.insert(table, columns.into_iter().collect());
    }
    tables
}

#[tokio::test]
async fn every_table_and_column_is_documented() {
    assert_eq!(documented(), migrated().await);
}
