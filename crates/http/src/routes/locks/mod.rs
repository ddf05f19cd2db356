//! The lock: taking and giving it, asking for it, releasing it.

pub mod acquire;
pub mod control;
pub mod force_release;
pub mod list;
pub mod release;
pub mod status;

use actix_web::http::StatusCode;
use domain::{AppointmentId, LockId, UserId, lock::Action};
use paperclip::actix::Apiv2Schema;
use serde::Deserialize;
use uuid::Uuid;

use super::appointments::Pinned;
use crate::{
    Api, Problem,
    extract::{AdminCaller, Caller, Id, Intent, Params, Ranged, Then, spelled},
    reply::Reply,
    view::AppointmentView,
};

/// What a verb on a lock is asked with.
pub type Asked<P> = Caller<Then<Id, Then<Intent, Params<P>>>>;

/// What a verb for administrators is asked with.
pub type AskedByAdmin<P> = AdminCaller<Then<Id, Then<Intent, Params<P>>>>;

/// What an answer to a request is meant for.
#[derive(Clone, Debug, Default, Deserialize, Apiv2Schema)]
pub struct Answering {
    #[serde(default, deserialize_with = "spelled")]
    lock: Option<Uuid>,
    #[serde(default, deserialize_with = "spelled")]
    requester: Option<Uuid>,
}

impl Ranged for Answering {}

impl Answering {
    fn requester(&self) -> Option<UserId> {
        self.requester.map(UserId)
    }
}

/// Carries out a verb that answers with the appointment.
async fn carry_out(api: &Api, asked: Asked<Pinned>, action: Action) -> Result<Reply<AppointmentView>, Problem> {
    let Caller(caller, Then(Id(id), Then(intent, Params(pinned)))) = asked;
    let done = api.execute(&caller, &intent, AppointmentId(id), pinned.lock.map(LockId), action).await?;
    Reply::appointment(StatusCode::OK, &done.snapshot)
}

/// Carries out the holder's answer to a request.
async fn answer(
    api: &Api,
    asked: Asked<Answering>,
    action: impl FnOnce(Option<UserId>) -> Action,
) -> Result<Reply<AppointmentView>, Problem> {
    let Caller(caller, Then(id, Then(intent, Params(answering)))) = asked;
    let action = action(answering.requester());
    let pinned = Params(Pinned { lock: answering.lock });
    carry_out(api, Caller(caller, Then(id, Then(intent, pinned))), action).await
}
