//! Whether the proxy in front and the settings agree on who tells a visitor's address.
//! Where they do not, all visitors count as one, and share its limits unnoticed.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::Request;
use domain::Timestamp;

use crate::Client;
use crate::client::{is_forwarded, peer};

/// How long a fault is shown after it was seen last, and between two lines of the log.
const SHOWN: Duration = Duration::from_secs(60 * 60);

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyFault {
    /// `behind_proxy` is set, and a request came without an address that can be read.
    AddressMissing,
    /// It is not, and a machine near by tells whom it asks for.
    NotDeclared,
}

impl ProxyFault {
    const ALL: [Self; 2] = [Self::AddressMissing, Self::NotDeclared];

    /// Stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::AddressMissing => "proxy-address-missing",
            Self::NotDeclared => "proxy-not-declared",
        }
    }

    /// What is wrong with this request, which is no probe of the proxy's own.
    pub(crate) fn of(request: &Request, behind_proxy: bool) -> Option<Self> {
        let is_told = is_forwarded(request.headers());
        let is_unknown = Client::of(request, behind_proxy) == Client::UNKNOWN;
        match behind_proxy {
            true => (!is_told || is_unknown).then_some(Self::AddressMissing),
            // A client far away may write there what it likes.
            false => {
                let is_near = peer(request.extensions()).is_some_and(Client::is_near);
                (is_told && is_near).then_some(Self::NotDeclared)
            }
        }
    }
}

/// When each fault was seen last in this process.
#[derive(Debug, Default)]
pub(crate) struct ProxyFaults(Mutex<[Option<Timestamp>; ProxyFault::ALL.len()]>);

impl ProxyFaults {
    /// Keeps that a fault was seen, and logs it unless that was done of late.
    pub(crate) fn saw(&self, fault: ProxyFault, now: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = &mut seen[fault as usize];
        if last.is_none_or(|last| now.since(last) >= SHOWN) {
            tracing::warn!(
                code = fault.code(),
                "visitors' addresses are not known: they share one limit"
            );
            *last = Some(now);
        }
    }

    /// What was seen of late.
    pub(crate) fn found(&self, now: Timestamp) -> Vec<ProxyFault> {
        let seen = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of_late = |fault: &ProxyFault| {
            seen[*fault as usize].is_some_and(|last| now.since(last) < SHOWN * 2)
        };
        ProxyFault::ALL.into_iter().filter(is_of_late).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::body::Body;
    use axum::extract::ConnectInfo;

    use super::*;

    #[test]
    fn what_is_wrong_with_a_request() {
        let check = |peer: Option<&str>, told: Option<&str>, behind_proxy, expected| {
            let mut request = Request::new(Body::empty());
            if let Some(peer) = peer {
                let peer: SocketAddr = peer.parse().unwrap();
                request.extensions_mut().insert(ConnectInfo(peer));
            }
            if let Some(told) = told {
                let told = told.parse().unwrap();
                request.headers_mut().insert("x-forwarded-for", told);
            }
            let found = ProxyFault::of(&request, behind_proxy);
            assert_eq!(found, expected, "{peer:?} {told:?} {behind_proxy}");
        };
        use ProxyFault::{AddressMissing, NotDeclared};
        let (near, far) = (Some("10.0.0.1:9"), Some("198.51.100.1:9"));
        check(near, Some("198.51.100.7"), true, None);
        check(near, None, true, Some(AddressMissing));
        check(near, Some("unknown"), true, Some(AddressMissing));
        check(near, Some(""), true, Some(AddressMissing));
        check(near, None, false, None);
        check(near, Some("198.51.100.7"), false, Some(NotDeclared));
        check(far, Some("10.0.0.1"), false, None);
        check(far, None, false, None);
        // Made inside the process.
        check(None, None, false, None);
    }

    #[test]
    fn a_fault_is_shown_for_a_while() {
        let (faults, at) = (ProxyFaults::default(), Timestamp(1_000_000_000));
        assert_eq!(faults.found(at), []);
        faults.saw(ProxyFault::NotDeclared, at);
        assert_eq!(faults.found(at.plus(SHOWN)), [ProxyFault::NotDeclared]);
        assert_eq!(faults.found(at.plus(SHOWN * 2)), []);
    }
}
