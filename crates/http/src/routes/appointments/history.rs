//! GET /api/appointments/{id}/history: who did what when.

use actix_web::{HttpRequest, http::header, web::Data};
use domain::{AppointmentId, ports::access::AccessKind};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;

use crate::{
    Api, Code, Fault, Problem,
    deadline::within,
    extract::{Id, Params, Ranged, SignedIn, Then, spelled},
    reply::Reply,
    routes::{
        cursor,
        paging::{limit_fault, link},
    },
    view::EventView,
};

/// Pages have so many events when nothing is said.
const USUAL_PAGE: u32 = 100;

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, Apiv2Schema)]
pub struct HistoryParams {
    #[serde(default, deserialize_with = "spelled")]
    limit: Option<u32>,
    #[serde(default)]
    cursor: Option<String>,
}

impl Ranged for HistoryParams {
    fn faults(&self) -> Vec<Fault> {
        limit_fault(self.limit).into_iter().collect()
    }
}

impl HistoryParams {
    /// So many events, before this one.
    ///
    /// # Errors
    /// The cursor is none.
    pub fn page(&self) -> Result<(u32, Option<i64>), Problem> {
        let before = self.cursor.as_deref().map(cursor::event).transpose()?;
        Ok((self.limit.unwrap_or(USUAL_PAGE), before))
    }
}

#[api_v2_operation]
pub async fn history(
    api: Data<Api>,
    request: HttpRequest,
    Then(SignedIn(session), Then(Id(id), Params(params))): Then<SignedIn, Then<Id, Params<HistoryParams>>>,
) -> Result<Reply<Vec<EventView>>, Problem> {
    let (limit, before) = params.page()?;
    let viewer = &session.user;
    let found = within(api.appointments.history(AppointmentId(id), viewer.id, viewer.is_admin, before, limit)).await?;
    let history =
        found.ok_or_else(|| Problem::new(Code::AppointmentNotFound, "It does not exist, or is not yours."))?;
    api.seen(viewer.id, AccessKind::AppointmentRead, [AppointmentId(id)]);
    let oldest = history.events.last().filter(|_| history.more).map(|recorded| cursor::before(recorded.seq));
    let reply = Reply::ok(history.events.iter().map(|recorded| EventView::new(recorded, &history.people)).collect());
    Ok(match oldest {
        Some(cursor) => reply.header(header::LINK, link(&api, &request, &cursor)),
        None => reply,
    })
}
