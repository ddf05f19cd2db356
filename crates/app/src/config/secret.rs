//! Values that no log, message or debug output may show.

use std::fmt;

/// A secret text. Debug hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text that must not be shown.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// The URL of a PostgreSQL database. Debug hides all of it, credentials can stand in any part.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretUrl(url::Url);

impl SecretUrl {
    /// A `postgres://` or `postgresql://` URL; None when it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let url = url::Url::parse(text.trim()).ok()?;
        matches!(url.scheme(), "postgres" | "postgresql").then_some(Self(url))
    }

    /// The URL with its credentials, for the database driver.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }

    /// Where it leads, without credentials: `host:port/name`, for people.
    pub fn place(&self) -> String {
        let host = self.0.host_str().filter(|host| !host.is_empty()).unwrap_or("localhost");
        format!("{host}:{}{}", self.0.port().unwrap_or(5432), self.0.path())
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretUrl(hidden)")
    }
}
