//! The lock.

use super::{ANSWERED, ANY, BODY, COMMAND, ID, INTENT_ON, ON_APPOINTMENT, STORE, TAGGED, TOKEN};
use crate::{
    Code::{self, *},
    openapi::operation::{
        Link, Operation,
        ResponseHeader::{ETag, RateLimit},
        Success,
        Tag::Locks,
    },
};

const PATH_ID: (&str, &str) = ("id", "$request.path.id");
/// The client that took the lock.
const CLIENT: (&str, &str) = ("header.X-Client-Id", "$request.header.X-Client-Id");
/// The lock just taken, as its client.
const HOLDING: &[(&str, &str)] = &[PATH_ID, ("lock", "$response.body#/id"), CLIENT, TAGGED];

/// What can be done with a lock just taken.
const TAKEN: &[Link] = &[
    Link { name: "release", operation: "releaseLock", parameters: HOLDING },
    Link { name: "update", operation: "updateAppointment", parameters: HOLDING },
    Link {
        name: "cancel",
        operation: "cancelAppointment",
        parameters: &[PATH_ID, ("lock", "$response.body#/id"), ("version", "$request.path.version"), CLIENT, TAGGED],
    },
    Link { name: "requestControl", operation: "requestControl", parameters: &[PATH_ID, TAGGED] },
    Link { name: "requestForceRelease", operation: "requestForceRelease", parameters: &[PATH_ID, TAGGED] },
    Link { name: "forceRelease", operation: "forceReleaseLock", parameters: &[PATH_ID, TAGGED] },
];

/// What can be done with a request for control.
const CONTROL_ASKED: &[Link] = &[
    Link { name: "withdraw", operation: "withdrawControlRequest", parameters: ANSWERED },
    Link { name: "approve", operation: "approveControlRequest", parameters: ANSWERED },
    Link { name: "reject", operation: "rejectControlRequest", parameters: ANSWERED },
];

/// What can be done with a request for a release.
const RELEASE_ASKED: &[Link] = &[
    Link { name: "withdraw", operation: "withdrawForceReleaseRequest", parameters: ANSWERED },
    Link { name: "approve", operation: "approveForceReleaseRequest", parameters: ANSWERED },
    Link { name: "reject", operation: "rejectForceReleaseRequest", parameters: ANSWERED },
];

/// Who asks the holder for something.
const ASK: &[Code] = &[AdminOnly, LockChanged, LockNotFound, LockAlreadyHeld, RequestPending];
/// Who withdraws what they asked for.
const WITHDRAW: &[Code] = &[LockChanged, NoRequest];
/// Who answers.
const ANSWER: &[Code] = &[LockChanged, LockNotFound, LockNotHeld, NoRequest];

const fn now(description: &'static str) -> Success {
    Success::new(200, description).with(&[ETag])
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "/api/locks", Locks, "listLocks")
        .says("List live locks", "Who holds what, for administrators.")
        .answers(&[Success::new(200, "All live locks.")])
        .refuses(&[ANY, TOKEN, &[AdminOnly], STORE]),
    Operation::new("GET", "/api/appointments/{id}/lock-status", Locks, "getLockStatus")
        .says("Get an appointment's lock", "Null when nobody holds it, or the lock has expired.")
        .answers(&[now("The lock, or null.")])
        .refuses(&[ANY, TOKEN, ID, &[AppointmentNotFound], STORE]),
    Operation::new("POST", "/api/appointments/{id}/acquire-lock/{version}", Locks, "acquireLock")
        .says(
            "Take the lock, or renew it",
            "Taking needs the current `version`. Renewing by the same client (`X-Client-Id`; without one: by the same \
             user) keeps the lock's id and does not look at the version. One's own lock of another client is taken over \
             with `move=true`. Limited for each user and minute.",
        )
        .reads(INTENT_ON)
        .answers(&[
            Success::new(200, "Renewed, or taken over from another client of the same user; null when a repeated request finds it gone.")
                .with(&[ETag, RateLimit]),
            Success::new(201, "Taken; null when a repeated request finds it gone.")
                .with(&[ETag, RateLimit])
                .leads_to(TAKEN),
        ])
        .refuses(&[
            ANY,
            COMMAND,
            ON_APPOINTMENT,
            &[LockChanged, Locked, LockedElsewhere, VersionConflict, RateLimited],
        ]),
    Operation::new("DELETE", "/api/appointments/{id}/release-lock", Locks, "releaseLock")
        .says("Release the lock", "For its holder. A pending request for control gets it.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment as it is now.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, &[LockChanged, LockNotHeld]]),
    Operation::new("POST", "/api/appointments/{id}/request-control", Locks, "requestControl")
        .says(
            "Ask for control",
            "For administrators: the holder is asked to hand the lock over. Unanswered in time, it is handed over. \
             Asking again changes nothing.",
        )
        .reads(INTENT_ON)
        .answers(&[now("The appointment with the request in its lock.").leads_to(CONTROL_ASKED)])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, ASK]),
    Operation::new("DELETE", "/api/appointments/{id}/request-control", Locks, "withdrawControlRequest")
        .says("Withdraw the request for control", "For who made it.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment as it is now.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, WITHDRAW]),
    Operation::new("POST", "/api/appointments/{id}/approve-request-control", Locks, "approveControlRequest")
        .says("Hand the lock over", "For its holder: the requester holds a new lock with a full term.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment with its new lock.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, ANSWER]),
    Operation::new("POST", "/api/appointments/{id}/reject-request-control", Locks, "rejectControlRequest")
        .says("Refuse to hand the lock over", "For its holder: the request is cleared.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment as it is now.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, ANSWER]),
    Operation::new("POST", "/api/appointments/{id}/force-release-lock-request", Locks, "requestForceRelease")
        .says(
            "Ask for a release",
            "For administrators: the holder is asked to give the lock up. Unanswered in time, it is released. Asking \
             again changes nothing.",
        )
        .reads(INTENT_ON)
        .answers(&[now("The appointment with the request in its lock.").leads_to(RELEASE_ASKED)])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, ASK]),
    Operation::new("DELETE", "/api/appointments/{id}/force-release-lock-request", Locks, "withdrawForceReleaseRequest")
        .says("Withdraw the request for a release", "For who made it.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment as it is now.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, WITHDRAW]),
    Operation::new("POST", "/api/appointments/{id}/force-release-lock-approve", Locks, "approveForceReleaseRequest")
        .says("Give the lock up", "For its holder: nobody holds it then.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment without a lock.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, ANSWER]),
    Operation::new("POST", "/api/appointments/{id}/force-release-lock-reject", Locks, "rejectForceReleaseRequest")
        .says("Refuse to give the lock up", "For its holder: the request is cleared.")
        .reads(INTENT_ON)
        .answers(&[now("The appointment as it is now.")])
        .refuses(&[ANY, COMMAND, ON_APPOINTMENT, ANSWER]),
    Operation::new("POST", "/api/appointments/{id}/force-release-lock", Locks, "forceReleaseLock")
        .says(
            "Release a lock at once",
            "For administrators, who say why: the lock, whoever holds it, is gone without consent. The reason is kept \
             in the history.",
        )
        .reads(INTENT_ON)
        .answers(&[now("The appointment without a lock.")])
        .refuses(&[ANY, BODY, COMMAND, ON_APPOINTMENT, &[AdminOnly, LockChanged, LockNotFound]]),
];
