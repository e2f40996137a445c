//! The client's network address, for rate limits; shortened to the part that
//! identifies one connection. Never logged.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use usecases::Requester;

use crate::Web;

/// What a browser says it is; empty if it says nothing.
pub(crate) fn user_agent(headers: &HeaderMap) -> &str {
    let agent = headers.get(USER_AGENT);
    agent.and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Whether a page is read in WeChat's own browser.
pub(crate) fn is_in_wechat(headers: &HeaderMap) -> bool {
    user_agent(headers).contains("MicroMessenger")
}

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
    /// `X-Forwarded-For`, which the proxy itself wrote; where that cannot be
    /// read, nobody knows who it is, and it counts as [`Client::UNKNOWN`]. A
    /// request made inside the process has no address and counts as loopback.
    #[must_use]
    pub fn of(request: &Request, behind_proxy: bool) -> Self {
        Self::named(request.headers(), request.extensions(), behind_proxy)
    }

    fn named(headers: &HeaderMap, extensions: &Extensions, behind_proxy: bool) -> Self {
        whole_address(headers, extensions, behind_proxy).map_or(Self::UNKNOWN, Self::new)
    }

    /// Everybody whose address the proxy in front does not tell: one client,
    /// and not a near one.
    pub const UNKNOWN: Self = Self(IpAddr::V4(Ipv4Addr::BROADCAST));

    /// The wider class that one customer of a network has: the first 56 bits of
    /// an IPv6 address (RFC 6177), an IPv4 address as it is. For counts that
    /// must not be evaded with another address of one's own.
    #[must_use]
    pub fn site(self) -> Self {
        Self(match self.0 {
            IpAddr::V4(v4) => IpAddr::V4(v4),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d & 0xff00, 0, 0, 0, 0))
            }
        })
    }

    /// Whom the work for a request is shared out to: the client's site.
    #[must_use]
    pub fn requester(self) -> Requester {
        let bits = match self.site().0 {
            IpAddr::V4(v4) => v4.to_ipv6_mapped(),
            IpAddr::V6(v6) => v6,
        };
        Requester::Client(bits.octets())
    }

    /// The [`site`](Self::site) in text, for a keyed digest of it.
    #[must_use]
    pub fn address_class(self) -> String {
        self.site().0.to_string()
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

/// The whole network address of a request, as a payment service asks for that of the
/// payer; `None` where the proxy in front does not tell it. Never kept.
fn whole_address(
    headers: &HeaderMap,
    extensions: &Extensions,
    behind_proxy: bool,
) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    if !behind_proxy {
        return Some(peer);
    }
    let mut lines = headers.get_all(FORWARDED).iter();
    match lines.next_back() {
        // Straight from the proxy's machine, such as its probes.
        None => Some(peer),
        Some(line) => line.to_str().ok().and_then(last_address),
    }
}

/// Whether a request says on whose behalf it is sent.
pub(crate) fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
}

/// Who opened the request's connection; `None` of one made inside the process.
pub(crate) fn peer(extensions: &Extensions) -> Option<Client> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map(|info| Client::new(info.0.ip()))
}

/// Header with the addresses a request came by.
const FORWARDED: &str = "x-forwarded-for";

/// The last address of a list. Some proxies add the port; IPv6 addresses then
/// stand in brackets.
fn last_address(line: &str) -> Option<IpAddr> {
    let last = line
        .split(',')
        .map(str::trim)
        .rfind(|entry| !entry.is_empty())?;
    let bare = last
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = last.parse::<IpAddr>().ok();
    address
        .or_else(|| {
            last.parse::<SocketAddr>()
                .ok()
                .map(|with_port| with_port.ip())
        })
        .or_else(|| bare?.parse::<Ipv6Addr>().ok().map(IpAddr::V6))
}

/// Extracts the whole address of a payer; that of nobody where it is not known.
pub(crate) struct PayerAddress(pub(crate) String);

impl FromRequestParts<Web> for PayerAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let behind_proxy = web.settings.behind_proxy;
        let address = whole_address(&parts.headers, &parts.extensions, behind_proxy);
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self(address.to_canonical().to_string()))
    }
}

/// Extracts the client.
pub(crate) struct Asking(pub(crate) Client);

impl FromRequestParts<Web> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let (headers, extensions) = (&parts.headers, &parts.extensions);
        Ok(Self(Client::named(
            headers,
            extensions,
            web.settings.behind_proxy,
        )))
    }
}

/// Extracts the client as a [`Requester`].
pub(crate) struct AskedBy(pub(crate) Requester);

impl FromRequestParts<Web> for AskedBy {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let Ok(Asking(client)) = Asking::from_request_parts(parts, web).await;
        Ok(Self(client.requester()))
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
        let unknown = "255.255.255.255";
        let proxied = |line: &str, expected: &str| {
            check(Some("10.0.0.1:9"), &[line], true, expected);
        };
        proxied("nonsense", unknown);
        proxied("198.51.100.1, unknown", unknown);
        proxied("", unknown);
        proxied(",", unknown);
        proxied("198.51.100.1:443", "198.51.100.1");
        proxied("6.6.6.6, 198.51.100.1:443", "198.51.100.1");
        proxied("198.51.100.1,", "198.51.100.1");
        proxied("198.51.100.1, ,", "198.51.100.1");
        proxied("[2001:db8:1:2::7]:443", "2001:db8:1:2::");
        proxied("[2001:db8:1:2::7]", "2001:db8:1:2::");
        proxied("2001:db8:1:2::7", "2001:db8:1:2::");
        check(Some("10.0.0.1:9"), &[], true, "10.0.0.1");
        check(Some("[2001:db8:1:2:3::4]:9"), &[], false, "2001:db8:1:2::9");
        check(Some("[::ffff:192.0.2.7]:9"), &[], false, "192.0.2.7");
    }

    #[test]
    fn the_site_of_an_address() {
        let check = |address: &str, expected: &str| {
            let client = |text: &str| Client::new(text.parse().unwrap());
            let found = client(address).site();
            assert!(found == client(expected), "{address} is {:?}", found.0);
        };
        check("192.0.2.7", "192.0.2.7");
        check("2001:db8:1:2::7", "2001:db8:1:0::");
        check("2001:db8:1:fe02::7", "2001:db8:1:fe00::");
        check("2001:db8:1:201::", "2001:db8:1:200::");
        check("2001:db8:1:301::", "2001:db8:1:300::");
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
        check("255.255.255.255", false);
        check("2001:db8::1", false);
    }
}
