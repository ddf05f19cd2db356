//! `/docs`.

use actix_web::web;

/// Adds the pages.
pub fn configure(_: &mut web::ServiceConfig) {}
