//! Web origins: scheme, host and port, as browsers send them.

use std::fmt;

use url::Url;

/// An http or https origin in the form browsers send: lower case, no default port, no trailing slash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Reads an origin; a single trailing slash is forgiven, a path, query or user is not.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        (is_web && is_bare && is_anonymous).then(|| Self(url.origin().ascii_serialization()))
    }

    /// The http origin of a host (IPv6 in brackets, names in lower case) and a port.
    pub fn http(host: &str, port: u16) -> Self {
        match port {
            80 => Self(format!("http://{host}")),
            _ => Self(format!("http://{host}:{port}")),
        }
    }

    /// The origin without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
