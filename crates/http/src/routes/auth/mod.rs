//! Signing in and out.

pub mod login;
pub mod logout;
pub mod password;
pub mod profile;
pub mod refresh;

use ::auth::{IssuedToken, SignedIn};
use actix_web::http::header;
use paperclip::actix::Apiv2Schema;
use serde::Serialize;

use crate::{
    Code, Problem,
    view::{Stamp, UserView},
};

/// A user who has just signed in, with a token.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "SignedIn")]
pub struct SignedInView {
    #[serde(flatten)]
    user: UserView,
    #[serde(flatten)]
    token: TokenView,
}

impl From<SignedIn> for SignedInView {
    fn from(signed_in: SignedIn) -> Self {
        let SignedIn { session, token } = signed_in;
        Self { user: UserView::from(&session.user), token: token.into() }
    }
}

/// A token.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "Token")]
pub struct TokenView {
    token: String,
    expires_at: Stamp,
}

impl From<IssuedToken> for TokenView {
    fn from(issued: IssuedToken) -> Self {
        let IssuedToken { token, expires_at } = issued;
        Self { token: token.expose().to_owned(), expires_at: Stamp(expires_at) }
    }
}

/// Too many failed sign-ins of an account or an address.
pub fn throttled(retry_after_seconds: u64) -> Problem {
    let detail = "Wait, or ask an administrator for a password link.";
    Problem::new(Code::TooManyAttempts, detail).header(header::RETRY_AFTER, retry_after_seconds)
}
