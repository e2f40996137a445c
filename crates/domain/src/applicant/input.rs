//! The applicant's form, and reading it: all faults are reported at once, each
//! with its field.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Ask;
use jiff::civil::Date;

use super::consent::{self, Consent, ConsentKind};
use super::{
    Applicant, Email, FieldError, Further, IdentityDocument, IdentityKind, Name, Phone,
    parse_birth, parse_further, plain_number,
};
use crate::china;
use crate::timestamp::Timestamp;

/// The form as submitted. A missing field counts as empty. Not `Debug`: it
/// holds personal data.
#[derive(Clone, Default)]
pub struct ApplicantInput {
    /// Name.
    pub name: Option<String>,
    /// Kind of identity document; a resident identity card where none was
    /// chosen.
    pub kind: Option<IdentityKind>,
    /// Identity document's number.
    pub number: Option<String>,
    /// The number whose unknown division code the applicant compared with their
    /// card. It counts for that number alone.
    pub region_confirmed: Option<String>,
    /// Date of birth; required where the number does not encode it.
    pub birth: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// E-mail address for notices.
    pub email: Option<String>,
    /// Further fields, by the identifier of their [`Ask`].
    pub further: BTreeMap<String, String>,
    /// Consents given.
    pub consents: BTreeSet<ConsentKind>,
}

impl From<Applicant> for ApplicantInput {
    /// The form filled with stored details, for editing; without consents.
    fn from(given: Applicant) -> Self {
        Self {
            name: Some(given.name.as_str().to_owned()),
            kind: Some(given.identity.kind()),
            number: Some(given.identity.number().to_owned()),
            // What was taken once was known or confirmed.
            region_confirmed: Some(given.identity.number().to_owned()),
            birth: given.stated_birth.map(|birth| birth.to_string()),
            phone: Some(given.phone.as_str().to_owned()),
            email: given.email.map(|email| email.as_str().to_owned()),
            further: given.further,
            consents: BTreeSet::new(),
        }
    }
}

/// A field of [`ApplicantInput`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Name.
    Name,
    /// The identity document's number.
    Number,
    /// Date of birth.
    Birth,
    /// Phone number.
    Phone,
    /// E-mail address.
    Email,
    /// A further field, by identifier.
    Further(String),
    /// A consent.
    Consent(ConsentKind),
}

/// What reading a form depends on.
#[derive(Clone, Copy)]
pub struct ReadingRules<'a> {
    /// The document's further fields.
    pub asks: &'a [Ask],
    /// Whether the first six digits of an identity number are a division code.
    pub region_known: &'a dyn Fn(u32) -> bool,
    /// Version of the consent texts that were shown.
    pub texts: &'a str,
    /// When the form was submitted.
    pub now: Timestamp,
}

type FieldErrors = Vec<(Field, FieldError)>;

/// The applicant's details and every consent they need, or all faults in the
/// order of the form.
///
/// # Errors
/// Each refused field, with the reason.
pub fn read(
    input: &ApplicantInput,
    rules: ReadingRules<'_>,
) -> Result<(Applicant, Vec<Consent>), FieldErrors> {
    let today = china::date(rules.now);
    let mut errors = FieldErrors::new();
    let name = noted(&mut errors, Field::Name, Name::parse(text(&input.name)));
    let identity = noted(&mut errors, Field::Number, identity(input, rules));
    let stated_birth = stated_birth(input, identity.as_ref(), today);
    let stated_birth = noted(&mut errors, Field::Birth, stated_birth).flatten();
    let phone = noted(&mut errors, Field::Phone, Phone::parse(text(&input.phone)));
    let email = noted(&mut errors, Field::Email, Email::parse(text(&input.email)));
    let further = further(input, rules.asks, &mut errors);
    let needed = match birth(identity.as_ref(), stated_birth) {
        Some(birth) => consent::needed(birth, today),
        None => &[ConsentKind::FaceData],
    };
    for kind in needed {
        if !input.consents.contains(kind) {
            errors.push((Field::Consent(*kind), (*kind).into()));
        }
    }
    match (name, identity, phone, email) {
        (Some(name), Some(identity), Some(phone), Some(email)) if errors.is_empty() => {
            let applicant = Applicant {
                name,
                identity,
                stated_birth,
                phone,
                email,
                further,
            };
            Ok((applicant, given(needed, rules)))
        }
        _ => Err(errors),
    }
}

