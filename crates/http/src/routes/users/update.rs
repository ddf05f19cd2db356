//! PATCH /api/users/{id}: administrators, or oneself.

use ::auth::{AccountChange, Updated};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use domain::{UserId, ports::sessions::Session};
use paperclip::{
    actix::{Apiv2Schema, OperationModifier, api_v2_operation},
    v2::{models::DefaultOperationRaw, schema::Apiv2Schema},
};
use serde::{Deserialize, Serialize};
use std::{future::Future, pin::Pin};

use super::{oneself_or_any, problem};
use crate::{
    Api, Code, Problem,
    deadline::within,
    extract::{Facts, Id, Peer, Then, Unread, present},
    reply::Reply,
    routes::auth::TokenView,
    view::UserView,
};

/// What to change of a user.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[garde(context(Facts))]
pub struct UserChange {
    #[serde(default, deserialize_with = "present")]
    #[garde(inner(custom(super::name)))]
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(inner(custom(super::email)))]
    email: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(inner(custom(super::password)))]
    password: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(length(bytes, max = 1000))]
    current_password: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(skip)]
    is_admin: Option<bool>,
}

/// A changed user; with a fresh token for who changed the password or e-mail of their own.
#[derive(Serialize, Apiv2Schema)]
#[openapi(rename = "UpdatedUser")]
pub struct UpdatedUser {
    #[serde(flatten)]
    user: UserView,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    token: Option<TokenView>,
}

/// Who may change this user: an administrator, or oneself.
pub struct Changer {
    session: Session,
    id: UserId,
}

impl FromRequest for Changer {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let refusal = Problem::new(Code::Forbidden, "You may change yourself only.");
            let (session, id) = oneself_or_any(&request, refusal).await?;
            Ok(Self { session, id })
        })
    }
}

impl Apiv2Schema for Changer {}

impl OperationModifier for Changer {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Id::update_parameter(operation);
    }
}

#[api_v2_operation]
pub async fn update(
    api: Data<Api>,
    peer: Peer,
    Then(changer, change): Then<Changer, Unread<UserChange>>,
) -> Result<Reply<UpdatedUser>, Problem> {
    let Changer { session, id } = changer;
    if change.has("isAdmin") && !session.user.is_admin {
        return Err(Problem::admin_only());
    }
    let UserChange { name, email, password, current_password, is_admin } = change.read()?.body;
    let demoted = is_admin == Some(false);
    let change = AccountChange { name, email, password, current_password, is_admin };
    let Updated { user, token } = api.accounts.update_user(&session, id, change, peer.0).await.map_err(problem)?;
    if demoted {
        within(api.appointments.settle_involving(id)).await?;
    }
    Ok(Reply::ok(UpdatedUser { user: UserView::from(&user), token: token.map(TokenView::from) }))
}
