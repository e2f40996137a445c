//! Who the service is to an authenticator: the domain that passkeys are bound to,
//! and the origin that pages are served from.

use webauthn_rp::request::{AsciiDomain, RpId};
use webauthn_rp::response::Origin;

/// The service as authenticators know it.
#[derive(Debug)]
pub(crate) struct RelyingParty {
    pub(super) id: RpId,
    pub(super) origins: [AllowedOrigin; 1],
}

/// An origin that answers may come from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AllowedOrigin {
    /// This one.
    Exactly(String),
    /// This machine, at any port: a service without a public address.
    Localhost,
}

impl PartialEq<Origin<'_>> for AllowedOrigin {
    fn eq(&self, origin: &Origin<'_>) -> bool {
        match self {
            Self::Exactly(own) => origin.0 == own.as_str(),
            Self::Localhost => match origin.0.strip_prefix("http://localhost") {
                Some("") => true,
                Some(rest) => rest
                    .strip_prefix(':')
                    .is_some_and(|port| port.parse::<u16>().is_ok()),
                None => false,
            },
        }
    }
}

impl RelyingParty {
    /// By the service's public URL; `localhost` without one. `None` if its host
    /// is an address, which passkeys cannot be bound to, or it is not https.
    pub(crate) fn of(public_url: Option<&str>) -> Option<Self> {
        let Some(url) = public_url else {
            return Some(Self {
                id: domain("localhost")?,
                origins: [AllowedOrigin::Localhost],
            });
        };
        let url = url::Url::parse(url).ok()?;
        let host = match url.host()? {
            url::Host::Domain(host) => host,
            url::Host::Ipv4(_) | url::Host::Ipv6(_) => return None,
        };
        // Browsers give passkeys to secure origins only.
        if url.scheme() != "https" && host != "localhost" {
            return None;
        }
        Some(Self {
            id: domain(host)?,
            origins: [AllowedOrigin::Exactly(url.origin().ascii_serialization())],
        })
    }
}

fn domain(host: &str) -> Option<RpId> {
    AsciiDomain::try_from(host.to_owned())
        .ok()
        .map(RpId::Domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_answers_are_taken() {
        let check = |url: Option<&str>, origin: &str, expected: bool| {
            let party = RelyingParty::of(url).unwrap();
            let taken = party.origins[0] == Origin(origin.into());
            assert_eq!(taken, expected, "{url:?} {origin}");
        };
        let public = Some("https://photo.example.org/huizhi");
        check(public, "https://photo.example.org", true);
        check(public, "http://photo.example.org", false);
        check(public, "https://photo.example.org:8443", false);
        check(public, "https://photo.example.org.evil.example", false);
        check(public, "http://localhost", false);
        let port = Some("https://photo.example.org:8443");
        check(port, "https://photo.example.org:8443", true);
        check(port, "https://photo.example.org", false);
        check(None, "http://localhost", true);
        check(None, "http://localhost:8080", true);
        check(None, "http://localhost.evil.example", false);
        check(None, "http://localhost:80@evil.example", false);
        check(None, "https://localhost:8080", false);
    }

    #[test]
    fn addresses_have_no_passkeys() {
        let check = |url: &str, expected: bool| {
            assert_eq!(RelyingParty::of(Some(url)).is_some(), expected, "{url}");
        };
        check("https://photo.example.org", true);
        check("http://localhost:8080", true);
        check("http://photo.example.org", false);
        check("https://192.0.2.7", false);
        check("https://[2001:db8::1]:8443", false);
        check("nonsense", false);
    }
}
