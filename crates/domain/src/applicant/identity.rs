//! Identity documents: the kinds, the formats of their numbers, and the data
//! encoded in the numbers.
//!
//! | kind | format | source |
//! |---|---|---|
//! | citizen's identity card | 18 characters, GB 11643-1999 | the standard |
//! | passport | 5 to 20 letters and digits, at least one digit | issuing states differ; ICAO Doc 9303 has nine in the main field and lets longer ones run on |
//! | residence permit of Hong Kong, Macao and Taiwan residents | as a citizen's, place 810000, 820000 or 830000 | issued since 2018; widely described |
//! | foreign permanent resident, card of 2023 | 9, then as a citizen's to the check | the immigration administration's notice on the new card, by way of makers of card readers |
//! | the same, cards before | 3 letters and 12 digits | the same notice |
//! | home return permit | H or M and 8 digits; older print adds 2 for the issue | forms in use agree, no official text read |
//! | Taiwan compatriot permit | 8 digits (cards since 2015) | general knowledge, no official text read |

use crate::coded::coded;
use std::fmt;

use jiff::civil::Date;

use super::FieldError;
use super::citizen_number::{CitizenNumber, Sex};
use super::masked::masked_number;
use super::typed::document_number;

coded! {
    /// The kind of an identity document.
    pub enum IdentityKind {
        /// 居民身份证: resident identity card.
        ChineseId = "chinese-id",
        /// 港澳台居民居住证: residence permit for Hong Kong, Macao and Taiwan
        /// residents.
        HongKongMacaoTaiwanResident = "hong-kong-macao-taiwan-resident",
        /// 港澳居民来往内地通行证 (回乡证): mainland travel permit for Hong Kong and Macao
        /// residents.
        HomeReturnPermit = "home-return-permit",
        /// 台湾居民来往大陆通行证 (台胞证): mainland travel permit for Taiwan residents.
        TaiwanCompatriotPermit = "taiwan-compatriot-permit",
        /// 外国人永久居留身份证: foreign permanent resident card.
        ForeignPermanentResident = "foreign-permanent-resident",
        /// 护照: passport of any country.
        Passport = "passport",
    }
}

impl IdentityKind {
    /// Whether its numbers hold the date of birth; see [`IdentityDocument::birth`].
    #[must_use]
    pub const fn holds_birth(self) -> bool {
        match self {
            Self::ChineseId | Self::HongKongMacaoTaiwanResident => true,
            Self::HomeReturnPermit
            | Self::TaiwanCompatriotPermit
            | Self::ForeignPermanentResident
            | Self::Passport => false,
        }
    }
}

/// An identity document's number, valid for its kind.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum IdentityDocument {
    /// Resident identity card number.
    ChineseId(CitizenNumber),
    /// Passport number.
    Passport(DocumentNumber),
    /// Residence permit number, with division 810000, 820000 or 830000.
    HongKongMacaoTaiwanResident(CitizenNumber),
    /// Foreign permanent resident card number.
    ForeignPermanentResident(ForeignNumber),
    /// Home return permit number.
    HomeReturnPermit(DocumentNumber),
    /// Taiwan compatriot permit number.
    TaiwanCompatriotPermit(DocumentNumber),
}

/// The two formats of foreign permanent resident card numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ForeignNumber {
    /// Cards since December 2023: 18 characters, the first a 9.
    Current(CitizenNumber),
    /// Earlier cards: three letters and twelve digits. Their date of birth has
    /// a two-digit year, which does not tell the century.
    Old(DocumentNumber),
}

/// A document number of upper-case letters and digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber(String);

impl DocumentNumber {
    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentNumber(…)")
    }
}

/// Shows the kind only.
impl fmt::Debug for IdentityDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityDocument({}, …)", self.kind().code())
    }
}

