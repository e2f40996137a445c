//! The value of the device's cookie: the device's secret, and a MAC that shows
//! that this service made it. A value that a neighbouring site or a person at
//! the same machine made up is no device.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::is_token;
use crate::Secrets;

/// Domain separation of this use of the key.
const PURPOSE: &[u8] = b"device-cookie\0";

fn mac(secrets: &Secrets, secret: &str) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(&secrets.csrf).expect("HMAC takes keys of any length");
    mac.update(PURPOSE);
    mac.update(secret.as_bytes());
    mac
}

/// The cookie's value for a secret: `<secret>.<mac>`.
#[must_use]
pub fn value(secrets: &Secrets, secret: &str) -> String {
    let mac = mac(secrets, secret).finalize().into_bytes();
    format!("{secret}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
}

/// The secret in a value that this service made; compared in constant time.
pub(super) fn secret<'v>(secrets: &Secrets, value: &'v str) -> Option<&'v str> {
    let (secret, given) = value.split_once('.')?;
    let given = BASE64_URL_SAFE_NO_PAD.decode(given).ok()?;
    let holds = is_token(secret) && mac(secrets, secret).verify_slice(&given).is_ok();
    holds.then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_made_here_is_a_device() {
        let (own, other) = (Secrets::new([1; 32]), Secrets::new([2; 32]));
        let device = BASE64_URL_SAFE_NO_PAD.encode([7; 32]);
        let made = value(&own, &device);
        let check = |value: &str, expected: Option<&str>| {
            assert_eq!(secret(&own, value), expected, "{value}");
        };
        check(&made, Some(&device));
        check(&device, None);
        check(&value(&other, &device), None);
        check(&format!("{made}A"), None);
        check(&made.replacen('B', "C", 1), None);
        check(&value(&own, "short"), None);
        check("", None);
        check(".", None);
    }
}
