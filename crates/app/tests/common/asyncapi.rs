//! docs/asyncapi.yaml as a judge of frames. Include it where frames are seen:
//! `#[path = "…/common/asyncapi.rs"] mod asyncapi;`.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use jsonschema::Validator;
use serde_json::{Value, json};

const YAML: &str = include_str!("../../../../docs/asyncapi.yaml");

/// Who sends a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    Server,
    Client,
}

/// A message of the document.
#[derive(Debug)]
pub struct Message {
    /// The frame's `event`.
    pub event: String,
    /// The frames that the document shows.
    pub examples: Vec<Value>,
    validator: Validator,
}

/// The messages that each side sends.
#[derive(Debug)]
struct Document {
    server: BTreeMap<String, Message>,
    client: BTreeMap<String, Message>,
}

/// # Panics
/// When the server may not send such a frame, with all that is wrong with it.
#[track_caller]
pub fn assert_valid_server_frame(frame: &Value) {
    assert_valid(Sender::Server, frame);
}

/// # Panics
/// When a client may not send such a frame, with all that is wrong with it.
#[track_caller]
pub fn assert_valid_client_frame(frame: &Value) {
    assert_valid(Sender::Client, frame);
}

#[track_caller]
fn assert_valid(sender: Sender, frame: &Value) {
    let faults = faults(sender, frame);
    assert!(faults.is_empty(), "docs/asyncapi.yaml forbids {frame}:\n{}", faults.join("\n"));
}

/// All that is wrong with a frame.
pub fn faults(sender: Sender, frame: &Value) -> Vec<String> {
    let Some(event) = frame["event"].as_str() else { return vec!["it has no event".to_owned()] };
    let Some(message) = messages(sender).get(event) else {
        return vec![format!("no {sender:?} sends the event {event}")];
    };
    let faults = message.validator.iter_errors(frame);
    faults.map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

/// The messages of one side, by event.
pub fn messages(sender: Sender) -> &'static BTreeMap<String, Message> {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    let document = DOCUMENT.get_or_init(read);
    match sender {
        Sender::Server => &document.server,
        Sender::Client => &document.client,
    }
}

fn read() -> Document {
    let document: Value = serde_saphyr::from_str(YAML).expect("YAML");
    // In the document's words: the application, which is the server, sends or receives.
    Document { server: operation(&document, "send"), client: operation(&document, "receive") }
}

/// The messages of the operations with this action.
fn operation(document: &Value, action: &str) -> BTreeMap<String, Message> {
    let operations = document["operations"].as_object().expect("operations").values();
    let operations = operations.filter(|operation| operation["action"] == action);
    let references = operations.flat_map(|operation| operation["messages"].as_array().expect("messages"));
    let mut messages = BTreeMap::new();
    for reference in references {
        let message = message(document, follow(document, reference));
        let twice = messages.insert(message.event.clone(), message);
        assert!(twice.is_none(), "two messages for one event: {twice:?}");
    }
    messages
}

/// What a reference leads to, over as many steps as it takes.
fn follow<'a>(document: &'a Value, mut value: &'a Value) -> &'a Value {
    let mut seen = BTreeSet::new();
    while let Some(reference) = value["$ref"].as_str() {
        assert!(seen.insert(reference), "{reference} leads back to itself");
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        value = document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"));
    }
    value
}

fn message(document: &Value, message: &Value) -> Message {
    let event = message["name"].as_str().expect("a name").to_owned();
    let examples = message["examples"].as_array().expect("examples").iter();
    let examples = examples.map(|example| example["payload"].clone()).collect();
    // References in the payload are looked up from the root, so the schemas have to stand there.
    let schema = json!({"allOf": [message["payload"]], "components": {"schemas": document["components"]["schemas"]}});
    let validator = jsonschema::draft7::options().should_validate_formats(true).build(&schema);
    Message { examples, validator: validator.unwrap_or_else(|error| panic!("{event}: {error}")), event }
}
