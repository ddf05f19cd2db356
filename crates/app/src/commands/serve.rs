//! `serve`: a node, until it is told to stop.

use std::{
    fs::{File, TryLockError},
    io::Write,
    net::{SocketAddr, TcpListener},
    num::NonZeroU32,
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail};
use auth::Stores;
use chrono::TimeDelta;
use http_api::{Api, rate_limit::Limiter};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use realtime::Relay;
use scheduler::{Pruning, Sweeper};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
    time::timeout,
};

use super::setup_link::link_line;
use crate::{
    config::{Database, Settings},
    node::{self, Node, prepare},
};

/// How long is waited, when the server has stopped, for what works in the background, and then for the database. With
/// the server's own time it is ten seconds at most.
const LAST_WORDS: Duration = Duration::from_millis(900);

/// Prepares everything, tells where it listens, and serves until SIGTERM or SIGINT.
///
/// # Errors
/// Something of the start does not work; the message names it.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    serve_seeded(settings, async |_| Ok(())).await
}

/// The same, with something done to the node before it listens.
pub async fn serve_seeded(
    settings: Settings,
    seed: impl AsyncFnOnce(&Node) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    allow_many_sockets();
    let listener = bind(&settings)?;
    std::fs::create_dir_all(&settings.storage.data_dir)
        .with_context(|| format!("DATA_DIR: the folder {} cannot be made", settings.storage.data_dir.display()))?;
    let _alone = InUse::claim(&settings.storage.database)?;
    prepare(&settings).await?;
    let key = settings.auth.jwt_secret.load()?;
    let node = Node::open(&settings, key.expose().as_bytes()).await?;
    if let Some(admin) = &settings.auth.first_admin {
        let made = node.accounts.first_admin_configured(&admin.email, admin.password.expose()).await;
        made.context("ADMIN_PASSWORD: the first administrator cannot be made")?;
    }
    seed(&node).await?;
    let address = listener.local_addr()?;
    run(settings, listener, address, node).await
}

/// Every socket is an open file, and shells allow a thousand or so where the system would allow many more.
fn allow_many_sockets() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => tracing::debug!(files, "so many files may be open"),
        Err(error) => tracing::warn!(%error, "the limit of open files stays as it is"),
    }
}

fn bind(settings: &Settings) -> anyhow::Result<TcpListener> {
    let (host, port) = (settings.http.host.as_str(), settings.http.port);
    TcpListener::bind((host, port))
        .with_context(|| format!("HOST, PORT: cannot listen on {host}:{port}; choose a free port, or PORT=0 for any"))
}

async fn announce(settings: &Settings, address: SocketAddr, node: &Node) -> anyhow::Result<()> {
    let origin = settings.http.public_url(address);
    let link = node.accounts.setup_link().await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Listening on http://{address}")?;
    writeln!(out, "Open {origin}")?;
    writeln!(out, "Database: {}", node::place(&settings.storage.database))?;
    if let Some(link) = link {
        writeln!(out, "{}", link_line(origin.as_str(), link.secret.expose()))?;
    }
    out.flush()?;
    Ok(())
}

async fn run(settings: Settings, listener: TcpListener, address: SocketAddr, node: Node) -> anyhow::Result<()> {
    let limiter = Arc::new(Limiter::per_minute(settings.lock.rate_limit.map_or(0, u32::from)));
    let api = Arc::new(api(&settings, address, &node)?);
    let (live, drain) = (node.live.clone(), api.drain.clone());
    let door = listener.try_clone()?;
    let relay = Relay::open(live.clone()).await.context("the events cannot be read")?;
    // Told only when nothing of the start can fail any more.
    announce(&settings, address, &node).await?;
    let (sockets, pages) = (realtime::routes(live.clone()), ui::routes());
    let server = http_api::server::serve(listener, api, limiter.clone(), move |config| {
        sockets(config);
        pages(config);
    })?;
    let (stop, stopped) = watch::channel(false);
    let until = |mut stopped: watch::Receiver<bool>| async move { drop(stopped.wait_for(|stop| *stop).await) };
    let sweeper = Sweeper::new(node.appointments.clone(), node.waker.clone(), settings.lock.sweep_interval);
    let sweeping = until(stopped.clone());
    let sweeping = tokio::spawn(async move { sweeper.run(sweeping).await });
    let mut relaying = tokio::spawn(realtime::run(relay, until(stopped.clone())));
    let (served, all_served) = watch::channel(false);
    let (accesses, all_served) = (node.accesses.clone(), until(all_served));
    let noting = tokio::spawn(async move { accesses.run(all_served).await });
    let pruning = pruning(&settings, &node);
    let pruned = until(stopped);
    let pruning = tokio::spawn(async move { scheduler::prune(&pruning, || limiter.prune(), pruned).await });
    let handle = server.handle();
    let may_have_others = matches!(settings.storage.database, Database::Postgres(_));
    let all = stop.clone();
    let conducting = tokio::spawn(async move {
        let ended = tokio::select! {
            () = told_to_stop() => None,
            ended = &mut relaying => Some(ended),
        };
        tracing::info!("stopping: what is under way is finished");
        live.stop();
        // With SQLite there is no other node to go to: the sooner it is back, the better.
        if may_have_others {
            drain.empty(&door, &handle).await;
        }
        // As long as anybody has the listener, the system lets people in who are never answered.
        drop(door);
        // What works in the background finishes while requests do.
        all.send_replace(true);
        handle.stop(true).await;
        match ended {
            Some(ended) => ended,
            None => relaying.await,
        }
    });
    server.await?;
    stop.send_replace(true);
    served.send_replace(true);
    let ended = timeout(LAST_WORDS, async { tokio::join!(sweeping, noting, pruning, conducting) }).await;
    // What could fail here has no consequence: all that was answered is committed.
    let _ = timeout(LAST_WORDS, node.database.close()).await;
    if let Ok((sweeping, noting, pruning, relaying)) = ended {
        sweeping?;
        noting?;
        pruning?;
        // Whoever restarts us then gets a node that tells its sockets again.
        relaying??.context("sockets cannot be told any more")?;
    }
    tracing::info!("stopped");
    Ok(())
}

