//! Strict JSON bodies: read field by field, so that all faults are named at once.

use std::{collections::BTreeMap, future::Future, marker::PhantomData, pin::Pin};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    error::PayloadError,
    http::header,
    web::{Bytes, BytesMut},
};
use chrono::NaiveDate;
use futures_util::StreamExt;
use garde::Validate;
use paperclip::{
    actix::{OperationModifier, web::Json},
    v2::{
        models::{DefaultOperationRaw, DefaultSchemaRaw},
        schema::Apiv2Schema,
    },
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::api;
use crate::{
    deadline::{self, ARRIVAL},
    middleware::BODY_LIMIT,
    problem::{Code, Fault, Problem},
};

/// What validation needs to know of the world.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Today in the clinic.
    pub today: NaiveDate,
}

/// A JSON body that is well-formed, strict and valid. All its fields must be optional to serde; garde says which are
/// required.
pub struct Valid<T> {
    /// The body.
    pub body: T,
    /// As it was sent, for the idempotency key's fingerprint.
    pub json: Value,
}

/// A JSON body that is well-formed, of which something must be looked at before it is read.
pub struct Unread<T> {
    json: Value,
    facts: Facts,
    read_as: PhantomData<T>,
}

impl<T> Unread<T>
where
    T: DeserializeOwned + Validate<Context = Facts> + Apiv2Schema,
{
    /// Whether a field was sent, whatever its value.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.json.get(field).is_some()
    }

    /// Reads it.
    ///
    /// # Errors
    /// All its faults at once.
    pub fn read(self) -> Result<Valid<T>, Problem> {
        check(self.json, &self.facts)
    }
}

/// Reads a field that may be absent, but not null.
///
/// # Errors
/// Serde's own.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl<T> Valid<T>
where
    T: DeserializeOwned + Validate<Context = Facts> + Apiv2Schema,
{
    /// Reads a body that has arrived whole.
    ///
    /// # Errors
    /// It is not JSON, or all its faults at once.
    pub fn of(bytes: &[u8], facts: &Facts) -> Result<Self, Problem> {
        check(parse(bytes)?, facts)
    }
}

impl<T> FromRequest for Unread<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let facts = Facts { today: api(&request)?.today() };
            let collected = timeout(ARRIVAL, collect(payload)).await;
            deadline::begin_anew();
            let bytes =
                collected.map_err(|_| Problem::new(Code::RequestTimeout, "The body did not arrive in time."))??;
            is_json(&request)?;
            Ok(Self { json: parse(&bytes)?, facts, read_as: PhantomData })
        })
    }
}

impl<T> FromRequest for Valid<T>
where
    T: DeserializeOwned + Validate<Context = Facts> + Apiv2Schema + 'static,
{
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let unread = Unread::<T>::from_request(request, payload);
        Box::pin(async move { Ok(unread.await?.read()?) })
    }
}

fn is_json(request: &HttpRequest) -> Result<(), Problem> {
    let json = request.content_type().eq_ignore_ascii_case("application/json");
    let plain = request.headers().get(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
    if json && plain {
        Ok(())
    } else {
        Err(Problem::new(Code::UnsupportedMediaType, "Send `Content-Type: application/json`, not compressed."))
    }
}

async fn collect(mut payload: Payload) -> Result<Bytes, Problem> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error: PayloadError| {
            tracing::debug!(%error, "a body broke off");
            Problem::new(Code::BadRequest, "The body did not arrive whole.")
        })?;
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Problem::new(Code::BodyTooLarge, "A body may have 64 KiB at most."));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(bytes)
        .map_err(|error| Problem::new(Code::InvalidJson, format!("The body is not JSON: {error}.")))
}

fn check<T>(json: Value, facts: &Facts) -> Result<Valid<T>, Problem>
where
    T: DeserializeOwned + Validate<Context = Facts> + Apiv2Schema,
{
    let Value::Object(mut fields) = json.clone() else {
        return Err(Problem::invalid(&[Fault::new("", "must be an object")]));
    };
    let mut faults = Vec::new();
    drop_unreadable(&mut fields, &T::raw_schema(), &mut faults);
    let body: T = convert(fields, &mut faults).ok_or_else(|| Problem::invalid(&faults))?;
    if let Err(report) = body.validate_with(facts) {
        for (path, error) in report.iter() {
            let pointer = format!("/{}", camel_case(&path.to_string()));
            if !faults.iter().any(|fault| fault.pointer == pointer) {
                faults.push(Fault::new(pointer, error.message()));
            }
        }
    }
    if faults.is_empty() { Ok(Valid { body, json }) } else { Err(Problem::invalid(&faults)) }
}

/// Takes out fields that nobody knows and texts that no database can keep.
fn drop_unreadable(fields: &mut Map<String, Value>, schema: &DefaultSchemaRaw, faults: &mut Vec<Fault>) {
    fields.retain(|name, value| {
        let fault = if !schema.properties.contains_key(name) {
            "is not a field that can be set here"
        } else if value.as_str().is_some_and(|text| text.contains('\0')) {
            "must not contain the character NUL"
        } else {
            return true;
        };
        faults.push(Fault::new(pointer(name), fault));
        false
    });
}

