//! The applicant: name, identity document, phone, and the document's further
//! fields. Each field is normalised as typed, or refused with a reason for the
//! form.

mod birth;
mod citizen_number;
pub mod consent;
pub mod consent_proof;
mod email;
mod field_error;
mod further;
mod identity;
pub mod input;
mod masked;
mod name;
mod phone;
mod radicals;
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

pub use typed::{document_number as plain_number, without_symbology};

use stored::Stored;

/// The applicant's details. Serialised only to be sealed: the serialised form
/// is not masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct Applicant {
    /// Their name.
    pub name: Name,
    /// Their identity document.
    pub identity: IdentityDocument,
    /// Stated date of birth; required where the number does not encode it.
    pub stated_birth: Option<Date>,
    /// Phone number; with the order number it opens the order on another
    /// device.
    pub phone: Phone,
    /// E-mail address for notices.
    pub email: Option<Email>,
    /// Further fields of the document.
    pub further: Further,
}

impl Applicant {
    /// The date of birth: as encoded in the number, else as stated.
    ///
    /// # Errors
    ///
    /// [`FieldError::BirthEmpty`] if there is neither,
    /// [`FieldError::BirthDiffers`] if both are there and differ.
    pub fn birth(&self) -> Result<Date, FieldError> {
        match (self.identity.birth(), self.stated_birth) {
            (Some(held), Some(stated)) if held != stated => Err(FieldError::BirthDiffers),
            (Some(birth), _) | (None, Some(birth)) => Ok(birth),
            (None, None) => Err(FieldError::BirthEmpty),
        }
    }
}

/// Shows only the kind of identity document and the number of further fields.
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
