//! POST /api/setup: the first administrator, by the set-up link.

use ::auth::SetUpError;
use actix_web::web::Data;
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;

use crate::{
    Api, Code, Problem,
    extract::{Facts, Valid, present},
    reply::Reply,
    routes::{auth::SignedInView, users},
};

/// The first administrator.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[garde(context(Facts))]
#[openapi(rename = "SetUp")]
pub struct SetUp {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 1, max = 200))]
    token: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(users::name)))]
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(users::email)))]
    email: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(users::password)))]
    password: Option<String>,
}

#[api_v2_operation]
pub async fn set_up(api: Data<Api>, body: Valid<SetUp>) -> Result<Reply<SignedInView>, Problem> {
    let SetUp { token, name, email, password } = body.body;
    let [token, name, email, password] = [token, name, email, password].map(Option::unwrap_or_default);
    match api.accounts.set_up(&token, &name, &email, &password).await {
        Ok(signed_in) => Ok(Reply::with_status(actix_web::http::StatusCode::CREATED, signed_in.into())),
        Err(SetUpError::InvalidToken) => Err(Problem::new(
            Code::InvalidSetupToken,
            "It was used, has expired, or is not complete. `appointments setup-link` prints a new one.",
        )),
        Err(SetUpError::SetupDone) => Err(Problem::new(Code::SetupDone, "There are users already: sign in.")),
        Err(SetUpError::Password(fault)) => Err(users::password_problem("/password", &fault)),
        Err(SetUpError::Unavailable(away)) => Err(away.into()),
    }
}
