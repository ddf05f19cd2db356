//! GET /ws: who may connect, and from where, is found before the upgrade.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderMap},
    rt,
    web::{self, Data, Payload, ServiceConfig},
};
use auth::Bearer;
use domain::{Instant, ports::sessions::Session};
use http_api::{
    Api, Code, Problem,
    deadline::within,
    extract::{Params, Ranged, bearer_token, instant, spelled},
    view::Stamp,
};
use serde::Deserialize;

use crate::{
    Live,
    catch_up::Since,
    connection::{Connection, Start},
    frame_limit::{LARGEST_FRAME, limited},
    hub::Visitor,
    window::{Bounds, Window},
};

/// What this server speaks.
const PROTOCOL: &str = "appointments.v1";

/// The only version that there is.
const VERSION: &str = "13";

/// How a browser, which can set no header, brings its token.
const BEARER: &str = "bearer.";

/// The query of the URL.
#[derive(Clone, Debug, Default, Deserialize)]
struct Query {
    #[serde(default, deserialize_with = "instant")]
    from: Option<Stamp>,
    #[serde(default, deserialize_with = "instant")]
    to: Option<Stamp>,
    #[serde(default, deserialize_with = "spelled")]
    since: Option<String>,
}

impl Ranged for Query {}

/// What it means.
pub struct Asked {
    /// What the socket looks at.
    pub window: Window,
    /// From where on it is told what it missed.
    pub since: Option<Since>,
}

/// The live half's only route.
pub fn routes(live: Arc<Live>) -> impl Fn(&mut ServiceConfig) + Clone + Send + 'static {
    let live = Data::from(live);
    move |config| {
        config.app_data(live.clone()).service(web::resource("/ws").route(web::get().to(connect)));
    }
}

async fn connect(
    request: HttpRequest,
    body: Payload,
    api: Data<Api>,
    live: Data<Live>,
) -> Result<HttpResponse, Problem> {
    let bearer = bearer(&request, &api)?;
    let session = within(api.sessions.authenticate(&bearer)).await?.ok_or_else(Problem::unauthenticated)?;
    from_here(&request, &api)?;
    let asked = asked(&request, api.clock.now())?;
    upgradable(&request)?;
    let visitor = visitor(session);
    let (place, standing) = live.hub.join(visitor.clone(), asked.window).ok_or_else(stopping)?;
    let body = limited(&request, body).await.map_err(|_| Problem::unavailable())?;
    let (response, session, messages) = actix_ws::handle_with_protocols(&request, body, &[PROTOCOL])
        .map_err(|_| Problem::new(Code::BadRequest, "The handshake is not a WebSocket's."))?;
    let messages =
        messages.max_frame_size(LARGEST_FRAME).aggregate_continuations().max_continuation_size(LARGEST_FRAME);
    let connection = Connection::new(api.into_inner(), live.into_inner(), visitor, place, session, bearer.expires_at);
    rt::spawn(connection.run(messages, Start { window: asked.window, since: asked.since, standing }));
    Ok(response)
}

fn visitor(session: Session) -> Visitor {
    Visitor { user: session.user.id, session: session.id, name: session.user.name }
}

fn stopping() -> Problem {
    Problem::new(Code::Unavailable, "This server stops; connect again.").header(header::RETRY_AFTER, 1)
}

/// Whose token it is. It is never taken from the URL, where logs and histories would keep it.
fn bearer(request: &HttpRequest, api: &Api) -> Result<Bearer, Problem> {
    let token =
        bearer_token(request.headers()).or_else(|| protocols(request.headers()).find_map(|p| p.strip_prefix(BEARER)));
    token.and_then(|token| api.tokens.verify(token).ok()).ok_or_else(Problem::unauthenticated)
}

fn protocols(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let offers = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).filter_map(|offer| offer.to_str().ok());
    offers.flat_map(|offer| offer.split(',')).map(str::trim)
}

/// Browsers say which page connects. Pages of others must not, though they could not send a token they don't have.
fn from_here(request: &HttpRequest, api: &Api) -> Result<(), Problem> {
    let Some(origin) = request.headers().get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let settings = &api.settings;
    let is_ours = origin == settings.public_url.origin().ascii_serialization()
        || settings.allowed_origins.iter().any(|allowed| allowed == origin)
        || is_of_the_same_host(origin, request.headers());
    if is_ours {
        return Ok(());
    }
    Err(Problem::new(Code::ForeignOrigin, "Add the page's origin to ALLOWED_ORIGINS."))
}

/// A page that this server was reached under served the script: `localhost` for `127.0.0.1`, say.
fn is_of_the_same_host(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.zip(host).is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host))
}

/// What the URL asks for.
///
/// # Errors
/// All that is wrong with it.
pub fn asked(request: &HttpRequest, now: Instant) -> Result<Asked, Problem> {
    let Params(Query { from, to, since }) = Params::of(request)?;
    let window: Window = Bounds { from, to }.window(now).map_err(|fault| Problem::invalid(&[fault]))?;
    Ok(Asked { window, since: since.as_deref().and_then(Since::parse) })
}

fn upgradable(request: &HttpRequest) -> Result<(), Problem> {
    let says = |name, value: &str| {
        let said = request.headers().get(name).and_then(|said| said.to_str().ok());
        said.is_some_and(|said| said.eq_ignore_ascii_case(value))
    };
    if says(header::UPGRADE, "websocket") && says(header::SEC_WEBSOCKET_VERSION, VERSION) {
        return Ok(());
    }
    let problem = Problem::new(Code::UpgradeRequired, "Connect with a WebSocket client of version 13.");
    let problem = problem.header(header::UPGRADE, "websocket").header(header::CONNECTION, "Upgrade");
    Err(problem.header(header::SEC_WEBSOCKET_VERSION, VERSION))
}
