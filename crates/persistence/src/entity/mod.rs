//! One file for each table; a test compares them with what the migrations make.

pub(crate) mod access_log;
pub(crate) mod appointment;
pub(crate) mod appointment_event;
pub(crate) mod appointment_lock;
pub(crate) mod appointment_word;
pub(crate) mod idempotency_key;
pub(crate) mod installation;
pub(crate) mod login_failure;
pub(crate) mod one_time_link;
pub(crate) mod session;
pub(crate) mod user;

#[cfg(test)]
mod tests;

use sea_orm::{EntityTrait, IdenStatic, Iterable};

/// A select list of all columns of a table that is joined as `alias`; each comes back as `<alias>_<column>`.
pub(crate) fn columns<E: EntityTrait>(alias: &str) -> String {
    let named = |column: E::Column| {
        let name = column.as_str();
        format!(r#"{alias}."{name}" AS "{alias}_{name}""#)
    };
    E::Column::iter().map(named).collect::<Vec<_>>().join(", ")
}
