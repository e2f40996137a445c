//! What an applicant typed, read field by field: everything that is wrong is
//! said at once, each at its field, and nothing typed is lost.

use std::collections::BTreeMap;

use catalogue::{Ask, Catalogue};
use domain::Timestamp;
use domain::applicant::consent::{Consent, ConsentError, ConsentKind, is_under_14};
use domain::applicant::{
    Applicant, Email, FieldError, Further, IdentityDocument, IdentityKind, Name, Phone,
    parse_birth, parse_further,
};
use jiff::civil::Date;
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
    pub(crate) email: String,
    pub(crate) face_data: Option<String>,
    pub(crate) guardian: Option<String>,
    /// The fields that the document asks for besides, by [`further_name`]; and
    /// whatever else came.
    #[serde(flatten)]
    pub(crate) others: BTreeMap<String, String>,
}

/// What stands before a further field's id in its name.
const FURTHER: &str = "further-";

/// The name, in the form, of a field that the document asks for besides.
pub(crate) fn further_name(id: &str) -> String {
    format!("{FURTHER}{id}")
}

/// The id of the further field that has this name in the form.
pub(crate) fn further_id(name: &str) -> Option<&str> {
    name.strip_prefix(FURTHER)
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// Fields of the form in its order, each with a code of `field-<code>`.
    pub(crate) fields: Vec<(String, &'static str)>,
    /// The person is under 14, so that a guardian is asked.
    pub(crate) is_child: bool,
}

impl Wrong {
    /// What is wrong with one field.
    pub(crate) fn with(&self, field: &str) -> Option<&'static str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(name, _)| name == field)
            .map(|(_, code)| *code)
    }

    pub(crate) fn note(&mut self, field: impl Into<String>, code: &'static str) {
        self.fields.push((field.into(), code));
    }

    /// What was read, or a note of why it could not be.
    fn noted<T>(&mut self, field: impl Into<String>, read: Result<T, FieldError>) -> Option<T> {
        read.map_err(|error| self.note(field, error.code())).ok()
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
            email: applicant
                .email
                .as_ref()
                .map_or_else(String::new, |email| email.as_str().to_owned()),
            others: applicant
                .further
                .iter()
                .map(|(id, text)| (further_name(id), text.clone()))
                .collect(),
            face_data: given(ConsentKind::FaceData),
            guardian: given(ConsentKind::Guardian),
        }
    }

    /// The details and consents, or all that is wrong with them. `asks` are the
    /// document's further fields.
    pub(crate) fn read(
        &self,
        catalogue: &Catalogue,
        asks: &[Ask],
        now: Now,
    ) -> Result<(Applicant, Vec<Consent>), Wrong> {
        let today = usecases::today(now.at);
        let mut wrong = Wrong::default();
        let name = wrong.noted("name", Name::parse(&self.name));
        let known = usecases::region_known(catalogue);
        let identity = IdentityDocument::parse(self.kind(), &self.number, today, &known);
        let identity = wrong.noted("number", identity);
        let held = identity.as_ref().and_then(IdentityDocument::birth);
        let stated = self.stated_birth(held, identity.is_some(), today, &mut wrong);
        let phone = wrong.noted("phone", Phone::parse(&self.phone));
        let email = wrong.noted("email", Email::parse(&self.email));
        let further = self.further(asks, &mut wrong);
        if let Some(birth) = held.or(stated) {
            wrong.is_child = is_under_14(birth, today);
        }
        if self.face_data.is_none() {
            let code = ConsentError::Missing(ConsentKind::FaceData).code();
            wrong.note("face_data", code);
        }
        if wrong.is_child && self.guardian.is_none() {
            let code = ConsentError::Missing(ConsentKind::Guardian).code();
            wrong.note("guardian", code);
        }
        match (name, identity, phone, email) {
            (Some(name), Some(identity), Some(phone), Some(email)) if wrong.fields.is_empty() => {
                let applicant = Applicant {
                    name,
                    identity,
                    stated_birth: stated,
                    phone,
                    email,
                    further,
                };
                Ok((applicant, consents(wrong.is_child, now)))
            }
            _ => Err(wrong),
        }
    }

    /// What the document asks for besides; what it does not ask for is refused.
    fn further(&self, asks: &[Ask], wrong: &mut Wrong) -> Further {
        let mut further = Further::new();
        for ask in asks {
            let name = further_name(&ask.id);
            let typed = self.others.get(&name).map_or("", String::as_str);
            if let Some(Some(read)) = wrong.noted(name, parse_further(typed, ask)) {
                further.insert(ask.id.clone(), read);
            }
        }
        for name in self.others.keys() {
            if let Some(id) = further_id(name)
                && !asks.iter().any(|ask| ask.id == id)
            {
                wrong.note(name, FieldError::FurtherUnknown.code());
            }
        }
        further
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
                wrong.note("birth", FieldError::BirthDiffers.code());
                Some(stated)
            }
            (Ok(stated), _) => Some(stated),
            (Err(FieldError::BirthEmpty), Some(_)) => None,
            // Whether it is needed is known once the number is right.
            (Err(FieldError::BirthEmpty), None) if !is_number_read => None,
            (Err(error), _) => {
                wrong.note("birth", error.code());
                None
            }
        }
    }
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
