//! Reading and writing cookies. Values consist of letters, digits and `-._~`,
//! so nothing needs quoting. Only [`super::Visit::cookie`] writes cookies,
//! since it knows the public URL.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;

/// A year, in seconds.
pub(crate) const YEAR_S: u32 = 365 * 24 * 60 * 60;

/// The value of a cookie, if it was sent; the first where several were.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    all(headers, name).next()
}

/// The values of all cookies of this name that were sent: a browser sends
/// several where they were set for different paths.
pub(crate) fn all<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(key, value)| (key == name).then_some(value))
}

/// Transport of a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transport {
    /// Only over TLS.
    TlsOnly,
    /// Over plain HTTP too: a service on localhost.
    Any,
}

/// A `Set-Cookie` header: not readable by scripts, not sent along by other
/// sites.
pub(super) fn write(name: &str, value: &str, age_s: u32, transport: Transport) -> HeaderValue {
    let secure = match transport {
        Transport::TlsOnly => "; Secure",
        Transport::Any => "",
    };
    let line = format!("{name}={value}; Path=/; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&line).expect("names and values need no quoting")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading() {
        let check = |lines: &[&str], name: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(COOKIE, HeaderValue::from_str(line).unwrap());
            }
            assert_eq!(read(&headers, name), expected, "{lines:?}");
        };
        check(&[], "lang", None);
        check(&["lang=en"], "lang", Some("en"));
        check(&["device=ab; lang=en"], "lang", Some("en"));
        check(&["device=ab;lang=en;lang=zh"], "lang", Some("en"));
        check(&["device=ab", "lang=zh"], "lang", Some("zh"));
        check(&["slang=en"], "lang", None);
        check(&["lang"], "lang", None);
    }

    #[test]
    fn writing() {
        let check = |transport, expected: &str| {
            assert_eq!(write("lang", "en", 60, transport), expected);
        };
        check(
            Transport::Any,
            "lang=en; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
        );
        check(
            Transport::TlsOnly,
            "lang=en; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
        );
    }
}
