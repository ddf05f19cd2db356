//! Every command of everybody in every state, at a glance.
//!
//! A cell is what is recorded (`c.` stands for `control_`, `f.` for `force_release_`), `=` when nothing is, or the
//! refusal (`!…`). The columns: Ann through the tab that holds, through another tab, and without naming one; Bob, a user;
//! Ada, the administrator who asked; Eve, another one; the system.

use super::*;

fn columns() -> [Actor; 7] {
    [ann(), through(ANN, OTHER_TAB), user(ANN), user(BOB), user(ADA), user(EVE), Actor::System]
}

fn action(row: &str) -> Action {
    match row {
        "acquire" => acquire(),
        "acquire-stale" => Action::Acquire { version: STALE, becomes: FRESH, take_over: false },
        "take-over" => take_over(),
        "release" => Action::Release,
        "edit" => edit(),
        "edit-stale" => retitle(STALE),
        "cancel" => cancel(),
        "cancel-stale" => Action::Cancel { version: STALE, reason: None },
        "restore" => Action::Restore,
        "erase" => erase(),
        "c-request" => request_control(),
        "c-withdraw" => Action::WithdrawControl,
        "c-approve" => control(Answer::Approve),
        "c-reject" => control(Answer::Reject),
        "f-request" => Action::RequestForceRelease,
        "f-withdraw" => Action::WithdrawForceRelease,
        "f-approve" => force(Answer::Approve),
        "f-reject" => force(Answer::Reject),
        "force" => force_release(),
        "settle" => Action::Settle,
        other => panic!("no such row: {other}"),
    }
}

const ROWS: usize = 20;

fn cell(decision: Result<Decision, Refusal>) -> String {
    match decision {
        Ok(Decision::Unchanged) => "=".into(),
        Ok(Decision::Change(transition)) => {
            let short = |kind: EventKind| kind.name().replace("force_release_", "f.").replace("control_", "c.");
            transition.events.iter().map(|event| short(event.kind)).collect::<Vec<_>>().join("+")
        }
        Err(refusal) => code(&refusal).into(),
    }
}

fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Unauthenticated => "!auth",
        Refusal::AdminOnly => "!admin",
        Refusal::AppointmentNotFound => "!404",
        Refusal::PreconditionFailed => "!precondition",
        Refusal::LockChanged => "!changed",
        Refusal::LockNotFound => "!lock404",
        Refusal::Locked => "!locked",
        Refusal::LockedElsewhere => "!elsewhere",
        Refusal::LockNotHeld => "!nothold",
        Refusal::LockAlreadyHeld => "!own",
        Refusal::VersionConflict => "!version",
        Refusal::RequestPending => "!pending",
        Refusal::NoRequest => "!norequest",
        Refusal::Invalid(_) => "!invalid",
        Refusal::DoctorBusy(_) => "!busy",
    }
}

fn table(world: &World, expected: &str) {
    let lines: Vec<&str> = expected.lines().filter(|line| !line.trim().is_empty()).collect();
    assert_eq!(lines.len(), ROWS, "a row is missing");
    for line in lines {
        let mut words = line.split_whitespace();
        let row = words.next().expect("a row has a name");
        let found: Vec<String> = columns().into_iter().map(|actor| cell(world.decide(actor, action(row)))).collect();
        assert_eq!(found, words.collect::<Vec<_>>(), "row {row}");
    }
}

const FREE: &str = "
    acquire        acquired    acquired    acquired    acquired    acquired    acquired    !locked
    acquire-stale  !version    !version    !version    !version    !version    !version    !locked
    take-over      acquired    acquired    acquired    acquired    acquired    acquired    !locked
    release        !nothold    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit           !nothold    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit-stale     !nothold    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel         !nothold    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel-stale   !nothold    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    restore        !404        !404        !404        !404        !404        !404        !404
    erase          !admin      !admin      !admin      !admin      erased      erased      erased
    c-request      !admin      !admin      !admin      !admin      !lock404    !lock404    !admin
    c-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  !norequest  !norequest
    c-approve      !lock404    !lock404    !lock404    !lock404    !lock404    !lock404    !lock404
    c-reject       !lock404    !lock404    !lock404    !lock404    !lock404    !lock404    !lock404
    f-request      !admin      !admin      !admin      !admin      !lock404    !lock404    !admin
    f-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  !norequest  !norequest
    f-approve      !lock404    !lock404    !lock404    !lock404    !lock404    !lock404    !lock404
    f-reject       !lock404    !lock404    !lock404    !lock404    !lock404    !lock404    !lock404
    force          !admin      !admin      !admin      !admin      !lock404    !lock404    !lock404
    settle         =           =           =           =           =           =           =
";

