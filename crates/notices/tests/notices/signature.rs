//! A delivery verifies with the right secret, body and time only.

use notices::{SignatureError, TOLERANCE_S, sign, verify};
use proptest::prelude::*;

const SECRET: &[u8] = b"a secret of the operator";
const BODY: &[u8] = br#"{"id":"1"}"#;
const SIGNED_S: i64 = 1_767_225_600;

#[test]
fn the_signature_is_what_any_hmac_gives() {
    // printf '%s' '1767225600.{"id":"1"}' |
    //   openssl dgst -sha256 -hmac 'a secret of the operator'
    assert_eq!(
        sign(SECRET, "1767225600", BODY),
        "v1=bd5002eb908ed9604bdc55cf5e3af37f96c29d73e6133de6db4335cceb0e243b"
    );
}

#[test]
fn deliveries_are_believed_or_not() {
    let signature = sign(SECRET, "1767225600", BODY);
    let check =
        |timestamp: &str, signature: &str, body: &[u8], now_s, expected: Result<(), &str>| {
            let verified = verify(SECRET, timestamp, signature, body, now_s);
            let got = verified.map_err(|error| error.code());
            assert_eq!(got, expected, "{timestamp} {signature} at {now_s}");
        };
    let good = signature.as_str();
    let tolerance = i64::try_from(TOLERANCE_S).unwrap();
    check("1767225600", good, BODY, SIGNED_S, Ok(()));
    check("1767225600", good, BODY, SIGNED_S + tolerance, Ok(()));
    check("1767225600", good, BODY, SIGNED_S - tolerance, Ok(()));
    let late = Err("signature-out-of-time");
    check("1767225600", good, BODY, SIGNED_S + tolerance + 1, late);
    check("1767225600", good, BODY, SIGNED_S - tolerance - 1, late);
    check("1767225600", good, BODY, i64::MIN, late);
    let mismatch = Err("signature-mismatch");
    check("1767225601", good, BODY, SIGNED_S, mismatch);
    check("+1767225600", good, BODY, SIGNED_S, mismatch);
    check("1767225600", good, b"{}", SIGNED_S, mismatch);
    check("1767225600", good, b"", SIGNED_S, mismatch);
    let others = sign(b"another secret", "1767225600", BODY);
    check("1767225600", &others, BODY, SIGNED_S, mismatch);
    let timestamp = Err("signature-timestamp");
    check("", good, BODY, SIGNED_S, timestamp);
    check("now", good, BODY, SIGNED_S, timestamp);
    check("99999999999999999999", good, BODY, SIGNED_S, timestamp);
    let form = Err("signature-form");
    check("1767225600", "", BODY, SIGNED_S, form);
    check("1767225600", &good[3..], BODY, SIGNED_S, form);
    check("1767225600", &good[..good.len() - 1], BODY, SIGNED_S, form);
    check(
        "1767225600",
        &good.replace("v1", "v2"),
        BODY,
        SIGNED_S,
        form,
    );
    check(
        "1767225600",
        &format!("{good},{good}"),
        BODY,
        SIGNED_S,
        form,
    );
}

proptest! {
    #[test]
    fn what_is_signed_verifies_and_a_changed_byte_does_not(
        secret in proptest::collection::vec(any::<u8>(), 16..80),
        body in proptest::collection::vec(any::<u8>(), 1..400),
        now_s in -1_000_000_000_000_i64..1_000_000_000_000,
        place: prop::sample::Index,
        change in 1_u8..,
    ) {
        let timestamp = now_s.to_string();
        let signature = sign(&secret, &timestamp, &body);
        prop_assert_eq!(verify(&secret, &timestamp, &signature, &body, now_s), Ok(()));
        let mut changed = body.clone();
        changed[place.index(body.len())] ^= change;
        prop_assert_eq!(
            verify(&secret, &timestamp, &signature, &changed, now_s),
            Err(SignatureError::Mismatch)
        );
    }
}
