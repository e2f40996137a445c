//! What a caller at the counter serves: the documents and cities of its key, or
//! of the window that an operator gave to a member of staff. A receipt beyond
//! them does not exist for the caller.

use domain::staff::Scope;
use domain::staff::right::LookUpReceipt;
use domain::{Actor, Receipt};
use storage::Transaction;

use crate::error::AppError;
use crate::permit::Permit;

/// What a caller serves.
pub(super) enum Serving {
    /// The documents and cities of a key: receipts issued for them.
    Key(Scope),
    /// A window: receipts accepted there, those of other cities of the province
    /// among them where their document allows it.
    Window(Scope),
}

impl Serving {
    pub(super) fn has(&self, receipt: &Receipt) -> bool {
        match self {
            Self::Key(scope) => scope.covers(&receipt.document, receipt.city),
            Self::Window(scope) => receipt.is_accepted_within(scope),
        }
    }
}

/// What the holder of `permit` serves.
pub(super) async fn serving(
    tx: &mut dyn Transaction,
    permit: &Permit<LookUpReceipt>,
) -> Result<Serving, AppError> {
    Ok(match permit.holder() {
        Actor::Staff(id) => Serving::Window(tx.window_of(id).await?),
        Actor::Program(_) | Actor::System | Actor::Applicant => {
            Serving::Key(permit.scope().clone())
        }
    })
}

/// The window that an operator gave to the holder of `permit`, within which
/// they choose; everything for a program.
///
/// # Errors
/// Storage.
pub async fn given_window(
    app: &crate::App,
    permit: &Permit<LookUpReceipt>,
) -> Result<Scope, AppError> {
    let Actor::Staff(id) = permit.holder() else {
        return Ok(Scope::default());
    };
    Ok(app.read().await?.window_of(id).await?)
}