impl IdentityDocument {
    /// Parses a number as typed: spaces, full-width characters and lower case
    /// are normalised. `known_region` tells whether six digits are a current or
    /// former division code of GB/T 2260: a number keeps the code it was issued
    /// with.
    ///
    /// # Errors
    ///
    /// The first fault from the left; the check character is checked last but for a
    /// division code that is only unknown: [`FieldError::IdRegionUnconfirmed`] says
    /// that the number is sound otherwise.
    pub fn parse(
        kind: IdentityKind,
        text: &str,
        today: Date,
        known_region: &dyn Fn(u32) -> bool,
    ) -> Result<Self, FieldError> {
        let number = document_number(text);
        if number.is_empty() {
            return Err(FieldError::IdEmpty);
        }
        match kind {
            IdentityKind::ChineseId => CitizenNumber::read(&number, today, |place| match place {
                810_000 | 820_000 | 830_000 => Err(FieldError::IdIsResidencePermit),
                900_000.. => Err(FieldError::IdIsForeign),
                _ if known_region(place) => Ok(()),
                _ if is_of_a_province(place) => Err(FieldError::IdRegionUnconfirmed),
                _ => Err(FieldError::IdRegion),
            })
            .map(Self::ChineseId),
            IdentityKind::HongKongMacaoTaiwanResident => {
                CitizenNumber::read(&number, today, |place| match place {
                    810_000 | 820_000 | 830_000 => Ok(()),
                    _ => Err(FieldError::IdPermitPrefix),
                })
                .map(Self::HongKongMacaoTaiwanResident)
            }
            IdentityKind::ForeignPermanentResident => {
                foreign(number, today).map(Self::ForeignPermanentResident)
            }
            IdentityKind::Passport => passport(number).map(Self::Passport),
            IdentityKind::HomeReturnPermit => {
                let shape = number
                    .strip_prefix(['H', 'M'])
                    .is_some_and(|rest| matches!(rest.len(), 8 | 10) && all_digits(rest));
                shaped(number, shape, FieldError::HomeReturnShape).map(Self::HomeReturnPermit)
            }
            IdentityKind::TaiwanCompatriotPermit => {
                let shape = number.len() == 8 && all_digits(&number);
                shaped(number, shape, FieldError::TaiwanPermitShape)
                    .map(Self::TaiwanCompatriotPermit)
            }
        }
    }

    /// Kind of document.
    #[must_use]
    pub const fn kind(&self) -> IdentityKind {
        match self {
            Self::ChineseId(_) => IdentityKind::ChineseId,
            Self::Passport(_) => IdentityKind::Passport,
            Self::HongKongMacaoTaiwanResident(_) => IdentityKind::HongKongMacaoTaiwanResident,
            Self::ForeignPermanentResident(_) => IdentityKind::ForeignPermanentResident,
            Self::HomeReturnPermit(_) => IdentityKind::HomeReturnPermit,
            Self::TaiwanCompatriotPermit(_) => IdentityKind::TaiwanCompatriotPermit,
        }
    }

    /// The normalised number: what is compared, printed and digested.
    #[must_use]
    pub fn number(&self) -> &str {
        match self.citizen_number() {
            Ok(number) => number.as_str(),
            Err(number) => number.as_str(),
        }
    }

    /// The date of birth, where the number encodes it.
    #[must_use]
    pub fn birth(&self) -> Option<Date> {
        self.citizen_number().ok().map(CitizenNumber::birth)
    }

    /// The sex, where the number encodes it.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        self.citizen_number().ok().map(CitizenNumber::sex)
    }

    /// Shows the first 3 and last 4 characters; of numbers under 11 characters
    /// the first and the last 2.
    #[must_use]
    pub fn masked(&self) -> String {
        masked_number(self.number())
    }

    const fn citizen_number(&self) -> Result<&CitizenNumber, &DocumentNumber> {
        match self {
            Self::ChineseId(number)
            | Self::HongKongMacaoTaiwanResident(number)
            | Self::ForeignPermanentResident(ForeignNumber::Current(number)) => Ok(number),
            Self::Passport(number)
            | Self::ForeignPermanentResident(ForeignNumber::Old(number))
            | Self::HomeReturnPermit(number)
            | Self::TaiwanCompatriotPermit(number) => Err(number),
        }
    }
}

