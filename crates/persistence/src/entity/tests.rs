//! The entities are what the migrations make, on both databases.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, IdenStatic, Iterable, Statement,
};

use super::*;

/// Tables with their columns and whether those may be null.
type Tables = BTreeMap<String, BTreeSet<(String, bool)>>;

fn add<E: EntityTrait>(tables: &mut Tables, entity: E) {
    let column = |column: E::Column| {
        let definition = column.def();
        (column.as_str().to_owned(), definition == definition.clone().nullable())
    };
    tables.insert(entity.table_name().to_owned(), E::Column::iter().map(column).collect());
}

fn entities() -> Tables {
    let mut tables = Tables::new();
    add(&mut tables, access_log::Entity);
    add(&mut tables, appointment::Entity);
    add(&mut tables, appointment_event::Entity);
    add(&mut tables, appointment_lock::Entity);
    add(&mut tables, appointment_word::Entity);
    add(&mut tables, idempotency_key::Entity);
    add(&mut tables, installation::Entity);
    add(&mut tables, login_failure::Entity);
    add(&mut tables, one_time_link::Entity);
    add(&mut tables, session::Entity);
    add(&mut tables, user::Entity);
    tables
}

async fn migrated(url: &str) -> anyhow::Result<Tables> {
    migration::up(url).await?;
    let db = sea_orm::Database::connect(url).await?;
    let tables = introspected(&db).await?;
    db.close().await?;
    Ok(tables)
}

async fn introspected(db: &DatabaseConnection) -> anyhow::Result<Tables> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text AS t, column_name::text AS c, CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS n
            FROM information_schema.columns WHERE table_schema = 'public'"
        }
        _ => {
            r#"SELECT t.name AS t, c.name AS c, CASE WHEN c."notnull" = 0 AND c.pk = 0 THEN 1 ELSE 0 END AS n
            FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"#
        }
    };
    let mut tables = Tables::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
        let (table, column, null): (String, String, i32) =
            (row.try_get("", "t")?, row.try_get("", "c")?, row.try_get("", "n")?);
        tables.entry(table).or_default().insert((column, null == 1));
    }
    tables.remove("seaql_migrations");
    Ok(tables)
}

#[tokio::test]
async fn entities_agree_with_postgres() -> anyhow::Result<()> {
    let Some(postgres) = testkit::Postgres::shared() else { return Ok(()) };
    assert_eq!(migrated(&postgres.fresh_database()?).await?, entities());
    Ok(())
}

#[tokio::test]
async fn entities_agree_with_sqlite() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    assert_eq!(migrated(&format!("sqlite://{}", folder.path().join("a.db").display())).await?, entities());
    Ok(())
}
