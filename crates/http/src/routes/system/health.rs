//! GET /health/live and /health/ready, for whoever restarts and routes.

use actix_web::{http::header, web::Data};
use paperclip::actix::{Apiv2Schema, api_v2_operation};
use serde::Serialize;
use serde_json::json;

use crate::{Api, Code, Problem, deadline::within, reply::Reply};

/// How it is.
#[derive(Serialize, Apiv2Schema)]
#[openapi(rename = "Health")]
pub struct HealthView {
    status: String,
}

impl HealthView {
    fn ok() -> Reply<Self> {
        Reply::ok(Self { status: "ok".to_owned() })
    }
}

/// The process answers.
#[api_v2_operation]
pub async fn live() -> Result<Reply<HealthView>, Problem> {
    Ok(HealthView::ok())
}

/// The database answers too, and the node is not about to stop.
#[api_v2_operation]
pub async fn ready(api: Data<Api>) -> Result<Reply<HealthView>, Problem> {
    if api.drain.is_leaving() {
        return Err(leaving());
    }
    match within(api.store.ping()).await {
        Ok(()) => Ok(HealthView::ok()),
        Err(problem) => Err(problem.with("checks", json!({"database": "unavailable"}))),
    }
}

fn leaving() -> Problem {
    let problem = Problem::new(Code::Unavailable, "This node is about to stop.").header(header::RETRY_AFTER, 1);
    problem.with("checks", json!({"node": "stopping"}))
}
