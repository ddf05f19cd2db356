//! docs/asyncapi.yaml says what the protocol is, and can tell right frames from wrong ones.

#[path = "common/asyncapi.rs"]
mod asyncapi;

use std::collections::BTreeSet;

use asyncapi::{Sender, assert_valid_client_frame, assert_valid_server_frame, faults, messages};
use serde_json::{Value, json};

/// All that the server may send.
const FROM_THE_SERVER: [&str; 15] = [
    "init-appointments",
    "update-appointments",
    "remove-appointments",
    "request-control",
    "request-control-approved",
    "request-control-rejected",
    "request-control-cancelled",
    "force-release-lock-request",
    "force-release-lock-approved",
    "force-release-lock-rejected",
    "force-release-lock-cancelled",
    "lock-lost",
    "cursor-position",
    "presence",
    "error",
];

/// All that clients may send.
const FROM_CLIENTS: [&str; 3] = ["cursor-position", "subscribe", "authenticate"];

/// What carries no resume point.
const WITHOUT_SEQ: [&str; 3] = ["cursor-position", "presence", "error"];

#[test]
fn every_event_is_in_the_document_and_no_other() {
    for (sender, expected) in [(Sender::Server, &FROM_THE_SERVER[..]), (Sender::Client, &FROM_CLIENTS[..])] {
        let documented: BTreeSet<&str> = messages(sender).keys().map(String::as_str).collect();
        assert_eq!(documented, expected.iter().copied().collect(), "{sender:?}");
    }
}

#[test]
fn every_message_has_examples_and_they_are_right() {
    for sender in [Sender::Server, Sender::Client] {
        for message in messages(sender).values() {
            assert!(!message.examples.is_empty(), "{} has no example", message.event);
            message.examples.iter().for_each(|example| match sender {
                Sender::Server => assert_valid_server_frame(example),
                Sender::Client => assert_valid_client_frame(example),
            });
        }
    }
}

/// Every place in a value that can be taken out: a member of an object, at any depth.
fn members(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                let place = format!("{at}/{name}");
                members(inner, &place, found);
                found.push(place);
            }
        }
        Value::Array(array) => {
            array.iter().enumerate().for_each(|(place, inner)| members(inner, &format!("{at}/{place}"), found));
        }
        _ => {}
    }
}

fn without(frame: &Value, place: &str) -> Value {
    let mut frame = frame.clone();
    let (parent, name) = place.rsplit_once('/').expect("a pointer");
    frame.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").remove(name);
    frame
}

/// Members that the document leaves open.
fn is_optional(place: &str) -> bool {
    place == "/data/errors"
}

#[test]
fn a_frame_that_lacks_any_member_is_wrong() {
    let mut tried = 0;
    for sender in [Sender::Server, Sender::Client] {
        for example in messages(sender).values().flat_map(|message| &message.examples) {
            let mut places = Vec::new();
            members(example, "", &mut places);
            for place in places.iter().filter(|place| !is_optional(place)) {
                assert!(!faults(sender, &without(example, place)).is_empty(), "{example} can do without {place}");
                tried += 1;
            }
        }
    }
    assert!(tried > 200, "only {tried} members were tried");
}

#[test]
fn a_frame_with_a_member_of_another_type_is_wrong() {
    for sender in [Sender::Server, Sender::Client] {
        for example in messages(sender).values().flat_map(|message| &message.examples) {
            let mut places = Vec::new();
            members(example, "", &mut places);
            for place in places {
                let mut wrong = example.clone();
                // No member of any frame is a list of lists.
                *wrong.pointer_mut(&place).expect("the member") = json!([[]]);
                assert!(!faults(sender, &wrong).is_empty(), "{place} may be anything in {example}");
            }
        }
    }
}

#[test]
fn resume_points_are_on_what_is_kept_and_on_nothing_else() {
    for (event, message) in messages(Sender::Server) {
        for example in &message.examples {
            let mut turned = without(example, "/seq");
            if WITHOUT_SEQ.contains(&event.as_str()) {
                turned["seq"] = json!(1);
            }
            assert!(!faults(Sender::Server, &turned).is_empty(), "{turned}");
        }
    }
}

/// An example of the document with one value changed.
fn changed(sender: Sender, event: &str, place: &str, value: Value) -> Value {
    let mut frame = messages(sender)[event].examples[0].clone();
    *frame.pointer_mut(place).unwrap_or_else(|| panic!("{event} has no {place}")) = value;
    frame
}

