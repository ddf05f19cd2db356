//! GET /api/config: what a client needs to know before anybody signs in.

use actix_web::web::Data;
use chrono::Duration;
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Serialize;

use crate::{Api, Problem, deadline::within, reply::Reply, view::Stamp};

/// What clients need to know of the system.
#[derive(Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "Config")]
pub struct ConfigView {
    version: String,
    server_time: Stamp,
    time_zone: String,
    clinic_name: Option<String>,
    opening_hours: String,
    signup: bool,
    setup_needed: bool,
    lock_ttl: f64,
    request_timeout: f64,
}

#[api_v2_operation]
pub async fn config(api: Data<Api>) -> Result<Reply<ConfigView>, Problem> {
    let settings = &api.settings;
    let (any, now) =
        within(async { Ok::<_, domain::ports::Unavailable>((api.users.any().await?, api.users.now().await?)) }).await?;
    Ok(Reply::ok(ConfigView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        server_time: Stamp(now),
        time_zone: settings.time_zone.name().to_owned(),
        clinic_name: settings.clinic_name.clone(),
        opening_hours: settings.opening_hours.clone(),
        signup: settings.signup,
        setup_needed: !any,
        lock_ttl: seconds(settings.rules.lock_ttl),
        request_timeout: settings.rules.request_timeout.map_or(0.0, seconds),
    }))
}

fn seconds(duration: Duration) -> f64 {
    duration.as_seconds_f64()
}
