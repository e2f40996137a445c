//! Notices of a payment service.

use domain::money::PayWay;
use payments::{Notice, NoticeError, NoticeHeaders};

use super::refund::note_refund;
use super::settle::settle;
use crate::app::App;
use crate::error::AppError;

/// Why a notice was not taken. The payment service sends it again.
#[derive(Debug, thiserror::Error)]
pub enum NoticeRefused {
    /// It is not believed.
    #[error(transparent)]
    Notice(#[from] NoticeError),
    /// The service failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl NoticeRefused {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Notice(error) => error.code(),
            Self::App(error) => error.code(),
        }
    }
}

/// Takes a notice: what it tells is done when this gives no error.
///
/// # Errors
/// [`NoticeRefused`]; [`AppError::NotFound`] where nothing is paid this way.
pub async fn take_notice(
    app: &App,
    way: PayWay,
    headers: &NoticeHeaders,
    body: &[u8],
) -> Result<(), NoticeRefused> {
    let payer = app.payer(way).ok_or(AppError::NotFound)?;
    match payer.read_notice(headers, body, app.now().0)? {
        Notice::Paid(charge) => settle(app, way, &charge).await?,
        Notice::Refund(refund) => note_refund(app, &refund).await?,
        Notice::Other => {}
    }
    Ok(())
}
