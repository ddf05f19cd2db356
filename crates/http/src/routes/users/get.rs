//! GET /api/users/{id}: administrators, or oneself.

use std::{future::Future, pin::Pin};

use ::auth::ChangeError;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use domain::UserId;
use paperclip::{
    actix::{OperationModifier, api_v2_operation},
    v2::{models::DefaultOperationRaw, schema::Apiv2Schema},
};

use super::{oneself_or_any, problem};
use crate::{Api, Problem, deadline::within, extract::Id, reply::Reply, view::UserView};

/// Whom one may see: everybody for administrators, else oneself.
pub struct Seen(UserId);

impl FromRequest for Seen {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { oneself_or_any(&request, Problem::admin_only()).await.map(|(_, id)| Self(id)) })
    }
}

impl Apiv2Schema for Seen {}

impl OperationModifier for Seen {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Id::update_parameter(operation);
    }
}

#[api_v2_operation]
pub async fn get(api: Data<Api>, Seen(id): Seen) -> Result<Reply<UserView>, Problem> {
    let account = within(api.users.find(id)).await?.ok_or_else(|| problem(ChangeError::Missing))?;
    Ok(Reply::ok(UserView::from(&account.user)))
}