async fn told_to_stop() {
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        },
        _ => std::future::pending().await,
    }
}

fn api(settings: &Settings, address: SocketAddr, node: &Node) -> anyhow::Result<Api> {
    let http = &settings.http;
    let configured = http_api::Settings {
        public_url: http.public_url(address).as_str().parse()?,
        allowed_origins: http.allowed_origins.iter().map(ToString::to_string).collect(),
        trusted_proxies: http.trusted_proxies.clone(),
        signup: settings.auth.allow_signup,
        clinic_name: settings.clinic.name.clone(),
        time_zone: settings.clinic.time_zone,
        opening_hours: settings.clinic.opening_hours.to_string(),
        docs: http.docs,
        metrics_token: http.metrics_token.as_ref().map(|token| token.expose().to_owned()),
        rules: node.rules,
    };
    Ok(Api {
        appointments: node.appointments.clone(),
        accounts: node.accounts.clone(),
        users: node.accounts_stores.users.clone(),
        sessions: node.sessions.clone(),
        tokens: node.tokens.clone(),
        accesses: node.accesses.clone(),
        access_log: node.access_log.clone(),
        clock: Arc::new(auth::SystemClock),
        store: node.store.clone(),
        metrics: metrics(node)?,
        drain: http_api::drain::Drain::default(),
        settings: configured,
    })
}

/// Installs the recorder and renders what it has recorded, with the pool's figures as they are then.
fn metrics(node: &Node) -> anyhow::Result<http_api::api::RenderMetrics> {
    const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .install_recorder()?;
    let database = node.database.clone();
    Ok(Arc::new(move || {
        let pool = database.pool_figures();
        metrics::gauge!("database_pool_connections").set(f64::from(pool.size));
        metrics::gauge!("database_pool_idle").set(f64::from(pool.idle));
        recorder.render()
    }))
}

fn pruning(settings: &Settings, node: &Node) -> Pruning {
    let storage = &settings.storage;
    let days = |days: Option<NonZeroU32>| days.map(|days| TimeDelta::days(u32::from(days).into()));
    let Stores { users, sessions, links, failures } = &node.accounts_stores;
    Pruning {
        appointments: node.store.clone(),
        users: users.clone(),
        sessions: sessions.clone(),
        links: links.clone(),
        failures: failures.clone(),
        accesses: node.access_log.clone(),
        event_retention: days(storage.event_retention_days),
        access_retention: days(storage.access_retention_days),
    }
}

/// That this process alone uses an SQLite database: one file is one node's. The claim ends with the process,
/// however it ends.
pub struct InUse(#[expect(dead_code, reason = "held, not used")] Option<File>);

impl InUse {
    /// Claims the database; PostgreSQL is everybody's.
    ///
    /// # Errors
    /// Another process has it.
    pub fn claim(database: &Database) -> anyhow::Result<Self> {
        let Database::Sqlite(path) = database else { return Ok(Self(None)) };
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = own_file(Path::new(&name)).context("the database's lock file cannot be made")?;
        match file.try_lock() {
            Ok(()) => Ok(Self(Some(file))),
            Err(TryLockError::WouldBlock) => {
                bail!("the database {} is in use by a running server; SQLite serves one", path.display())
            }
            Err(TryLockError::Error(error)) => Err(error).context("the database's lock file cannot be locked"),
        }
    }
}

/// The file, open for writing, made if there is none; its owner's alone, as all that lies beside the database.
///
/// # Errors
/// It cannot be made, or is somebody else's.
pub fn own_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // One of an older version may be everybody's to read.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}
