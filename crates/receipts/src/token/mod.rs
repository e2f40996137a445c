//! The signed text of a receipt's QR code. With the public key alone it proves
//! offline that a receipt is genuine and what it was issued for. Contains no
//! personal data.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 4 | first bytes of SHA-256 of the public key: which key |
//! | 1 | 1 for a sample |
//! | 12 | the number, ASCII |
//! | 3 | city, big endian; 0 for none |
//! | 3 × 2 | taken, issued, last day: days since 2020-01-01, big endian |
//! | 32 | SHA-256 of the approved photo's file |
//! | 1 + n | identifier of the document, its length first |
//! | 64 | Ed25519 over the purpose string and all bytes before |
//!
//! As text: base 32 (RFC 4648, no padding), whose upper-case letters and digits
//! give the smallest QR code, after [`PREFIX`]. With the feature `sm2`, a dot
//! and a second signature follow, 64 bytes over the text before the dot; a
//! program without the feature accepts such a token by the first signature.

mod key;
mod known;
mod second;

use base32::Alphabet;
use domain::ReceiptNumber;
use domain::applicant::without_symbology;
use jiff::civil::Date;

pub use key::{IssuerKey, NotAKey, PublicKey};
pub use known::{KnownKey, verify_known};

/// Prefix of every token, by which readers recognise one.
pub const PREFIX: &str = "HZ1";

/// Domain separation: signatures of this key for other purposes are not valid
/// here.
const PURPOSE: &[u8] = b"huizhi receipt 1\0";

const ALPHABET: Alphabet = Alphabet::Rfc4648 { padding: false };
const EPOCH: Date = Date::constant(2020, 1, 1);
const VERSION: u8 = 1;
const SIGNATURE: usize = 64;
const KEY_ID: usize = 4;
const NUMBER: usize = 12;

/// The signed content of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The receipt's number.
    pub number: ReceiptNumber,
    /// Identifier of the document.
    pub document: String,
    /// The issuing city's division code of six digits.
    pub city: Option<u32>,
    /// SHA-256 of the approved photo's file.
    pub photo_sha256: [u8; 32],
    /// When the picture was taken.
    pub taken: Date,
    /// When the receipt was issued.
    pub issued: Date,
    /// Last day of validity.
    pub valid_until: Date,
    /// Whether it is a sample.
    pub sample: bool,
}

/// A verified token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genuine {
    /// The signed content.
    pub claims: Claims,
    /// The signatures that were verified.
    pub signatures: Signatures,
}

/// The signatures that were verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signatures {
    /// The first only: there is no second one, or no key or feature to verify
    /// it.
    Ed25519,
    /// Both.
    Ed25519AndSm2,
}

impl Signatures {
    /// Stable codes.
    #[must_use]
    pub const fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Ed25519 => &["ed25519"],
            Self::Ed25519AndSm2 => &["ed25519", "sm2"],
        }
    }
}

/// Why a text is not a token of these keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It does not begin with [`PREFIX`].
    #[error("not a receipt's code")]
    Prefix,
    /// It is truncated or cannot be decoded.
    #[error("the code is damaged")]
    Damaged,
    /// Its format is of a later version.
    #[error("the code is of a newer version")]
    Version,
    /// It was signed with another key.
    #[error("the code was signed with another key")]
    UnknownKey,
    /// The signature does not match: forged, or changed.
    #[error("the signature does not agree")]
    Signature,
}

impl TokenError {
    /// All errors.
    pub const ALL: [Self; 5] = [
        Self::Prefix,
        Self::Damaged,
        Self::Version,
        Self::UnknownKey,
        Self::Signature,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Prefix => "token-prefix",
            Self::Damaged => "token-damaged",
            Self::Version => "token-version",
            Self::UnknownKey => "token-unknown-key",
            Self::Signature => "token-signature",
        }
    }
}

/// Signs claims; gives the token's text.
#[must_use]
pub fn sign(claims: &Claims, key: &IssuerKey) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(key.public().id());
    bytes.push(u8::from(claims.sample));
    bytes.extend(claims.number.as_str().bytes());
    bytes.extend(&claims.city.unwrap_or(0).to_be_bytes()[1..]);
    for date in [claims.taken, claims.issued, claims.valid_until] {
        bytes.extend(day_number(date).to_be_bytes());
    }
    bytes.extend(claims.photo_sha256);
    let document = claims.document.as_bytes();
    let length = document.len().min(usize::from(u8::MAX));
    bytes.push(u8::try_from(length).unwrap_or(u8::MAX));
    bytes.extend(&document[..length]);
    bytes.extend(key.sign(&signed(&bytes)));
    let first = format!("{PREFIX}{}", base32::encode(ALPHABET, &bytes));
    match key.sign_second(&signed(first.as_bytes())) {
        Some(second) => format!("{first}.{}", base32::encode(ALPHABET, &second)),
        None => first,
    }
}

