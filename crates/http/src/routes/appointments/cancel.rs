//! DELETE /api/appointments/{id}.

use actix_web::web::Data;
use domain::{AppointmentId, LockId, Version, lock::Action};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Api, Fault, Problem,
    extract::{Caller, Id, Intent, Params, Ranged, Then, spelled},
    reply::Done,
};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Which version, and why.
#[derive(Deserialize, Apiv2Schema)]
pub struct Cancel {
    #[serde(default, deserialize_with = "spelled")]
    version: Option<i64>,
    reason: Option<String>,
    #[serde(default, deserialize_with = "spelled")]
    lock: Option<Uuid>,
}

impl Ranged for Cancel {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.version.is_none_or(|version| version < 1) {
            faults.push(Fault::new("/version", "is required: the version that you saw, from 1"));
        }
        if self.reason.as_ref().is_some_and(|reason| reason.chars().count() > LONGEST_REASON || reason.contains('\0')) {
            faults.push(Fault::new("/reason", "must have at most 500 characters, none of them NUL"));
        }
        faults
    }
}

impl Cancel {
    fn action(self) -> Action {
        let reason = self.reason.filter(|reason| !reason.trim().is_empty());
        Action::Cancel { version: Version(self.version.unwrap_or_default()), reason }
    }
}

#[api_v2_operation]
pub async fn cancel(
    api: Data<Api>,
    Caller(caller, Then(Id(id), Then(intent, Params(cancel)))): Caller<Then<Id, Then<Intent, Params<Cancel>>>>,
) -> Result<Done, Problem> {
    let lock = cancel.lock.map(LockId);
    api.execute(&caller, &intent, AppointmentId(id), lock, cancel.action()).await?;
    Ok(Done)
}
