//! Where a request comes from.

use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::HeaderMap};
use ipnet::IpNet;
use paperclip::{actix::OperationModifier, v2::schema::Apiv2Schema};

use super::api;

/// The client's address: the peer's, or what trusted proxies say in `X-Forwarded-For`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// Whether an address belongs to a trusted proxy.
    #[must_use]
    pub fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
        trusted.iter().any(|net| net.contains(&address.to_canonical()))
    }

    /// The address behind a peer.
    #[must_use]
    pub fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let peer = peer.to_canonical();
        if !Self::is_trusted(peer, trusted) {
            return Self(peer);
        }
        let hops: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        // From the right: what stands further left than an untrusted hop is that hop's word.
        let mut hops = hops.into_iter().rev().map_while(|hop| hop.trim().parse::<IpAddr>().ok());
        Self(hops.find(|hop| !Self::is_trusted(*hop, trusted)).map_or(peer, |hop| hop.to_canonical()))
    }
}

impl FromRequest for Peer {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let found = api(request).map(|api| Self::of(peer, request.headers(), &api.settings.trusted_proxies));
        ready(found.map_err(Into::into))
    }
}

impl Apiv2Schema for Peer {}

impl OperationModifier for Peer {}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn behind(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(value).unwrap());
        }
        Peer::of(peer.parse().unwrap(), &headers, &["10.0.0.0/8".parse().unwrap()]).0.to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        for (peer, forwarded, client) in [
            ("203.0.113.9", &["198.51.100.1"][..], "203.0.113.9"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["unknown, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["2001:db8::7"], "2001:db8::7"),
        ] {
            assert_eq!(behind(peer, forwarded), client, "{peer} {forwarded:?}");
        }
    }
}
