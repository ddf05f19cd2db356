//! A small HTTP client for tests.

use std::{future::IntoFuture, pin::Pin, time::Duration};

use anyhow::Context;
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName},
};
use serde_json::Value;

/// Somebody who calls the server: where, as whom, from which client.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
    client_id: Option<uuid::Uuid>,
}

impl Client {
    /// A caller of this base URL, not signed in. Redirects are answers, not followed.
    ///
    /// # Panics
    /// When the HTTP client cannot be made.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let http = builder.timeout(Duration::from_secs(60)).build().expect("an HTTP client");
        Self { http, base: base.into(), token: None, client_id: None }
    }

    /// The same caller with a bearer token.
    #[must_use]
    pub fn bearer(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// The same caller with an `X-Client-Id`, as one browser tab has it.
    #[must_use]
    pub fn client_id(&self, id: uuid::Uuid) -> Self {
        Self { client_id: Some(id), ..self.clone() }
    }

    /// GET.
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// POST.
    pub fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    /// PATCH.
    pub fn patch(&self, path: &str) -> Request {
        self.request(Method::PATCH, path)
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Any method.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(id) = self.client_id {
            request = request.header("X-Client-Id", id.to_string());
        }
        Request(request)
    }
}

/// A request being made: await it for a [`Reply`] that must come, or [`Request::send`] it where it may not.
#[must_use = "a request does nothing until it is awaited"]
#[derive(Debug)]
pub struct Request(reqwest::RequestBuilder);

impl Request {
    /// Adds a header.
    pub fn header(self, name: &str, value: impl ToString) -> Self {
        Self(self.0.header(name, value.to_string()))
    }

    /// Sets a JSON body.
    pub fn json(self, value: Value) -> Self {
        Self(self.0.json(&value))
    }

    /// Sets a body as it is; its Content-Type is up to the caller.
    pub fn body(self, body: impl Into<String>) -> Self {
        Self(self.0.body(body.into()))
    }

    /// Sends it.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub async fn send(self) -> anyhow::Result<Reply> {
        let response = self.0.send().await.context("no answer")?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.context("no whole answer")?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Reply { status, headers, body, text })
    }
}

impl IntoFuture for Request {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + Send>>;

    /// # Panics
    /// When no answer comes.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.send().await.unwrap_or_else(|error| panic!("{error:#}")) })
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; Null when it is none.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

impl Reply {
    /// The same answer, which must have this status.
    ///
    /// # Panics
    /// When it has another one, showing the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "the answer was: {}", self.text);
        self
    }

    /// A header's text; None when it is missing or no text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let name: HeaderName = name.parse().ok()?;
        self.headers.get(name)?.to_str().ok()
    }
}
