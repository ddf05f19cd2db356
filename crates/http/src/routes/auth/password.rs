//! POST /api/auth/password: a password by one-time link.

use ::auth::RedeemError;
use actix_web::web::Data;
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;

use super::SignedInView;
use crate::{
    Api, Code, Problem,
    extract::{Facts, Valid, present},
    reply::Reply,
    routes::users,
};

/// The link's secret and the new password.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[garde(context(Facts))]
#[openapi(rename = "NewPassword")]
pub struct NewPassword {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 1, max = 200))]
    token: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(users::password)))]
    password: Option<String>,
}

#[api_v2_operation]
pub async fn redeem(api: Data<Api>, body: Valid<NewPassword>) -> Result<Reply<SignedInView>, Problem> {
    let NewPassword { token, password } = body.body;
    match api.accounts.redeem_password(&token.unwrap_or_default(), &password.unwrap_or_default()).await {
        Ok(signed_in) => Ok(Reply::ok(signed_in.into())),
        Err(RedeemError::InvalidToken) => {
            Err(Problem::new(Code::InvalidPasswordToken, "It was used, has expired, or a newer one replaced it."))
        }
        Err(RedeemError::Password(fault)) => Err(users::password_problem("/password", &fault)),
        Err(RedeemError::Unavailable(away)) => Err(away.into()),
    }
}
