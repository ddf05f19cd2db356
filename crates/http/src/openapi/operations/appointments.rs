//! Appointments.

use super::{
    ANSWERED, ANSWERED_VERSION, ANY, BODY, COMMAND, ID, INTENT, INTENT_ON, ON_APPOINTMENT, PARAMETERS, STORE, TOKEN,
};
use crate::{
    Code::*,
    openapi::operation::{
        Link, Operation, RequestHeader,
        ResponseHeader::{ETag, Link as LinkHeader, Location, TotalCount},
        Success,
        Tag::Appointments,
    },
};

const ID_ANSWERED: &[(&str, &str)] = &[("id", "$response.body#/id")];

/// What can be done with an appointment just made.
const MADE: &[Link] = &[
    Link { name: "get", operation: "getAppointment", parameters: ID_ANSWERED },
    Link { name: "acquireLock", operation: "acquireLock", parameters: ANSWERED_VERSION },
    Link { name: "lockStatus", operation: "getLockStatus", parameters: ID_ANSWERED },
    Link { name: "history", operation: "getHistory", parameters: ID_ANSWERED },
];

/// What can be done with an appointment read.
const READ: &[Link] = &[
    Link { name: "acquireLock", operation: "acquireLock", parameters: ANSWERED_VERSION },
    Link { name: "update", operation: "updateAppointment", parameters: ANSWERED },
    Link { name: "cancel", operation: "cancelAppointment", parameters: ANSWERED_VERSION },
];

/// What can be done with an appointment cancelled.
const CANCELLED: &[Link] = &[
    Link { name: "restore", operation: "restoreAppointment", parameters: &[("id", "$request.path.id")] },
    Link { name: "history", operation: "getHistory", parameters: &[("id", "$request.path.id")] },
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "/api/appointments", Appointments, "listAppointments")
        .says(
            "List appointments",
            "By `startTime`, then `id`: those that overlap [`from`, `to`), of a doctor, with words that begin so. Page \
             by page: the header `Link` leads on. `deleted=true` lists the cancelled ones, for administrators.",
        )
        .answers(&[Success::new(200, "One page.").with(&[LinkHeader, TotalCount])])
        .refuses(&[ANY, TOKEN, PARAMETERS, &[InvalidCursor, AdminOnly], STORE]),
    Operation::new("POST", "/api/appointments", Appointments, "createAppointment")
        .says(
            "Make an appointment",
            "Two appointments of one doctor overlap only if one was written with `allowOverlap: true`; it is then \
             `overbooked`.",
        )
        .reads(INTENT)
        .answers(&[Success::new(201, "The appointment.").with(&[ETag, Location]).leads_to(MADE)])
        .refuses(&[ANY, BODY, COMMAND, &[DoctorBusy]]),
    Operation::new("GET", "/api/doctors", Appointments, "listDoctors")
        .says("List doctors", "The names in use, for suggestions.")
        .answers(&[Success::new(200, "Names of doctors.")])
        .refuses(&[ANY, TOKEN, STORE]),
    Operation::new("GET", "/api/appointments/{id}", Appointments, "getAppointment")
        .says("Get an appointment", "With its lock. A cancelled one is not found.")
        .reads(&[RequestHeader::IfNoneMatch])
        .answers(&[
            Success::new(200, "The appointment.").with(&[ETag]).leads_to(READ),
            Success::new(304, "It is as `If-None-Match` says.").with(&[ETag]),
        ])
        .refuses(&[ANY, TOKEN, ID, &[AppointmentNotFound], STORE]),
    Operation::new("PATCH", "/api/appointments/{id}", Appointments, "updateAppointment")
        .says(
            "Change an appointment",
            "For the lock's holder, who names the `version` seen. Absent fields stay, null clears. The version rises by \
             1 and the lock lives for another full term.",
        )
        .reads(INTENT_ON)
        .answers(&[Success::new(200, "The appointment as it is now.").with(&[ETag])])
        .refuses(&[
            ANY,
            BODY,
            COMMAND,
            ON_APPOINTMENT,
            &[LockChanged, LockNotHeld, VersionConflict, DoctorBusy],
        ]),
    Operation::new("DELETE", "/api/appointments/{id}", Appointments, "cancelAppointment")
        .says(
            "Cancel an appointment",
            "For the lock's holder, who names the `version` seen. It is gone everywhere but in history and among the \
             cancelled ones.",
        )
        .reads(INTENT_ON)
        .answers(&[Success::new(204, "It is cancelled.").leads_to(CANCELLED)])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, &[LockChanged, LockNotHeld, VersionConflict]]),
    Operation::new("POST", "/api/appointments/{id}/restore", Appointments, "restoreAppointment")
        .says("Restore a cancelled appointment", "For administrators, and for who cancelled it.")
        .reads(INTENT_ON)
        .answers(&[Success::new(200, "The appointment as it is now.").with(&[ETag])])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, &[DoctorBusy]]),
    Operation::new("GET", "/api/appointments/{id}/history", Appointments, "getHistory")
        .says(
            "Get an appointment's history",
            "Every change and request, newest first, page by page: the header `Link` leads on. Of a cancelled one: for \
             administrators, and for who cancelled it.",
        )
        .answers(&[Success::new(200, "One page.").with(&[LinkHeader])])
        .refuses(&[ANY, TOKEN, ID, PARAMETERS, &[InvalidCursor, AppointmentNotFound], STORE]),
];
