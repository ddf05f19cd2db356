//! What must hold of every refusal.

use http_api::{Code, Problem};
use serde_json::{Value, json};

/// Stands in for what people wrote, where it must not come back.
pub const SECRET: &str = "\u{2702}said\u{2702}";

/// As [`SECRET`], for numbers.
const NUMBER: i64 = 731_651_713_561;

/// It has one of the codes that this can have, and is told as documented: each fault with a pointer and a sentence.
pub fn is_told(problem: &Problem, codes: &[Code]) {
    assert!(codes.contains(&problem.code), "{problem} is none of {codes:?}");
    let body = problem.body("-");
    assert_eq!(body["status"], 400);
    assert!(body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{body}");
    if problem.code != Code::ValidationFailed {
        assert_eq!(body.get("errors"), None);
        return;
    }
    let faults = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(!faults.is_empty(), "{body}");
    for fault in faults {
        let (pointer, detail) = (fault["pointer"].as_str(), fault["detail"].as_str());
        assert!(pointer.is_some_and(|pointer| pointer.is_empty() || pointer.starts_with('/')), "{body}");
        assert!(detail.is_some_and(|detail| !detail.is_empty()), "{body}");
    }
}

/// Puts what would be recognised in the place of each value.
pub fn marked(value: &Value) -> Value {
    match value {
        Value::String(text) => format!("{text}{SECRET}").into(),
        Value::Number(_) => json!(NUMBER),
        Value::Array(values) => values.iter().map(marked).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), marked(value))).collect(),
        other => other.clone(),
    }
}

/// Nothing that was sent in the place of a value comes back.
pub fn keeps_values_back(problem: &Problem) {
    let body = problem.body("-").to_string();
    assert!(!body.contains(SECRET) && !body.contains(&NUMBER.to_string()), "a value came back: {body}");
}
