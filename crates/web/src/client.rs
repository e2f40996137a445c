//! The client's network address, for rate limits; shortened to the part that
//! identifies one connection. Never logged.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};

/// A client's address for rate limits: an IPv4 address, or the first 64 bits of
/// an IPv6 one. Not shown by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client(IpAddr);

impl Client {
    /// From an address.
    #[must_use]
    pub fn new(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(v4) => IpAddr::V4(v4),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }

    /// The client of a request. Behind a proxy, the last address of
    /// `X-Forwarded-For`, which the proxy itself wrote. A request made inside
    /// the process has no address and counts as loopback.
    #[must_use]
    pub fn of(request: &Request, behind_proxy: bool) -> Self {
        let forwarded = || {
            let last = request
                .headers()
                .get_all("x-forwarded-for")
                .iter()
                .next_back()?;
            last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        };
        let peer = || {
            let info = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
            Some(info.0.ip())
        };
        let address = if behind_proxy { forwarded() } else { None };
        Self::new(
            address
                .or_else(peer)
                .unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        )
    }

    /// Whether the address is loopback or private.
    #[must_use]
    pub fn is_near(self) -> bool {
        match self.0 {
            IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
            // The IPv6 loopback address is shortened too.
            IpAddr::V6(v6) => {
                v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local()
            }
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client")
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn whom_a_request_counts_for() {
        let check = |peer: Option<&str>, forwarded: &[&str], behind_proxy, expected: &str| {
            let mut request = Request::new(Body::empty());
            if let Some(peer) = peer {
                let peer: SocketAddr = peer.parse().unwrap();
                request.extensions_mut().insert(ConnectInfo(peer));
            }
            for line in forwarded {
                let line = line.parse().unwrap();
                request.headers_mut().append("x-forwarded-for", line);
            }
            let expected = Client::new(expected.parse().unwrap());
            let found = Client::of(&request, behind_proxy);
            assert!(found == expected, "{peer:?} {forwarded:?} is {:?}", found.0);
        };
        check(None, &[], false, "127.0.0.1");
        check(Some("192.0.2.7:99"), &[], false, "192.0.2.7");
        check(Some("192.0.2.7:99"), &["198.51.100.1"], false, "192.0.2.7");
        check(Some("10.0.0.1:9"), &["198.51.100.1"], true, "198.51.100.1");
        check(
            Some("10.0.0.1:9"),
            &["6.6.6.6, 198.51.100.1"],
            true,
            "198.51.100.1",
        );
        check(
            Some("10.0.0.1:9"),
            &["6.6.6.6", "198.51.100.1"],
            true,
            "198.51.100.1",
        );
        check(Some("10.0.0.1:9"), &["nonsense"], true, "10.0.0.1");
        check(Some("[2001:db8:1:2:3::4]:9"), &[], false, "2001:db8:1:2::9");
        check(Some("[::ffff:192.0.2.7]:9"), &[], false, "192.0.2.7");
    }

    #[test]
    fn near_and_far() {
        let check = |address: &str, near| {
            let client = Client::new(address.parse().unwrap());
            assert_eq!(client.is_near(), near, "{address}");
        };
        check("127.0.0.1", true);
        check("10.1.2.3", true);
        check("::1", true);
        check("fd00::1", true);
        check("192.0.2.7", false);
        check("2001:db8::1", false);
    }
}
