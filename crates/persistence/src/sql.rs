//! A statement in the making: its text, and the values of its placeholders. `$1` placeholders work on both databases.

use sea_orm::{DbBackend, Statement, Value};
use uuid::Uuid;

/// Joins the row of a table that is found by its key, if there is one. PostgreSQL would rather read a table whole that was
/// small when the statement was planned; behind OFFSET 0 it cannot, and follows the index row by row.
pub(crate) fn look_up(backend: DbBackend, table: &str, alias: &str, on: &str) -> String {
    if backend == DbBackend::Postgres {
        format!(r#" LEFT JOIN LATERAL (SELECT * FROM "{table}" {alias} WHERE {on} OFFSET 0) {alias} ON TRUE"#)
    } else {
        format!(r#" LEFT JOIN "{table}" {alias} ON {on}"#)
    }
}

/// Text and values, which grow together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// A statement that begins with `text`.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// A whole statement; `values` are those of `$1`, `$2` and so on.
    pub(crate) fn with(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self { text: text.into(), values: values.into_iter().collect() }
    }

    /// Takes a value and answers its placeholder.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Takes ids as one value, so that the text is the same for any number of them, and answers what stands behind the
    /// column that must be one of them.
    pub(crate) fn bind_ids(&mut self, backend: DbBackend, ids: impl IntoIterator<Item = Uuid>) -> String {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        if backend == DbBackend::Postgres {
            return format!("= ANY ({})", self.bind(ids));
        }
        // Ids are stored as 16 bytes, which JSON does not have.
        let hex: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
        format!(r#"IN (SELECT unhex("value") FROM json_each({}))"#, self.bind(serde_json::json!(hex).to_string()))
    }

    /// Goes on with `text`.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// For a backend.
    pub(crate) fn statement(self, backend: DbBackend) -> Statement {
        Statement::from_sql_and_values(backend, self.text, self.values)
    }
}
