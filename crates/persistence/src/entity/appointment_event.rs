//! Rows of `appointment_events`.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "appointment_events", rename_all = "camelCase")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub appointment_id: Uuid,
    pub revision: i64,
    pub kind: String,
    pub actor_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub at: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary")]
    pub detail: Json,
    pub span_from: DateTimeUtc,
    pub span_to: DateTimeUtc,
    pub operation_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
