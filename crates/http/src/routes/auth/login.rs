//! POST /api/auth/login.

use ::auth::LoginError;
use actix_web::web::Data;
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;

use super::{SignedInView, throttled};
use crate::{
    Api, Code, Problem,
    extract::{Facts, Peer, Valid, present},
    reply::Reply,
};

/// E-mail and password.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[garde(context(Facts))]
#[openapi(rename = "Login")]
pub struct Login {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 1, max = 320))]
    email: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(bytes, min = 1, max = 1000))]
    password: Option<String>,
}

#[api_v2_operation]
pub async fn login(api: Data<Api>, peer: Peer, body: Valid<Login>) -> Result<Reply<SignedInView>, Problem> {
    let Login { email, password } = body.body;
    match api.accounts.login(&email.unwrap_or_default(), &password.unwrap_or_default(), peer.0).await {
        Ok(signed_in) => Ok(Reply::ok(signed_in.into())),
        Err(LoginError::InvalidCredentials) => {
            Err(Problem::new(Code::InvalidCredentials, "Check both. Forgotten? Ask an administrator for a link."))
        }
        Err(LoginError::Throttled { retry_after_seconds }) => Err(throttled(retry_after_seconds)),
        Err(LoginError::Unavailable(away)) => Err(away.into()),
    }
}
