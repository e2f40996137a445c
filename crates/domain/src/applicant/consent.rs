//! Consents, each asked for separately: to the processing of face data always,
//! a guardian's for applicants under 14.
//!
//! Sources: Measures for the Security Management of Facial Recognition
//! Technology (in force since 1 June 2025); PIPL articles 28, 29 and 31.

use std::fmt;

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::timestamp::Timestamp;

coded! {
    /// What is consented to.
    pub enum ConsentKind {
        /// 人脸信息单独同意: processing of the photo and of face measurements.
        FaceData = "face-data",
        /// 监护人同意: given by a parent or guardian.
        Guardian = "guardian",
    }
}

/// A consent given by the applicant or their guardian.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Consent {
    /// What was consented to.
    pub kind: ConsentKind,
    /// Version of the consent texts that were shown.
    pub texts: String,
    /// When it was given.
    pub given_at: Timestamp,
}

/// Shows kind and text version. The time is left out: it could identify the
/// person.
impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consent({}, {})", self.kind.code(), self.texts)
    }
}

/// Why the consents given are not sufficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ConsentError {
    /// A required consent was not given.
    #[error("no consent to {}", .0.code())]
    Missing(ConsentKind),
    /// The consent texts have changed since it was given.
    #[error("consent to {} was given under other texts", .0.code())]
    Outdated(ConsentKind),
    /// It is dated later than now.
    #[error("consent to {} lies in the future", .0.code())]
    Future(ConsentKind),
}

impl ConsentError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing(ConsentKind::FaceData) => "consent-face-data",
            Self::Missing(ConsentKind::Guardian) => "consent-guardian",
            Self::Outdated(_) => "consent-outdated",
            Self::Future(_) => "consent-future",
        }
    }

    /// The consent concerned.
    #[must_use]
    pub const fn kind(self) -> ConsentKind {
        match self {
            Self::Missing(kind) | Self::Outdated(kind) | Self::Future(kind) => kind,
        }
    }
}

/// Whether someone born on `birth` counts as under 14 on `on`. The fourteenth
/// birthday itself still counts: by article 201 of the Civil Code a period
/// begins on the day after, and asking for a guardian's consent one day too
/// long does no harm.
#[must_use]
pub fn is_under_14(birth: Date, on: Date) -> bool {
    // 29 February becomes 28: the fourteenth year after a leap year is never
    // one.
    birth
        .checked_add(14.years())
        .is_ok_and(|birthday| on <= birthday)
}

/// The consents required on `on` from someone born on `birth`.
#[must_use]
pub fn needed(birth: Date, on: Date) -> &'static [ConsentKind] {
    if is_under_14(birth, on) {
        &[ConsentKind::FaceData, ConsentKind::Guardian]
    } else {
        &[ConsentKind::FaceData]
    }
}

/// Checks that every required consent was given by `now`, under the texts in
/// force. Of several consents of one kind the latest counts.
///
/// # Errors
///
/// The first required consent that is missing, outdated or dated in the future.
pub fn check(
    needed: &[ConsentKind],
    given: &[Consent],
    texts_in_force: &str,
    now: Timestamp,
) -> Result<(), ConsentError> {
    for kind in needed.iter().copied() {
        let latest = given
            .iter()
            .filter(|consent| consent.kind == kind)
            .max_by_key(|consent| consent.given_at)
            .ok_or(ConsentError::Missing(kind))?;
        if latest.texts != texts_in_force {
            return Err(ConsentError::Outdated(kind));
        }
        if latest.given_at > now {
            return Err(ConsentError::Future(kind));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::ConsentKind::*;
    use super::*;

    #[test]
    fn a_guardian_agrees_up_to_and_on_the_fourteenth_birthday() {
        let check = |birth, on, expected: &[ConsentKind]| {
            assert_eq!(needed(birth, on), expected, "{birth} on {on}");
        };
        let both = &[FaceData, Guardian];
        let born = date(2012, 11, 22);
        check(born, born, both);
        check(born, date(2026, 11, 21), both);
        check(born, date(2026, 11, 22), both);
        check(born, date(2026, 11, 23), &[FaceData]);
        check(date(2012, 2, 29), date(2026, 2, 28), both);
        check(date(2012, 2, 29), date(2026, 3, 1), &[FaceData]);
        check(date(1949, 12, 31), date(2026, 11, 22), &[FaceData]);
    }

    fn consent(kind: ConsentKind, texts: &str, at: i64) -> Consent {
        Consent {
            kind,
            texts: texts.to_owned(),
            given_at: Timestamp(at),
        }
    }

    #[test]
    fn what_is_wanting_is_named() {
        let now = Timestamp(100);
        let row = |needed: &[ConsentKind],
                   given: &[Consent],
                   expected: Result<(), (ConsentKind, &str)>| {
            let checked = check(needed, given, "2", now);
            assert_eq!(
                checked.map_err(|e| (e.kind(), e.code())),
                expected,
                "{given:?}"
            );
        };
        let face = || consent(FaceData, "2", 90);
        let guardian = || consent(Guardian, "2", 100);
        let both = &[FaceData, Guardian][..];
        row(&[FaceData], &[face()], Ok(()));
        row(both, &[guardian(), face()], Ok(()));
        row(&[FaceData], &[consent(FaceData, "1", 80), face()], Ok(()));
        row(&[FaceData], &[], Err((FaceData, "consent-face-data")));
        row(
            &[FaceData],
            &[guardian()],
            Err((FaceData, "consent-face-data")),
        );
        row(both, &[face()], Err((Guardian, "consent-guardian")));
        row(
            both,
            &[face(), consent(Guardian, "1", 90)],
            Err((Guardian, "consent-outdated")),
        );
        row(
            &[FaceData],
            &[consent(FaceData, "1", 95), face()],
            Err((FaceData, "consent-outdated")),
        );
        row(
            &[FaceData],
            &[consent(FaceData, "2", 101)],
            Err((FaceData, "consent-future")),
        );
    }

    #[test]
    fn a_consent_is_stored_and_shown_without_its_time() {
        let given = consent(FaceData, "2", 1_234_567);
        let json = serde_json::to_string(&given).unwrap();
        assert_eq!(serde_json::from_str::<Consent>(&json).unwrap(), given);
        assert_eq!(format!("{given:?}"), "Consent(face-data, 2)");
    }
}
