//! POST /api/appointments/{id}/acquire-lock/{version}.

use actix_web::{http::StatusCode, web::Data};
use domain::{
    AppointmentId, LockId,
    lock::{Action, Effect},
};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Api, Problem,
    extract::{Caller, IdAndVersion, Intent, Params, Ranged, Then, spelled},
    reply::Reply,
    view::LockAnswer,
};

/// How to take it.
#[derive(Clone, Debug, Default, Deserialize, Apiv2Schema)]
pub struct Acquiring {
    #[serde(default, rename = "move", deserialize_with = "spelled")]
    take_over: Option<bool>,
    #[serde(default, deserialize_with = "spelled")]
    lock: Option<Uuid>,
}

impl Ranged for Acquiring {}

type Asked = Caller<Then<IdAndVersion, Then<Intent, Params<Acquiring>>>>;

#[api_v2_operation]
pub async fn acquire(
    api: Data<Api>,
    Caller(caller, Then(IdAndVersion(id, version), Then(intent, Params(acquiring)))): Asked,
) -> Result<Reply<Option<LockAnswer>>, Problem> {
    let take_over = acquiring.take_over.unwrap_or_default();
    let action = Action::Acquire { version, becomes: LockId::fresh(), take_over };
    let done = api.execute(&caller, &intent, AppointmentId(id), acquiring.lock.map(LockId), action).await?;
    let status = if done.effect == Effect::Taken { StatusCode::CREATED } else { StatusCode::OK };
    metrics::counter!("appointments_locks_total", "effect" => if status == StatusCode::OK { "renewed" } else { "taken" })
        .increment(1);
    Reply::lock(status, &done.snapshot)
}
