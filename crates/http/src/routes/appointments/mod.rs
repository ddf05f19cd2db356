//! Appointments: making, finding, changing, cancelling, restoring, their history.

pub mod cancel;
pub mod create;
pub mod doctors;
pub mod get;
pub mod history;
pub mod list;
pub mod restore;
pub mod update;

use paperclip::actix::Apiv2Schema;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    extract::{Facts, Ranged, spelled},
    problem::content_fault,
    view::{Date, Stamp},
};
use domain::appointment::{ContentFault, MAX_LENGTH};

/// `?lock=`: refused when another holding than this stands.
#[derive(Clone, Debug, Default, Deserialize, Apiv2Schema)]
pub struct Pinned {
    #[serde(default, deserialize_with = "spelled")]
    pub lock: Option<Uuid>,
}

impl Ranged for Pinned {}

/// A birth date is not in the future.
pub fn born(date: &Date, facts: &Facts) -> garde::Result {
    if date.0 <= facts.today { Ok(()) } else { Err(garde::Error::new("must not be in the future")) }
}

/// An end that fits the start. What does not come with its start, the domain judges.
pub fn fits(start: Option<Stamp>) -> impl FnOnce(&Stamp, &Facts) -> garde::Result {
    move |end, _| {
        let fault = match start {
            Some(start) if end.0 <= start.0 => ContentFault::EndsBeforeStart,
            Some(start) if end.0 - start.0 > MAX_LENGTH => ContentFault::TooLong,
            _ => return Ok(()),
        };
        Err(garde::Error::new(content_fault(fault)))
    }
}
