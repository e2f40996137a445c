//! `GET /orders/{number}/copy.zip`: everything kept of the order, for its
//! applicant.

use axum::extract::State;
use axum::response::Response;
use usecases::{AppError, applicant};

use super::opened::Opened;
use super::trouble::Trouble;
use crate::copy_body::copy_body;
use crate::{PageError, Visit, Web};

pub(crate) async fn file(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<Response, Trouble> {
    let number = own.number();
    match applicant::copy(&web.app, &own).await {
        Ok(copy) => Ok(copy_body(number, copy)),
        // The order is theirs; only the copy is not to be had here.
        Err(AppError::NotFound) => Err(PageError::NotFound.into()),
        Err(error) => Err(Trouble::of(&visit, error, Some(number))),
    }
}
