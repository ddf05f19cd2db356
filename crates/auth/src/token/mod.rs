//! Bearer tokens: signed (HS256) statements of which session of which user the bearer speaks for.

mod hs256;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Duration};
use domain::{
    Instant, SessionId, UserId,
    ports::{Unavailable, sessions::Session},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Clock, Secret};

/// Issuer and audience: these tokens are made by this system for itself.
const OURSELVES: &str = "appointments";

/// Fewest bytes of the signing secret.
pub const MIN_SECRET_BYTES: usize = 32;

/// By how much a token is valid before it was made. Judging has no leeway, yet the clock of the node
/// that is asked next may be a little behind the one that issued.
const BACKDATED: Duration = Duration::seconds(60);

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The signing secret is too short to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signing secret must have at least {MIN_SECRET_BYTES} bytes")]
pub struct ShortSecret;

/// Not a token of ours, or not valid now. Why is nobody's business but a debugger's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct InvalidToken;

/// A token for its bearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// The JWT.
    pub token: Secret,
    /// From this instant on, a whole second, it is not valid.
    pub expires_at: Instant,
}

/// What a valid token says. The session it names may have ended since: see [`crate::SessionCache`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Whose token.
    pub user: UserId,
    /// Of which sign-in.
    pub session: SessionId,
    /// From this instant on the token is not valid.
    pub expires_at: Instant,
}

/// Issues and verifies tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    ttl: Duration,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("ttl", &self.ttl).finish_non_exhaustive()
    }
}

impl Tokens {
    /// Tokens signed with `secret`, valid for `ttl`.
    ///
    /// # Errors
    /// When the secret has fewer than [`MIN_SECRET_BYTES`].
    pub fn new(secret: &[u8], ttl: Duration, clock: Arc<dyn Clock>) -> Result<Self, ShortSecret> {
        if secret.len() < MIN_SECRET_BYTES {
            return Err(ShortSecret);
        }
        hs256::install();
        Ok(Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation: validation(),
            ttl,
            clock,
        })
    }

    /// A token of that session, which ends with the session at the latest.
    ///
    /// # Errors
    /// When it cannot be signed, which the checks of [`Tokens::new`] exclude.
    pub fn issue(&self, session: &Session) -> Result<IssuedToken, Unavailable> {
        let now = self.clock.now();
        let exp = (now + self.ttl).min(session.ends_at).timestamp();
        let claims = Claims {
            iss: OURSELVES.to_owned(),
            aud: OURSELVES.to_owned(),
            sub: session.user.id.0,
            sid: session.id.0,
            jti: Uuid::now_v7(),
            iat: now.timestamp(),
            nbf: (now - BACKDATED).timestamp(),
            exp,
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding);
        Ok(IssuedToken {
            token: Secret::new(token.map_err(Unavailable::new)?),
            expires_at: DateTime::from_timestamp(exp, 0).unwrap_or(now),
        })
    }

    /// What the token says, if it is ours and valid at this moment, without leeway.
    ///
    /// # Errors
    /// When it is not.
    pub fn verify(&self, token: &str) -> Result<Bearer, InvalidToken> {
        let decoded = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation);
        let claims = decoded.map_err(|_| InvalidToken)?.claims;
        let valid_from = DateTime::from_timestamp(claims.nbf, 0).ok_or(InvalidToken)?;
        let expires_at = DateTime::from_timestamp(claims.exp, 0).ok_or(InvalidToken)?;
        let now = self.clock.now();
        if now < valid_from || now >= expires_at {
            return Err(InvalidToken);
        }
        Ok(Bearer { user: UserId(claims.sub), session: SessionId(claims.sid), expires_at })
    }
}

/// Everything but time, which the library would ask of the system's clock and judge a second late.
/// `sid`, `iat` and `jti` are required by the type [`Claims`].
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[OURSELVES]);
    validation.set_audience(&[OURSELVES]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.leeway = 0;
    validation.validate_exp = false;
    validation
}