/// Whether the first two of six digits are a province: of GB/T 2260, where every
/// division ever used begins with them. Tables of divisions lack some that were in
/// use (farms, special districts, renamed counties); provinces none.
fn is_of_a_province(division: u32) -> bool {
    matches!(division / 10_000,
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71)
}

fn foreign(number: String, today: Date) -> Result<ForeignNumber, FieldError> {
    if number.starts_with('9') {
        // Digits 2 to 6 are an office and a country, not a division of GB/T
        // 2260.
        return CitizenNumber::read(&number, today, |_| Ok(())).map(ForeignNumber::Current);
    }
    let old = number.is_ascii()
        && number.len() == 15
        && number[..3].bytes().all(|b| b.is_ascii_uppercase())
        && all_digits(&number[3..]);
    shaped(number, old, FieldError::ForeignIdShape).map(ForeignNumber::Old)
}

fn passport(number: String) -> Result<DocumentNumber, FieldError> {
    let alphanumeric = number.bytes().all(|b| b.is_ascii_alphanumeric());
    // A number without a digit is a name typed into the wrong field.
    if !alphanumeric || !number.bytes().any(|b| b.is_ascii_digit()) {
        return Err(FieldError::PassportCharacter);
    }
    let length = (5..=20).contains(&number.len());
    shaped(number, length, FieldError::PassportLength)
}

