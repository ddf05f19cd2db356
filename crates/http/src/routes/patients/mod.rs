//! A patient's data as a whole, for administrators: what the law gives patients a right to.
//!
//! There is no record of patients: a name and a birth date are who somebody is, in whatever appointments have both.

pub mod erase;
pub mod export;

use domain::{AppointmentId, appointment::Patient};
use paperclip::actix::Apiv2Schema;
use serde::Deserialize;

use super::appointments::born;
use crate::{
    Api, Code, Fault, Problem,
    deadline::within,
    extract::{Facts, present},
    view::Date,
};

/// Which patient.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[garde(context(Facts))]
#[openapi(rename = "Patient")]
pub struct PatientBody {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 1, max = 255))]
    patient_name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(born)))]
    datebirth: Option<Date>,
}

impl PatientBody {
    fn patient(self) -> Result<Patient, Problem> {
        let born = self.datebirth.ok_or_else(|| Problem::invalid(&[Fault::new("/datebirth", "is required")]))?;
        Ok(Patient { name: self.patient_name.unwrap_or_default().trim().to_owned(), born: born.0 })
    }
}

/// The patient's appointments, if there are any, by start.
async fn appointments_of(api: &Api, patient: &Patient) -> Result<Vec<AppointmentId>, Problem> {
    let found = within(api.appointments.of_patient(patient)).await?;
    if found.is_empty() {
        return Err(Problem::new(Code::PatientNotFound, "No appointment has this name with this birth date."));
    }
    Ok(found)
}
