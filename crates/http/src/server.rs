//! The HTTP server: routes and middleware on a listener.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::from_fn,
    rt::net::TcpStream,
    web::{self, Data, ServiceConfig},
};
use paperclip::actix::OpenApiExt;
use socket2::SockRef;

use crate::{
    Api,
    deadline::{ARRIVAL, deadline},
    drain,
    middleware::{body_limit, cors, headers, idle, observe, paths, problems, request_id},
    problem::{Code, Problem},
    rate_limit::Limiter,
    routes,
};

/// How long requests under way may take when the server stops; none takes longer. Leaving has taken 3 s before.
const SHUTDOWN_SECONDS: u64 = 5;

/// How long the last words of a connection may take to be read before it is closed. The framework's clock for this is
/// half a second coarse, so it is 0.1 s at least; a socket that was signed out must be closed within a second.
const LINGER: Duration = Duration::from_millis(600);

/// What is sent and not acknowledged for so long was sent to nobody: the connection is given up, be the peer dead or
/// one that never reads.
const PEER_SILENCE: Duration = Duration::from_secs(20);

/// What the kernel buffers for a peer that does not read, in bytes.
const SEND_BUFFER: usize = 256 * 1024;

/// Serves the API, and what `more` adds to it, on a listener until it is told to stop. A default service of `more` takes
/// the place of the one here, which finds nothing.
///
/// # Errors
/// The listener cannot be used.
pub fn serve(
    listener: TcpListener,
    api: Arc<Api>,
    limiter: Arc<Limiter>,
    more: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> std::io::Result<Server> {
    let api = Data::from(api);
    let connections = api.drain.clone();
    let server = HttpServer::new(move || {
        let (settings, limiter, more) = (api.settings.clone(), limiter.clone(), more.clone());
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
            .wrap(from_fn(idle::idle))
            .wrap(from_fn(drain::last_answer))
            .wrap_api()
            .configure(|config| routes::configure(config, &limiter))
            .build()
            .configure(|config| routes::configure_pages(config, settings.docs))
            .default_service(web::to(|| async {
                Err::<&str, _>(Problem::new(Code::RouteNotFound, "No such path is served."))
            }))
            .configure(more)
    });
    let server = server
        .on_connect(move |connection, data| {
            data.insert(connections.open());
            if let Some(stream) = connection.downcast_ref::<TcpStream>() {
                limit_silence(stream);
                idle::watch(stream, data);
            }
        })
        .listen(listener)?
        .client_request_timeout(ARRIVAL)
        .client_disconnect_timeout(LINGER)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals()
        .run();
    Ok(server)
}

/// Where the kernel does not know one of them, a dead peer is found later.
fn limit_silence(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    #[cfg(target_os = "linux")]
    if let Err(error) = socket.set_tcp_user_timeout(Some(PEER_SILENCE)) {
        tracing::debug!(%error, "The kernel takes no TCP_USER_TIMEOUT.");
    }
    if let Err(error) = socket.set_send_buffer_size(SEND_BUFFER) {
        tracing::debug!(%error, "The kernel takes no SO_SNDBUF.");
    }
}