#[test]
fn free_lock() {
    table(&free(), FREE);
}

#[test]
fn held_lock() {
    table(
        &held(),
        "
    acquire        renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    acquire-stale  renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    take-over      renewed     moved       moved       !locked     !locked     !locked     !locked
    release        released    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit           edited      !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit-stale     !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel         cancelled   !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel-stale   !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    restore        !404        !404        !404        !404        !404        !404        !404
    erase          !admin      !admin      !admin      !admin      !locked     !locked     !locked
    c-request      !admin      !admin      !admin      !admin      c.requested c.requested !admin
    c-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  !norequest  !norequest
    c-approve      !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    c-reject       !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    f-request      !admin      !admin      !admin      !admin      f.requested f.requested !admin
    f-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  !norequest  !norequest
    f-approve      !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    f-reject       !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    force          !admin      !admin      !admin      !admin      force_released force_released force_released
    settle         =           =           =           =           =           =           =
",
    );
}

#[test]
fn control_asked_for_by_ada() {
    table(
        &held().control(ADA, 60),
        "
    acquire        renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    acquire-stale  renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    take-over      renewed     moved       moved       !locked     !locked     !locked     !locked
    release        handed_over !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit           edited      !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit-stale     !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel         cancelled+c.lapsed !nothold !nothold !nothold   !nothold    !nothold    !nothold
    cancel-stale   !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    restore        !404        !404        !404        !404        !404        !404        !404
    erase          !admin      !admin      !admin      !admin      !locked     !locked     !locked
    c-request      !admin      !admin      !admin      !admin      =           !pending    !admin
    c-withdraw     !norequest  !norequest  !norequest  !norequest  c.withdrawn !norequest  !norequest
    c-approve      c.approved  c.approved  c.approved  !nothold    !nothold    !nothold    !nothold
    c-reject       c.rejected  c.rejected  c.rejected  !nothold    !nothold    !nothold    !nothold
    f-request      !admin      !admin      !admin      !admin      f.requested f.requested !admin
    f-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  !norequest  !norequest
    f-approve      !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    f-reject       !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    force          !admin      !admin      !admin      !admin      force_released+c.lapsed force_released+c.lapsed force_released+c.lapsed
    settle         =           =           =           =           =           =           =
",
    );
}

#[test]
fn release_asked_for_by_ada() {
    table(
        &held().force(ADA, 60),
        "
    acquire        renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    acquire-stale  renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    take-over      renewed     moved       moved       !locked     !locked     !locked     !locked
    release        released+f.lapsed !nothold !nothold !nothold    !nothold    !nothold    !nothold
    edit           edited      !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit-stale     !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel         cancelled+f.lapsed !nothold !nothold !nothold   !nothold    !nothold    !nothold
    cancel-stale   !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    restore        !404        !404        !404        !404        !404        !404        !404
    erase          !admin      !admin      !admin      !admin      !locked     !locked     !locked
    c-request      !admin      !admin      !admin      !admin      c.requested c.requested !admin
    c-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  !norequest  !norequest
    c-approve      !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    c-reject       !norequest  !norequest  !norequest  !nothold    !nothold    !nothold    !nothold
    f-request      !admin      !admin      !admin      !admin      =           !pending    !admin
    f-withdraw     !norequest  !norequest  !norequest  !norequest  f.withdrawn !norequest  !norequest
    f-approve      f.approved  f.approved  f.approved  !nothold    !nothold    !nothold    !nothold
    f-reject       f.rejected  f.rejected  f.rejected  !nothold    !nothold    !nothold    !nothold
    force          !admin      !admin      !admin      !admin      force_released+f.lapsed force_released+f.lapsed force_released+f.lapsed
    settle         =           =           =           =           =           =           =
",
    );
}

