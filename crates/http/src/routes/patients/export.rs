//! POST /api/patients/export: all that is kept of a patient. The name is in the body, for addresses end up in logs.

use actix_web::web::Data;
use domain::{Appointment, People, UserId, ports::access::AccessKind};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Serialize;

use super::{PatientBody, appointments_of};
use crate::{
    Api, Problem,
    deadline::within,
    extract::{Admin, Then, Valid},
    reply::Reply,
    view::{AppointmentView, Date, EventView, Stamp},
};

/// So many appointments are read at a time.
const PORTION: usize = 500;
/// So many events of one are read at a time.
const EVENTS: u32 = 1000;

/// All that is kept of a patient.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "PatientExport")]
pub struct PatientExport {
    patient_name: String,
    datebirth: Date,
    exported_at: Stamp,
    appointments: Vec<ExportedAppointment>,
}

/// An appointment, cancelled or not, with its history, newest first.
#[derive(Serialize, Apiv2Schema)]
#[openapi(rename = "ExportedAppointment")]
pub struct ExportedAppointment {
    #[serde(flatten)]
    appointment: AppointmentView,
    history: Vec<EventView>,
}

#[api_v2_operation]
pub async fn export(
    api: Data<Api>,
    Then(Admin(admin), body): Then<Admin, Valid<PatientBody>>,
) -> Result<Reply<PatientExport>, Problem> {
    let patient = body.body.patient()?;
    let mut appointments = Vec::new();
    let exported_at = api.clock.now();
    for portion in appointments_of(&api, &patient).await?.chunks(PORTION) {
        let page = within(api.appointments.find(portion)).await?;
        // Somebody may have corrected a name meanwhile.
        for appointment in page.appointments.iter().filter(|appointment| patient.has(&appointment.content)) {
            appointments.push(with_history(&api, admin.user.id, appointment, &page.people).await?);
            api.seen(admin.user.id, AccessKind::PatientExported, [appointment.id]);
        }
    }
    Ok(Reply::ok(PatientExport {
        patient_name: patient.name,
        datebirth: Date(patient.born),
        exported_at: Stamp(exported_at),
        appointments,
    }))
}

async fn with_history(
    api: &Api,
    admin: UserId,
    appointment: &Appointment,
    people: &People,
) -> Result<ExportedAppointment, Problem> {
    let (mut history, mut before) = (Vec::new(), None);
    loop {
        let page = within(api.appointments.history(appointment.id, admin, true, before, EVENTS)).await?;
        let Some(page) = page else { break };
        history.extend(page.events.iter().map(|recorded| EventView::new(recorded, &page.people)));
        before = page.events.last().map(|recorded| recorded.seq);
        if !page.more {
            break;
        }
    }
    Ok(ExportedAppointment { appointment: AppointmentView::new(appointment, people), history })
}
