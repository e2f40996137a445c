//! The serialised form of an applicant's details, before sealing: a version,
//! and plain strings that later versions can still read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Applicant, Email, FieldError, IdentityDocument, IdentityKind, Name, Phone, parse_birth,
};

#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
pub(crate) enum Stored {
    #[serde(rename = "1")]
    V1 {
        name: String,
        identity_kind: IdentityKind,
        identity_number: String,
        /// `YYYY-MM-DD`.
        stated_birth: Option<String>,
        phone: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        extra: BTreeMap<String, String>,
    },
}

impl From<Applicant> for Stored {
    fn from(applicant: Applicant) -> Self {
        Self::V1 {
            name: applicant.name.as_str().to_owned(),
            identity_kind: applicant.identity.kind(),
            identity_number: applicant.identity.number().to_owned(),
            stated_birth: applicant.stated_birth.map(|date| date.to_string()),
            phone: applicant.phone.as_str().to_owned(),
            email: applicant.email.map(|email| email.as_str().to_owned()),
            extra: applicant.further,
        }
    }
}

impl TryFrom<Stored> for Applicant {
    type Error = FieldError;

    /// Division codes and today's date were checked when the details were
    /// given, and are not checked again: stored details stay readable when the
    /// list of divisions changes.
    fn try_from(stored: Stored) -> Result<Self, FieldError> {
        let Stored::V1 {
            name,
            identity_kind,
            identity_number,
            stated_birth,
            phone,
            email,
            extra,
        } = stored;
        Ok(Self {
            name: Name::parse(&name)?,
            identity: IdentityDocument::parse(identity_kind, &identity_number, Date::MAX, &|_| {
                true
            })?,
            stated_birth: stated_birth
                .map(|text| parse_birth(&text, Date::MAX))
                .transpose()?,
            phone: Phone::parse(&phone)?,
            email: Email::parse(&email.unwrap_or_default())?,
            further: extra,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn applicant(kind: IdentityKind, number: &str, stated_birth: Option<Date>) -> Applicant {
        Applicant {
            name: Name::parse("张三").unwrap(),
            identity: IdentityDocument::parse(kind, number, date(2026, 11, 22), &|_| true).unwrap(),
            stated_birth,
            phone: Phone::parse("13800138000").unwrap(),
            email: None,
            further: BTreeMap::from([("school".to_owned(), "第一小学".to_owned())]),
        }
    }

    #[test]
    fn details_come_back_as_they_went() {
        let born = Some(date(2015, 5, 1));
        for (kind, number, stated) in [
            (IdentityKind::ChineseId, "11010519491231002X", None),
            (
                IdentityKind::HongKongMacaoTaiwanResident,
                "810000199003070031",
                None,
            ),
            (
                IdentityKind::ForeignPermanentResident,
                "911840198106150012",
                None,
            ),
            (
                IdentityKind::ForeignPermanentResident,
                "USA110081061501",
                born,
            ),
            (IdentityKind::HomeReturnPermit, "H01234567", born),
            (IdentityKind::TaiwanCompatriotPermit, "01234567", born),
            (IdentityKind::Passport, "E12345678", born),
        ] {
            let given = applicant(kind, number, stated);
            for email in ["", "wei@example.org"] {
                let email = Email::parse(email).unwrap();
                let given = Applicant {
                    email,
                    ..given.clone()
                };
                let json = serde_json::to_string(&given).unwrap();
                assert_eq!(serde_json::from_str::<Applicant>(&json).unwrap(), given);
            }
        }
    }

    /// A version 1 blob as stored in databases; this row never changes.
    #[test]
    fn version_1_stays_readable() {
        let json = r#"{"version":"1","name":"张三","identity_kind":"passport",
            "identity_number":"E12345678","stated_birth":"2015-05-01",
            "phone":"13800138000","extra":{"school":"第一小学"}}"#;
        let expected = applicant(IdentityKind::Passport, "E12345678", Some(date(2015, 5, 1)));
        assert_eq!(serde_json::from_str::<Applicant>(json).unwrap(), expected);
    }

    #[test]
    fn what_is_broken_is_refused_without_being_told() {
        let given = applicant(IdentityKind::Passport, "E12345678", None);
        let json = serde_json::to_string(&given).unwrap();
        for (from, to) in [
            ("\"version\":\"1\"", "\"version\":\"0\""),
            ("张三", "😀"),
            ("E12345678", "E-7"),
            ("13800138000", "138"),
        ] {
            assert!(json.contains(from));
            let broken = json.replace(from, to);
            let error = serde_json::from_str::<Applicant>(&broken)
                .unwrap_err()
                .to_string();
            assert!(
                !error.contains("E12345678") && !error.contains("张三"),
                "{error}"
            );
        }
    }

    #[test]
    fn the_date_of_birth_is_held_or_stated() {
        let citizen = |stated| applicant(IdentityKind::ChineseId, "11010519491231002X", stated);
        let foreigner = |stated| applicant(IdentityKind::Passport, "E12345678", stated);
        let held = date(1949, 12, 31);
        let other = date(2015, 5, 1);
        let check = |given: Applicant, expected| assert_eq!(given.birth(), expected);
        check(citizen(None), Ok(held));
        check(citizen(Some(held)), Ok(held));
        check(citizen(Some(other)), Err(FieldError::BirthDiffers));
        check(foreigner(Some(other)), Ok(other));
        check(foreigner(None), Err(FieldError::BirthEmpty));
    }

    #[test]
    fn nothing_personal_is_shown() {
        let shown = format!(
            "{:?}",
            applicant(IdentityKind::ChineseId, "11010519491231002X", None)
        );
        assert_eq!(shown, "Applicant(chinese-id, 1 further fields)");
    }
}
