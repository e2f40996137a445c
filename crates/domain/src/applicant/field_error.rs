//! Why a form field is refused; shown beside the field.

use std::fmt;

use super::consent::ConsentKind;
use crate::coded::coded;

coded! {
    /// Why a form field is refused. The message key is `field-<code>`, the
    /// remedy's key `field-<code>.remedy`. Holds nothing of what was typed.
    pub enum FieldError {
        /// No letters.
        NameEmpty = "name-empty",
        /// More than 40 characters.
        NameLong = "name-long",
        /// A digit in the name.
        NameDigit = "name-digit",
        /// An emoji, punctuation mark or other symbol.
        NameSymbol = "name-symbol",
        /// A control character, or one that changes the reading direction.
        NameControl = "name-control",
        /// A private use character, which only some devices can show.
        NamePrivate = "name-private",
        /// Letters that are neither Chinese nor Latin.
        NameScript = "name-script",

        /// No number given.
        IdEmpty = "id-empty",
        /// A character other than a digit in an identity number, or an X not at
        /// the end.
        IdCharacter = "id-character",
        /// Not 18 characters.
        IdLength = "id-length",
        /// A 15-digit number of a first-generation identity card.
        IdOld = "id-old",
        /// The first six digits are not of any province.
        IdRegion = "id-region",
        /// The first six digits stand in no table of divisions, though they are a
        /// province's; all else holds, and the applicant can confirm them.
        IdRegionUnconfirmed = "id-region-unconfirmed",
        /// The date of birth does not exist, is in the future, or is before
        /// 1900.
        IdDate = "id-date",
        /// The check character does not match the others.
        IdCheckDigit = "id-check-digit",
        /// A residence permit's number where an identity card's is asked for.
        IdIsResidencePermit = "id-is-residence-permit",
        /// A foreigner's number where a citizen's is asked for.
        IdIsForeign = "id-is-foreign",
        /// A residence permit's number that begins with none of its three prefixes.
        IdPermitPrefix = "id-permit-prefix",

        /// A character other than a letter or digit, or no digit at all.
        PassportCharacter = "passport-character",
        /// Fewer than 5 or more than 20 characters.
        PassportLength = "passport-length",
        /// Neither of the two formats of foreign permanent resident cards.
        ForeignIdShape = "foreign-id-shape",
        /// Not H or M and 8 or 10 digits.
        HomeReturnShape = "home-return-shape",
        /// Not 8 digits.
        TaiwanPermitShape = "taiwan-permit-shape",

        /// No date of birth given.
        BirthEmpty = "birth-empty",
        /// Not a calendar date.
        BirthDate = "birth-date",
        /// In the future, or before 1900.
        BirthRange = "birth-range",
        /// Different from the date of birth in the identity number.
        BirthDiffers = "birth-differs",

        /// No phone number given.
        PhoneEmpty = "phone-empty",
        /// Something other than digits, a leading plus, spaces and hyphens.
        PhoneCharacter = "phone-character",
        /// Too few or too many digits.
        PhoneLength = "phone-length",
        /// Eleven digits that do not begin with 13 to 19, the mainland's mobile
        /// prefixes.
        PhonePrefix = "phone-prefix",
        /// A landline, which cannot receive text messages.
        PhoneLandline = "phone-landline",
        /// A country code that begins with 0; none does.
        PhoneCountry = "phone-country",

        /// Not an e-mail address.
        EmailShape = "email-shape",

        /// A required further field is empty.
        FurtherEmpty = "further-empty",
        /// More characters than the field allows.
        FurtherLong = "further-long",
        /// Something other than Latin letters, digits, spaces and hyphens.
        FurtherLatin = "further-latin",
        /// A control character, or one that changes the reading direction.
        FurtherControl = "further-control",
        /// A field that the document does not ask for.
        FurtherUnknown = "further-unknown",

        /// No consent to the processing of face data.
        ConsentFaceData = "consent-face-data",
        /// No guardian's consent for an applicant under 14.
        ConsentGuardian = "consent-guardian",
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for FieldError {}

impl From<ConsentKind> for FieldError {
    /// The consent that is missing.
    fn from(missing: ConsentKind) -> Self {
        match missing {
            ConsentKind::FaceData => Self::ConsentFaceData,
            ConsentKind::Guardian => Self::ConsentGuardian,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_have_texts_in_both_languages() {
        let codes: HashSet<_> = FieldError::ALL.iter().map(|e| e.code()).collect();
        assert_eq!(codes.len(), FieldError::ALL.len());
        let others = [
            "code-length",
            "code-character",
            "code-check",
            "consent-outdated",
            "consent-future",
            "password-short",
            "password-long",
            "password-name",
            "password-common",
            "totp-shape",
            "totp-wrong",
            "totp-replayed",
            "sign-in-locked",
            "session-idle",
            "session-ended",
        ];
        let texts = [
            include_str!("../../../messages/texts/zh/fields.ftl"),
            include_str!("../../../messages/texts/en/fields.ftl"),
        ];
        for code in codes.into_iter().chain(others) {
            for text in texts {
                let mut lines = text.lines();
                let key = format!("field-{code} = ");
                assert!(lines.any(|line| line.starts_with(&key)), "{code}");
                let remedy = lines.next().unwrap_or_default();
                assert!(remedy.starts_with("    .remedy = "), "{code}.remedy");
            }
        }
    }
}
