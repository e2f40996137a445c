//! Proof of a consent that outlives the applicant's data and names nobody.
//!
//! The record keeps two digests. One finds it by the code that the applicant
//! has. The other is keyed by that code, over the order, the identity number,
//! the texts and the time: with the code it shows who consented to what and
//! when; without it, it cannot be tried against identity numbers, of which
//! there are few enough to try them all.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::consent::ConsentKind;
use crate::check_code::{ConsentCode, OrderNumber};
use crate::sealed::Digest;
use crate::timestamp::Timestamp;

/// What a consent's record says, besides the person.
#[derive(Clone, Copy, Debug)]
pub struct Consented<'a> {
    /// The order's number.
    pub number: OrderNumber,
    /// Version of the consent texts that were shown.
    pub texts: &'a str,
    /// What was consented to.
    pub kinds: &'a [ConsentKind],
    /// When.
    pub given_at: Timestamp,
}

impl ConsentCode {
    /// Digest that finds the code's records. Unkeyed: the code has 99 random
    /// bits.
    #[must_use]
    pub fn lookup(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"huizhi-consent-code-1");
        hash.update(self.as_str().as_bytes());
        Digest(hash.finalize().into())
    }

    /// Digest of the person with this identity number and of what they agreed
    /// to.
    #[must_use]
    pub fn person(&self, consented: Consented<'_>, identity_number: &str) -> Digest {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.as_str().as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(b"huizhi-consent-1");
        let kinds: Vec<&str> = consented.kinds.iter().map(|kind| kind.code()).collect();
        let kinds = kinds.join(" ");
        let number = consented.number.to_string();
        // Each with its length, so that different fields give different bytes.
        for field in [&number, consented.texts, &kinds, identity_number] {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field.as_bytes());
        }
        mac.update(&consented.given_at.0.to_be_bytes());
        Digest(mac.finalize().into_bytes().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::seeded;

    #[test]
    fn only_code_person_and_consent_together_agree() {
        let code = ConsentCode::generate(&mut seeded(1));
        let other = ConsentCode::generate(&mut seeded(2));
        let number = OrderNumber::generate(&mut seeded(3));
        let given = Consented {
            number,
            texts: "2026-11",
            kinds: &[ConsentKind::FaceData],
            given_at: Timestamp(5),
        };
        let proof = code.person(given, "11010519491231002X");
        let check = |code: &ConsentCode, given, identity: &str, expected| {
            assert_eq!(code.person(given, identity) == proof, expected);
        };
        check(&code, given, "11010519491231002X", true);
        check(&other, given, "11010519491231002X", false);
        check(&code, given, "34052419800101001X", false);
        let texts = Consented {
            texts: "2027-01",
            ..given
        };
        check(&code, texts, "11010519491231002X", false);
        let kinds = Consented {
            kinds: &[ConsentKind::FaceData, ConsentKind::Guardian],
            ..given
        };
        check(&code, kinds, "11010519491231002X", false);
        let later = Consented {
            given_at: Timestamp(6),
            ..given
        };
        check(&code, later, "11010519491231002X", false);
        assert_ne!(code.lookup(), other.lookup());
    }
}
