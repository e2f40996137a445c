//! The key of a photo that only its receipt's code opens, and the text of that
//! code: upper case letters and digits, which every scanner types.

use std::fmt;

use base32::Alphabet::Rfc4648;
use domain::randomness::Randomness;
use zeroize::Zeroizing;

use crate::{DataKey, SealError, open, seal};

/// Begins every code, with the version of its form.
const PREFIX: &str = "HZP1";
const ALPHABET: base32::Alphabet = Rfc4648 { padding: false };

/// A photo's code. In memory only; wiped when dropped.
#[derive(Clone)]
pub struct PhotoCode(DataKey);

impl PhotoCode {
    /// A random code.
    pub fn generate(randomness: &mut dyn Randomness) -> Self {
        Self(DataKey::generate(randomness))
    }

    /// The text that is printed as a two-dimensional code: 56 characters.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let key = Zeroizing::new(base32::encode(ALPHABET, self.0.bytes()));
        Zeroizing::new(format!("{PREFIX}{}", *key))
    }

    /// The code in scanned text; `None` if it is none. Spaces and the case of
    /// letters do not matter.
    #[must_use]
    pub fn parse(scanned: &str) -> Option<Self> {
        let plain: String = scanned.split_whitespace().collect();
        let plain = Zeroizing::new(plain.to_ascii_uppercase());
        let bytes = base32::decode(ALPHABET, plain.strip_prefix(PREFIX)?)?;
        let bytes = Zeroizing::new(bytes);
        Some(Self(DataKey::from_bytes(bytes.as_slice().try_into().ok()?)))
    }

    /// Seals a photo for `context`.
    pub fn seal(&self, context: &str, photo: &[u8], randomness: &mut dyn Randomness) -> Vec<u8> {
        seal(&self.0, context, photo, randomness)
    }

    /// Opens a photo sealed under this code for the same `context`.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        open(&self.0, context, sealed)
    }
}

impl fmt::Debug for PhotoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhotoCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use domain::randomness::seeded;

    use super::*;

    #[test]
    fn a_code_opens_what_it_sealed() {
        let code = PhotoCode::generate(&mut seeded(1));
        let other = PhotoCode::generate(&mut seeded(2));
        let sealed = code.seal("a receipt", b"a photo", &mut seeded(3));
        let text = code.text();
        assert_eq!(text.len(), 56);
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        );
        let check = |scanned: &str, context: &str, opens: Option<bool>| {
            let opened = PhotoCode::parse(scanned).map(|code| code.open(context, &sealed).is_ok());
            assert_eq!(opened, opens, "{context}");
        };
        check(&text, "a receipt", Some(true));
        check(
            &format!(" {}\r\n", text.to_lowercase()),
            "a receipt",
            Some(true),
        );
        check(&text, "another receipt", Some(false));
        check(&other.text(), "a receipt", Some(false));
        for damaged in ["", "HZP1", "HZ1…", &text[..55], &format!("{}A", *text)] {
            check(damaged, "a receipt", None);
        }
        assert_eq!(format!("{code:?}"), "PhotoCode(…)");
    }
}
