//! The ways in which this applicant will be told of the result.

use domain::applicant::{Applicant, Email};
use domain::{NoticeChannel, Occasion};

use super::details::open_details;
use super::own_order::OwnOrder;
use crate::app::App;
use crate::error::AppError;
use crate::mini_programme::takes_results;

/// Where an applicant is told of the result, besides the order's page. Masked: it
/// says which of their addresses, and is shown again later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldBy {
    /// The e-mail address.
    pub email: Option<String>,
    /// The phone, by text message.
    pub phone: Option<String>,
    /// Whether they subscribed to a 服务通知 of either result.
    pub wechat: bool,
}

/// What the settings send, held against what the applicant gave. Nobody is told
/// anything before details are given.
///
/// # Errors
/// A value that cannot be opened; storage.
pub async fn told_by(app: &App, own: &OwnOrder) -> Result<ToldBy, AppError> {
    let Some(kept) = open_details(app, &own.order)? else {
        return Ok(ToldBy::default());
    };
    Ok(ToldBy {
        wechat: takes_results(app, &own.order).await?,
        ..of(app, &kept.applicant)
    })
}

fn of(app: &App, given: &Applicant) -> ToldBy {
    // A result is an approval or a rejection: a way that tells only one of them
    // would leave the other unsaid.
    let sends = |way| {
        let results = [Occasion::Approved, Occasion::Rejected];
        results.into_iter().all(|result| app.tells(way, result))
    };
    let email = given.email.as_ref().map(Email::masked);
    ToldBy {
        email: email.filter(|_| sends(NoticeChannel::Email)),
        phone: sends(NoticeChannel::Sms).then(|| given.phone.masked()),
        wechat: false,
    }
}