fn shaped(number: String, fits: bool, otherwise: FieldError) -> Result<DocumentNumber, FieldError> {
    if fits {
        Ok(DocumentNumber(number))
    } else {
        Err(otherwise)
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::IdentityKind::*;
    use super::*;

    const TODAY: Date = date(2026, 11, 22);
    const PLACES: [u32; 5] = [110_105, 340_524, 440_524, 440_300, 110_000];

    fn parse(kind: IdentityKind, text: &str) -> Result<IdentityDocument, FieldError> {
        IdentityDocument::parse(kind, text, TODAY, &|place| PLACES.contains(&place))
    }

    #[test]
    fn numbers_in_the_form_of_their_kind_are_taken() {
        let check = |kind, typed: &str, number: &str, masked: &str, birth| {
            let document = parse(kind, typed).unwrap();
            assert_eq!(document.kind(), kind);
            assert_eq!(document.number(), number);
            assert_eq!(document.masked(), masked);
            assert_eq!(document.birth(), birth);
            assert_eq!(document.sex().is_some(), birth.is_some());
            let shown = format!("{document:?}");
            assert!(!shown.contains(&number[number.len() - 4..]), "{shown}");
        };
        let citizen = "11010519491231002X";
        let born = Some(date(1949, 12, 31));
        for typed in [
            citizen,
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２ｘ",
            "110105-19491231-002X",
            "\u{200e}110105194912310 02X\u{feff}",
        ] {
            check(ChineseId, typed, citizen, "110***********002X", born);
        }
        let permit = "810000199003070031";
        let born = Some(date(1990, 3, 7));
        check(
            HongKongMacaoTaiwanResident,
            permit,
            permit,
            "810***********0031",
            born,
        );
        let permit = "830000201501020022";
        let born = Some(date(2015, 1, 2));
        check(
            HongKongMacaoTaiwanResident,
            permit,
            permit,
            "830***********0022",
            born,
        );
        let card = "911840198106150012";
        let born = Some(date(1981, 6, 15));
        check(
            ForeignPermanentResident,
            card,
            card,
            "911***********0012",
            born,
        );
        check(
            ForeignPermanentResident,
            "usa110081061501",
            "USA110081061501",
            "USA********1501",
            None,
        );
        check(Passport, "e1234 5678", "E12345678", "E******78", None);
        check(Passport, "AB123", "AB123", "A**23", None);
        check(
            Passport,
            "12345678901234567890",
            "12345678901234567890",
            "123*************7890",
            None,
        );
        check(
            HomeReturnPermit,
            "h01234567",
            "H01234567",
            "H******67",
            None,
        );
        check(
            HomeReturnPermit,
            "M0123456701",
            "M0123456701",
            "M01****6701",
            None,
        );
        check(
            TaiwanCompatriotPermit,
            "0123 4567",
            "01234567",
            "0*****67",
            None,
        );
    }

    #[test]
    fn others_are_refused_with_their_reason() {
        let check =
            |kind, typed, expected| assert_eq!(parse(kind, typed), Err(expected), "{typed}");
        for kind in IdentityKind::ALL {
            check(kind, " \u{3000}\u{200b}", FieldError::IdEmpty);
        }
        check(
            ChineseId,
            "110106194912310026",
            FieldError::IdRegionUnconfirmed,
        );
        check(ChineseId, "00010119900101001X", FieldError::IdRegion);
        check(
            ChineseId,
            "810000199003070031",
            FieldError::IdIsResidencePermit,
        );
        check(ChineseId, "911840198106150012", FieldError::IdIsForeign);
        // The date or the check character is told before an unknown division.
        check(ChineseId, "110106188001010013", FieldError::IdDate);
        check(ChineseId, "110106194912310028", FieldError::IdCheckDigit);
        check(ChineseId, "440524188001010014", FieldError::IdDate);
        check(ChineseId, "110105194912310021", FieldError::IdCheckDigit);
        check(ChineseId, "110105491231002", FieldError::IdOld);
        check(ChineseId, "1101051949", FieldError::IdLength);
        check(ChineseId, "E12345678", FieldError::IdCharacter);
        check(
            HongKongMacaoTaiwanResident,
            "11010519491231002X",
            FieldError::IdPermitPrefix,
        );
        check(
            HongKongMacaoTaiwanResident,
            "810000199003070032",
            FieldError::IdCheckDigit,
        );
        check(
            ForeignPermanentResident,
            "911840198106150013",
            FieldError::IdCheckDigit,
        );
        check(ForeignPermanentResident, "9118401981", FieldError::IdLength);
        check(
            ForeignPermanentResident,
            "USA11008106150",
            FieldError::ForeignIdShape,
        );
        check(
            ForeignPermanentResident,
            "US1110081061501",
            FieldError::ForeignIdShape,
        );
        check(
            ForeignPermanentResident,
            "证证证证证",
            FieldError::ForeignIdShape,
        );
        check(Passport, "E123", FieldError::PassportLength);
        check(
            Passport,
            "123456789012345678901",
            FieldError::PassportLength,
        );
        check(Passport, "E123_4567", FieldError::PassportCharacter);
        check(Passport, "JOHNSMITH", FieldError::PassportCharacter);
        check(Passport, "护照12345", FieldError::PassportCharacter);
        check(HomeReturnPermit, "A01234567", FieldError::HomeReturnShape);
        check(HomeReturnPermit, "H012345678", FieldError::HomeReturnShape);
        check(
            TaiwanCompatriotPermit,
            "0123456789",
            FieldError::TaiwanPermitShape,
        );
        check(
            TaiwanCompatriotPermit,
            "T1234567",
            FieldError::TaiwanPermitShape,
        );
    }

    #[test]
    fn kinds_read_back_from_their_codes() {
        for kind in IdentityKind::ALL {
            assert_eq!(IdentityKind::from_code(kind.code()), Some(kind));
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{}\"", kind.code()));
        }
        assert_eq!(IdentityKind::from_code("library-card"), None);
    }

    proptest! {
        #[test]
        fn no_text_brings_a_reader_down(text: String, digits in "[0-9X]{0,20}") {
            for kind in IdentityKind::ALL {
                for typed in [&text, &digits] {
                    if let Ok(document) = parse(kind, typed) {
                        prop_assert_eq!(parse(kind, document.number()), Ok(document));
                    }
                }
            }
        }
    }
}
