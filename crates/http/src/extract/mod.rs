//! What a handler is given: each part of a request, checked. What does not check is refused with a problem.
//!
//! Refusals are found in order: [`Then`] and [`Caller`] look at who calls before they look at anything else.

mod body;
mod caller;
mod intent;
mod params;
mod path;
mod peer;

pub use body::{Facts, Unread, Valid, present};
pub use caller::{Admin, AdminCaller, Caller, Signed, SignedIn, Then, bearer_token};
pub use intent::Intent;
pub use params::{Params, Ranged, asked, instant, spelled};
pub use path::{Id, IdAndVersion};
pub use peer::Peer;

use actix_web::{HttpRequest, web::Data};

use crate::{Api, Problem};

fn api(request: &HttpRequest) -> Result<Data<Api>, Problem> {
    request.app_data::<Data<Api>>().cloned().ok_or_else(Problem::unavailable)
}
