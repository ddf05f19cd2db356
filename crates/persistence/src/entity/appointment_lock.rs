//! Rows of `appointment_locks`.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[sea_orm(table_name = "appointment_locks", rename_all = "camelCase")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub appointment_id: Uuid,
    pub user_id: Uuid,
    pub client_id: Option<Uuid>,
    pub request_control_by_user_id: Option<Uuid>,
    pub request_control_respond_by: Option<DateTimeUtc>,
    /// The holding that a hand-over will start.
    pub request_control_lock_id: Option<Uuid>,
    pub request_force_release_by_user_id: Option<Uuid>,
    pub request_force_release_respond_by: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    /// The first of expiry and the requests' deadlines.
    pub due_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
