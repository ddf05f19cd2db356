//! GET /api/auth/profile.

use paperclip::actix::api_v2_operation;

use crate::{Problem, extract::SignedIn, reply::Reply, view::UserView};

#[api_v2_operation]
pub async fn profile(SignedIn(session): SignedIn) -> Result<Reply<UserView>, Problem> {
    Ok(Reply::ok(UserView::from(&session.user)))
}
