//! GET /api/appointments: a window, a doctor, a search; page by page.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderName},
    web::Data,
};
use domain::{
    UserId,
    ports::{
        access::AccessKind,
        appointments::{Order, Page, Query},
    },
    search,
    user::fold,
};
use paperclip::{
    actix::{Apiv2Schema, OperationModifier, api_v2_operation},
    v2::schema::Apiv2Schema,
};
use serde::Deserialize;

use crate::{
    Api, Fault, Problem,
    deadline::within,
    extract::{Params, Ranged, SignedIn, Then, asked, instant, spelled},
    reply::Reply,
    routes::{
        cursor,
        paging::{limit_fault, link, order_fault},
    },
    view::{AppointmentView, Stamp},
};

/// Pages have so many appointments when nothing is said.
const USUAL_PAGE: u32 = 500;
/// A search for less would find nearly everything.
const SHORTEST_SEARCH: usize = 2;

/// Which way.
#[derive(Clone, Copy, Debug, Default, Deserialize, Apiv2Schema)]
#[serde(rename_all = "lowercase")]
pub enum OrderParam {
    /// Earliest first.
    #[default]
    Asc,
    /// Latest first.
    Desc,
}

/// Which appointments.
#[derive(Clone, Debug, Default, Deserialize, Apiv2Schema)]
pub struct ListParams {
    #[serde(default, deserialize_with = "instant")]
    from: Option<Stamp>,
    #[serde(default, deserialize_with = "instant")]
    to: Option<Stamp>,
    #[serde(default)]
    doctor: Option<String>,
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    order: Option<OrderParam>,
    #[serde(default, deserialize_with = "spelled")]
    limit: Option<u32>,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default, deserialize_with = "spelled")]
    deleted: Option<bool>,
}

impl Ranged for ListParams {
    fn faults(&self) -> Vec<Fault> {
        let Self { from, to, q, limit, .. } = self;
        let mut faults: Vec<Fault> = limit_fault(*limit).into_iter().chain(order_fault(*from, *to)).collect();
        if q.as_ref().is_some_and(|q| q.trim().chars().count() < SHORTEST_SEARCH) {
            faults.push(Fault::new("/q", "must have at least 2 characters"));
        }
        faults
    }
}

impl ListParams {
    /// The question to the store.
    ///
    /// # Errors
    /// The cursor is none.
    pub fn query(self) -> Result<Query, Problem> {
        let Self { from, to, doctor, q, order, limit, cursor, deleted } = self;
        Ok(Query {
            from: from.map(|at| at.0),
            to: to.map(|at| at.0),
            doctor: doctor.as_deref().map(findable).filter(|doctor| !doctor.is_empty()),
            words: q.as_deref().map(words).unwrap_or_default(),
            cancelled: deleted.unwrap_or_default(),
            order: match order.unwrap_or_default() {
                OrderParam::Asc => Order::Ascending,
                OrderParam::Desc => Order::Descending,
            },
            limit: limit.unwrap_or(USUAL_PAGE),
            after: cursor.as_deref().map(cursor::appointment).transpose()?,
        })
    }
}

/// The words to search for. A search without a letter or digit is for itself, and finds nothing.
fn words(q: &str) -> Vec<String> {
    let words: Vec<String> = search::words(q).collect();
    if words.is_empty() { vec![findable(q)] } else { words }
}

/// In the form that is compared. No stored text has a NUL, and no database can be asked for one.
fn findable(text: &str) -> String {
    fold(&text.replace('\0', "\u{FFFD}"))
}

/// Who may list: everybody; the cancelled ones, administrators.
pub struct Lister(UserId);

impl FromRequest for Lister {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let SignedIn(session) = SignedIn::extract(&request).await?;
            let cancelled = asked(request.query_string(), "deleted", "true");
            if cancelled && !session.user.is_admin {
                Err(Problem::admin_only().into())
            } else {
                Ok(Self(session.user.id))
            }
        })
    }
}

impl Apiv2Schema for Lister {}

impl OperationModifier for Lister {}

#[api_v2_operation]
pub async fn list(
    api: Data<Api>,
    request: HttpRequest,
    Then(Lister(user), Params(params)): Then<Lister, Params<ListParams>>,
) -> Result<Reply<Vec<AppointmentView>>, Problem> {
    let page = within(api.appointments.list(&params.query()?)).await?;
    let views = page.appointments.iter().map(|appointment| AppointmentView::new(appointment, &page.people)).collect();
    api.seen(user, AccessKind::AppointmentListed, page.appointments.iter().map(|appointment| appointment.id));
    let reply = Reply::ok(views).header(HeaderName::from_static("x-total-count"), page.total);
    Ok(match next(&page) {
        Some(cursor) => reply.header(header::LINK, link(&api, &request, &cursor)),
        None => reply,
    })
}

fn next(page: &Page) -> Option<String> {
    let last = page.appointments.last().filter(|_| page.more)?;
    Some(cursor::after((last.content.start_time, last.id)))
}
