//! A patient's data as a whole.

use super::{ANY, BODY, STORE, TOKEN};
use crate::{
    Code::*,
    openapi::operation::{Operation, Success, Tag::Patients},
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("POST", "/api/patients/export", Patients, "exportPatient")
        .says(
            "Take out all that is kept of a patient",
            "For administrators: every appointment with this name and birth date, cancelled ones included, each with its \
             history. Names are compared without regard to case and to how many blanks there are.",
        )
        .answers(&[Success::new(200, "All that is kept.")])
        .refuses(&[ANY, TOKEN, BODY, &[AdminOnly, PatientNotFound], STORE]),
    Operation::new("POST", "/api/patients/erase", Patients, "erasePatient")
        .says(
            "Erase a patient's data",
            "For administrators: takes the patient out of every appointment with this name and birth date, cancelled \
             ones included. Times and doctor stay, and the history stays without the reasons that people wrote. What \
             somebody holds is not touched and listed in `locked`: erase again when it is released. Backups keep what \
             they have.",
        )
        .answers(&[Success::new(200, "What was erased, and what is left.")])
        .refuses(&[ANY, TOKEN, BODY, &[AdminOnly, PatientNotFound, Contended], STORE]),
];