/// Verifies a token, or a URL that ends with one, against `keys`. Case and
/// spaces are ignored.
///
/// # Errors
/// [`TokenError`].
pub fn verify(text: &str, keys: &[PublicKey]) -> Result<Genuine, TokenError> {
    let plain: String = without_symbology(text)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != BYTE_ORDER_MARK)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    // A scanner that was triggered twice.
    let plain = match plain.split_at_checked(plain.len() / 2) {
        Some((once, again)) if once == again => once,
        _ => &plain,
    };
    let token = plain.rsplit('/').next().unwrap_or_default();
    let (first, second) = match token.split_once('.') {
        Some((first, second)) => (first, Some(second)),
        None => (token, None),
    };
    let words = first.strip_prefix(PREFIX).ok_or(TokenError::Prefix)?;
    let bytes = decoded(words)?;
    let (body, signature) = bytes
        .split_last_chunk::<SIGNATURE>()
        .ok_or(TokenError::Damaged)?;
    let mut rest = body;
    let [version] = take::<1>(&mut rest)?;
    if version != VERSION {
        return Err(TokenError::Version);
    }
    let id = take::<KEY_ID>(&mut rest)?;
    let key = keys.iter().find(|key| key.id() == id);
    let key = key.ok_or(TokenError::UnknownKey)?;
    key.check(&signed(body), signature)?;
    let signatures = match second {
        Some(words) => {
            let second = decoded(words)?
                .try_into()
                .map_err(|_| TokenError::Damaged)?;
            key.check_second(&signed(first.as_bytes()), &second)?
        }
        None => Signatures::Ed25519,
    };
    Ok(Genuine {
        claims: claims(rest)?,
        signatures,
    })
}

/// Before text that came through a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Requires the canonical encoding: other spare bits would be another text for
/// the same token.
fn decoded(words: &str) -> Result<Vec<u8>, TokenError> {
    base32::decode(ALPHABET, words)
        .filter(|bytes| base32::encode(ALPHABET, bytes) == words)
        .ok_or(TokenError::Damaged)
}

fn claims(mut rest: &[u8]) -> Result<Claims, TokenError> {
    let [sample] = take::<1>(&mut rest)?;
    let number = take::<NUMBER>(&mut rest)?;
    let number = std::str::from_utf8(&number)
        .ok()
        .and_then(|n| n.parse().ok());
    let [a, b, c] = take::<3>(&mut rest)?;
    let city = u32::from_be_bytes([0, a, b, c]);
    let mut day = || take::<2>(&mut rest).map(|bytes| date(u16::from_be_bytes(bytes)));
    let (taken, issued, valid_until) = (day()?, day()?, day()?);
    let photo_sha256 = take::<32>(&mut rest)?;
    let [length] = take::<1>(&mut rest)?;
    if rest.len() != usize::from(length) {
        return Err(TokenError::Damaged);
    }
    let document = std::str::from_utf8(rest).map_err(|_| TokenError::Damaged)?;
    Ok(Claims {
        number: number.ok_or(TokenError::Damaged)?,
        document: document.to_owned(),
        city: (city > 0).then_some(city),
        photo_sha256,
        taken,
        issued,
        valid_until,
        sample: sample != 0,
    })
}

fn signed(body: &[u8]) -> Vec<u8> {
    [PURPOSE, body].concat()
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], TokenError> {
    let (head, tail) = rest.split_first_chunk::<N>().ok_or(TokenError::Damaged)?;
    *rest = tail;
    Ok(*head)
}

/// Days since 2020-01-01, within two bytes: up to 2199.
fn day_number(date: Date) -> u16 {
    let days = date.since(EPOCH).map_or(0, |span| span.get_days());
    u16::try_from(days.max(0)).unwrap_or(u16::MAX)
}

fn date(days: u16) -> Date {
    EPOCH.saturating_add(jiff::Span::new().days(i64::from(days)))
}

#[cfg(test)]
mod tests {
    use domain::randomness::seeded;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn key(n: u8) -> IssuerKey {
        IssuerKey::from_bytes(&[n; 32])
    }

    fn claims(seed: u64) -> Claims {
        Claims {
            number: ReceiptNumber::generate(&mut seeded(seed)),
            document: "resident-id-card".to_owned(),
            city: Some(440_300),
            photo_sha256: [7; 32],
            taken: date(2026, 11, 23),
            issued: date(2026, 11, 24),
            valid_until: date(2027, 5, 22),
            sample: false,
        }
    }

