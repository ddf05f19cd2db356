//! …/request-control, …/approve-request-control, …/reject-request-control: an administrator asks to get the lock.

use actix_web::web::Data;
use domain::{
    LockId,
    lock::{Action, Answer},
};
use paperclip::actix::api_v2_operation;

use super::{Answering, Asked, AskedByAdmin, answer, carry_out};
use crate::{Api, Problem, extract::AdminCaller, reply::Reply, routes::appointments::Pinned, view::AppointmentView};

#[api_v2_operation]
pub async fn request(
    api: Data<Api>,
    AdminCaller(asked): AskedByAdmin<Pinned>,
) -> Result<Reply<AppointmentView>, Problem> {
    carry_out(&api, asked, Action::RequestControl { becomes: LockId::fresh() }).await
}

#[api_v2_operation]
pub async fn withdraw(api: Data<Api>, asked: Asked<Pinned>) -> Result<Reply<AppointmentView>, Problem> {
    carry_out(&api, asked, Action::WithdrawControl).await
}

#[api_v2_operation]
pub async fn approve(api: Data<Api>, asked: Asked<Answering>) -> Result<Reply<AppointmentView>, Problem> {
    answer(&api, asked, |requester| Action::AnswerControl { answer: Answer::Approve, requester }).await
}

#[api_v2_operation]
pub async fn reject(api: Data<Api>, asked: Asked<Answering>) -> Result<Reply<AppointmentView>, Problem> {
    answer(&api, asked, |requester| Action::AnswerControl { answer: Answer::Reject, requester }).await
}
