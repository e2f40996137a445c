//! What a clerk's window serves: given by an operator, for the clerk chooses
//! only within it.

use domain::StaffId;
use domain::log::LogAction;
use domain::staff::Scope;
use domain::staff::right::ManageStaff;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Documents and cities that a member of staff serves at the counter.
///
/// # Errors
/// Storage.
pub async fn window(app: &App, _: &Permit<ManageStaff>, id: StaffId) -> Result<Scope, AppError> {
    Ok(app.read().await?.window_of(id).await?)
}

/// Sets the documents and cities that a member of staff serves at the counter;
/// everything, if both are empty. It holds from the next look-up on.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::UnknownName`] for a document that the
/// catalogue does not have; storage.
pub async fn set_window(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: StaffId,
    window: Scope,
) -> Result<(), AppError> {
    for document in &window.documents {
        let known = app.catalogue().document_by_id(document.as_str());
        known.ok_or(AppError::UnknownName)?;
    }
    let mut tx = app.write().await?;
    let colleague = tx.colleague(id).await?.ok_or(AppError::NotFound)?;
    tx.keep_window(id, &window).await?;
    let documents = window.documents.iter().map(ToString::to_string);
    let cities = window.cities.iter().map(ToString::to_string);
    let detail: Vec<String> = documents.chain(cities).collect();
    let (by, action) = (permit.holder(), LogAction::WindowChanged);
    app.log(&mut *tx, by, action, &colleague.name, &detail.join(" "))
        .await?;
    tx.save().await?;
    Ok(())
}
