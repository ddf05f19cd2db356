//! The secrets of one-time links. The store keeps their SHA-256 only, so a stolen backup opens nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use domain::{Instant, ports::Unavailable};
use sha2::{Digest, Sha256};

use crate::Secret;

/// How long a password link is good.
pub const PASSWORD_LINK_LIFE: Duration = Duration::hours(24);
/// How long a set-up link is good.
pub const SETUP_LINK_LIFE: Duration = Duration::minutes(30);

/// A link just made. This is the only moment at which its secret is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeLink {
    /// 43 characters of `A-Z a-z 0-9 - _`: 32 random bytes.
    pub secret: Secret,
    /// Not valid from this instant on, by the database's clock.
    pub expires_at: Instant,
}

/// A fresh secret from the operating system's generator.
pub(crate) fn fresh_secret() -> Result<Secret, Unavailable> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Unavailable::new)?;
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
}

/// What the store knows a secret by.
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_43_url_safe_characters_and_differ() {
        let (one, other) = (fresh_secret().unwrap(), fresh_secret().unwrap());
        assert_eq!(one.expose().len(), 43);
        assert!(one.expose().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        assert_ne!(one, other);
        assert_ne!(digest(one.expose()), digest(other.expose()));
    }
}
