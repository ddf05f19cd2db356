//! Query parameters, read one by one, so that all faults are named at once.

use std::{
    future::{Ready, ready},
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use paperclip::{
    actix::{OperationModifier, web::Query},
    v2::{models::DefaultOperationRaw, schema::Apiv2Schema},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, IntoDeserializer},
};
use uuid::Uuid;

use super::body::expected;
use crate::{
    problem::{Fault, Problem},
    view::Stamp,
};

/// Query parameters. All fields must be optional to serde; unknown parameters are not looked at.
pub struct Params<T>(pub T);

/// What must hold of parameters beyond their types.
pub trait Ranged {
    /// What does not. Parameters whose type was wrong are absent here.
    fn faults(&self) -> Vec<Fault> {
        Vec::new()
    }
}

impl<T: DeserializeOwned + Ranged> FromRequest for Params<T> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).map_err(Into::into))
    }
}

impl<T: DeserializeOwned + Ranged> Params<T> {
    /// The parameters of a request.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        read(request.query_string()).map(Self)
    }
}

fn read<T: DeserializeOwned + Ranged>(query: &str) -> Result<T, Problem> {
    let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut faults: Vec<Fault> = Vec::new();
    loop {
        let object = pairs.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
        match serde_path_to_error::deserialize(serde_json::Value::Object(object)) {
            Ok(params) => return in_range(params, faults),
            Err(error) => {
                let name = error.path().to_string();
                faults.push(Fault::new(format!("/{name}"), expected(error.inner())));
                let before = pairs.len();
                pairs.retain(|(given, _)| *given != name);
                if pairs.len() == before {
                    return Err(Problem::invalid(&faults));
                }
            }
        }
    }
}

fn in_range<T: Ranged>(params: T, mut faults: Vec<Fault>) -> Result<T, Problem> {
    for fault in params.faults() {
        if !faults.iter().any(|known| known.pointer == fault.pointer) {
            faults.push(fault);
        }
    }
    if faults.is_empty() { Ok(params) } else { Err(Problem::invalid(&faults)) }
}

/// Whether a query has a parameter with this value: for what must be known before all of it is read.
#[must_use]
pub fn asked(query: &str, name: &str, value: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(given, is)| given == name && is == value)
}

/// What a parameter may be, besides text.
pub trait Spelled: FromStr {
    /// What it must be, to be told to who sends something else.
    const EXPECTED: &str;
}

impl Spelled for bool {
    const EXPECTED: &str = "must be true or false";
}

impl Spelled for i64 {
    const EXPECTED: &str = "must be a whole number";
}

impl Spelled for String {
    const EXPECTED: &str = "must be text";
}

impl Spelled for u32 {
    const EXPECTED: &str = "must be a whole number, not negative";
}

impl Spelled for Uuid {
    const EXPECTED: &str = "must be a UUID";
}

/// Reads a parameter that is not text but spelled as such.
///
/// # Errors
/// It is not spelled so.
pub fn spelled<'de, D: Deserializer<'de>, T: Spelled>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(|_| D::Error::custom(T::EXPECTED))
}

/// Reads an instant whose `+` may not have been escaped, so that it arrived as a space.
///
/// # Errors
/// It is none.
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Stamp>, D::Error> {
    let text = String::deserialize(deserializer)?.replace(' ', "+");
    Stamp::deserialize(text.into_deserializer()).map(Some)
}

impl<T: Apiv2Schema> Apiv2Schema for Params<T> {}

impl<T: Apiv2Schema> OperationModifier for Params<T> {
    fn update_parameter(operation: &mut DefaultOperationRaw) {
        Query::<T>::update_parameter(operation);
    }
}
