//! POST /api/auth/refresh.

use actix_web::web::Data;
use paperclip::actix::api_v2_operation;

use super::TokenView;
use crate::{Api, Problem, extract::SignedIn, reply::Reply};

#[api_v2_operation]
pub async fn refresh(api: Data<Api>, SignedIn(session): SignedIn) -> Result<Reply<TokenView>, Problem> {
    Ok(Reply::ok(api.accounts.refresh(&session)?.into()))
}