/// Whether the form is of someone under 14, as far as it gives a date of birth:
/// if so, a guardian's consent is asked for.
#[must_use]
pub fn needs_guardian(input: &ApplicantInput, rules: ReadingRules<'_>) -> bool {
    let today = china::date(rules.now);
    let identity = identity(input, rules).ok();
    let stated = parse_birth(text(&input.birth), today).ok();
    birth(identity.as_ref(), stated).is_some_and(|birth| consent::is_under_14(birth, today))
}

fn text(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or_default()
}

/// The value; on failure `None`, with the error recorded for its field.
fn noted<T>(errors: &mut FieldErrors, field: Field, read: Result<T, FieldError>) -> Option<T> {
    read.map_err(|error| errors.push((field, error))).ok()
}

fn identity(
    input: &ApplicantInput,
    rules: ReadingRules<'_>,
) -> Result<IdentityDocument, FieldError> {
    let kind = input.kind.unwrap_or(IdentityKind::ChineseId);
    let today = china::date(rules.now);
    let number = text(&input.number);
    let is_confirmed = input
        .region_confirmed
        .as_deref()
        .is_some_and(|confirmed| plain_number(confirmed) == plain_number(number));
    match IdentityDocument::parse(kind, number, today, rules.region_known) {
        Err(FieldError::IdRegionUnconfirmed) if is_confirmed => {
            IdentityDocument::parse(kind, number, today, &|_| true)
        }
        read => read,
    }
}

fn birth(identity: Option<&IdentityDocument>, stated: Option<Date>) -> Option<Date> {
    identity.and_then(IdentityDocument::birth).or(stated)
}

/// The stated date of birth; required only where the number encodes none.
fn stated_birth(
    input: &ApplicantInput,
    identity: Option<&IdentityDocument>,
    today: Date,
) -> Result<Option<Date>, FieldError> {
    let held = identity.and_then(IdentityDocument::birth);
    match (parse_birth(text(&input.birth), today), held) {
        (Ok(stated), Some(held)) if stated != held => Err(FieldError::BirthDiffers),
        (Ok(stated), _) => Ok(Some(stated)),
        // Whether it is required is known only from a valid number.
        (Err(FieldError::BirthEmpty), held) if held.is_some() || identity.is_none() => Ok(None),
        (Err(error), _) => Err(error),
    }
}

/// The further fields; one the document does not ask for is an error.
fn further(input: &ApplicantInput, asks: &[Ask], errors: &mut FieldErrors) -> Further {
    let mut further = Further::new();
    for ask in asks {
        let typed = input.further.get(&ask.id).map_or("", String::as_str);
        let field = Field::Further(ask.id.clone());
        if let Some(Some(read)) = noted(errors, field, parse_further(typed, ask)) {
            further.insert(ask.id.clone(), read);
        }
    }
    for id in input.further.keys() {
        if !asks.iter().any(|ask| ask.id == *id) {
            errors.push((Field::Further(id.clone()), FieldError::FurtherUnknown));
        }
    }
    further
}

fn given(needed: &[ConsentKind], rules: ReadingRules<'_>) -> Vec<Consent> {
    let consent = |kind: &ConsentKind| Consent {
        kind: *kind,
        texts: rules.texts.to_owned(),
        given_at: rules.now,
    };
    needed.iter().map(consent).collect()
}

#[cfg(test)]
mod tests;
