//! GET /metrics, in Prometheus' text format: for who has the token; without one configured, for this machine only.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data},
};
use sha2::{Digest, Sha256};

use crate::{Api, Code, Problem};

/// Adds the endpoint.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(web::resource("/metrics").route(web::get().to(metrics)));
}

async fn metrics(api: Data<Api>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    match &api.settings.metrics_token {
        Some(token) if !bears(&request, token) => return Err(Problem::unauthenticated()),
        None if !is_local(&request) => {
            return Err(Problem::new(Code::Forbidden, "Set METRICS_TOKEN to read the metrics from elsewhere."));
        }
        _ => {}
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body((api.metrics)()))
}

fn bears(request: &HttpRequest, token: &str) -> bool {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given =
        given.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    // Digests are compared, so that the time taken tells nothing of the token.
    given.is_some_and(|(_, given)| Sha256::digest(given.trim()) == Sha256::digest(token))
}

fn is_local(request: &HttpRequest) -> bool {
    let loopback = request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let forwarded = request
        .headers()
        .keys()
        .any(|name| name.as_str().starts_with("x-forwarded-") || name == "forwarded" || name == "x-real-ip");
    loopback && !forwarded
}
