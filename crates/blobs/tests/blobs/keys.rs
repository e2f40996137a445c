//! Master key, wrapped data keys, derived secrets, look-up digests.

use std::collections::HashSet;

use blobs::{DataKey, Digester, MasterKey, MasterKeyError, SealError, WrappedKey, open, seal};
use domain::randomness::seeded;

fn master(seed: u64) -> MasterKey {
    MasterKey::generate(&mut seeded(seed))
}

#[test]
fn master_keys_are_read_from_hex() {
    let check = |text: &str, expected: Result<&str, &str>| {
        let key = MasterKey::from_hex(text);
        let got = key
            .map(|key| key.id().to_string())
            .map_err(|error| error.code());
        assert_eq!(got, expected.map(str::to_owned), "{text}");
    };
    let zeros = "0".repeat(64);
    // First bytes of SHA-256 of 32 zero bytes.
    check(&zeros, Ok("66687aadf862bd77"));
    check(&format!(" {zeros}\n"), Ok("66687aadf862bd77"));
    // As an editor of Windows saves it.
    check(&format!("\u{feff}{zeros}\r\n"), Ok("66687aadf862bd77"));
    check(&"F".repeat(64), Ok("af9613760f72635f"));
    check(&"f".repeat(64), Ok("af9613760f72635f"));
    check("", Err("master-key-length"));
    check(&zeros[1..], Err("master-key-length"));
    check(&format!("{zeros}0"), Err("master-key-length"));
    check(&format!("{}g", &zeros[1..]), Err("master-key-not-hex"));
    check(
        &format!("{} {}", &zeros[..32], &zeros[..31]),
        Err("master-key-not-hex"),
    );
}

#[test]
fn wrapped_keys_open_where_they_belong() {
    let data_key = DataKey::generate(&mut seeded(5));
    let wrapped = master(1).wrap(&data_key, "order a", &mut seeded(6));
    let kept = |bytes: &[u8]| WrappedKey::from_bytes(bytes);
    let check = |master: &MasterKey, belongs_to: &str, bytes: &[u8], expected: Result<(), &str>| {
        let key = kept(bytes).and_then(|wrapped| master.unwrap_key(&wrapped, belongs_to));
        let got = key.as_ref().map(|_| ()).map_err(SealError::code);
        assert_eq!(got, expected, "{belongs_to}");
    };
    let bytes = wrapped.as_bytes();
    assert_eq!(bytes.len(), WrappedKey::LENGTH);
    check(&master(1), "order a", bytes, Ok(()));
    check(&master(1), "order b", bytes, Err("damaged"));
    check(&master(2), "order a", bytes, Err("wrong-key"));
    check(&master(1), "order a", &bytes[1..], Err("damaged"));
    check(
        &master(1),
        "order a",
        &[bytes, &[0]].concat(),
        Err("damaged"),
    );
    for place in 0..bytes.len() {
        let mut changed = bytes.to_vec();
        changed[place] ^= 0x80;
        let expected = if place == 0 {
            "unknown-version"
        } else {
            "damaged"
        };
        check(&master(1), "order a", &changed, Err(expected));
    }

    let sealed = seal(&data_key, "photo", b"pixels", &mut seeded(7));
    let again = master(1)
        .unwrap_key(&wrapped, "order a")
        .expect("it was wrapped for this order");
    assert_eq!(open(&again, "photo", &sealed), Ok(b"pixels".to_vec()));
}

#[test]
fn a_wrapped_key_is_no_sealed_value() {
    let data_key = DataKey::generate(&mut seeded(5));
    let wrapped = master(1).wrap(&data_key, "order a", &mut seeded(6));
    // The master key's bytes used as a data key.
    let confused = DataKey::generate(&mut seeded(1));
    assert_eq!(
        open(&confused, "order a", wrapped.as_bytes()),
        Err(SealError::Damaged)
    );
}

#[test]
fn a_wrong_master_key_is_named() {
    let wrapped = master(1).wrap(
        &DataKey::generate(&mut seeded(5)),
        "order a",
        &mut seeded(6),
    );
    let error = master(2).unwrap_key(&wrapped, "order a").err();
    let expected = SealError::WrongKey {
        sealed_by: master(1).id(),
        held: master(2).id(),
    };
    assert_eq!(error, Some(expected));
}

#[test]
fn derived_secrets_and_digests_are_stable_and_apart() {
    let (first, second) = (master(1), master(2));
    let digests = |master: &MasterKey| {
        let digester = Digester::new(master);
        [
            digester.digest("phone", "13800138000"),
            digester.digest("phone", "13800138001"),
            digester.digest("phon", "e13800138000"),
            digester.digest("id-number", "13800138000"),
            master.derive("phone"),
            master.derive("csrf"),
            master.derive(""),
        ]
    };
    let all: HashSet<_> = digests(&first)
        .into_iter()
        .chain(digests(&second))
        .collect();
    assert_eq!(all.len(), 14, "no two are the same");
    assert_eq!(digests(&first), digests(&master(1)), "and the same again");
}

#[test]
fn nothing_shows_a_key() {
    let text = "5a".repeat(32);
    let master = MasterKey::from_hex(&text).expect("64 digits");
    let data_key = DataKey::generate(&mut seeded(5));
    let error = MasterKey::from_hex(&format!("{text}5")).err();
    let shown = format!(
        "{master:?} {data_key:?} {:?} {error:?} {:?}",
        Digester::new(&master),
        MasterKeyError::NotHex,
    );
    assert!(
        !shown.contains("5a5a") && !shown.contains("90, 90"),
        "{shown}"
    );
    assert!(shown.contains(&master.id().to_string()), "{shown}");
}
