//! Answers of operations.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    Parts, examples, headers,
    operation::{Link, Operation, Success},
    problems,
};
use crate::Code;

/// All answers of an operation by status. Those with one code only are parts, shared by all operations.
pub fn of(operation: &Operation, body: &Value, shared: &mut Parts, samples: &mut Parts) -> Value {
    let mut answers = Map::new();
    for success in operation.successes {
        answers.insert(success.status.to_string(), answer(success, body));
    }
    for (status, codes) in by_status(&operation.codes()) {
        for code in &codes {
            samples.entry(problems::part(*code)).or_insert_with(|| problems::sample(*code));
        }
        let problem = match codes[..] {
            [code] => {
                let name = format!("{code:?}");
                let reference = json!({"$ref": format!("#/components/responses/{name}")});
                shared.entry(name).or_insert_with(|| problems::answer(&codes));
                reference
            }
            _ => problems::answer(&codes),
        };
        answers.insert(status.to_string(), problem);
    }
    answers.into()
}

fn by_status(codes: &[Code]) -> BTreeMap<u16, Vec<Code>> {
    let mut by_status = BTreeMap::<u16, Vec<Code>>::new();
    for code in codes {
        by_status.entry(code.status().as_u16()).or_default().push(*code);
    }
    by_status
}

fn answer(success: &Success, body: &Value) -> Value {
    let named = success.headers.iter().flat_map(|header| headers::of(*header)).chain(headers::ALWAYS);
    let mut answer = json!({
        "description": success.description,
        "headers": headers::referred(named.copied()),
    });
    if !matches!(success.status, 204 | 304) {
        answer["content"] = json!({"application/json": {"schema": body, "examples": examples::of(body)}});
    }
    if !success.links.is_empty() {
        answer["links"] = success.links.iter().map(|to| (to.name.to_owned(), link(to))).collect::<Map<_, _>>().into();
    }
    answer
}

fn link(to: &Link) -> Value {
    let parameters: Map<_, _> = to.parameters.iter().map(|(name, from)| ((*name).to_owned(), (*from).into())).collect();
    json!({"operationId": to.operation, "parameters": parameters})
}
