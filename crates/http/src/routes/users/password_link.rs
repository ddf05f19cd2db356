//! POST /api/users/{id}/password-link.

use ::auth::ChangeError;
use actix_web::{http::StatusCode, web::Data};
use domain::UserId;
use paperclip::actix::api_v2_operation;

use super::{PasswordLinkView, problem};
use crate::{
    Api, Problem,
    extract::{Admin, Id, Then},
    reply::Reply,
};

#[api_v2_operation]
pub async fn password_link(
    api: Data<Api>,
    Then(Admin(admin), Id(id)): Then<Admin, Id>,
) -> Result<Reply<PasswordLinkView>, Problem> {
    let link = api.accounts.password_link(admin.user.id, UserId(id)).await?;
    let link = link.ok_or_else(|| problem(ChangeError::Missing))?;
    Ok(Reply::with_status(StatusCode::CREATED, PasswordLinkView::new(&api, &link)))
}
