//! Any text is an order's or a receipt's number, or fails with a code; one that is
//! taken reads back from each form it is shown in, and one wrong or two swapped
//! characters are always found.
#![no_main]

use domain::randomness::seeded;
use domain::{OrderNumber, ReceiptNumber};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u64, u8, u8, char)| {
    let (text, seed, one, other, typed) = input;
    match ReceiptNumber::parse(text) {
        Ok(number) => {
            assert_eq!(ReceiptNumber::parse(number.as_str()), Ok(number));
            assert_eq!(ReceiptNumber::parse(&number.grouped()), Ok(number));
        }
        Err(error) => assert!(!error.code().is_empty()),
    }
    if let Ok(number) = OrderNumber::parse(text) {
        assert_eq!(OrderNumber::parse(&number.grouped()), Ok(number));
    }

    let number = ReceiptNumber::generate(&mut seeded(seed));
    let characters: Vec<char> = number.as_str().chars().collect();
    let (one, other) = (usize::from(one) % 12, usize::from(other) % 12);

    let mut swapped = characters.clone();
    swapped.swap(one, other);
    let swapped: String = swapped.into_iter().collect();
    let same = characters[one] == characters[other];
    assert_eq!(ReceiptNumber::parse(&swapped).is_ok(), same, "{swapped}");

    let mut wrong = characters;
    wrong[one] = typed;
    let wrong: String = wrong.into_iter().collect();
    if let Ok(read) = ReceiptNumber::parse(&wrong) {
        // The same character in another case or width.
        assert_eq!(read, number, "{wrong}");
    }
});