    #[test]
    fn a_token_reads_back_however_it_is_carried() {
        let all = [
            claims(1),
            Claims {
                city: None,
                sample: true,
                document: "us-visa".to_owned(),
                ..claims(2)
            },
        ];
        for claims in all {
            let token = sign(&claims, &key(1));
            assert!(
                token
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
            );
            for carried in [
                token.clone(),
                token.to_lowercase(),
                format!("HTTPS://PHOTO.EXAMPLE.ORG/V/{token}"),
                format!(" {} \r\n{}", &token[..40], &token[40..]),
                // What scanners add, and a trigger pulled twice.
                format!("]Q3{token}"),
                format!("]Q3HTTPS://PHOTO.EXAMPLE.ORG/V/{token}"),
                format!("{token}{token}"),
                format!("]Q3{token}\r\n]Q3{token}\r\n"),
                format!("HTTPS://A.EXAMPLE/V/{token}HTTPS://A.EXAMPLE/V/{token}"),
                format!("\u{feff}{token}"),
            ] {
                let read = verify(&carried, &[key(9).public(), key(1).public()]);
                let read = read.map(|genuine| genuine.claims);
                assert_eq!(read.as_ref(), Ok(&claims), "{carried}");
            }
        }
    }

    /// A token without its second signature.
    fn first_of(token: &str) -> &str {
        token.split('.').next().unwrap_or_default()
    }

    #[cfg(feature = "sm2")]
    #[test]
    fn the_second_signature_is_checked_where_it_can_be() {
        let token = sign(&claims(1), &key(1));
        let (first, second) = token.split_once('.').unwrap();
        let another = sign(&claims(2), &key(1));
        let swapped = format!("{first}.{}", another.split_once('.').unwrap().1);
        let public = key(1).public();
        let text = public.to_string();
        let first_alone: PublicKey = text.split_once('.').unwrap().0.parse().unwrap();
        let check = |token: &str, key: PublicKey, expected| {
            let read = verify(token, &[key]).map(|genuine| genuine.signatures);
            assert_eq!(read, expected, "{token}");
        };
        check(&token, public, Ok(Signatures::Ed25519AndSm2));
        check(first, public, Ok(Signatures::Ed25519));
        check(&token, first_alone, Ok(Signatures::Ed25519));
        check(&swapped, public, Err(TokenError::Signature));
        let cut = format!("{first}.{}", &second[..second.len() - 8]);
        check(&cut, public, Err(TokenError::Damaged));
    }

    #[test]
    fn a_key_out_of_a_file_may_have_a_byte_order_mark() {
        let public = key(1).public();
        let read: PublicKey = format!("\u{feff}{public}\r\n").parse().unwrap();
        assert_eq!(read.to_string(), public.to_string());
    }

    #[test]
    fn what_is_wrong_is_told() {
        let token = sign(&claims(1), &key(1));
        let check = |text: &str, expected| {
            assert_eq!(verify(text, &[key(1).public()]), Err(expected), "{text}");
        };
        check("", TokenError::Prefix);
        check("7K4M93QXABCD", TokenError::Prefix);
        check("HZ1", TokenError::Damaged);
        check("HZ1!!!", TokenError::Damaged);
        let first = first_of(&token);
        check(&first[..first.len() - 8], TokenError::Signature);
        check(&format!("{first}."), TokenError::Damaged);
        check(&format!("{first}.AAAA"), TokenError::Damaged);
        check(&sign(&claims(1), &key(2)), TokenError::UnknownKey);
        let codes = TokenError::ALL.map(TokenError::code);
        assert!(codes.iter().all(|code| code.starts_with("token-")));
    }

    #[test]
    fn a_public_key_reads_back() {
        let public = key(1).public();
        assert_eq!(public.to_string().parse(), Ok(public));
        assert_eq!(format!(" {public}\n").parse(), Ok(public));
        for wrong in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<PublicKey>(), Err(NotAKey), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_changed_bit_is_taken(seed: u64, place: prop::sample::Index, bit in 0_u8..8) {
            let token = sign(&claims(seed), &key(1));
            let mut bytes = base32::decode(ALPHABET, &first_of(&token)[PREFIX.len()..]).unwrap();
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let changed = format!("{PREFIX}{}", base32::encode(ALPHABET, &bytes));
            prop_assert!(verify(&changed, &[key(1).public()]).is_err());
        }

        #[test]
        fn no_text_brings_the_reader_down(text: String, words in "HZ1[A-Z2-7]{0,300}") {
            let _ = verify(&text, &[key(1).public()]);
            let _ = verify(&words, &[key(1).public()]);
        }
    }
}
