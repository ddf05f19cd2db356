//! GET /api/audit: newest first, page by page.

use actix_web::{HttpRequest, http::header, web::Data};
use domain::{
    AppointmentId, UserId,
    ports::access::{Access, AccessKind, AccessQuery},
};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Api, Fault, Problem,
    deadline::within,
    extract::{Admin, Params, Ranged, Then, instant, spelled},
    reply::Reply,
    routes::{
        cursor,
        paging::{limit_fault, link, order_fault},
    },
    view::{AccessView, Stamp},
};

/// As in an appointment's history.
const USUAL_PAGE: u32 = 100;

/// What to look for.
#[derive(Clone, Debug, Default, Deserialize, Apiv2Schema)]
pub struct AuditParams {
    #[serde(default, deserialize_with = "spelled")]
    user: Option<Uuid>,
    #[serde(default, deserialize_with = "spelled")]
    appointment: Option<Uuid>,
    #[serde(default, deserialize_with = "instant")]
    from: Option<Stamp>,
    #[serde(default, deserialize_with = "instant")]
    to: Option<Stamp>,
    #[serde(default, deserialize_with = "spelled")]
    limit: Option<u32>,
    #[serde(default)]
    cursor: Option<String>,
}

impl Ranged for AuditParams {
    fn faults(&self) -> Vec<Fault> {
        limit_fault(self.limit).into_iter().chain(order_fault(self.from, self.to)).collect()
    }
}

impl AuditParams {
    fn query(self) -> Result<AccessQuery, Problem> {
        let Self { user, appointment, from, to, limit, cursor } = self;
        Ok(AccessQuery {
            user: user.map(UserId),
            appointment: appointment.map(AppointmentId),
            from: from.map(|at| at.0),
            to: to.map(|at| at.0),
            before: cursor.as_deref().map(cursor::access).transpose()?,
            limit: limit.unwrap_or(USUAL_PAGE),
        })
    }
}

#[api_v2_operation]
pub async fn list(
    api: Data<Api>,
    request: HttpRequest,
    Then(Admin(admin), Params(params)): Then<Admin, Params<AuditParams>>,
) -> Result<Reply<Vec<AccessView>>, Problem> {
    let page = within(api.access_log.find(&params.query()?)).await?;
    api.accesses.note(Access::of_oneself(AccessKind::AuditRead, admin.user.id));
    let oldest = page.entries.last().filter(|_| page.more).map(|entry| cursor::older((entry.at, entry.seq)));
    let reply = Reply::ok(page.entries.iter().map(|entry| AccessView::new(entry, &page.people)).collect());
    Ok(match oldest {
        Some(cursor) => reply.header(header::LINK, link(&api, &request, &cursor)),
        None => reply,
    })
}
