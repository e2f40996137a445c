//! The user's orders, on whatever phone they sign in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use catalogue::Catalogue;
use domain::OrderNumber;
use serde::{Deserialize, Serialize};
use usecases::applicant::OrderLine;
use usecases::mini_programme;
use utoipa::ToSchema;

use crate::Web;
use crate::api::applicant::order::ReceiptLine;
use crate::api::body::Body;
use crate::api::credential::{InWechat, token_credentials};
use crate::api::error::{Answer, ApiError};
use crate::api::words::{UnixMs, Words, digits, statuses};

/// An order in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderListed {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// The document's name.
    document_name: Words,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// The city's name.
    city_name: Option<Words>,
    /// As in `show_order`.
    #[schema(schema_with = statuses)]
    status: String,
    /// How often it was submitted.
    submissions: u16,
    /// When it was begun.
    created_at: UnixMs,
    /// When personal data and photos were deleted.
    erased_at: Option<UnixMs>,
    /// How its receipt stands; absent while it has none.
    receipt: Option<ReceiptLine>,
    /// Whether something happened that the applicant has not seen.
    has_news: bool,
    /// Whether `small_photo` may have something to show.
    has_picture: bool,
}

impl OrderListed {
    fn of(catalogue: &Catalogue, line: OrderLine) -> Self {
        let order = line.summary;
        let document = catalogue.document_by_id(order.document.as_str());
        let city = order.city.and_then(|code| catalogue.city_by_code(code));
        Self {
            number: order.number.to_string(),
            document_name: document.map_or_else(Words::default, |one| (&one.names).into()),
            document: order.document.to_string(),
            city: digits(order.city),
            city_name: city.map(|city| (&city.names).into()),
            status: order.status.code().to_owned(),
            submissions: order.submissions,
            created_at: order.created_at.into(),
            erased_at: order.erased_at.map(Into::into),
            receipt: line.receipt.as_ref().map(Into::into),
            has_news: line.has_news,
            has_picture: order.picture.is_some(),
        }
    }
}

/// The user's orders, newest first: those begun in WeChat, and those taken there.
#[utoipa::path(get, path = "/api/v1/wechat/orders", operation_id = "wechat_orders", tag = "wechat",
    security(("wechat-session" = [])),
    responses((status = 200, description = "The orders.", body = [OrderListed])))]
pub(crate) async fn list(
    State(web): State<Web>,
    InWechat(user): InWechat,
) -> Answer<Json<Vec<OrderListed>>> {
    let lines = mini_programme::orders(&web.app, &user).await?.into_iter();
    let listed = lines.map(|line| OrderListed::of(&web.catalogue, line));
    Ok(Json(listed.collect()))
}

/// An order to take.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Taken {
    /// The order's number.
    number: String,
    /// The token that it was begun with.
    token: String,
}

/// A scene of a code or link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scened {
    /// What the page was opened with: `t.` and what follows.
    scene: String,
}

/// An order that was taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct TakenOrder {
    /// Its number.
    number: String,
}

/// Takes an order to the user, for good, by the code that its own page shows for ten
/// minutes. 404 for a code that is over. Another user's is refused (`order-other-user`).
#[utoipa::path(post, path = "/api/v1/wechat/orders/scene", operation_id = "take_by_scene", tag = "wechat",
    security(("wechat-session" = [])), request_body = Scened,
    responses((status = 200, description = "It is the user's.", body = TakenOrder)))]
pub(crate) async fn take_by_scene(
    State(web): State<Web>,
    InWechat(user): InWechat,
    Body(scened): Body<Scened>,
) -> Answer<Json<TakenOrder>> {
    let number = mini_programme::take_by_scene(&web.app, &user, &scened.scene).await?;
    Ok(Json(TakenOrder {
        number: number.to_string(),
    }))
}

/// Takes an order that was begun elsewhere to the user, for good: by the token that it was
/// begun with, not by one of `find_order`. Another user's is refused (`order-other-user`).
#[utoipa::path(post, path = "/api/v1/wechat/orders", operation_id = "take_to_wechat", tag = "wechat",
    security(("wechat-session" = [])), request_body = Taken,
    responses((status = 204, description = "It is the user's.")))]
pub(crate) async fn take(
    State(web): State<Web>,
    InWechat(user): InWechat,
    Body(taken): Body<Taken>,
) -> Answer<StatusCode> {
    let number = OrderNumber::parse(&taken.number).map_err(|_| ApiError::NOT_FOUND)?;
    let shown = token_credentials(&web, &taken.token);
    mini_programme::take(&web.app, &user, number, &shown).await?;
    Ok(StatusCode::NO_CONTENT)
}
