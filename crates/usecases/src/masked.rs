//! An applicant's details as staff see them.

use domain::applicant::Applicant;

/// An applicant's details as staff see them. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskedApplicant {
    /// The name, all but its last character hidden.
    pub name: String,
    /// The identity number, its middle hidden.
    pub identity: String,
    /// The phone number, its middle hidden.
    pub phone: String,
}

impl MaskedApplicant {
    pub(crate) fn of(applicant: &Applicant) -> Self {
        Self {
            name: applicant.name.masked(),
            identity: applicant.identity.masked(),
            phone: applicant.phone.masked(),
        }
    }
}

impl std::fmt::Debug for MaskedApplicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MaskedApplicant")
    }
}
