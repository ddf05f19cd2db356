//! What answers must look like.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::Value;
use testkit::Reply;

/// A refusal, letter by letter.
#[track_caller]
pub fn refused(reply: Reply, status: u16, code: &str) -> Reply {
    let Reply { body, text, .. } = &reply;
    assert_eq!((reply.status, body["code"].as_str()), (status, Some(code)), "{text}");
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{text}");
    let kind = body["type"].as_str().unwrap_or_default();
    assert!(kind.starts_with("http") && kind.ends_with(&format!("/{code}")), "{text}");
    assert_eq!(body["status"], status, "{text}");
    for member in ["title", "detail"] {
        assert!(body[member].as_str().is_some_and(|words| !words.is_empty()), "no {member}: {text}");
    }
    assert_eq!(body["requestId"].as_str(), reply.header("x-request-id"), "{text}");
    assert!(reply.header("x-request-id").is_some_and(|id| !id.is_empty()), "{text}");
    for leak in ["SELECT ", "INSERT ", "sqlx", "sea_orm", "/src/", ".rs:", "panicked"] {
        assert!(!text.contains(leak), "{leak} is in {text}");
    }
    if status == 401 {
        let challenge = code == "unauthenticated";
        assert_eq!(reply.header("www-authenticate"), challenge.then_some("Bearer"), "{text}");
    }
    reply
}

/// The pointers of all faults that a `validation_failed` names.
#[track_caller]
pub fn pointers(reply: Reply) -> BTreeSet<String> {
    let reply = refused(reply, 400, "validation_failed");
    let errors = reply.body["errors"].as_array().unwrap_or_else(|| panic!("no errors: {}", reply.text));
    let named = errors.iter().map(|error| {
        assert!(error["detail"].as_str().is_some_and(|words| !words.is_empty()), "{}", reply.text);
        error["pointer"].as_str().expect("a pointer").to_owned()
    });
    let set: BTreeSet<String> = named.collect();
    assert_eq!(set.len(), errors.len(), "a fault is named twice: {}", reply.text);
    set
}

/// An instant as the contract writes it.
#[track_caller]
pub fn instant(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().unwrap_or_else(|| panic!("not an instant: {value}"));
    assert!(text.len() == 24 && text.ends_with('Z') && &text[19..20] == ".", "{text}");
    DateTime::parse_from_rfc3339(text).expect("RFC 3339").to_utc()
}

/// The names of an object's members.
#[track_caller]
pub fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("not an object: {value}")).keys().map(String::as_str).collect()
}

/// The path and query of an absolute address of this server.
#[track_caller]
pub fn location_of(address: &str, base: &str) -> String {
    address.strip_prefix(base).unwrap_or_else(|| panic!("{address} is not of {base}")).to_owned()
}

/// Where the next page is.
#[track_caller]
pub fn next_page(reply: &Reply, base: &str) -> Option<String> {
    let link = reply.header("link")?;
    let address = link.strip_prefix('<').and_then(|rest| rest.strip_suffix(">; rel=\"next\""));
    Some(location_of(address.unwrap_or_else(|| panic!("Link: {link}")), base))
}
