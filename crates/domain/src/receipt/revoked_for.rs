//! Why a receipt was revoked.

use crate::coded::coded;

coded! {
    /// Why a receipt was revoked.
    pub enum RevokedFor {
        /// The applicant had their data erased.
        Erased = "erased",
        /// The photo shows another person.
        AnotherPerson = "another-person",
        /// The photo should not have been approved.
        WronglyApproved = "wrongly-approved",
        /// It was obtained by deceit, or is misused.
        Misuse = "misuse",
        /// The applicant asked for it.
        Wish = "wish",
    }
}

impl RevokedFor {
    /// The reasons that an operator may choose.
    pub const BY_OPERATOR: [Self; 4] = [
        Self::AnotherPerson,
        Self::WronglyApproved,
        Self::Misuse,
        Self::Wish,
    ];

    /// The reason of this code, if an operator may choose it.
    #[must_use]
    pub fn chosen(code: &str) -> Option<Self> {
        Self::BY_OPERATOR.into_iter().find(|why| why.code() == code)
    }
}
