//! Who an order is for: name, identity document, phone, and what else the
//! document asks for; each field read as people type it, or refused with a
//! reason the page can explain.

mod birth;
mod citizen_number;
pub mod consent;
mod email;
mod field_error;
mod further;
mod identity;
pub mod input;
mod masked;
mod name;
mod phone;
mod stored;
pub(crate) mod typed;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use birth::parse_birth;
pub use citizen_number::{CitizenNumber, Sex};
pub use email::Email;
pub use field_error::FieldError;
pub use further::{Further, parse_further};
pub use identity::{DocumentNumber, ForeignNumber, IdentityDocument, IdentityKind};
pub use input::{ApplicantInput, Field, ReadingRules};
pub use name::Name;
pub use phone::Phone;

pub use typed::document_number as plain_number;

use stored::Stored;

/// The details an applicant gives. Serialised only to be sealed: nothing in
/// the serialised form is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct Applicant {
    /// Their name.
    pub name: Name,
    /// The document they identify themselves with.
    pub identity: IdentityDocument,
    /// Their date of birth as stated; needed where the number does not hold it.
    pub stated_birth: Option<Date>,
    /// By which the order is found on another device.
    pub phone: Phone,
    /// Where notices go too, if they wish.
    pub email: Option<Email>,
    /// What else the document asks for.
    pub further: Further,
}

impl Applicant {
    /// The date of birth: what the number holds, else what was stated.
    ///
    /// # Errors
    ///
    /// [`FieldError::BirthEmpty`] if neither is there,
    /// [`FieldError::BirthDiffers`] if both are and disagree.
    pub fn birth(&self) -> Result<Date, FieldError> {
        match (self.identity.birth(), self.stated_birth) {
            (Some(held), Some(stated)) if held != stated => Err(FieldError::BirthDiffers),
            (Some(birth), _) | (None, Some(birth)) => Ok(birth),
            (None, None) => Err(FieldError::BirthEmpty),
        }
    }
}

/// Says only what kind of document there is and how many further fields.
impl fmt::Debug for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.identity.kind().code();
        write!(
            f,
            "Applicant({kind}, {} further fields)",
            self.further.len()
        )
    }
}
