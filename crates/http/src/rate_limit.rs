//! How often a user may acquire on a node: GCRA by actix-governor, a burst of the limit, evenly refilled over a minute.

use std::time::Duration;

use actix_governor::{
    GovernorConfig, GovernorConfigBuilder, KeyExtractor,
    governor::{
        NotUntil,
        clock::{Clock, DefaultClock, QuantaInstant},
        middleware::StateInformationMiddleware,
    },
};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError, dev::ServiceRequest, http::header};
use domain::UserId;

use crate::{
    extract::Signed,
    problem::{Code, Problem},
};

/// The limiter's configuration with its state.
pub type LimiterConfig = GovernorConfig<PerUser, StateInformationMiddleware>;

/// The limiter; made once, so that all workers share its state.
pub struct Limiter {
    /// False: nobody is limited.
    pub enabled: bool,
    /// What Governor is made from.
    pub config: LimiterConfig,
}

/// Limits by user. Who shows no token of ours is refused by the handler, not limited here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerUser;

impl KeyExtractor for PerUser {
    type Key = Option<UserId>;
    type KeyExtractionError = Problem;

    fn extract(&self, request: &ServiceRequest) -> Result<Self::Key, Problem> {
        Ok(Signed::of(request.request()).ok().map(|signed| signed.0.user))
    }

    fn whitelisted_keys(&self) -> Vec<Self::Key> {
        vec![None]
    }

    fn exceed_rate_limit_response(&self, negative: &NotUntil<QuantaInstant>, _: HttpResponseBuilder) -> HttpResponse {
        let wait = negative.wait_time_from(DefaultClock::default().now());
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        metrics::counter!("appointments_refusals_total", "code" => Code::RateLimited.name()).increment(1);
        Problem::new(Code::RateLimited, format!("Try again in {seconds} s."))
            .header(header::RETRY_AFTER, seconds)
            .header(header::HeaderName::from_static("x-ratelimit-after"), seconds)
            .error_response()
    }
}

impl Limiter {
    /// A limiter of so many a minute; 0 is no limit.
    ///
    /// # Panics
    /// Never: a burst of at least one over a period of more than nothing is always a quota.
    #[must_use]
    pub fn per_minute(limit: u32) -> Self {
        let burst = limit.max(1);
        let config = GovernorConfigBuilder::default()
            .key_extractor(PerUser)
            .use_headers()
            .period(Duration::from_secs(60) / burst)
            .burst_size(burst)
            .finish()
            .expect("a quota");
        Self { enabled: limit > 0, config }
    }

    /// Forgets users whose burst is full again.
    pub fn prune(&self) {
        self.config.limiter().retain_recent();
    }
}
