//! DELETE /api/users/{id}.

use actix_web::web::Data;
use domain::UserId;
use paperclip::actix::api_v2_operation;

use super::problem;
use crate::{
    Api, Problem,
    deadline::within,
    extract::{Admin, Id, Then},
    reply::Done,
};

/// First the user goes, so that they can take nothing new; then what they had is withdrawn and released.
#[api_v2_operation]
pub async fn delete(api: Data<Api>, Then(Admin(admin), Id(id)): Then<Admin, Id>) -> Result<Done, Problem> {
    api.accounts.delete_user(admin.user.id, UserId(id)).await.map_err(problem)?;
    within(api.appointments.settle_involving(UserId(id))).await?;
    Ok(Done)
}
