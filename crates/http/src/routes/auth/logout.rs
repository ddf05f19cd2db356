//! POST /api/auth/logout.

use actix_web::web::Data;
use paperclip::actix::api_v2_operation;

use crate::{Api, Problem, extract::SignedIn, reply::Done};

#[api_v2_operation]
pub async fn logout(api: Data<Api>, SignedIn(session): SignedIn) -> Result<Done, Problem> {
    api.accounts.logout(&session).await?;
    Ok(Done)
}
