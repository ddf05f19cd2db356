//! DELETE /api/appointments/{id}/release-lock.

use actix_web::web::Data;
use domain::lock::Action;
use paperclip::actix::api_v2_operation;

use super::{Asked, carry_out};
use crate::{Api, Problem, reply::Reply, routes::appointments::Pinned, view::AppointmentView};

#[api_v2_operation]
pub async fn release(api: Data<Api>, asked: Asked<Pinned>) -> Result<Reply<AppointmentView>, Problem> {
    carry_out(&api, asked, Action::Release).await
}
