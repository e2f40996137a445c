//! Looks up a receipt by its number and person. Both are in the body, so that
//! neither is in a URL. Failed look-ups are counted; too many lock the key for
//! this number, and very many for all, for a while.

use axum::Json;
use axum::extract::State;
use domain::staff::right::LookUpReceipt;
use serde::{Deserialize, Serialize};
use usecases::AppError;
use usecases::counter::{self, CounterReceipt, Person, Window};
use usecases::sealed_photos::PhotoLock;
use utoipa::ToSchema;

use crate::Web;
use crate::api::applicant::find::guessed;
use crate::api::body::Body;
use crate::api::credential::Allowed;
use crate::api::error::{Answer, ApiError};
use crate::api::words::{Words, digits};

/// What the applicant presents at the counter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LookUp {
    /// The receipt's number, typed or scanned; or the whole text of its QR
    /// code.
    #[schema(max_length = 500)]
    number: String,
    /// The identity number. Give either this or `name`.
    #[schema(max_length = 100)]
    identity: Option<String>,
    /// The applicant's name.
    #[schema(max_length = 100)]
    name: Option<String>,
    /// Identifier of the document applied for; any if absent.
    #[schema(max_length = 100)]
    document: Option<String>,
    /// Six digits of the issuing city or province; any if absent.
    #[schema(max_length = 6)]
    city: Option<String>,
}

/// The value of a further field of the document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FurtherAnswer {
    /// The field's identifier, as in the document's `asks`.
    id: String,
    /// Name of the field.
    names: Words,
    /// Value given by the applicant.
    text: String,
}

/// A receipt as seen at the counter; the applicant is masked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceiptAnswer {
    /// The receipt's number.
    number: String,
    /// Identifier of the document it was issued for.
    document: String,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// `valid`, `sample`, `used`, `expired` or `revoked`.
    standing: String,
    /// `fits`, `another-document` or `another-place`: whether it is accepted
    /// for the document and city asked.
    fit: String,
    /// Last day of validity.
    valid_until: String,
    /// Whether it is a sample, which is not valid at counters.
    is_sample: bool,
    /// The name with all but one character hidden; absent once erased.
    name: Option<String>,
    /// The identity number with its middle hidden; absent once erased.
    identity: Option<String>,
    /// The document's further fields; empty if the photo may not be seen.
    further: Vec<FurtherAnswer>,
    /// SHA-256 of the photo's file, hexadecimal; missing once it is erased.
    photo_sha256: Option<String>,
    /// `ticket`: the ticket opens the photo. `code`: the code scanned from the
    /// receipt is needed besides, sent to the same address. `gone`: it was
    /// handed over and is deleted.
    lock: String,
    /// Opens the photo for 15 minutes, for this key only; absent if the photo
    /// may not be seen.
    ticket: Option<String>,
}

impl From<CounterReceipt> for ReceiptAnswer {
    fn from(receipt: CounterReceipt) -> Self {
        let further = receipt.further.into_iter();
        let (name, identity) = receipt
            .applicant
            .map(|applicant| (applicant.name, applicant.identity))
            .unzip();
        Self {
            number: receipt.number.to_string(),
            document: receipt.document.to_string(),
            city: digits(receipt.city),
            standing: receipt.status.code().to_owned(),
            fit: receipt.fit.code().to_owned(),
            valid_until: receipt.valid_until.to_string(),
            is_sample: receipt.is_sample,
            name,
            identity,
            further: further
                .map(|field| FurtherAnswer {
                    id: field.id,
                    names: (&field.names).into(),
                    text: field.text,
                })
                .collect(),
            photo_sha256: receipt.photo_hash.map(|hash| hash.to_string()),
            lock: match receipt.lock {
                PhotoLock::Ticket => "ticket",
                PhotoLock::Code => "code",
                PhotoLock::Gone => "gone",
            }
            .to_owned(),
            ticket: receipt.ticket.map(|ticket| ticket.0),
        }
    }
}

/// Looks a receipt up. Beyond the key's documents and cities there is none:
/// 404.
#[utoipa::path(post, path = "/api/v1/counter/receipts", operation_id = "look_up_receipt", tag = "counter",
    security(("api-key" = [])), request_body = LookUp,
    responses((status = 200, description = "The receipt.", body = ReceiptAnswer)))]
pub(crate) async fn look_up(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<LookUpReceipt>,
    Body(asked): Body<LookUp>,
) -> Answer<Json<ReceiptAnswer>> {
    let clerk = permit;
    let person = match (asked.identity, asked.name) {
        (Some(identity), None) => Person::Identity(identity),
        (None, Some(name)) => Person::Name(name),
        _ => return Err(ApiError::field("identity", "person-one")),
    };
    let city = asked.city.as_deref().map(str::parse).transpose();
    let city = city.map_err(|_| ApiError::field("city", "city-code"))?;
    let document = asked.document.as_deref().map(str::parse).transpose();
    let document = document.map_err(|_| AppError::UnknownName)?;
    let window = Window { document, city };
    let number = match usecases::receipts::number_in(&web.app, &asked.number) {
        Some(number) => number.to_string(),
        None => asked.number,
    };
    let found = counter::look_up(&web.app, &clerk, &window, &number, &person).await;
    let found = found.map_err(|error| guessed(&web, error))?;
    Ok(Json(found.into()))
}
