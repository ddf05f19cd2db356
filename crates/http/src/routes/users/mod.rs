//! Administration of users, and what each may change of themselves.

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod password_link;
pub mod update;

use ::auth::{ChangeError, OneTimeLink, PasswordFault};
use actix_web::{FromRequest, HttpRequest};
use domain::{UserId, ports::sessions::Session};
use garde::rules::email::Email;
use paperclip::actix::Apiv2Schema;
use serde::Serialize;

use super::auth::throttled;
use crate::{
    Api, Code, Fault, Problem,
    extract::{Facts, Id, SignedIn},
    view::Stamp,
};

/// A one-time link that sets a password.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "PasswordLink")]
pub struct PasswordLinkView {
    url: String,
    expires_at: Stamp,
}

impl PasswordLinkView {
    fn new(api: &Api, link: &OneTimeLink) -> Self {
        let OneTimeLink { secret, expires_at } = link;
        Self { url: api.url(&format!("/#/password/{}", secret.expose())), expires_at: Stamp(*expires_at) }
    }
}

/// The user of the path, for administrators and for the user; to others the refusal. An id that cannot be is nobody's
/// own, so who is no administrator may not, whatever it is.
async fn oneself_or_any(request: &HttpRequest, refusal: Problem) -> Result<(Session, UserId), actix_web::Error> {
    let caller = SignedIn::extract(request).await?;
    match Id::extract(request).await.map(|Id(id)| UserId(id)) {
        Ok(id) if caller.is_admin_or(id) => Ok((caller.0, id)),
        Err(fault) if caller.0.user.is_admin => Err(fault),
        _ => Err(refusal.into()),
    }
}

/// A display name: 1 to 255 characters that are not all blank.
pub fn name(name: &str, _: &Facts) -> garde::Result {
    let length = name.trim().chars().count();
    if (1..=255).contains(&length) { Ok(()) } else { Err(garde::Error::new("must have 1 to 255 characters")) }
}

/// An e-mail address of at most 254 characters (RFC 5321, 4.5.3.1.3).
pub fn email(email: &str, _: &Facts) -> garde::Result {
    let email = email.trim();
    if email.chars().count() <= 254 && email.validate_email().is_ok() {
        Ok(())
    } else {
        Err(garde::Error::new("must be an e-mail address of at most 254 characters"))
    }
}

/// What may be a password.
pub fn password(password: &str, _: &Facts) -> garde::Result {
    ::auth::password::check(password).map_err(garde::Error::new)
}

/// A password that may not be one.
pub fn password_problem(pointer: &str, fault: &PasswordFault) -> Problem {
    Problem::invalid(&[Fault::new(pointer, fault.to_string())])
}

/// Why a user was not made, changed or deleted.
pub fn problem(error: ChangeError) -> Problem {
    match error {
        ChangeError::Missing => Problem::new(Code::UserNotFound, "Nobody active has this id."),
        ChangeError::EmailTaken => Problem::new(Code::EmailTaken, "Choose another, or change that user."),
        ChangeError::LastAdmin => Problem::new(Code::LastAdmin, "Make somebody else an administrator first."),
        ChangeError::WrongPassword => {
            Problem::new(Code::WrongPassword, "Send the password you sign in with as `currentPassword`.")
        }
        ChangeError::Throttled { retry_after_seconds } => throttled(retry_after_seconds),
        ChangeError::Password(fault) => password_problem("/password", &fault),
        ChangeError::Unavailable(away) => away.into(),
    }
}

/// Whether a user may have this name and e-mail.
///
/// # Errors
/// Which of both cannot be, and why.
pub fn check(name_given: &str, email_given: &str) -> Result<(), String> {
    let facts = Facts::default();
    name(name_given, &facts).map_err(|fault| format!("the name {fault}"))?;
    email(email_given, &facts).map_err(|fault| format!("the e-mail {fault}"))
}
