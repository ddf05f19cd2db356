//! POST /api/patients/erase: takes a patient's data out of all their appointments. The history stays, without the reasons
//! that people wrote, and so do the times, for they are the doctor's.

use actix_web::web::Data;
use domain::{
    AppointmentId,
    appointment::Patient,
    lock::{Action, Actor, Command, Refusal},
    ports::{access::AccessKind, appointments::Caller},
    service::{Error, Request},
};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Serialize;
use uuid::Uuid;

use super::{PatientBody, appointments_of};
use crate::{
    Api, Problem,
    deadline::within,
    extract::{Admin, Then, Valid},
    reply::Reply,
};

/// What became of a patient's appointments.
#[derive(Serialize, Apiv2Schema)]
#[openapi(rename = "Erasure")]
pub struct Erasure {
    /// Those without the patient's data now.
    erased: Vec<Uuid>,
    /// Those that somebody holds: erase again when they are released.
    locked: Vec<Uuid>,
}

#[api_v2_operation]
pub async fn erase(
    api: Data<Api>,
    Then(Admin(admin), body): Then<Admin, Valid<PatientBody>>,
) -> Result<Reply<Erasure>, Problem> {
    let patient = body.body.patient()?;
    let caller = Caller { user: admin.user.id, session: admin.id };
    let mut erasure = Erasure { erased: Vec::new(), locked: Vec::new() };
    for appointment in appointments_of(&api, &patient).await? {
        if erase_one(&api, caller, &patient, appointment).await? {
            api.seen(caller.user, AccessKind::PatientErased, [appointment]);
            erasure.erased.push(appointment.0);
        } else {
            erasure.locked.push(appointment.0);
        }
    }
    Ok(Reply::ok(erasure))
}

/// Whether it is erased; if not, somebody holds it.
async fn erase_one(api: &Api, caller: Caller, patient: &Patient, appointment: AppointmentId) -> Result<bool, Problem> {
    let command = Command {
        appointment,
        actor: Actor::User { id: caller.user, client: None },
        pinned_lock: None,
        precondition: None,
        action: Action::Erase { patient: patient.clone() },
    };
    let request = Request { command, caller: Some(caller), key: None };
    let erased = async {
        match api.appointments.execute(&request).await {
            Ok(_) => Ok(true),
            Err(Error::Refused { refusal: Refusal::Locked, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    };
    within(erased).await
}
