//! POST /api/appointments.

use actix_web::{
    http::{StatusCode, header},
    web::Data,
};
use domain::{AppointmentId, Content, lock::Action};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;

use super::{born, fits};
use crate::{
    Api, Problem,
    extract::{Caller, Facts, Intent, Then, Valid, present},
    reply::Reply,
    view::{AppointmentView, Date, Stamp, appointment::GenderView},
};

/// An appointment to be made.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[garde(context(Facts))]
pub struct NewAppointment {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 1, max = 200))]
    title: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, length(chars, min = 1, max = 255))]
    patient_name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(born)))]
    datebirth: Option<Date>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required)]
    gender: Option<GenderView>,
    #[serde(default)]
    #[garde(length(chars, max = 32))]
    phone: Option<String>,
    #[serde(default)]
    #[garde(length(chars, max = 1000))]
    address: Option<String>,
    #[serde(default)]
    #[garde(length(chars, max = 255))]
    doctor_name: Option<String>,
    #[serde(default)]
    #[garde(length(chars, max = 2000))]
    note: Option<String>,
    #[serde(default)]
    #[garde(length(chars, max = 10000))]
    description: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required)]
    start_time: Option<Stamp>,
    #[serde(default, deserialize_with = "present")]
    #[garde(required, inner(custom(fits(self.start_time))))]
    end_time: Option<Stamp>,
    #[serde(default, deserialize_with = "present")]
    #[garde(skip)]
    allow_overlap: Option<bool>,
}

impl NewAppointment {
    /// The content; `None` when something required is missing, which validation has refused before.
    pub fn content(self) -> Option<Content> {
        let Self {
            title,
            patient_name,
            datebirth,
            gender,
            phone,
            address,
            doctor_name,
            note,
            description,
            start_time,
            end_time,
            allow_overlap: _,
        } = self;
        Some(Content {
            title: title?,
            patient_name: patient_name?,
            datebirth: datebirth?.0,
            gender: gender?.into(),
            phone,
            address,
            doctor_name,
            note,
            description,
            start_time: start_time?.0,
            end_time: end_time?.0,
        })
    }
}

#[api_v2_operation]
pub async fn create(
    api: Data<Api>,
    Caller(caller, Then(intent, new)): Caller<Then<Intent, Valid<NewAppointment>>>,
) -> Result<Reply<AppointmentView>, Problem> {
    let intent = intent.with_body(&new.json);
    let allow_overlap = new.body.allow_overlap.unwrap_or_default();
    let content = new.body.content().ok_or_else(|| Problem::invalid(&[]))?;
    let action = Action::Create { content: Box::new(content), allow_overlap };
    let made = api.execute(&caller, &intent, AppointmentId::fresh(), None, action).await?;
    let reply = Reply::appointment(StatusCode::CREATED, &made.snapshot)?;
    let id = made.snapshot.state.appointment.map(|appointment| appointment.id.to_string()).unwrap_or_default();
    Ok(reply.header(header::LOCATION, api.url(&format!("/api/appointments/{id}"))))
}
