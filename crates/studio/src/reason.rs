//! What is said of the reasons for which a photo is sent back.

use catalogue::{Catalogue, Text};
use messages::{Args, Locale, text};

use crate::said::in_locale;

/// One of a reason's three texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonText {
    /// What the reason is called.
    Name,
    /// Why the photo cannot be used.
    Why,
    /// What the applicant can do.
    Cure,
}

/// A text of the reason `id`: the catalogue's where it gives one, else that of
/// the message files. An order may name a reason that has left the catalogue
/// and has no text any more; what is said then is the message's key.
#[must_use]
pub fn reason_text(catalogue: &Catalogue, id: &str, part: ReasonText, locale: Locale) -> String {
    let given = catalogue.reason(id).and_then(|reason| match part {
        ReasonText::Name => reason.name.as_ref(),
        ReasonText::Why => reason.why.as_ref(),
        ReasonText::Cure => reason.cure.as_ref(),
    });
    let key = match part {
        ReasonText::Name => "",
        ReasonText::Why => ".why",
        ReasonText::Cure => ".cure",
    };
    let message = || text(locale, &format!("reason-{id}{key}"), &Args::new());
    given.map_or_else(message, |given: &Text| in_locale(given, locale).to_owned())
}
