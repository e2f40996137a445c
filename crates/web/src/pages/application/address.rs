//! URL paths of an order's pages.

use domain::{AttemptId, OrderNumber};

/// The pages of one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Instructions, and upload of the picture.
    Picture,
    /// The check results.
    Result,
    /// The applicant's details.
    Details,
    /// Confirmation before submission.
    Confirm,
    /// Submission.
    Submit,
    /// Payment over the internet.
    Pay,
    /// Cancellation.
    Cancel,
    /// Erasure of personal data.
    Erase,
    /// The second proof, on a device that found the order.
    Prove,
    /// The receipt.
    Receipt,
    /// A sheet of photos to print.
    Print,
    /// A copy of everything kept.
    Copy,
    /// Stream of changes.
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
            Self::Pay => "pay",
            Self::Cancel => "cancel",
            Self::Erase => "erase",
            Self::Prove => "prove",
            Self::Receipt => "receipt",
            Self::Print => "print",
            Self::Copy => "copy.zip",
            Self::Events => "events",
        }
    }

    /// The page's path.
    pub(crate) fn of(self, number: OrderNumber) -> String {
        format!("/orders/{number}/{}", self.name())
    }
}

/// The upload on the page of the picture: for whoever has seen the instructions and
/// takes another.
pub(crate) fn retake(number: OrderNumber) -> String {
    format!("{}#upload", Step::Picture.of(number))
}

/// Path of the order's main page.
pub(crate) fn order(number: OrderNumber) -> String {
    format!("/orders/{number}")
}

/// Path of an attempt's photo. The path contains the attempt, so that a cached
/// photo is not shown for a newer one.
pub(crate) fn photo(number: OrderNumber, attempt: AttemptId) -> String {
    format!("/orders/{number}/photo.jpg?attempt={attempt}")
}

/// Path of the preview of an attempt's uploaded picture.
pub(crate) fn preview(number: OrderNumber, attempt: AttemptId) -> String {
    format!("/orders/{number}/preview.jpg?attempt={attempt}")
}
