//! A connection on which no request is being served is given up after a while. The framework's own clocks know the first head
//! and the silence between requests, but neither a later head that never ends nor the rest of a body that nobody reads.

use std::{
    cell::{Cell, RefCell},
    net::Shutdown,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll, ready},
    time::Duration,
};

use actix_web::{
    Error,
    body::{BodySize, MessageBody},
    dev::{Extensions, ServiceRequest, ServiceResponse},
    http::{ConnectionType, StatusCode},
    middleware::Next,
    rt::{net::TcpStream, spawn, task::JoinHandle},
    web::Bytes,
};
use pin_project_lite::pin_project;
use socket2::{SockRef, Socket};
use tokio::time::{Instant, sleep};

/// For how long a connection may serve nothing. Between requests the framework waits for less.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer is handed on in pieces of so many bytes, so that it counts as being served while somebody reads it slowly.
const PIECE: usize = 64 * 1024;

/// A client's connection.
struct Connection {
    /// Since when it serves nothing; none while it serves a request.
    idle_since: Cell<Option<Instant>>,
    /// Nothing when it is not looked at (any more).
    watch: RefCell<Option<Watch>>,
}

/// A second handle of a connection's socket, and who looks at it. Both end with the connection.
struct Watch {
    socket: Socket,
    task: JoinHandle<()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Begins to look at a new connection.
pub fn watch(stream: &TcpStream, data: &mut Extensions) {
    let socket = match SockRef::from(stream).try_clone() {
        Ok(socket) => socket,
        Err(error) => return tracing::warn!(%error, "A connection is served without being watched."),
    };
    let connection = Rc::new(Connection { idle_since: Cell::new(Some(Instant::now())), watch: RefCell::default() });
    let task = spawn(give_up(Rc::downgrade(&connection)));
    connection.watch.replace(Some(Watch { socket, task }));
    data.insert(connection);
}

/// Waits until it has been idle for too long.
async fn give_up(connection: Weak<Connection>) {
    let mut rest = PATIENCE;
    loop {
        sleep(rest).await;
        let Some(connection) = connection.upgrade() else { return };
        let idle = connection.idle_since.get().map_or(Duration::ZERO, |since| since.elapsed());
        rest = PATIENCE.saturating_sub(idle);
        if rest.is_zero() {
            return connection.shut(Shutdown::Both);
        }
    }
}

impl Connection {
    fn shut(&self, how: Shutdown) {
        if let Some(watch) = &*self.watch.borrow() {
            // The peer may be faster.
            let _ = watch.socket.shutdown(how);
        }
    }
}

/// Lasts while a request is being served.
struct Serving {
    connection: Rc<Connection>,
    /// Nothing more is read when it ends.
    is_last: bool,
}

impl Serving {
    fn begin(connection: Rc<Connection>) -> Self {
        connection.idle_since.set(None);
        Self { connection, is_last: false }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.connection.idle_since.set(Some(Instant::now()));
        if self.is_last {
            self.connection.shut(Shutdown::Read);
        }
    }
}

pin_project! {
    /// An answer's body. The request is served until all of it was handed on.
    pub struct Served<B> {
        #[pin]
        body: B,
        rest: Bytes,
        serving: Option<Serving>,
    }
}

impl<B: MessageBody> MessageBody for Served<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.project();
        if this.rest.is_empty() {
            match ready!(this.body.poll_next(context)) {
                Some(Ok(bytes)) => *this.rest = bytes,
                end => return Poll::Ready(end),
            }
        }
        Poll::Ready(Some(Ok(this.rest.split_to(this.rest.len().min(PIECE)))))
    }
}

/// Notes when a request is being served, and until when.
///
/// # Errors
/// What comes from within.
pub async fn idle<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Served<B>>, Error> {
    let connection = request.conn_data::<Rc<Connection>>().cloned();
    let mut serving = connection.map(Serving::begin);
    let mut response = next.call(request).await?;
    match response.status() {
        // A WebSocket has its own rules.
        StatusCode::SWITCHING_PROTOCOLS => drop(serving.as_ref().and_then(|serving| serving.connection.watch.take())),
        // The rest of it is not waited for.
        StatusCode::REQUEST_TIMEOUT => {
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
            serving.iter_mut().for_each(|serving| serving.is_last = true);
        }
        _ => {}
    }
    Ok(response.map_body(|_, body| Served { body, rest: Bytes::new(), serving }))
}
