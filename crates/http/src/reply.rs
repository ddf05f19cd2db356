//! Answers: a body as JSON, or none, with a status and headers.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};
use domain::service::Snapshot;
use paperclip::{
    actix::{OperationModifier, web::Json},
    v2::{
        models::{DefaultOperationRaw, DefaultSchemaRaw},
        schema::Apiv2Schema,
    },
};
use serde::Serialize;

use crate::{
    problem::{Code, Problem},
    view::{AppointmentView, LockAnswer, etag},
};

/// A JSON answer.
pub struct Reply<T> {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: T,
}

impl<T> Reply<T> {
    /// 200 with a body.
    pub fn ok(body: T) -> Self {
        Self::with_status(StatusCode::OK, body)
    }

    /// Another status with a body.
    pub fn with_status(status: StatusCode, body: T) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    /// Adds a header; one whose value cannot be is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl ToString) -> Self {
        if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
            self.headers.push((name, value));
        }
        self
    }
}

impl Reply<AppointmentView> {
    /// The appointment of a snapshot with its tag.
    ///
    /// # Errors
    /// There is none.
    pub fn appointment(status: StatusCode, snapshot: &Snapshot) -> Result<Self, Problem> {
        let view = AppointmentView::of(&snapshot.state)
            .ok_or_else(|| Problem::new(Code::AppointmentNotFound, "It does not exist, or it was cancelled."))?;
        let tag = (header::ETAG, etag(&view));
        Ok(Self { status, headers: vec![tag], body: view })
    }
}

impl Reply<Option<LockAnswer>> {
    /// The lock of a snapshot, or null, with the appointment's tag.
    ///
    /// # Errors
    /// There is no such appointment.
    pub fn lock(status: StatusCode, snapshot: &Snapshot) -> Result<Self, Problem> {
        let Reply { headers, .. } = Reply::appointment(status, snapshot)?;
        Ok(Self { status, headers, body: LockAnswer::of(snapshot) })
    }
}

impl<T: Serialize> Responder for Reply<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        for header in self.headers {
            response.insert_header(header);
        }
        response.json(self.body)
    }
}

impl<T: Apiv2Schema> Apiv2Schema for Reply<T> {
    fn name() -> Option<String> {
        T::name()
    }

    fn raw_schema() -> DefaultSchemaRaw {
        T::raw_schema()
    }
}

impl<T: Apiv2Schema> OperationModifier for Reply<T> {
    fn update_parameter(_: &mut DefaultOperationRaw) {}

    fn update_response(operation: &mut DefaultOperationRaw) {
        Json::<T>::update_response(operation);
    }
}

/// 204.
pub struct Done;

impl Responder for Done {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

impl Apiv2Schema for Done {}

impl OperationModifier for Done {}
