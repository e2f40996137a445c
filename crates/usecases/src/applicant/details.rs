//! The applicant's details, sealed under the order's key.

use domain::applicant::consent::Consent;
use domain::applicant::{
    Applicant, ApplicantInput, Email, IdentityKind, Name, ReadingRules, input,
};
use domain::{Actor, ConsentCode, Details, Order};
use receipts::Font;
use serde::{Deserialize, Serialize};

use super::consent_proof::{code_of, keep};
use super::further::{FurtherValue, further};
use super::own_order::{OwnOrder, Proof};
use super::view::{OrderView, view};
use crate::TEXTS_VERSION;
use crate::app::App;
use crate::clock::region_known;
use crate::counter::name_digest;
use crate::error::AppError;

/// Seal context of details.
const APPLICANT: &str = "applicant";
/// Seal context of details copied from an earlier order.
pub(super) const PROPOSAL: &str = "proposal";

/// Details and consents in their sealed form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptDetails {
    pub(crate) applicant: Applicant,
    pub(crate) consents: Vec<Consent>,
    /// The code of the consents' record; older details have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent_code: Option<ConsentCode>,
}

/// The order's details; `None` if not given yet or erased.
pub(crate) fn open_details(app: &App, order: &Order) -> Result<Option<KeptDetails>, AppError> {
    let kept = order.applicant.as_ref();
    kept.map(|sealed| app.open_json(order, APPLICANT, sealed))
        .transpose()
}

/// The stored details, for the confirmation page. Not shown by `Debug`.
pub struct GivenDetails {
    /// The name.
    pub name: String,
    /// Characters of the name that a receipt cannot print.
    pub by_hand: Vec<char>,
    /// Kind of identity document.
    pub kind: IdentityKind,
    /// Its number.
    pub number: String,
    /// Phone number.
    pub phone: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Further fields of the document.
    pub further: Vec<FurtherValue>,
}

/// The stored details, as they will stand on the receipt and be answered for: whole
/// on the device the order was begun on, where they were typed; masked on another,
/// where the second proof shows not more than it proved.
///
/// # Errors
/// A value that cannot be opened.
pub fn details(app: &App, own: &OwnOrder) -> Result<Option<GivenDetails>, AppError> {
    let kept = open_details(app, &own.order)?;
    Ok(kept.map(|KeptDetails { applicant, .. }| {
        let further = further(app, &own.order, &applicant);
        let kind = applicant.identity.kind();
        let by_hand = written_by_hand(applicant.name.as_str());
        match own.proof {
            Proof::Owner => GivenDetails {
                name: applicant.name.as_str().to_owned(),
                by_hand,
                kind,
                number: applicant.identity.number().to_owned(),
                phone: applicant.phone.as_str().to_owned(),
                email: applicant.email.map(|email| email.as_str().to_owned()),
                further,
            },
            Proof::Proven => GivenDetails {
                name: applicant.name.masked(),
                by_hand,
                kind,
                number: applicant.identity.masked(),
                phone: applicant.phone.masked(),
                email: applicant.email.as_ref().map(Email::masked),
                further,
            },
        }
    }))
}

/// The characters of a name that no font of receipts has, so that they are written
/// by hand there. Told when the name is given, and not when it is printed.
#[must_use]
pub fn written_by_hand(name: &str) -> Vec<char> {
    let name = Name::parse(name);
    name.map_or(Vec::new(), |name| Font::embedded().missing(name.as_str()))
}

/// The initial content of the details form: the stored details, else those of
/// the renewed order, else nothing. A visitor who did not begin the order gets
/// the stored details without identity number, e-mail address and further
/// fields: who knows the end of the number is not shown its rest.
///
/// # Errors
/// A value that cannot be opened.
pub fn details_input(app: &App, own: &OwnOrder) -> Result<ApplicantInput, AppError> {
    if let Some(kept) = open_details(app, &own.order)? {
        let agreed = kept.consents.into_iter();
        let agreed = agreed.filter(|consent| consent.texts == TEXTS_VERSION);
        let mut input = ApplicantInput::from(kept.applicant);
        input.consents = agreed.map(|consent| consent.kind).collect();
        if own.proof == Proof::Proven {
            input.number = None;
            input.region_confirmed = None;
            input.email = None;
            input.further.clear();
        }
        return Ok(input);
    }
    match &own.order.proposal {
        Some(sealed) => {
            let proposed: Applicant = app.open_json(&own.order, PROPOSAL, sealed)?;
            Ok(proposed.into())
        }
        None => Ok(ApplicantInput::default()),
    }
}

/// Stores the applicant's details and consents.
///
/// # Errors
/// [`AppError::Fields`] with all refused fields; [`AppError::Refused`];
/// storage.
pub async fn give_details(
    app: &App,
    own: &OwnOrder,
    given: &ApplicantInput,
) -> Result<OrderView, AppError> {
    let region_known = region_known(app.catalogue());
    let (applicant, consents) =
        input::read(given, reading_rules(app, own, &region_known)).map_err(AppError::Fields)?;
    let phone = app.digest("phone", applicant.phone.as_str());
    let identity = app.digest("identity", applicant.identity.number());
    let name = name_digest(app, &applicant.name);
    let code = code_of(app, &own.order)?;
    let kept = KeptDetails {
        applicant,
        consents,
        consent_code: Some(code),
    };
    let details = Details {
        sealed: app.seal_json(&own.order, APPLICANT, &kept)?,
        phone,
        identity,
        name,
        consent_version: TEXTS_VERSION.to_owned(),
    };
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    keep(&mut *tx, &order, code, &kept, app.now()).await?;
    let order = app
        .apply(tx, order, Actor::Applicant, |order, now| {
            order.give_details(details, now)
        })
        .await?;
    view(app, &order).await
}

/// Whether the form with this input asks for a guardian's consent.
#[must_use]
pub fn needs_guardian(app: &App, own: &OwnOrder, given: &ApplicantInput) -> bool {
    let region_known = region_known(app.catalogue());
    input::needs_guardian(given, reading_rules(app, own, &region_known))
}

fn reading_rules<'a>(
    app: &'a App,
    own: &OwnOrder,
    region_known: &'a dyn Fn(u32) -> bool,
) -> ReadingRules<'a> {
    ReadingRules {
        asks: app.asks(&own.order.document),
        region_known,
        texts: TEXTS_VERSION,
        now: app.now(),
    }
}
