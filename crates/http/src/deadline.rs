//! Every request has its deadline: when the store does not answer by then, the answer is 503.

use std::{future::Future, time::Duration};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use tokio::time::{Instant, timeout_at};

use crate::problem::Problem;

/// How long a request may take; the answer is due within 5 s.
const PATIENCE: Duration = Duration::from_millis(4500);

tokio::task_local! {
    static DEADLINE: Instant;
}

/// Sets the request's deadline.
///
/// # Errors
/// What comes from within.
pub async fn deadline<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    DEADLINE.scope(Instant::now() + PATIENCE, next.call(request)).await
}

/// Waits for the store until the request's deadline. A write's outcome is then unknown.
///
/// # Errors
/// The work's own error as a problem, or unavailable.
pub async fn within<T, E: Into<Problem>>(work: impl Future<Output = Result<T, E>>) -> Result<T, Problem> {
    let deadline = DEADLINE.try_with(|deadline| *deadline).unwrap_or_else(|_| Instant::now() + PATIENCE);
    match timeout_at(deadline, work).await {
        Ok(done) => done.map_err(Into::into),
        Err(_) => {
            tracing::warn!("the store took too long to answer");
            Err(Problem::unavailable())
        }
    }
}
