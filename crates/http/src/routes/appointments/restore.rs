//! POST /api/appointments/{id}/restore: administrators, or who cancelled it.

use actix_web::{http::StatusCode, web::Data};
use domain::{AppointmentId, lock::Action};
use paperclip::actix::api_v2_operation;

use crate::{
    Api, Problem,
    extract::{Caller, Id, Intent, Then},
    reply::Reply,
    view::AppointmentView,
};

#[api_v2_operation]
pub async fn restore(
    api: Data<Api>,
    Caller(caller, Then(Id(id), intent)): Caller<Then<Id, Intent>>,
) -> Result<Reply<AppointmentView>, Problem> {
    let done = api.execute(&caller, &intent, AppointmentId(id), None, Action::Restore).await?;
    Reply::appointment(StatusCode::OK, &done.snapshot)
}
