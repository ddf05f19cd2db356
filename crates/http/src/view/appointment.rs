//! The appointment and its lock as clients see them, and the tag that changes with them.

use actix_web::http::header::HeaderValue;
use domain::{
    Appointment, Content, Gender, Instant, People, UserId,
    lock::{ControlRequest, Held, Request, State},
    service::Snapshot,
};
use paperclip::actix::Apiv2Schema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Date, NameView, PersonView, Stamp};

/// As the front desk records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Apiv2Schema)]
#[serde(rename_all = "lowercase")]
#[openapi(rename = "Gender")]
#[expect(missing_docs, reason = "the names say it")]
pub enum GenderView {
    Male,
    Female,
    Other,
    Unknown,
}

impl From<Gender> for GenderView {
    fn from(gender: Gender) -> Self {
        match gender {
            Gender::Male => Self::Male,
            Gender::Female => Self::Female,
            Gender::Other => Self::Other,
            Gender::Unknown => Self::Unknown,
        }
    }
}

impl From<GenderView> for Gender {
    fn from(gender: GenderView) -> Self {
        match gender {
            GenderView::Male => Self::Male,
            GenderView::Female => Self::Female,
            GenderView::Other => Self::Other,
            GenderView::Unknown => Self::Unknown,
        }
    }
}

/// An appointment with its lock.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "Appointment")]
#[expect(missing_docs, reason = "the names say it")]
pub struct AppointmentView {
    pub id: Uuid,
    pub title: String,
    pub patient_name: String,
    pub datebirth: Date,
    pub gender: GenderView,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub doctor_name: Option<String>,
    pub note: Option<String>,
    pub description: Option<String>,
    pub start_time: Stamp,
    pub end_time: Stamp,
    pub overbooked: bool,
    pub version: i64,
    pub revision: i64,
    pub created_at: Stamp,
    pub updated_at: Stamp,
    pub appointment_lock: Option<LockView>,
    /// Only of cancelled ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Stamp>,
    /// Only of cancelled ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<NameView>,
}

impl AppointmentView {
    /// The view of a state, if there is an appointment in it.
    #[must_use]
    pub fn of(state: &State) -> Option<Self> {
        state.appointment.as_ref().map(|appointment| Self::new(appointment, &state.people))
    }

    /// The view of a settled appointment.
    #[must_use]
    pub fn new(appointment: &Appointment, people: &People) -> Self {
        let Appointment { id, content, overbooked, version, revision, created_at, updated_at, cancelled, lock } =
            appointment.clone();
        let Content {
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
        } = content;
        Self {
            id: id.0,
            title,
            patient_name,
            datebirth: Date(datebirth),
            gender: gender.into(),
            phone,
            address,
            doctor_name,
            note,
            description,
            start_time: Stamp(start_time),
            end_time: Stamp(end_time),
            overbooked,
            version: version.0,
            revision: revision.0,
            created_at: Stamp(created_at),
            updated_at: Stamp(updated_at),
            appointment_lock: lock.held().map(|held| LockView::new(id.0, held, people)),
            cancelled_at: cancelled.map(|cancelled| Stamp(cancelled.at)),
            cancelled_by: cancelled.and_then(|cancelled| people.get(cancelled.by)).map(NameView::from),
        }
    }
}

/// One holding of an appointment.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "Lock")]
#[expect(missing_docs, reason = "the names say it")]
pub struct LockView {
    pub id: Uuid,
    pub appointment_id: Uuid,
    pub user_id: Uuid,
    pub user: Option<PersonView>,
    pub client_id: Option<Uuid>,
    pub request_control_by_user_id: Option<Uuid>,
    pub request_control_by_user: Option<PersonView>,
    pub request_control_respond_by: Option<Stamp>,
    pub request_force_release_by_user_id: Option<Uuid>,
    pub request_force_release_by_user: Option<PersonView>,
    pub request_force_release_respond_by: Option<Stamp>,
    pub expires_at: Stamp,
    pub created_at: Stamp,
}

impl LockView {
    fn new(appointment: Uuid, held: &Held, people: &People) -> Self {
        let Held { id, holder, client, created_at, expires_at, control, force_release } = held;
        let person = |user: UserId| people.get(user).map(PersonView::from);
        let control = control.as_ref().map(|ControlRequest { request, becomes: _ }| request);
        let by = |request: Option<&Request>| request.map(|request| request.by);
        let respond_by = |request: Option<&Request>| request.and_then(|request| request.respond_by).map(Stamp);
        let force = force_release.as_ref();
        Self {
            id: id.0,
            appointment_id: appointment,
            user_id: holder.0,
            user: person(*holder),
            client_id: client.map(|client| client.0),
            request_control_by_user_id: by(control).map(|user| user.0),
            request_control_by_user: by(control).and_then(person),
            request_control_respond_by: respond_by(control),
            request_force_release_by_user_id: by(force).map(|user| user.0),
            request_force_release_by_user: by(force).and_then(person),
            request_force_release_respond_by: respond_by(force),
            expires_at: Stamp(*expires_at),
            created_at: Stamp(*created_at),
        }
    }
}

/// A lock as the lock's own paths answer it: with the server's clock, so that a client can count down.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "LockAnswer")]
#[expect(missing_docs, reason = "the names say it")]
pub struct LockAnswer {
    #[serde(flatten)]
    pub lock: LockView,
    pub server_time: Stamp,
}

impl LockAnswer {
    /// The lock of a snapshot, if somebody holds it.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        Self::at(AppointmentView::of(&snapshot.state)?, snapshot.now)
    }

    fn at(view: AppointmentView, now: Instant) -> Option<Self> {
        view.appointment_lock.map(|lock| Self { lock, server_time: Stamp(now) })
    }
}

/// A tag of exactly what the answer shows: it changes whenever the answer would, whatever the cause.
#[must_use]
pub fn etag(view: &AppointmentView) -> HeaderValue {
    let shown = serde_json::to_vec(view).unwrap_or_default();
    let digest = Sha256::digest(shown);
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hex}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}
