//! GET /api/users/{id}: administrators, or oneself.

use ::auth::ChangeError;
use actix_web::web::Data;
use domain::UserId;
use paperclip::actix::api_v2_operation;

use super::problem;
use crate::{
    Api, Problem,
    deadline::within,
    extract::{Id, SignedIn, Then},
    reply::Reply,
    view::UserView,
};

#[api_v2_operation]
pub async fn get(api: Data<Api>, Then(caller, Id(id)): Then<SignedIn, Id>) -> Result<Reply<UserView>, Problem> {
    if !caller.is_admin_or(UserId(id)) {
        return Err(Problem::admin_only());
    }
    let account = within(api.users.find(UserId(id))).await?.ok_or_else(|| problem(ChangeError::Missing))?;
    Ok(Reply::ok(UserView::from(&account.user)))
}
