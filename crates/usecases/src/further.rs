//! What a document asked of its applicant besides, with the names of the fields.

use catalogue::Text;
use domain::Order;
use domain::applicant::Applicant;

use crate::app::App;

/// One further field that was filled in. Not shown by `Debug`: it is a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct FurtherField {
    /// The catalogue's id of the field.
    pub id: String,
    /// What the field is called.
    pub names: Text,
    /// What was given.
    pub text: String,
}

impl std::fmt::Debug for FurtherField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FurtherField({})", self.id)
    }
}

/// The further fields of `applicant`, in the order of the document's form. One
/// the catalogue no longer asks for is left out.
#[must_use]
pub fn further(app: &App, order: &Order, applicant: &Applicant) -> Vec<FurtherField> {
    let fields = app.asks(order).iter().filter_map(|ask| {
        Some(FurtherField {
            id: ask.id.clone(),
            names: ask.names.clone(),
            text: applicant.further.get(&ask.id)?.clone(),
        })
    });
    fields.collect()
}
