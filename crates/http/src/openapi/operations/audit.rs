//! Who saw and did what.

use super::{ANY, PARAMETERS, STORE, TOKEN};
use crate::{
    Code::*,
    openapi::operation::{Operation, ResponseHeader::Link, Success, Tag::Audit},
};

pub(super) const OPERATIONS: &[Operation] = &[Operation::new("GET", "/api/audit", Audit, "listAudit")
    .says(
        "List who saw and did what",
        "For administrators: who read, listed or watched which appointments, who signed in, who changed which user; \
         newest first, page by page: the header `Link` leads on. It is written within a second. Who looks at the same \
         thing again within minutes is listed once; `calendar_watched` speaks for ten minutes at most. What people \
         changed stands in the appointments' histories.",
    )
    .answers(&[Success::new(200, "One page.").with(&[Link])])
    .refuses(&[ANY, TOKEN, PARAMETERS, &[AdminOnly, InvalidCursor], STORE])];
