//! Leaving: a node that is told to stop takes no connection any more, answers what comes on those that it has, and ends
//! each with its answer. Whoever is in front of it then never sends a request to a connection that is being closed.

use std::{
    net::{Shutdown, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServerHandle, ServiceRequest, ServiceResponse},
    http::{ConnectionType, StatusCode},
    middleware::Next,
    web::Data,
};
use socket2::SockRef;
use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout_at},
};

use crate::Api;

/// How long connections that nobody uses are kept for whoever may be about to. A proxy's own connections must end
/// earlier by themselves; docs/scaling/nginx.conf has it so.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a handshake that was under way may take until we have its connection.
const HANDSHAKE: Duration = Duration::from_millis(100);

/// How long the acceptor may take to turn away.
const TURN: Duration = Duration::from_millis(50);

/// Whether this node is leaving, and how many connections it has. Clones are one.
#[derive(Clone, Debug, Default)]
pub struct Drain(Arc<State>);

#[derive(Debug, Default)]
struct State {
    leaving: AtomicBool,
    open: watch::Sender<usize>,
}

/// An open connection, for as long as it is open.
#[derive(Debug)]
pub struct Open(Drain);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.open.send_modify(|open| *open -= 1);
    }
}

impl Drain {
    /// Counts a connection.
    #[must_use]
    pub fn open(&self) -> Open {
        self.0.open.send_modify(|open| *open += 1);
        Open(self.clone())
    }

    /// Whether nobody should come here any more.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        self.0.leaving.load(Ordering::Relaxed)
    }

    /// From now on every answer ends its connection.
    pub fn leave(&self) {
        self.0.leaving.store(true, Ordering::Relaxed);
    }

    /// Takes no connection any more and waits until all are gone: 3 s at most. `listener` is the server's.
    pub async fn empty(&self, listener: &TcpListener, server: &ServerHandle) {
        self.leave();
        let end = Instant::now() + PATIENCE;
        let listener = SockRef::from(listener);
        // A listener that is closed breaks off the connections that it has, but that nobody has accepted yet; their
        // clients may already have sent a request. So first nobody new may come to it.
        refuse_handshakes(&listener);
        sleep(HANDSHAKE).await;
        server.pause().await;
        sleep(TURN).await;
        if let Err(error) = listener.shutdown(Shutdown::Both) {
            tracing::debug!(%error, "The listener is closed with the server only.");
        }
        let mut open = self.0.open.subscribe();
        let _ = timeout_at(end, open.wait_for(|open| *open == 0)).await;
    }
}

/// Who begins to connect gets no answer, as from a machine that is away, and tries again; who has begun comes through.
#[cfg(target_os = "linux")]
fn refuse_handshakes(listener: &SockRef<'_>) {
    use socket2::SockFilter;
    // Of the TCP header's flags, at byte 13: SYN without ACK is dropped.
    let filter = [
        SockFilter::new(0x30, 0, 0, 13),
        SockFilter::new(0x54, 0, 0, 0x12),
        SockFilter::new(0x15, 0, 1, 0x02),
        SockFilter::new(0x06, 0, 0, 0),
        SockFilter::new(0x06, 0, 0, u32::MAX),
    ];
    if let Err(error) = listener.attach_filter(&filter) {
        tracing::debug!(%error, "The kernel takes no filter.");
    }
}

#[cfg(not(target_os = "linux"))]
fn refuse_handshakes(_: &SockRef<'_>) {}

/// Ends each connection with its answer once the node is leaving.
///
/// # Errors
/// What comes from within.
pub async fn last_answer<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let drain = request.app_data::<Data<Api>>().map(|api| api.drain.clone());
    let mut response = next.call(request).await?;
    if drain.is_some_and(|drain| drain.is_leaving()) && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}
