//! GET /api/users.

use actix_web::web::Data;
use paperclip::actix::api_v2_operation;

use crate::{Api, Problem, deadline::within, extract::Admin, reply::Reply, view::UserView};

#[api_v2_operation]
pub async fn list(api: Data<Api>, _: Admin) -> Result<Reply<Vec<UserView>>, Problem> {
    let users = within(api.users.list()).await?;
    Ok(Reply::ok(users.iter().map(UserView::from).collect()))
}
