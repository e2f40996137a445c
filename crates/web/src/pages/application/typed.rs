//! What an applicant typed, read field by field: everything that is wrong is
//! said at once, each at its field, and nothing typed is lost.

use std::collections::BTreeMap;

use catalogue::Catalogue;
use jiff::civil::Date;
use orders::Timestamp;
use orders::applicant::consent::{Consent, ConsentError, ConsentKind, is_under_14};
use orders::applicant::{
    Applicant, FieldError, IdentityDocument, IdentityKind, Name, Phone, parse_birth,
};
use serde::Deserialize;

/// The form's fields as they came. Not `Debug`: they are a person's.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) birth: String,
    pub(crate) phone: String,
    pub(crate) face_data: Option<String>,
    pub(crate) guardian: Option<String>,
}

/// What is wrong, by field; codes of `field-<code>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) name: Option<&'static str>,
    pub(crate) number: Option<&'static str>,
    pub(crate) birth: Option<&'static str>,
    pub(crate) phone: Option<&'static str>,
    pub(crate) face_data: Option<&'static str>,
    pub(crate) guardian: Option<&'static str>,
    /// The person is under 14, so that a guardian is asked.
    pub(crate) is_child: bool,
}

impl Wrong {
    fn is_any(self) -> bool {
        let fields = [
            self.name,
            self.number,
            self.birth,
            self.phone,
            self.face_data,
            self.guardian,
        ];
        fields.iter().any(Option::is_some)
    }
}

/// Under which texts, and when, consents are given.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    pub(crate) at: Timestamp,
    pub(crate) texts: &'static str,
}

impl Typed {
    /// The kind of identity document; a citizen's card where nothing was chosen.
    pub(crate) fn kind(&self) -> IdentityKind {
        IdentityKind::from_code(&self.kind).unwrap_or(IdentityKind::ChineseId)
    }

    /// Details that were given before, to be changed.
    pub(crate) fn from_given(applicant: &Applicant, consents: &[Consent], texts: &str) -> Self {
        let given = |kind| {
            let holds = |consent: &&Consent| consent.kind == kind && consent.texts == texts;
            consents.iter().find(holds).map(|_| "yes".to_owned())
        };
        Self {
            name: applicant.name.as_str().to_owned(),
            kind: applicant.identity.kind().code().to_owned(),
            number: applicant.identity.number().to_owned(),
            birth: applicant
                .stated_birth
                .map(|birth| birth.to_string())
                .unwrap_or_default(),
            phone: applicant.phone.as_str().to_owned(),
            face_data: given(ConsentKind::FaceData),
            guardian: given(ConsentKind::Guardian),
        }
    }

    /// The details and consents, or all that is wrong with them.
    pub(crate) fn read(
        &self,
        catalogue: &Catalogue,
        now: Now,
    ) -> Result<(Applicant, Vec<Consent>), Wrong> {
        let today = desk::today(now.at);
        let mut wrong = Wrong::default();
        let name = noted(Name::parse(&self.name), &mut wrong.name);
        let known = desk::region_known(catalogue);
        let identity = IdentityDocument::parse(self.kind(), &self.number, today, &known);
        let identity = noted(identity, &mut wrong.number);
        let phone = noted(Phone::parse(&self.phone), &mut wrong.phone);
        let held = identity.as_ref().and_then(IdentityDocument::birth);
        let stated = self.stated_birth(held, identity.is_some(), today, &mut wrong);
        if let Some(birth) = held.or(stated) {
            wrong.is_child = is_under_14(birth, today);
        }
        if self.face_data.is_none() {
            wrong.face_data = Some(ConsentError::Missing(ConsentKind::FaceData).code());
        }
        if wrong.is_child && self.guardian.is_none() {
            wrong.guardian = Some(ConsentError::Missing(ConsentKind::Guardian).code());
        }
        match (name, identity, phone) {
            (Some(name), Some(identity), Some(phone)) if !wrong.is_any() => {
                let applicant = Applicant {
                    name,
                    identity,
                    stated_birth: stated,
                    phone,
                    extra: BTreeMap::new(),
                };
                Ok((applicant, consents(wrong.is_child, now)))
            }
            _ => Err(wrong),
        }
    }

    /// The date of birth as stated; needed only where the number holds none.
    fn stated_birth(
        &self,
        held: Option<Date>,
        is_number_read: bool,
        today: Date,
        wrong: &mut Wrong,
    ) -> Option<Date> {
        match (parse_birth(&self.birth, today), held) {
            (Ok(stated), Some(held)) if stated != held => {
                wrong.birth = Some(FieldError::BirthDiffers.code());
                Some(stated)
            }
            (Ok(stated), _) => Some(stated),
            (Err(FieldError::BirthEmpty), Some(_)) => None,
            // Whether it is needed is known once the number is right.
            (Err(FieldError::BirthEmpty), None) if !is_number_read => None,
            (Err(error), _) => {
                wrong.birth = Some(error.code());
                None
            }
        }
    }
}

fn noted<T>(read: Result<T, FieldError>, wrong: &mut Option<&'static str>) -> Option<T> {
    read.map_err(|error| *wrong = Some(error.code())).ok()
}

fn consents(is_child: bool, now: Now) -> Vec<Consent> {
    let consent = |kind| Consent {
        kind,
        texts: now.texts.to_owned(),
        given_at: now.at,
    };
    let mut given = vec![consent(ConsentKind::FaceData)];
    if is_child {
        given.push(consent(ConsentKind::Guardian));
    }
    given
}
