//! What a document asks of its applicant besides, as it was filled in.

use catalogue::Text;
use domain::Order;
use domain::applicant::Applicant;

use crate::app::App;

/// One further field that was filled in. Not shown by `Debug`: it is a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct FurtherValue {
    /// The catalogue's identifier of the field.
    pub id: String,
    /// What the field is called.
    pub names: Text,
    /// What was given.
    pub text: String,
}

impl std::fmt::Debug for FurtherValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FurtherValue({})", self.id)
    }
}

/// The further fields of `applicant`, in the order of the document's form. One
/// the catalogue no longer asks for is left out.
pub(crate) fn further(app: &App, order: &Order, applicant: &Applicant) -> Vec<FurtherValue> {
    let fields = app.asks(&order.document).iter().filter_map(|ask| {
        Some(FurtherValue {
            id: ask.id.clone(),
            names: ask.names.clone(),
            text: applicant.further.get(&ask.id)?.clone(),
        })
    });
    fields.collect()
}
