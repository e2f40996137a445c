//! Any text either fails or was signed by the key; a signed token reads back,
//! and any change to it is refused.
#![no_main]

use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;
use domain::ReceiptNumber;
use domain::randomness::seeded;
use receipts::token::{Claims, IssuerKey, sign, verify};

const FIRST_DAY: Date = Date::constant(2020, 1, 1);

fuzz_target!(|input: (&str, u64, [u8; 32], u16, u32, &str, u16)| {
    let (text, seed, photo_sha256, days, city, document, place) = input;
    let key = IssuerKey::from_bytes(&[7; 32]);
    let keys = [key.public()];
    if let Err(error) = verify(text, &keys) {
        assert!(!error.code().is_empty());
    } else {
        panic!("nobody signed {text:?}");
    }

    let day = FIRST_DAY.saturating_add(jiff::Span::new().days(i64::from(days)));
    let mut end = document.len().min(255);
    while !document.is_char_boundary(end) {
        end -= 1;
    }
    let claims = Claims {
        number: ReceiptNumber::generate(&mut seeded(seed)),
        document: document[..end].to_owned(),
        city: Some(city & 0x00ff_ffff).filter(|code| *code > 0),
        photo_sha256,
        taken: day,
        issued: day,
        valid_until: day,
        sample: seed % 2 == 0,
    };
    let token = sign(&claims, &key);
    let read = verify(&token, &keys).expect("the key signed it");
    assert_eq!(read.claims, claims);

    let place = usize::from(place) % token.len();
    let changed = format!("{}{text}{}", &token[..place], &token[place + 1..]);
    if let Ok(read) = verify(&changed, &keys) {
        // Case and spaces are ignored, and so is the text before the last
        // slash.
        assert_eq!(read.claims, claims, "{changed:?}");
    }
});
