//! GET /api/appointments/{id}/lock-status.

use actix_web::{http::StatusCode, web::Data};
use domain::AppointmentId;
use paperclip::actix::api_v2_operation;

use crate::{
    Api, Problem,
    deadline::within,
    extract::{Id, SignedIn, Then},
    reply::Reply,
    view::LockAnswer,
};

#[api_v2_operation]
pub async fn status(api: Data<Api>, Then(_, Id(id)): Then<SignedIn, Id>) -> Result<Reply<Option<LockAnswer>>, Problem> {
    let mut snapshot = within(api.appointments.get(AppointmentId(id))).await?;
    snapshot.state.appointment.take_if(|appointment| appointment.cancelled.is_some());
    Reply::lock(StatusCode::OK, &snapshot)
}