/// Converts, taking out fields of a wrong type one after the other.
fn convert<T: DeserializeOwned>(mut fields: Map<String, Value>, faults: &mut Vec<Fault>) -> Option<T> {
    loop {
        match serde_path_to_error::deserialize(Value::Object(fields.clone())) {
            Ok(body) => return Some(body),
            Err(error) => {
                let name = error.path().to_string();
                let name = name.split(['.', '[']).next().unwrap_or_default();
                faults.push(Fault::new(pointer(name), expected(error.inner())));
                fields.remove(name)?;
            }
        }
    }
}

/// What a field must be. Serde's own words repeat what was sent, which may be a password; ours don't.
pub(super) fn expected(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let by_serde = ["invalid ", "unknown variant "].iter().any(|beginning| text.starts_with(beginning));
    match text.rsplit_once(", expected ") {
        Some((_, "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64")) => "must be an integer in range".to_owned(),
        Some((_, expected)) if by_serde => format!("must be {expected}"),
        _ if by_serde => "is not valid".to_owned(),
        _ => text,
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A field's name as clients write it.
fn camel_case(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        let head: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
        name + &head + letters.as_str()
    })
}

impl<T: Apiv2Schema> Apiv2Schema for Unread<T> {
    fn name() -> Option<String> {
        T::name()
    }

    fn raw_schema() -> DefaultSchemaRaw {
        T::raw_schema()
    }
}

impl<T: Apiv2Schema> OperationModifier for Unread<T> {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Json::<T>::update_parameter(operation);
    }

    fn update_definitions(map: &mut BTreeMap<String, DefaultSchemaRaw>) {
        Json::<T>::update_definitions(map);
    }
}

impl<T: Apiv2Schema> Apiv2Schema for Valid<T> {
    fn name() -> Option<String> {
        T::name()
    }

    fn raw_schema() -> DefaultSchemaRaw {
        T::raw_schema()
    }
}

impl<T: Apiv2Schema> OperationModifier for Valid<T> {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Json::<T>::update_parameter(operation);
    }

    fn update_definitions(map: &mut BTreeMap<String, DefaultSchemaRaw>) {
        Json::<T>::update_definitions(map);
    }
}

#[cfg(test)]
mod tests {
    use paperclip::actix::Apiv2Schema;

    use super::*;
    use crate::view::Stamp;

    #[derive(Debug, Deserialize, Validate, Apiv2Schema)]
    #[serde(rename_all = "camelCase")]
    #[garde(context(Facts))]
    struct Sample {
        #[serde(default, deserialize_with = "present")]
        #[garde(required, length(chars, min = 1, max = 3))]
        short_name: Option<String>,
        #[serde(default, deserialize_with = "present")]
        #[garde(required)]
        start_time: Option<Stamp>,
        #[serde(default)]
        #[garde(length(chars, max = 2))]
        note: Option<String>,
    }

    /// The pointers of all faults, or the code of what is no validation's business.
    fn faults(json: &str) -> Vec<String> {
        let facts = Facts::default();
        match parse(json.as_bytes()).and_then(|json| check::<Sample>(json, &facts)) {
            Ok(_) => Vec::new(),
            Err(problem) => match problem.body("")["errors"].as_array() {
                Some(errors) => {
                    errors.iter().filter_map(|error| error["pointer"].as_str().map(str::to_owned)).collect()
                }
                None => vec![problem.code.name().to_owned()],
            },
        }
    }

    #[test]
    fn all_faults_are_named_at_once_by_their_pointers() {
        for (json, pointers) in [
            (r#"{"shortName": "äöü", "startTime": "2026-11-23T09:00:00Z", "note": null}"#, &[][..]),
            (
                r#"{"shortName": "", "startTime": 5, "id": "x", "a/b~c": 1}"#,
                &["/a~1b~0c", "/id", "/startTime", "/shortName"],
            ),
            (r#"{"shortName": null, "note": "long"}"#, &["/shortName", "/startTime", "/note"]),
            (r#"{"shortName": "a\u0000", "startTime": "2026-11-23T09:00:00Z"}"#, &["/shortName"]),
            ("[]", &[""]),
            ("{", &["invalid_json"]),
            ("", &["invalid_json"]),
            ("\"\\ud800\"", &["invalid_json"]),
        ] {
            let mut found = faults(json);
            let mut expected: Vec<&str> = pointers.to_vec();
            found.sort();
            expected.sort_unstable();
            assert_eq!(found, expected, "{json}");
        }
    }

    #[test]
    fn what_is_expected_is_told_but_not_what_was_sent() {
        #[derive(Debug, Deserialize)]
        enum Choice {
            One,
            Other,
        }
        fn told<T: DeserializeOwned + std::fmt::Debug>(json: Value) -> String {
            expected(&serde_json::from_value::<T>(json).expect_err("a fault"))
        }
        let tricky = "secret, expected secret";
        assert_eq!(told::<String>(777.into()), "must be a string");
        assert_eq!(told::<u32>(tricky.into()), "must be an integer in range");
        assert_eq!(told::<u32>((-777).into()), "must be an integer in range");
        assert_eq!(told::<bool>(tricky.into()), "must be a boolean");
        assert_eq!(told::<Choice>(tricky.into()), "must be `One` or `Other`");
        assert_eq!(told::<Vec<u8>>(tricky.into()), "must be a sequence");
        assert!(told::<Stamp>(tricky.into()).starts_with("must be an instant"));
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        assert_eq!(faults(&"[".repeat(100_000)), ["invalid_json"]);
    }
}
