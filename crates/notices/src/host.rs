//! Which hosts of URLs are this machine.

use url::Host;

/// Whether a connection to `host` (a name, an address, or an IPv6 address in
/// brackets) stays on this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Ok(Host::Domain(name)) => name == "localhost",
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        let check = |host: &str, expected: bool| assert_eq!(is_loopback(host), expected, "{host}");
        check("localhost", true);
        check("LOCALHOST", true);
        check("127.0.0.1", true);
        check("127.8.9.10", true);
        check("[::1]", true);
        check("128.0.0.1", false);
        check("10.0.0.1", false);
        check("[::]", false);
        check("0.0.0.0", false);
        check("localhost.example.org", false);
        check("127.0.0.1.example.org", false);
        check("", false);
    }
}
