//! The HTTP server: routes and middleware on a listener.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::from_fn,
    web::{self, Data},
};
use paperclip::actix::OpenApiExt;

use crate::{
    Api,
    deadline::deadline,
    middleware::{body_limit, cors, headers, observe, paths, problems, request_id},
    problem::{Code, Problem},
    rate_limit::Limiter,
    routes,
};

/// How long requests under way may take when the server stops.
const SHUTDOWN_SECONDS: u64 = 9;

/// Serves the API on a listener until it is told to stop.
///
/// # Errors
/// The listener cannot be used.
pub fn serve(listener: TcpListener, api: Arc<Api>, limiter: Arc<Limiter>) -> std::io::Result<Server> {
    let api = Data::from(api);
    let server = HttpServer::new(move || {
        let (settings, limiter) = (api.settings.clone(), limiter.clone());
        // The last one wrapped is the outermost.
        App::new()
            .app_data(api.clone())
            .wrap(from_fn(deadline))
            .wrap(from_fn(body_limit::body_limit))
            .wrap(from_fn(paths::paths))
            .wrap(cors::cors(&settings))
            .wrap(from_fn(problems::problems))
            .wrap(from_fn(headers::headers))
            .wrap(from_fn(observe::observe))
            .wrap(from_fn(request_id::request_id))
            .configure(|config| routes::configure_pages(config, settings.docs))
            .default_service(web::to(|| async {
                Err::<&str, _>(Problem::new(Code::RouteNotFound, "No such path is served."))
            }))
            .wrap_api()
            .configure(|config| routes::configure(config, &limiter))
            .build()
    });
    let server = server
        .listen(listener)?
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals()
        .run();
    Ok(server)
}