#[test]
fn control_asked_for_by_ada_and_a_release_by_eve() {
    table(
        &held().control(ADA, 60).force(EVE, 61),
        "
    acquire        renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    acquire-stale  renewed     !elsewhere  !elsewhere  !locked     !locked     !locked     !locked
    take-over      renewed     moved       moved       !locked     !locked     !locked     !locked
    release        handed_over+f.lapsed !nothold !nothold !nothold !nothold    !nothold    !nothold
    edit           edited      !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    edit-stale     !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    cancel         cancelled+c.lapsed+f.lapsed !nothold !nothold !nothold !nothold !nothold !nothold
    cancel-stale   !version    !nothold    !nothold    !nothold    !nothold    !nothold    !nothold
    restore        !404        !404        !404        !404        !404        !404        !404
    erase          !admin      !admin      !admin      !admin      !locked     !locked     !locked
    c-request      !admin      !admin      !admin      !admin      =           !pending    !admin
    c-withdraw     !norequest  !norequest  !norequest  !norequest  c.withdrawn !norequest  !norequest
    c-approve      c.approved+f.lapsed c.approved+f.lapsed c.approved+f.lapsed !nothold !nothold !nothold !nothold
    c-reject       c.rejected  c.rejected  c.rejected  !nothold    !nothold    !nothold    !nothold
    f-request      !admin      !admin      !admin      !admin      !pending    =           !admin
    f-withdraw     !norequest  !norequest  !norequest  !norequest  !norequest  f.withdrawn !norequest
    f-approve      f.approved+c.lapsed f.approved+c.lapsed f.approved+c.lapsed !nothold !nothold !nothold !nothold
    f-reject       f.rejected  f.rejected  f.rejected  !nothold    !nothold    !nothold    !nothold
    force          !admin !admin !admin !admin force_released+c.lapsed+f.lapsed force_released+c.lapsed+f.lapsed force_released+c.lapsed+f.lapsed
    settle         =           =           =           =           =           =           =
",
    );
}

#[test]
fn a_hand_over_not_tied_to_a_client_is_any_clients_of_its_holder() {
    let world = held().untied();
    for actor in [ann(), through(ANN, OTHER_TAB), user(ANN)] {
        for (row, expected) in
            [("acquire", "renewed"), ("release", "released"), ("edit", "edited"), ("cancel", "cancelled")]
        {
            assert_eq!(cell(world.decide(actor, action(row))), expected, "{row} of {actor:?}");
        }
    }
}

/// Every accepted command of the free lock is accepted of an expired one, with `expired` before it; the refusals agree.
#[test]
fn an_expired_lock_is_a_free_one() {
    let expected =
        FREE.replace(" acquired", " expired+acquired").replace(" erased", " expired+erased").replace(" =", " expired");
    table(&held().at(300), &expected);
    table(&held().at(9_999), &expected);
}

#[test]
fn a_cancelled_appointment_is_none() {
    let world = free().cancelled_by(BOB);
    for (row, line) in FREE.lines().filter_map(|line| Some((line.split_whitespace().next()?, line))) {
        for (actor, free) in columns().into_iter().zip(line.split_whitespace().skip(1)) {
            let may_restore = row == "restore" && (actor.user().is_none_or(|id| [BOB, ADA, EVE].contains(&id)));
            let expected = match free {
                _ if may_restore => "restored",
                "erased" => "erased",
                "!admin" if actor != Actor::System => "!admin",
                _ => "!404",
            };
            assert_eq!(cell(world.decide(actor, action(row))), expected, "{row} of {actor:?}");
        }
    }
}

#[test]
fn a_missing_appointment_is_not_found_by_who_may() {
    let world = free().missing();
    for row in FREE.lines().filter_map(|line| line.split_whitespace().next()) {
        let refusal = world.refuses(user(BOB), action(row));
        let expected = if action(row).is_for_admins() { Refusal::AdminOnly } else { Refusal::AppointmentNotFound };
        assert_eq!(refusal, expected, "{row}");
        assert_eq!(world.refuses(user(ADA), action(row)), Refusal::AppointmentNotFound, "{row}");
    }
}

#[test]
fn the_deleted_and_the_unknown_may_nothing() {
    let unknown = UserId(Uuid::from_u128(99));
    let worlds = [free(), free().missing(), held(), held().control(ADA, 60), free().cancelled_by(ADA)];
    for world in worlds.map(|world| world.deleted(ADA).deleted(ANN)) {
        for row in FREE.lines().filter_map(|line| line.split_whitespace().next()) {
            for actor in [ann(), user(ADA), user(unknown)] {
                assert_eq!(world.refuses(actor, action(row)), Refusal::Unauthenticated, "{row} of {actor:?}");
            }
        }
    }
    let nobody_known = World { state: State { people: nobody(), ..held().state }, ..held() };
    assert_eq!(nobody_known.refuses(ann(), edit()), Refusal::Unauthenticated);
}

#[test]
fn the_demoted_may_what_every_user_may() {
    let world = held().control(ADA, 60).force(ADA, 60).demoted(ADA);
    for row in ["c-request", "f-request", "force"] {
        assert_eq!(world.refuses(user(ADA), action(row)), Refusal::AdminOnly, "{row}");
    }
    for row in ["c-withdraw", "f-withdraw"] {
        assert_eq!(world.refuses(user(ADA), action(row)), Refusal::NoRequest, "{row}: it is withdrawn already");
    }
    assert_eq!(world.refuses(user(ADA), acquire()), Refusal::Locked);
    assert_eq!(free().demoted(ADA).cancelled_by(BOB).refuses(user(ADA), Action::Restore), Refusal::AppointmentNotFound);
}
