//! From HTTP to the checker's words.

use checker::history::{Answer, Ask, Held, Lock, Refusal, Seen};
use serde_json::{Value, json};
use testkit::{Client, Reply, Request};

use crate::clock::Clock;

/// The request that asks so.
pub fn request(client: &Client, appointment: &str, ask: Ask) -> Request {
    let path = format!("/api/appointments/{appointment}");
    let pinned = |verb: &str, pin: Option<uuid::Uuid>| match pin {
        Some(id) => format!("{path}/{verb}?lock={id}"),
        None => format!("{path}/{verb}"),
    };
    match ask {
        Ask::Read => client.get(&path),
        Ask::Acquire { version, pin } => client.post(&pinned(&format!("acquire-lock/{version}"), pin)),
        Ask::Edit { version, mark } => client.patch(&path).json(json!({"version": version, "note": mark.to_string()})),
        Ask::Release { pin } => client.delete(&pinned("release-lock", pin)),
        Ask::Force { pin } => client.post(&pinned("force-release-lock", pin)).json(json!({"reason": "Because"})),
    }
}

/// What a reply says.
pub fn answer(clock: &Clock, ask: Ask, reply: &Reply) -> Answer {
    let body = &reply.body;
    match (reply.status, ask) {
        (503, _) => Answer::Unknown,
        (200 | 201, Ask::Acquire { .. }) => {
            let seen = Seen { lock: lock(clock, body), ..Seen::default() };
            Answer::Done { seen, made: reply.status == 201 }
        }
        (200, _) => Answer::Done { seen: appointment(clock, body), made: false },
        (404 | 409, _) => match refusal(body) {
            Some(why) => Answer::Refused { why, seen: in_the_way(clock, body) },
            None => Answer::Absurd { status: reply.status },
        },
        (status, _) => Answer::Absurd { status },
    }
}

fn refusal(problem: &Value) -> Option<Refusal> {
    Some(match problem["code"].as_str()? {
        "locked" => Refusal::Locked,
        "lock_not_held" => Refusal::LockNotHeld,
        "lock_not_found" => Refusal::LockNotFound,
        "version_conflict" => Refusal::VersionConflict,
        "lock_changed" => Refusal::LockChanged,
        "contended" => Refusal::Contended,
        _ => return None,
    })
}

fn in_the_way(clock: &Clock, problem: &Value) -> Seen {
    if problem["current"].is_object() {
        appointment(clock, &problem["current"])
    } else if problem["lock"].is_object() {
        Seen { lock: lock(clock, &problem["lock"]), ..Seen::default() }
    } else {
        Seen::default()
    }
}

fn appointment(clock: &Clock, body: &Value) -> Seen {
    let mark = match &body["note"] {
        Value::Null => Some(0),
        note => note.as_str().and_then(|note| note.parse().ok()),
    };
    let lock = lock(clock, &body["appointmentLock"]);
    Seen { version: body["version"].as_i64(), revision: body["revision"].as_i64(), mark, lock }
}

fn lock(clock: &Clock, body: &Value) -> Lock {
    let id = |name: &str| body[name].as_str().and_then(|id| id.parse().ok());
    match (id("id"), id("userId"), clock.told(&body["expiresAt"])) {
        (Some(id), Some(user), Some(expires)) => Lock::Held(Held { id, user, expires }),
        _ => Lock::Free,
    }
}
