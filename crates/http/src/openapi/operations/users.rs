//! Users.

use super::{ANY, BODY, ID, STORE, TOKEN};
use crate::{
    Code::*,
    openapi::operation::{Access::SignUp, Link, Operation, ResponseHeader::Location, Success, Tag::Users},
};

/// What can be done with a user just made.
const MADE: &[Link] = &[
    Link { name: "get", operation: "getUser", parameters: &[("id", "$response.body#/id")] },
    Link { name: "update", operation: "updateUser", parameters: &[("id", "$response.body#/id")] },
    Link { name: "delete", operation: "deleteUser", parameters: &[("id", "$response.body#/id")] },
    Link { name: "passwordLink", operation: "createPasswordLink", parameters: &[("id", "$response.body#/id")] },
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "/api/users", Users, "listUsers")
        .says("List users", "For administrators.")
        .answers(&[Success::new(200, "All users.")])
        .refuses(&[ANY, TOKEN, &[AdminOnly], STORE]),
    Operation::new("POST", "/api/users", Users, "createUser")
        .access(SignUp)
        .says(
            "Make a user",
            "For administrators; where sign-up is allowed, for anybody, then with a password and without `isAdmin`. \
             Without `password` the answer has a one-time link that sets it.",
        )
        .answers(&[Success::new(201, "The user.").with(&[Location]).leads_to(MADE)])
        .refuses(&[ANY, TOKEN, BODY, &[AdminOnly, EmailTaken], STORE]),
    Operation::new("GET", "/api/users/{id}", Users, "getUser")
        .says("Get a user", "For administrators; others get themselves only.")
        .answers(&[Success::new(200, "The user.")])
        .refuses(&[ANY, TOKEN, ID, &[AdminOnly, UserNotFound], STORE]),
    Operation::new("PATCH", "/api/users/{id}", Users, "updateUser")
        .says(
            "Change a user",
            "For administrators; others change themselves only, and never `isAdmin`. A new password or e-mail of one's \
             own needs `currentPassword` and answers with a fresh token. A new password or role ends the user's other \
             sessions.",
        )
        .answers(&[Success::new(200, "The user as it is now.")])
        .refuses(&[
            ANY,
            TOKEN,
            ID,
            BODY,
            &[AdminOnly, Forbidden, WrongPassword, UserNotFound, LastAdmin, EmailTaken, TooManyAttempts],
            STORE,
        ]),
    Operation::new("DELETE", "/api/users/{id}", Users, "deleteUser")
        .says(
            "Delete a user",
            "For administrators. The user's requests are withdrawn, their locks released, their sessions ended; the \
             history keeps the name.",
        )
        .answers(&[Success::new(204, "The user is gone.")])
        .refuses(&[ANY, TOKEN, ID, &[AdminOnly, UserNotFound, LastAdmin], STORE]),
    Operation::new("POST", "/api/users/{id}/password-link", Users, "createPasswordLink")
        .says(
            "Make a password link",
            "For administrators. The link sets the user's password once, within 24 hours; older ones die.",
        )
        .answers(&[Success::new(201, "The link.")])
        .refuses(&[ANY, TOKEN, ID, &[AdminOnly, UserNotFound], STORE]),
];
