//! Addresses of an order's pages.

use domain::{AttemptId, OrderNumber};

/// The pages of one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// How to take the picture, and handing it over.
    Picture,
    /// What came of it.
    Result,
    /// Who it is for.
    Details,
    /// A last look.
    Confirm,
    /// The hand-in itself.
    Submit,
    /// To cancel.
    Cancel,
    /// To delete the applicant's data.
    Erase,
    /// The receipt.
    Receipt,
    /// What changes, as it changes.
    Events,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Result => "result",
            Self::Details => "details",
            Self::Confirm => "confirm",
            Self::Submit => "submit",
            Self::Cancel => "cancel",
            Self::Erase => "erase",
            Self::Receipt => "receipt",
            Self::Events => "events",
        }
    }

    /// Its address.
    pub(crate) fn of(self, number: OrderNumber) -> String {
        format!("/orders/{number}/{}", self.name())
    }
}

/// The order itself.
pub(crate) fn order(number: OrderNumber) -> String {
    format!("/orders/{number}")
}

/// The photo of an attempt. The attempt stands in the address so that a new photo
/// is never taken for the one before.
pub(crate) fn photo(number: OrderNumber, attempt: AttemptId) -> String {
    format!("/orders/{number}/photo.jpg?attempt={attempt}")
}

/// The picture it was made from.
pub(crate) fn preview(number: OrderNumber, attempt: AttemptId) -> String {
    format!("/orders/{number}/preview.jpg?attempt={attempt}")
}
