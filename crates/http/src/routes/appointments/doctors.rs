//! GET /api/doctors.

use actix_web::web::Data;
use paperclip::actix::api_v2_operation;

use crate::{Api, Problem, deadline::within, extract::SignedIn, reply::Reply};

#[api_v2_operation]
pub async fn doctors(api: Data<Api>, _: SignedIn) -> Result<Reply<Vec<String>>, Problem> {
    Ok(Reply::ok(within(api.appointments.doctors()).await?))
}
