//! A statement in the making: its text, and the values of its placeholders. `$1` placeholders work on both databases.

use sea_orm::{DbBackend, Statement, Value};

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

    /// Goes on with `text`.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// For a backend.
    pub(crate) fn statement(self, backend: DbBackend) -> Statement {
        Statement::from_sql_and_values(backend, self.text, self.values)
    }
}
