//! How a change is meant: by which client, under which key, on which state.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderMap},
};
use domain::{
    ClientId,
    lock::{Precondition, State},
    ports::appointments::IdempotencyKey,
};
use paperclip::{actix::OperationModifier, v2::schema::Apiv2Schema};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    problem::{Fault, Problem},
    view::{AppointmentView, etag},
};

/// `X-Client-Id`, `Idempotency-Key` and `If-Match` of a request that changes something.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Which client of the user.
    pub client: Option<ClientId>,
    /// The key, with a fingerprint of method, path and query; a body is added by [`Self::with_body`].
    pub key: Option<IdempotencyKey>,
    if_match: Option<Vec<String>>,
}

impl Intent {
    /// What a request says of it.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let headers = request.headers();
        let mut faults = Vec::new();
        let client = client(headers).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let key = key(headers).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        if !faults.is_empty() {
            return Err(Problem::invalid(&faults));
        }
        let asked = format!("{} {}", request.method(), request.uri());
        let key = key.map(|key| IdempotencyKey { key, fingerprint: Sha256::digest(asked).into() });
        Ok(Self { client, key, if_match: if_match(headers) })
    }

    /// Adds the body to what is asked under the key. The order of its fields does not matter.
    #[must_use]
    pub fn with_body(mut self, json: &Value) -> Self {
        if let Some(key) = &mut self.key {
            key.fingerprint =
                Sha256::new().chain_update(key.fingerprint).chain_update(json.to_string()).finalize().into();
        }
        self
    }

    /// Whether the appointment is the one that the caller saw.
    #[must_use]
    pub fn precondition(&self) -> Option<Precondition> {
        let tags = self.if_match.clone()?;
        Some(Precondition(Arc::new(move |state: &State| {
            let current = AppointmentView::of(state).map(|view| etag(&view));
            current.is_some_and(|current| tags.iter().any(|tag| tag == "*" || tag.as_bytes() == current.as_bytes()))
        })))
    }
}

fn client(headers: &HeaderMap) -> Result<Option<ClientId>, Fault> {
    let Some(value) = headers.get("x-client-id") else { return Ok(None) };
    let id = value.to_str().ok().filter(|text| text.len() == 36).and_then(|text| Uuid::try_parse(text).ok());
    id.map(|id| Some(ClientId(id))).ok_or_else(|| Fault::new("/X-Client-Id", "must be a UUID"))
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let visible = |text: &&str| (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    let key = value.to_str().ok().filter(visible);
    key.map(|key| Some(key.to_owned()))
        .ok_or_else(|| Fault::new("/Idempotency-Key", "must be 1 to 128 visible ASCII characters"))
}

/// The tags of `If-Match`. Weak ones never match (RFC 9110, 13.1.1), so they are kept as they are.
fn if_match(headers: &HeaderMap) -> Option<Vec<String>> {
    let given: Vec<&str> = headers.get_all(header::IF_MATCH).filter_map(|value| value.to_str().ok()).collect();
    let tags = given.iter().flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).collect();
    headers.contains_key(header::IF_MATCH).then_some(tags)
}

impl FromRequest for Intent {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).map_err(Into::into))
    }
}

impl Apiv2Schema for Intent {}

impl OperationModifier for Intent {}
