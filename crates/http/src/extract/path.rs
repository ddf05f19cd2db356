//! Ids and versions in paths.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::Version;
use paperclip::{
    actix::{OperationModifier, web::Path},
    v2::{models::DefaultOperationRaw, schema::Apiv2Schema},
};
use uuid::Uuid;

use crate::problem::{Code, Fault, Problem};

/// The `{id}` of a path.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub Uuid);

/// The `{id}` and `{version}` of a path.
#[derive(Clone, Copy, Debug)]
pub struct IdAndVersion(pub Uuid, pub Version);

fn id(request: &HttpRequest) -> Result<Uuid, Problem> {
    let text = request.match_info().get("id").unwrap_or_default();
    Uuid::try_parse(text)
        .ok()
        .filter(|_| text.len() == 36)
        .ok_or_else(|| Problem::new(Code::InvalidId, "The id in the path must be a UUID."))
}

fn version(request: &HttpRequest) -> Result<Version, Problem> {
    let text = request.match_info().get("version").unwrap_or_default();
    text.parse()
        .ok()
        .filter(|version| *version >= 1 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .map(Version)
        .ok_or_else(|| Problem::invalid(&[Fault::new("/version", "must be a whole number from 1")]))
}

impl FromRequest for Id {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(id(request).map(Self).map_err(Into::into))
    }
}

impl FromRequest for IdAndVersion {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = id(request).and_then(|id| Ok(Self(id, version(request)?)));
        ready(parts.map_err(Into::into))
    }
}

impl Apiv2Schema for Id {}

impl OperationModifier for Id {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Path::<Uuid>::update_parameter(operation);
    }
}

impl Apiv2Schema for IdAndVersion {}

impl OperationModifier for IdAndVersion {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Path::<(Uuid, i64)>::update_parameter(operation);
    }
}
