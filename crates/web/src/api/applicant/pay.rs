//! Paying an order over the internet.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use payments::Offered;
use serde::{Deserialize, Serialize};
use usecases::online::{self, Device};
use utoipa::ToSchema;

use crate::Web;
use crate::api::body::Body;
use crate::api::credential::Own;
use crate::api::error::Answer;
use crate::client::PayerAddress;

/// What the payer has before them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `screen`: a code is shown there for a phone to scan. `phone`: a link is opened in its
    /// browser; the request has to come from the phone's own network address.
    /// `mini-programme`: it is paid in place by `wx.requestPayment`, by the WeChat user whose
    /// order it is.
    device: AskedDevice,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum AskedDevice {
    Screen,
    Phone,
    MiniProgramme,
}

/// How to pay: one of the three is there.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct OfferedAnswer {
    /// The text of a QR code that WeChat scans.
    code: Option<String>,
    /// The address that opens WeChat.
    link: Option<String>,
    /// Arguments of `wx.requestPayment`, by name.
    window: Option<BTreeMap<&'static str, String>>,
}

/// Offers the price of an order that waits to be paid now (`bill.until` is there) over the
/// internet. Whether it was paid is seen in the order alone, not by what the payer's phone
/// says. Refused where nothing is to be paid now; 404 where the service takes no money over
/// the internet, 503 while the payment service does not answer.
#[utoipa::path(post, path = "/api/v1/orders/{number}/pay", operation_id = "pay_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])), request_body = Asked,
    responses((status = 200, description = "How to pay.", body = OfferedAnswer)))]
pub(crate) async fn pay(
    State(web): State<Web>,
    Own(own): Own,
    PayerAddress(address): PayerAddress,
    Body(asked): Body<Asked>,
) -> Answer<Json<OfferedAnswer>> {
    let device = match asked.device {
        AskedDevice::Screen => Device::Screen,
        AskedDevice::Phone => Device::Phone { client_ip: address },
        AskedDevice::MiniProgramme => Device::MiniProgramme,
    };
    let offered = online::offer(&web.app, &own, device).await?;
    Ok(Json(match offered {
        Offered::Code(code) => OfferedAnswer {
            code: Some(code),
            ..OfferedAnswer::default()
        },
        Offered::Link(link) => OfferedAnswer {
            link: Some(link),
            ..OfferedAnswer::default()
        },
        Offered::InApp(arguments) => OfferedAnswer {
            window: Some(arguments.into_iter().collect()),
            ..OfferedAnswer::default()
        },
    }))
}
