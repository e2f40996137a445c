//! Values of a document's further fields, for display.

use catalogue::Text;
use domain::Order;
use domain::applicant::Applicant;

use crate::app::App;

/// The value of one further field. Not shown by `Debug`: personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct FurtherValue {
    /// The field's identifier in the catalogue.
    pub id: String,
    /// The field's name.
    pub names: Text,
    /// The value.
    pub text: String,
}

impl std::fmt::Debug for FurtherValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FurtherValue({})", self.id)
    }
}

/// The further fields of `applicant`, in the order of the document's form.
/// Fields that the catalogue no longer asks for are left out.
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
