//! Every request has its deadlines: what does not arrive in time is not waited for, and when the store does not answer in
//! time, the answer is 503.

use std::{cell::Cell, future::Future, time::Duration};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use tokio::time::{Instant, timeout_at};

use crate::problem::Problem;

/// How long a request's head may take to arrive, and its body once more.
pub const ARRIVAL: Duration = Duration::from_secs(10);

/// How long a request may take once it is there; the answer is due within 5 s.
const PATIENCE: Duration = Duration::from_millis(4500);

tokio::task_local! {
    static DEADLINE: Cell<Instant>;
}

/// Sets the request's deadline.
///
/// # Errors
/// What comes from within.
pub async fn deadline<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    DEADLINE.scope(Cell::new(Instant::now() + PATIENCE), next.call(request)).await
}

/// The body is there: how long it took to arrive is not the store's fault.
pub fn begin_anew() {
    // Outside of a request there is nothing to begin.
    let _ = DEADLINE.try_with(|deadline| deadline.set(Instant::now() + PATIENCE));
}

/// Waits for the store until the request's deadline. A write's outcome is then unknown.
///
/// # Errors
/// The work's own error as a problem, or unavailable.
pub async fn within<T, E: Into<Problem>>(work: impl Future<Output = Result<T, E>>) -> Result<T, Problem> {
    let deadline = DEADLINE.try_with(Cell::get).unwrap_or_else(|_| Instant::now() + PATIENCE);
    match timeout_at(deadline, work).await {
        Ok(done) => done.map_err(Into::into),
        Err(_) => {
            tracing::warn!("the store took too long to answer");
            Err(Problem::unavailable())
        }
    }
}
