//! …/force-release-lock-request, …-approve, …-reject, and …/force-release-lock: an administrator wants it released.

use actix_web::web::Data;
use domain::{
    AppointmentId, LockId,
    lock::{Action, Answer},
};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;

use super::{Answering, Asked, AskedByAdmin, answer, carry_out};
use crate::{
    Api, Problem,
    extract::{Admin, AdminCaller, Facts, Id, Intent, Params, Signed, Then, Valid, present},
    reply::Reply,
    routes::appointments::Pinned,
    view::AppointmentView,
};

#[api_v2_operation]
pub async fn request(
    api: Data<Api>,
    AdminCaller(asked): AskedByAdmin<Pinned>,
) -> Result<Reply<AppointmentView>, Problem> {
    carry_out(&api, asked, Action::RequestForceRelease).await
}

#[api_v2_operation]
pub async fn withdraw(api: Data<Api>, asked: Asked<Pinned>) -> Result<Reply<AppointmentView>, Problem> {
    carry_out(&api, asked, Action::WithdrawForceRelease).await
}

#[api_v2_operation]
pub async fn approve(api: Data<Api>, asked: Asked<Answering>) -> Result<Reply<AppointmentView>, Problem> {
    answer(&api, asked, |requester| Action::AnswerForceRelease { answer: Answer::Approve, requester }).await
}

#[api_v2_operation]
pub async fn reject(api: Data<Api>, asked: Asked<Answering>) -> Result<Reply<AppointmentView>, Problem> {
    answer(&api, asked, |requester| Action::AnswerForceRelease { answer: Answer::Reject, requester }).await
}

/// Why.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[garde(context(Facts))]
pub struct ForceRelease {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 3, max = 500))]
    reason: Option<String>,
}

type AskedWithReason = Then<Admin, Then<Signed, Then<Id, Then<Intent, Then<Params<Pinned>, Valid<ForceRelease>>>>>>;

#[api_v2_operation]
pub async fn at_once(
    api: Data<Api>,
    Then(_, Then(caller, Then(Id(id), Then(intent, Then(Params(pinned), why))))): AskedWithReason,
) -> Result<Reply<AppointmentView>, Problem> {
    let intent = intent.with_body(&why.json);
    let action = Action::ForceRelease { reason: why.body.reason.unwrap_or_default() };
    let done = api.execute(&caller, &intent, AppointmentId(id), pinned.lock.map(LockId), action).await?;
    Reply::appointment(actix_web::http::StatusCode::OK, &done.snapshot)
}
