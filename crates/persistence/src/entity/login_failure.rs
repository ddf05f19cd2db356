//! Rows of `login_failures`.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "login_failures", rename_all = "camelCase")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account: Vec<u8>,
    pub address: String,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