#[test]
fn values_out_of_bounds_are_wrong() {
    use Sender::{Client, Server};
    for (sender, event, place, value) in [
        (Server, "init-appointments", "/seq", json!(-1)),
        (Server, "init-appointments", "/serverTime", json!("2026-11-23T09:00:00Z")),
        (Server, "init-appointments", "/epoch", json!("")),
        (Server, "init-appointments", "/data/0/datebirth", json!("1984-02-30")),
        (Server, "init-appointments", "/data/0/gender", json!("f")),
        (Server, "init-appointments", "/data/0/version", json!(0)),
        (Server, "init-appointments", "/data/0/title", json!("x".repeat(201))),
        (Server, "init-appointments", "/data/0/startTime", json!("2026-12-01T16:00:00.000+07:00")),
        (Server, "init-appointments", "/data/0/startTime", json!("2026-13-01T09:00:00.000Z")),
        (Server, "init-appointments", "/data/0/appointmentLock/user", json!(null)),
        (Server, "init-appointments", "/data/0/appointmentLock/id", json!("019ab0d022b07c0fa1de3f8a7b6c5d01")),
        (Server, "update-appointments", "/data/revision", json!("4")),
        (Server, "remove-appointments", "/data/revision", json!(0)),
        (Server, "request-control", "/data/fromUser", json!(null)),
        (Server, "request-control", "/data/respondBy", json!("soon")),
        (Server, "request-control-rejected", "/data/fromUser", json!(null)),
        (Server, "request-control-cancelled", "/data/reason", json!("lock_ended")),
        (Server, "request-control-cancelled", "/data/reason", json!("bored")),
        (Server, "force-release-lock-cancelled", "/data/reason", json!("withdrawn")),
        (Server, "lock-lost", "/data/reason", json!("expired")),
        (Server, "lock-lost", "/data/byUser", json!(null)),
        (Server, "cursor-position", "/data/position/x", json!(1.01)),
        (Server, "error", "/data/status", json!(200)),
        (Server, "presence", "/event", json!("presences")),
        (Server, "presence", "/event", json!("subscribe")),
        (Client, "cursor-position", "/data/position/y", json!(-0.1)),
        (Client, "cursor-position", "/data/view", json!("x".repeat(65))),
        (Client, "subscribe", "/data/from", json!("2026-12-01")),
        (Client, "subscribe", "/event", json!("update-appointments")),
        (Client, "authenticate", "/data/token", json!(null)),
    ] {
        let frame = changed(sender, event, place, value);
        assert!(!faults(sender, &frame).is_empty(), "{frame}");
    }
}

#[test]
fn what_is_within_bounds_and_what_is_not_known_yet_is_right() {
    use Sender::{Client, Server};
    for (sender, event, place, value) in [
        (Server, "init-appointments", "/data/0/appointmentLock", json!(null)),
        (Server, "init-appointments", "/data/0/appointmentLock/clientId", json!(null)),
        (Server, "request-control", "/data/respondBy", json!(null)),
        (Server, "request-control-approved", "/data/fromUser", json!(null)),
        (Server, "presence", "/data/users", json!([])),
        (Server, "cursor-position", "/data/position", json!({"x": 0, "y": 1})),
        (Client, "cursor-position", "/data/view", json!("ü".repeat(64))),
        (Client, "subscribe", "/data/from", json!("2026-12-01T00:00:00Z")),
    ] {
        let mut frame = changed(sender, event, place, value);
        frame["later"] = json!({"anything": 1});
        frame["data"].as_object_mut().map(|data| data.insert("later".into(), json!([1])));
        assert_eq!(faults(sender, &frame), Vec::<String>::new(), "{frame}");
    }
}

/// The frames of docs/api.md's transcript.
fn transcript() -> Vec<Value> {
    let api = include_str!("../../../docs/api.md");
    let inner = api.split_once("<!-- transcript -->").and_then(|(_, rest)| rest.split_once("<!-- /transcript -->"));
    let (transcript, _) = inner.expect("docs/api.md lacks the transcript");
    let frames = transcript.lines().filter_map(|line| line.split_once('◀'));
    frames.map(|(_, frame)| serde_json::from_str(frame).expect("JSON")).collect()
}

#[test]
fn the_transcript_in_the_api_paper_is_right() {
    let frames = transcript();
    frames.iter().for_each(assert_valid_server_frame);
    let events: Vec<&str> = frames.iter().filter_map(|frame| frame["event"].as_str()).collect();
    let expected = [
        "init-appointments",
        "presence",
        "request-control",
        "update-appointments",
        "request-control-approved",
        "update-appointments",
    ];
    assert_eq!(events, expected);
}
