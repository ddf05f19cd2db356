//! What is needed before anybody is signed in, and signing in.

use super::{ANY, BODY, STORE, TOKEN};
use crate::{
    Code::*,
    openapi::operation::{
        Access::Anyone,
        Operation, Success,
        Tag::{SignIn, System},
    },
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "/health/live", System, "getLiveness")
        .access(Anyone)
        .says("Is the process alive?", "For whoever restarts it. The database is not asked.")
        .answers(&[Success::new(200, "The process answers.")])
        .refuses(&[ANY]),
    Operation::new("GET", "/health/ready", System, "getReadiness")
        .access(Anyone)
        .says("Can it serve?", "For whoever routes requests. While the database is away, `checks` names it.")
        .answers(&[Success::new(200, "The database answers too.")])
        .refuses(&[ANY, STORE]),
    Operation::new("GET", "/api/config", System, "getConfig")
        .access(Anyone)
        .says(
            "What a client needs to know first",
            "The clinic's name and time zone, the server's clock, the lock's times.",
        )
        .answers(&[Success::new(200, "How this installation is configured.")])
        .refuses(&[ANY, STORE]),
    Operation::new("POST", "/api/setup", System, "setUp")
        .access(Anyone)
        .says(
            "Make the first administrator",
            "With the token of the set-up link that the server printed when it started without any user. The new \
             administrator is signed in.",
        )
        .answers(&[Success::new(201, "The first administrator, signed in.")])
        .refuses(&[ANY, BODY, &[InvalidSetupToken, SetupDone], STORE]),
    Operation::new("POST", "/api/auth/login", SignIn, "login")
        .access(Anyone)
        .says(
            "Sign in",
            "Answers with a `token` for the header `Authorization: Bearer <token>`. Whether the e-mail or the password \
             was wrong is not told.",
        )
        .answers(&[Success::new(200, "Who signed in, with a token.")])
        .refuses(&[ANY, BODY, &[InvalidCredentials, TooManyAttempts], STORE]),
    Operation::new("POST", "/api/auth/refresh", SignIn, "refreshToken")
        .says("Get a fresh token", "Of the same session, up to its longest life. The old token lives out its time.")
        .answers(&[Success::new(200, "A fresh token.")])
        .refuses(&[ANY, TOKEN, STORE]),
    Operation::new("POST", "/api/auth/logout", SignIn, "logout")
        .says("Sign out", "Ends this session: its tokens and sockets die.")
        .answers(&[Success::new(204, "Signed out.")])
        .refuses(&[ANY, TOKEN, STORE]),
    Operation::new("GET", "/api/auth/profile", SignIn, "getProfile")
        .says("Who am I?", "The user of the token.")
        .answers(&[Success::new(200, "The user of the token.")])
        .refuses(&[ANY, TOKEN, STORE]),
    Operation::new("POST", "/api/auth/password", SignIn, "redeemPasswordLink")
        .access(Anyone)
        .says(
            "Set a password by link",
            "With the token of a one-time password link. All sessions of the user end; the user is signed in anew.",
        )
        .answers(&[Success::new(200, "Whose password it is, signed in.")])
        .refuses(&[ANY, BODY, &[InvalidPasswordToken], STORE]),
];
