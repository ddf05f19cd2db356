//! The document is held against the routes, the codes and the views.

use std::collections::{BTreeMap, BTreeSet};

use http_api::{
    Code,
    openapi::{document, operations, routed, text},
};
use openapi_support::{faults, resolved};
use serde_json::Value;

mod openapi_support;

/// What only the framework answers, where no operation is, and what only the WebSocket does.
const NOT_OF_OPERATIONS: [Code; 7] = [
    Code::RouteNotFound,
    Code::MethodNotAllowed,
    Code::NotAcceptable,
    Code::ForeignOrigin,
    Code::UpgradeRequired,
    Code::InvalidFrame,
    Code::WindowTooLarge,
];

/// The members of an object.
fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_object().expect("an object").values()
}

fn operations_of(document: &Value) -> impl Iterator<Item = &Value> {
    members(&document["paths"]).flat_map(members)
}

/// All media types of requests and answers.
fn contents(document: &Value) -> Vec<(String, &Value)> {
    let mut contents = Vec::new();
    for operation in operations_of(document) {
        let id = operation["operationId"].as_str().expect("an id");
        for carrier in members(&operation["responses"])
            .map(|answer| resolved(document, answer))
            .chain(operation.get("requestBody"))
        {
            for content in carrier["content"].as_object().into_iter().flat_map(|content| content.values()) {
                contents.push((id.to_owned(), content));
            }
        }
    }
    contents
}

#[test]
fn every_route_has_one_row_and_every_row_a_route() {
    let mut rows: Vec<(String, String)> =
        operations::all().map(|operation| (operation.method.to_owned(), operation.path.to_owned())).collect();
    let mut routes = routed();
    rows.sort();
    routes.sort();
    assert_eq!(rows, routes);
}

#[test]
fn ids_are_unique_and_links_lead_to_operations() {
    let ids: BTreeSet<&str> = operations::all().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), operations::all().count());
    for success in operations::all().flat_map(|operation| operation.successes) {
        for link in success.links {
            assert!(ids.contains(link.operation), "{}", link.operation);
        }
    }
}

#[test]
fn every_code_is_some_operations() {
    let used: BTreeSet<Code> = operations::all().flat_map(|operation| operation.codes()).collect();
    let all = Code::ALL.iter().copied().filter(|code| !NOT_OF_OPERATIONS.contains(code)).collect();
    assert_eq!(used, all);
}

#[test]
fn every_problem_of_a_row_is_in_the_document_under_its_status() {
    let document = document();
    for operation in operations::all() {
        let found = &document["paths"][operation.path][operation.method.to_lowercase()]["responses"];
        for code in operation.codes() {
            let answer = resolved(&document, &found[code.status().as_str()]);
            let schema = &answer["content"]["application/problem+json"]["schema"];
            let names = schema["allOf"][1]["properties"]["code"]["enum"].as_array().unwrap();
            assert!(names.contains(&code.name().into()), "{} lacks {}", operation.id, code.name());
        }
    }
}

#[test]
fn every_part_has_a_request_id_and_every_body_an_example_that_fits() {
    let document = document();
    for operation in operations_of(&document) {
        for answer in members(&operation["responses"]) {
            let answer = resolved(&document, answer);
            assert!(answer["headers"].get("X-Request-Id").is_some(), "{answer}");
        }
    }
    for (id, content) in contents(&document) {
        let examples = content["examples"].as_object().unwrap();
        assert!(!examples.is_empty(), "{id}");
        for example in examples.values() {
            let value = &resolved(&document, example)["value"];
            assert!(!value.is_null(), "{id}: {example}");
            assert_eq!(faults(&document, &content["schema"], value), [""; 0], "{id}: {value}");
        }
    }
}

#[test]
fn bodies_of_requests_are_closed() {
    let document = document();
    for operation in operations_of(&document).filter(|operation| operation.get("requestBody").is_some()) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(resolved(&document, schema)["additionalProperties"], false, "{}", operation["operationId"]);
    }
}

#[test]
fn allowed_methods_are_the_routed_ones_and_head_where_get_is() {
    let expected = BTreeMap::from([
        ("/api/appointments/{id}", "GET, HEAD, PATCH, DELETE"),
        ("/api/users", "GET, HEAD, POST"),
        ("/api/auth/login", "POST"),
        ("/docs", "GET, HEAD"),
    ]);
    for (pattern, methods) in expected {
        assert_eq!(operations::methods(pattern), methods);
    }
}

#[test]
fn the_document_is_as_recorded() {
    assert_eq!(serde_json::from_str::<Value>(text()).unwrap(), document());
    insta::assert_json_snapshot!(document());
}
