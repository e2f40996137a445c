//! Why a receipt was declared void.

use crate::coded::coded;

coded! {
    /// Why a receipt was declared void.
    pub enum RevokedFor {
        /// The applicant had their data erased.
        Erased = "erased",
        /// The picture shows somebody else.
        AnotherPerson = "another-person",
        /// The photo should not have been approved.
        WronglyApproved = "wrongly-approved",
        /// It was got by deceit, or is being misused.
        Misuse = "misuse",
        /// The applicant asked for it.
        Wish = "wish",
    }
}

impl RevokedFor {
    /// What an operator may choose.
    pub const BY_OPERATOR: [Self; 4] = [
        Self::AnotherPerson,
        Self::WronglyApproved,
        Self::Misuse,
        Self::Wish,
    ];

    /// The one with this code that an operator may choose.
    #[must_use]
    pub fn chosen(code: &str) -> Option<Self> {
        Self::BY_OPERATOR.into_iter().find(|why| why.code() == code)
    }
}
