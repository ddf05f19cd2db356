//! GET /api/locks: who holds what, for administrators.

use actix_web::web::Data;
use domain::{Appointment, People, ports::access::AccessKind};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Api, Problem,
    deadline::within,
    extract::Admin,
    reply::Reply,
    view::{AppointmentView, LockView, Stamp},
};

/// A live lock with the appointment it is on.
#[derive(Serialize, Apiv2Schema)]
#[openapi(rename = "LiveLock")]
pub struct LiveLock {
    #[serde(flatten)]
    lock: LockView,
    appointment: Held,
}

/// The appointment that is held.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "HeldAppointment")]
pub struct Held {
    id: Uuid,
    title: String,
    start_time: Stamp,
}

fn view(appointment: &Appointment, people: &People) -> Option<LiveLock> {
    let AppointmentView { id, title, start_time, appointment_lock, .. } = AppointmentView::new(appointment, people);
    Some(LiveLock { lock: appointment_lock?, appointment: Held { id, title, start_time } })
}

#[api_v2_operation]
pub async fn list(api: Data<Api>, Admin(admin): Admin) -> Result<Reply<Vec<LiveLock>>, Problem> {
    let page = within(api.appointments.locked()).await?;
    let ids = page.appointments.iter().map(|appointment| appointment.id);
    api.seen(admin.user.id, AccessKind::AppointmentListed, ids);
    Ok(Reply::ok(page.appointments.iter().filter_map(|appointment| view(appointment, &page.people)).collect()))
}
