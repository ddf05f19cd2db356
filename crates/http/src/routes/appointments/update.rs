//! PATCH /api/appointments/{id}.

use actix_web::{http::StatusCode, web::Data};
use domain::{AppointmentId, ContentChange, LockId, Version, lock::Action};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::{Deserialize, Deserializer};

use super::{Pinned, born, fits};
use crate::{
    Api, Problem,
    extract::{Caller, Facts, Id, Intent, Params, Then, Valid, present},
    reply::Reply,
    view::{AppointmentView, Date, Stamp, appointment::GenderView},
};

/// What to change of an appointment. Absent: stays. Null: is cleared.
#[derive(Deserialize, garde::Validate, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[garde(context(Facts))]
pub struct AppointmentChange {
    #[serde(default, deserialize_with = "present")]
    #[garde(required, range(min = 1))]
    version: Option<i64>,
    #[serde(default, deserialize_with = "present")]
    #[garde(length(chars, min = 1, max = 200))]
    title: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(length(chars, min = 1, max = 255))]
    patient_name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[garde(inner(custom(born)))]
    datebirth: Option<Date>,
    #[serde(default, deserialize_with = "present")]
    #[garde(skip)]
    gender: Option<GenderView>,
    #[serde(default, deserialize_with = "clearable")]
    #[garde(inner(length(chars, max = 32)))]
    phone: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[garde(inner(length(chars, max = 1000)))]
    address: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[garde(inner(length(chars, max = 255)))]
    doctor_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[garde(inner(length(chars, max = 2000)))]
    note: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[garde(inner(length(chars, max = 10000)))]
    description: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[garde(skip)]
    start_time: Option<Stamp>,
    #[serde(default, deserialize_with = "present")]
    #[garde(inner(custom(fits(self.start_time))))]
    end_time: Option<Stamp>,
    #[serde(default, deserialize_with = "present")]
    #[garde(skip)]
    allow_overlap: Option<bool>,
}

fn clearable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl AppointmentChange {
    /// What is asked of the domain.
    pub fn action(self) -> Action {
        let Self {
            version,
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
            allow_overlap,
        } = self;
        let change = ContentChange {
            title,
            patient_name,
            datebirth: datebirth.map(|date| date.0),
            gender: gender.map(Into::into),
            phone,
            address,
            doctor_name,
            note,
            description,
            start_time: start_time.map(|at| at.0),
            end_time: end_time.map(|at| at.0),
        };
        Action::Edit { version: Version(version.unwrap_or_default()), change: Box::new(change), allow_overlap }
    }
}

type Asked = Then<Id, Then<Intent, Then<Params<Pinned>, Valid<AppointmentChange>>>>;

#[api_v2_operation]
pub async fn update(
    api: Data<Api>,
    Caller(caller, Then(Id(id), Then(intent, Then(Params(pinned), change)))): Caller<Asked>,
) -> Result<Reply<AppointmentView>, Problem> {
    let intent = intent.with_body(&change.json);
    let lock = pinned.lock.map(LockId);
    let done = api.execute(&caller, &intent, AppointmentId(id), lock, change.body.action()).await?;
    Reply::appointment(StatusCode::OK, &done.snapshot)
}
