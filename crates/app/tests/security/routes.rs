//! Who may call what: every documented operation, by everybody.

use std::collections::BTreeSet;

use serde_json::Value;
use testkit::{Client, Reply};

use crate::common::{Store, World, on_both, refused};
use crate::operations::{
    Operation, STILL, Scene,
    Standing::{self, Cancelled, ControlAsked, Held, ReleaseAsked},
    all, document, everything,
};

on_both!(every_operation_by_everybody, the_originals_paths_by_everybody, guarded_pages_are_guarded_with_head_too);

/// What an answer must be.
type Verdict = (u16, &'static str);

const OK: Verdict = (200, "");
const MADE: Verdict = (201, "");
const DONE: Verdict = (204, "");
const NOBODY: Verdict = (401, "unauthenticated");
const ADMIN_ONLY: Verdict = (403, "admin_only");
const NOT_YOURS: Verdict = (403, "forbidden");
const NOT_THERE: Verdict = (404, "appointment_not_found");
const NOT_HELD: Verdict = (409, "lock_not_held");
const LOCKED: Verdict = (409, "locked");
const NO_PATIENT: Verdict = (404, "patient_not_found");
const NO_REQUEST: Verdict = (409, "no_request");
const NO_LINK: Verdict = (401, "invalid_password_token");
const SET_UP: Verdict = (409, "setup_done");

/// What somebody is answered: without a token or with a revoked one, as a user whom it does not concern, as the user whom it
/// concerns, as an administrator.
struct Row(&'static str, Standing, [Verdict; 4]);

/// An operation that the server has and that has no row here fails the test.
const ROWS: &[Row] = &[
    Row("acquireLock", Held, [NOBODY, LOCKED, OK, LOCKED]),
    Row("acquireLock", Cancelled, [NOBODY, NOT_THERE, NOT_THERE, NOT_THERE]),
    Row("approveControlRequest", ControlAsked, [NOBODY, NOT_HELD, OK, NOT_HELD]),
    Row("approveForceReleaseRequest", ReleaseAsked, [NOBODY, NOT_HELD, OK, NOT_HELD]),
    Row("cancelAppointment", Held, [NOBODY, NOT_HELD, DONE, NOT_HELD]),
    Row("createAppointment", Held, [NOBODY, MADE, MADE, MADE]),
    Row("createPasswordLink", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, MADE]),
    Row("createUser", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, MADE]),
    Row("deleteUser", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, DONE]),
    Row("erasePatient", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, NO_PATIENT]),
    Row("exportPatient", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, NO_PATIENT]),
    Row("forceReleaseLock", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("getAppointment", Held, [NOBODY, OK, OK, OK]),
    Row("getAppointment", Cancelled, [NOBODY, NOT_THERE, NOT_THERE, NOT_THERE]),
    Row("getConfig", Held, [OK, OK, OK, OK]),
    Row("getHistory", Held, [NOBODY, OK, OK, OK]),
    Row("getHistory", Cancelled, [NOBODY, NOT_THERE, OK, OK]),
    Row("getLiveness", Held, [OK, OK, OK, OK]),
    Row("getLockStatus", Held, [NOBODY, OK, OK, OK]),
    Row("getLockStatus", Cancelled, [NOBODY, NOT_THERE, NOT_THERE, NOT_THERE]),
    Row("getProfile", Held, [NOBODY, OK, OK, OK]),
    Row("getReadiness", Held, [OK, OK, OK, OK]),
    Row("getUser", Held, [NOBODY, ADMIN_ONLY, OK, OK]),
    Row("listAppointments", Held, [NOBODY, OK, OK, OK]),
    Row("listAppointments?deleted=true", Cancelled, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("listAudit", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("listDoctors", Held, [NOBODY, OK, OK, OK]),
    Row("listLocks", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("listUsers", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("login", Held, [OK, OK, OK, OK]),
    Row("logout", Held, [NOBODY, DONE, DONE, DONE]),
    Row("redeemPasswordLink", Held, [NO_LINK, NO_LINK, NO_LINK, NO_LINK]),
    Row("refreshToken", Held, [NOBODY, OK, OK, OK]),
    Row("rejectControlRequest", ControlAsked, [NOBODY, NOT_HELD, OK, NOT_HELD]),
    Row("rejectForceReleaseRequest", ReleaseAsked, [NOBODY, NOT_HELD, OK, NOT_HELD]),
    Row("releaseLock", Held, [NOBODY, NOT_HELD, OK, NOT_HELD]),
    Row("requestControl", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("requestForceRelease", Held, [NOBODY, ADMIN_ONLY, ADMIN_ONLY, OK]),
    Row("restoreAppointment", Cancelled, [NOBODY, NOT_THERE, OK, OK]),
    Row("setUp", Held, [SET_UP, SET_UP, SET_UP, SET_UP]),
    Row("updateAppointment", Held, [NOBODY, NOT_HELD, OK, NOT_HELD]),
    Row("updateAppointment", Cancelled, [NOBODY, NOT_THERE, NOT_THERE, NOT_THERE]),
    Row("updateUser", Held, [NOBODY, NOT_YOURS, OK, OK]),
    Row("withdrawControlRequest", ControlAsked, [NOBODY, NO_REQUEST, NO_REQUEST, OK]),
    Row("withdrawForceReleaseRequest", ReleaseAsked, [NOBODY, NO_REQUEST, NO_REQUEST, OK]),
];

/// How the appointment must stand for an operation to be of use.
pub fn standing_of(operation: &Operation) -> Standing {
    ROWS.iter().find(|row| row.id() == operation.id).map_or(Held, |row| row.1)
}

impl Row {
    fn id(&self) -> &'static str {
        self.0.split('?').next().unwrap_or_default()
    }

    /// With the row's own parameters of the URL.
    fn path(&self, path: String) -> String {
        self.0.split_once('?').map_or(path.clone(), |(_, query)| format!("{path}?{query}"))
    }
}

#[track_caller]
fn judge(reply: Reply, (status, code): Verdict) {
    if status < 400 {
        reply.expect(status);
    } else {
        refused(reply, status, code);
    }
}

async fn every_operation_by_everybody(store: Store) {
    let world = store.own_world(STILL);
    let operations = all(&document(&world).await);
    let served: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let listed: BTreeSet<&str> = ROWS.iter().map(Row::id).collect();
    assert_eq!(served, listed, "each operation of the server has a row, and each row an operation");
    let scene = Scene::set(&world).await;
    for row in ROWS {
        let operation = operations.iter().find(|operation| operation.id == row.id()).expect("an operation");
        // Sign-up is closed here.
        let open = operation.open && operation.id != "createUser";
        assert_eq!(open, row.2[0] != NOBODY, "{}: the document and the table disagree on who may call", row.0);
        if ["logout", "deleteUser"].contains(&row.id()) {
            // Who is signed out or deleted calls nothing else.
            each_caller(&world, &Scene::set(&world).await, row, operation, |path| path).await;
        } else {
            each_caller(&world, &scene, row, operation, |path| path).await;
        }
    }
}

/// Calls it as everybody. Who is to be refused comes first, and changes nothing of everything an administrator sees.
async fn each_caller(world: &World, scene: &Scene, row: &Row, operation: &Operation, path: impl Fn(String) -> String) {
    let anyone = world.anyone();
    let [nobody, other, user, admin] = row.2;
    // Who may delete the user comes last.
    let callers: [(&str, &Client, Verdict); 5] = [
        ("anonymous", &anyone, nobody),
        ("revoked", &scene.revoked, nobody),
        ("other", &scene.other, other),
        ("user", &scene.user, user),
        ("admin", &scene.admin, admin),
    ];
    let (refused, allowed): (Vec<_>, Vec<_>) = callers.into_iter().partition(|(_, _, verdict)| verdict.0 >= 400);
    let call = async |(who, caller, verdict): (&str, &Client, Verdict), appointment: &Value| {
        let path = path(row.path(scene.path(operation, appointment)));
        eprintln!("{} {path} as {who}", operation.method);
        judge(scene.call(caller, operation, &path).await, verdict);
    };
    // Each caller's own appointment, made before anybody is signed out or deleted.
    let mut appointments = Vec::new();
    for _ in &allowed {
        appointments.push(scene.appointment(row.1).await);
    }
    let appointment = scene.appointment(row.1).await;
    let before = everything(world, &appointment).await;
    for caller in refused {
        call(caller, &appointment).await;
    }
    assert_eq!(everything(world, &appointment).await, before, "{} was refused, yet changed something", row.0);
    for (caller, appointment) in allowed.into_iter().zip(&appointments) {
        call(caller, appointment).await;
    }
}

/// The original system's paths lead to the same guards.
async fn the_originals_paths_by_everybody(store: Store) {
    let world = store.own_world(STILL);
    let operations = all(&document(&world).await);
    let scene = Scene::set(&world).await;
    let mut count = 0;
    for row in ROWS {
        let operation = operations.iter().find(|operation| operation.id == row.id()).expect("an operation");
        if operation.path.starts_with("/api/appointments/{id}/") {
            let old = |path: String| path.replace("/api/appointments/", "/appointment/");
            each_caller(&world, &scene, row, operation, old).await;
            count += 1;
        }
    }
    assert!(count > 15, "{count}");
}

async fn guarded_pages_are_guarded_with_head_too(store: Store) {
    let world = store.own_world(STILL);
    let scene = Scene::set(&world).await;
    let appointment = scene.appointment(Held).await;
    for operation in all(&document(&world).await) {
        if operation.method != testkit::Method::GET || operation.open {
            continue;
        }
        let path = scene.path(&operation, &appointment);
        for caller in [&world.anyone(), &*scene.revoked] {
            let reply = caller.request(testkit::Method::HEAD, &path).await;
            assert_eq!((reply.status, reply.text.as_str()), (401, ""), "{path}");
            assert_eq!(reply.header("etag"), None, "{path}");
        }
    }
}
