//! Sealed values open again, and only under the same key and context.

use blobs::{DataKey, SealError, open, seal};
use domain::randomness::seeded;
use proptest::prelude::*;

fn key(seed: u64) -> DataKey {
    DataKey::generate(&mut seeded(seed))
}

#[test]
fn opens_only_as_it_was_sealed() {
    let sealed = seal(&key(1), "order a", b"440301", &mut seeded(9));
    let check = |key: &DataKey, context: &str, bytes: &[u8], expected: Result<&[u8], &str>| {
        let opened = open(key, context, bytes);
        let got = opened.as_deref().map_err(SealError::code);
        assert_eq!(got, expected, "{context}, {} bytes", bytes.len());
    };
    let mut longer = sealed.clone();
    longer.push(0);
    let mut later = sealed.clone();
    later[0] = 2;

    check(&key(1), "order a", &sealed, Ok(b"440301"));
    check(&key(1), "order b", &sealed, Err("damaged"));
    check(&key(1), "", &sealed, Err("damaged"));
    check(&key(2), "order a", &sealed, Err("wrong-key"));
    check(&key(2), "order b", &sealed, Err("wrong-key"));
    check(&key(1), "order a", &longer, Err("damaged"));
    check(&key(1), "order a", &later, Err("unknown-version"));
    for cut in 0..sealed.len() {
        check(&key(1), "order a", &sealed[..cut], Err("damaged"));
    }
}

#[test]
fn every_changed_bit_is_seen() {
    let sealed = seal(&key(1), "order a", b"440301", &mut seeded(9));
    for place in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[place] ^= 1 << bit;
            let expected = match place {
                0 => SealError::UnknownVersion(changed[0]),
                _ => SealError::Damaged,
            };
            let got = open(&key(1), "order a", &changed);
            assert_eq!(got, Err(expected), "byte {place}, bit {bit}");
        }
    }
}

#[test]
fn the_same_value_looks_different_each_time() {
    let mut randomness = seeded(3);
    let mut seal_once = || seal(&key(1), "order a", b"440301", &mut randomness);
    let (first, second) = (seal_once(), seal_once());
    assert_ne!(first[33..], second[33..]);
}

/// Bytes of the current format, so that it is not changed by accident: stored
/// values must stay readable.
#[test]
fn the_format_stays() {
    let sealed = seal(&key(1), "order a", b"440301", &mut seeded(9));
    assert_eq!(sealed.len(), 49 + 6);
    assert_eq!(hex(&sealed), include_str!("sealed-v1.hex").trim());
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

proptest! {
    #[test]
    fn round_trip(
        seed: u64,
        nonce_seed: u64,
        context in ".{0,40}",
        plain in proptest::collection::vec(any::<u8>(), 0..3000),
    ) {
        let sealed = seal(&key(seed), &context, &plain, &mut seeded(nonce_seed));
        prop_assert_eq!(sealed.len(), plain.len() + 49);
        prop_assert_eq!(open(&key(seed), &context, &sealed), Ok(plain));
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(open(&key(1), "", &bytes).is_err());
    }
}
