//! Proof of consent, by the code that the applicant shows.

use domain::applicant::consent::ConsentKind;
use domain::applicant::consent_proof::Consented;
use domain::applicant::plain_number;
use domain::log::LogAction;
use domain::staff::right::ReadLog;
use domain::{ConsentCode, OrderNumber, Timestamp};

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Whether a consent was a given person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPerson {
    /// No identity number was given.
    NotAsked,
    /// It was theirs.
    Theirs,
    /// It was another person's.
    Anothers,
}

/// A consent, as its record shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentView {
    /// The order's number.
    pub number: OrderNumber,
    /// Version of the consent texts.
    pub texts: String,
    /// What was consented to.
    pub kinds: Vec<ConsentKind>,
    /// When it was given.
    pub given_at: Timestamp,
    /// When the order's data was deleted.
    pub erased_at: Option<Timestamp>,
    /// Whether it was the given person's.
    pub person: OfPerson,
}

/// The consents of a code, oldest first; empty if there are none. With an
/// identity number also whether they are that person's. Logged.
///
/// # Errors
/// [`AppError::Code`] for a text that is no code; storage.
pub async fn consents(
    app: &App,
    permit: &Permit<ReadLog>,
    code: &str,
    identity_number: &str,
) -> Result<Vec<ConsentView>, AppError> {
    let code = ConsentCode::parse(code).map_err(AppError::Code)?;
    let identity = plain_number(identity_number);
    let mut tx = app.write().await?;
    let records = tx.consents_of_code(code.lookup()).await?;
    let subject = records.first().map(|record| record.number.to_string());
    app.log(
        &mut *tx,
        permit.holder(),
        LogAction::ConsentLookedUp,
        &subject.unwrap_or_default(),
        "",
    )
    .await?;
    tx.save().await?;
    let views = records.into_iter().map(|record| {
        let consented = Consented {
            number: record.number,
            texts: &record.texts,
            kinds: &record.kinds,
            given_at: record.given_at,
        };
        let person = if identity.is_empty() {
            OfPerson::NotAsked
        } else if code.person(consented, &identity) == record.person {
            OfPerson::Theirs
        } else {
            OfPerson::Anothers
        };
        ConsentView {
            number: record.number,
            texts: record.texts,
            kinds: record.kinds,
            given_at: record.given_at,
            erased_at: record.erased_at,
            person,
        }
    });
    Ok(views.collect())
}
