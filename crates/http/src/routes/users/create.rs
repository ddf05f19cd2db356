//! POST /api/users: administrators; anybody for themselves where sign-up is allowed.

use ::auth::NewAccount;
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
    web::Data,
};
use domain::UserId;
use paperclip::{
    actix::{Apiv2Schema, OperationModifier, api_v2_operation},
    v2::schema::Apiv2Schema,
};
use serde::{Deserialize, Serialize};
use std::{future::Future, pin::Pin};

use super::{PasswordLinkView, problem};
use crate::{
    Api, Fault, Problem,
    extract::{Facts, SignedIn, Then, Unread, present},
    reply::Reply,
    view::UserView,
};

/// A user to be made.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[garde(context(Facts))]
pub struct NewUser {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(super::name)))]
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(super::email)))]
    email: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(inner(custom(super::password)))]
    password: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(skip)]
    is_admin: Option<bool>,
}

/// A user just made; without a password, with the link that sets it.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "CreatedUser")]
pub struct CreatedUser {
    #[serde(flatten)]
    user: UserView,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_link: Option<PasswordLinkView>,
}

/// Who may make users: an administrator, or, where sign-up is allowed, anybody.
pub struct Maker {
    admin: Option<UserId>,
}

impl Maker {
    async fn of(request: &HttpRequest) -> Result<Self, actix_web::Error> {
        let signup = request.app_data::<Data<Api>>().is_some_and(|api| api.settings.signup);
        match SignedIn::extract(request).await {
            Ok(SignedIn(session)) if session.user.is_admin => Ok(Self { admin: Some(session.user.id) }),
            Ok(_) | Err(_) if signup => Ok(Self { admin: None }),
            Ok(_) => Err(Problem::admin_only().into()),
            Err(problem) => Err(problem),
        }
    }
}

impl FromRequest for Maker {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl Apiv2Schema for Maker {}

impl OperationModifier for Maker {}

#[api_v2_operation]
pub async fn create(
    api: Data<Api>,
    Then(maker, new): Then<Maker, Unread<NewUser>>,
) -> Result<Reply<CreatedUser>, Problem> {
    if new.has("isAdmin") && maker.admin.is_none() {
        return Err(Problem::admin_only());
    }
    let NewUser { name, email, password, is_admin } = new.read()?.body;
    let link_by = maker.admin.filter(|_| password.is_none());
    if password.is_none() && link_by.is_none() {
        return Err(Problem::invalid(&[Fault::new("/password", "is required")]));
    }
    let new = NewAccount {
        name: name.unwrap_or_default(),
        email: email.unwrap_or_default(),
        password,
        is_admin: is_admin.unwrap_or_default(),
    };
    let user = api.accounts.create_user(maker.admin, new).await.map_err(problem)?;
    let link = match link_by {
        Some(admin) => api.accounts.password_link(admin, user.id).await?,
        None => None,
    };
    let location = api.url(&format!("/api/users/{}", user.id));
    let password_link = link.map(|link| PasswordLinkView::new(&api, &link));
    let body = CreatedUser { user: UserView::from(&user), password_link };
    Ok(Reply::with_status(StatusCode::CREATED, body).header(header::LOCATION, location))
}
