//! Names of doctors in use.

use std::collections::BTreeMap;

use domain::ports::Answer;
use sea_orm::{DbErr, QueryResult};

use crate::{Database, error::unavailable, sql::Sql};

/// One spelling each: the least, trimmed here, because the databases trim and sort differently.
pub(super) async fn doctors(database: &Database) -> Answer<Vec<String>> {
    let text = r#"SELECT DISTINCT "doctorKey", "doctorName" FROM "appointments"
        WHERE "cancelledAt" IS NULL AND "doctorKey" IS NOT NULL"#;
    let rows = database.all(Sql::new(text)).await?;
    least_spellings(&rows).map_err(unavailable)
}

fn least_spellings(rows: &[QueryResult]) -> Result<Vec<String>, DbErr> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in rows {
        let (key, name): (String, String) = (row.try_get("", "doctorKey")?, row.try_get("", "doctorName")?);
        let name = name.trim();
        let least = names.entry(key).or_insert_with(|| name.to_owned());
        if name < least.as_str() {
            name.clone_into(least);
        }
    }
    Ok(names.into_values().collect())
}
