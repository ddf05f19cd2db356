//! For the fuzz targets: each thing that reads requests, by itself. Nothing else uses it.

use actix_web::{
    HttpRequest,
    http::{
        Uri,
        header::{HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use chrono::NaiveDate;
use domain::{Content, lock::Action, ports::appointments::Query};
use garde::Validate;
use paperclip::v2::schema::Apiv2Schema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    appointments::{create::NewAppointment, history::HistoryParams, list::ListParams, update::AppointmentChange},
    auth::{login::Login, password::NewPassword},
    locks::force_release::ForceRelease,
    system::setup::SetUp,
    users::{create::NewUser, update::UserChange},
};
use crate::{
    Problem,
    extract::{Facts, Intent, Params, Valid},
};

pub use super::cursor;

/// Reads a body, whose date is compared with today.
pub type Reader = fn(&[u8], NaiveDate) -> Result<Value, Problem>;

/// The bodies of which no more is made than what was sent.
pub const BODIES: [(&str, Reader); 6] = [
    ("user", read::<NewUser>),
    ("user change", read::<UserChange>),
    ("login", read::<Login>),
    ("password", read::<NewPassword>),
    ("set-up", read::<SetUp>),
    ("force-release", read::<ForceRelease>),
];

/// A request with a query and headers, where the parser of HTTP would let them through.
#[must_use]
pub fn request(query: &str, headers: &[(&str, &[u8])]) -> Option<HttpRequest> {
    let uri = Uri::try_from(format!("/?{query}")).ok()?;
    let mut request = TestRequest::default().uri(&uri.to_string());
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        request = request.append_header((name, HeaderValue::from_bytes(value).ok()?));
    }
    Some(request.to_http_request())
}

/// What is asked of the list of appointments.
///
/// # Errors
/// All that is wrong with it.
pub fn list(request: &HttpRequest) -> Result<Query, Problem> {
    Params::<ListParams>::of(request)?.0.query()
}

/// Which page of a history: so many events, before this one.
///
/// # Errors
/// All that is wrong with it.
pub fn history(request: &HttpRequest) -> Result<(u32, Option<i64>), Problem> {
    Params::<HistoryParams>::of(request)?.0.page()
}

/// How a change is meant.
///
/// # Errors
/// All that is wrong with it.
pub fn intent(request: &HttpRequest) -> Result<Intent, Problem> {
    Intent::of(request)
}

/// The body that makes an appointment, as it was sent and as it was understood.
///
/// # Errors
/// All that is wrong with it.
pub fn create(bytes: &[u8], today: NaiveDate) -> Result<(Value, Option<Content>), Problem> {
    let Valid { body, json } = Valid::<NewAppointment>::of(bytes, &Facts { today })?;
    Ok((json, body.content()))
}

/// The body that changes one, as it was sent and as it was understood.
///
/// # Errors
/// All that is wrong with it.
pub fn update(bytes: &[u8], today: NaiveDate) -> Result<(Value, Action), Problem> {
    let Valid { body, json } = Valid::<AppointmentChange>::of(bytes, &Facts { today })?;
    Ok((json, body.action()))
}

fn read<T>(bytes: &[u8], today: NaiveDate) -> Result<Value, Problem>
where
    T: DeserializeOwned + Validate<Context = Facts> + Apiv2Schema,
{
    Valid::<T>::of(bytes, &Facts { today }).map(|valid| valid.json)
}
