//! GET /api/appointments/{id}.

use actix_web::{HttpRequest, HttpResponse, Responder, http::header, web::Data};
use domain::{AppointmentId, ports::access::AccessKind};
use paperclip::{
    actix::{OperationModifier, api_v2_operation},
    v2::{
        models::{DefaultOperationRaw, DefaultSchemaRaw},
        schema::Apiv2Schema,
    },
};

use crate::{
    Api, Code, Problem,
    deadline::within,
    extract::{Id, SignedIn, Then},
    reply::Reply,
    view::AppointmentView,
};

/// The appointment, or 304 when the caller has it as it is.
pub struct Fresh(Reply<AppointmentView>);

impl Responder for Fresh {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let response = self.0.respond_to(request);
        let tag = response.headers().get(header::ETAG).cloned();
        let known = request.headers().get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
        let is_tag = |known: &str| known == "*" || tag.as_ref().is_some_and(|tag| tag == known);
        if known.flat_map(|value| value.split(',')).any(|known| is_tag(known.trim().trim_start_matches("W/"))) {
            let mut unchanged = HttpResponse::NotModified();
            if let Some(tag) = tag {
                unchanged.insert_header((header::ETAG, tag));
            }
            return unchanged.finish();
        }
        response
    }
}

impl Apiv2Schema for Fresh {
    fn name() -> Option<String> {
        AppointmentView::name()
    }

    fn raw_schema() -> DefaultSchemaRaw {
        AppointmentView::raw_schema()
    }
}

impl OperationModifier for Fresh {
    fn update_parameter(_: &mut DefaultOperationRaw) {}

    fn update_response(operation: &mut DefaultOperationRaw) {
        Reply::<AppointmentView>::update_response(operation);
    }
}

#[api_v2_operation]
pub async fn get(api: Data<Api>, Then(SignedIn(session), Id(id)): Then<SignedIn, Id>) -> Result<Fresh, Problem> {
    let mut snapshot = within(api.appointments.get(AppointmentId(id))).await?;
    snapshot.state.appointment.take_if(|appointment| appointment.cancelled.is_some());
    if snapshot.state.appointment.is_none() {
        return Err(Problem::new(Code::AppointmentNotFound, "It does not exist, or it was cancelled."));
    }
    api.seen(session.user.id, AccessKind::AppointmentRead, [AppointmentId(id)]);
    Ok(Fresh(Reply::appointment(actix_web::http::StatusCode::OK, &snapshot)?))
}
