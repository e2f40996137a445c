//! Offering an order's price to its applicant.

use domain::money::{Charge, PayScene, PayWay};
use domain::{ChargeId, Due, Job, Order};
use messages::{Args, Locale, text};
use payments::{ChargeRequest, Offered, PayError, Scene};

use super::ask::close;
use super::notices_url;
use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;
use crate::mini_programme::openid_of;
use crate::official_account::PageUser;

/// What the payer reads the page on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Device {
    /// A screen that a phone can scan.
    Screen,
    /// A phone's browser, at this network address.
    Phone {
        /// The address.
        client_ip: String,
    },
    /// The mini-programme, in which the order's user signed in.
    MiniProgramme,
    /// A page inside WeChat, read by this user.
    PageInWechat(PageUser),
}

/// Offers the price of an order that waits for it. Within a charge's time the same charge
/// is offered again.
///
/// # Errors
/// [`AppError::NotFound`] where nothing is paid over the internet;
/// [`AppError::Refused`] where nothing is to be paid now; [`AppError::Pay`]; storage.
pub async fn offer(app: &App, own: &OwnOrder, device: Device) -> Result<Offered, AppError> {
    let now = app.now();
    let way = app.pays_online().ok_or(AppError::NotFound)?;
    let payer = app.payer(way).ok_or(AppError::NotFound)?;
    let url = app.parts().public_url.as_ref().ok_or(AppError::NotFound)?;
    let (scene, paid_in) = match device {
        Device::Screen => (Scene::Scan, PayScene::Scan),
        Device::Phone { client_ip } => (Scene::Browser { client_ip }, PayScene::Browser),
        Device::MiniProgramme => {
            let openid = openid_of(app, &own.order)?.ok_or(AppError::NotFound)?;
            let appid = app.mini_programme()?.wechat.appid().to_owned();
            (Scene::InApp { appid, openid }, PayScene::InApp)
        }
        Device::PageInWechat(PageUser { openid }) => {
            let appid = app.official_account()?.wechat.appid().to_owned();
            (Scene::InApp { appid, openid }, PayScene::InPage)
        }
    };
    let description = description(app, &own.order);
    let request = |charge: &Charge| ChargeRequest {
        number: charge.id.to_string(),
        description: description.clone(),
        amount_fen: charge.amount.0,
        expires_at_ms: charge.ends_at().0,
        notify_url: notices_url(url),
        scene: scene.clone(),
    };
    let open = charge(app, own, way, paid_in).await?;
    let mut offered = payer.offer(&request(open.charge()), now.0).await;
    // Offered before to somebody else at the same phone: the service takes a number with
    // the same values alone.
    if let (Open::Found(old), Err(PayError::Refused { .. })) = (&open, &offered) {
        let number = old.id.to_string();
        payer.close(&number, now.0).await.map_err(failed)?;
        close(app, old.id).await?;
        let new = charge(app, own, way, paid_in).await?;
        offered = payer.offer(&request(new.charge()), now.0).await;
    }
    Ok(offered.map_err(failed)?)
}

/// What is paid for, as the payer sees it.
pub(crate) fn description(app: &App, order: &Order) -> String {
    let document = app.catalogue().document_by_id(order.document.as_str());
    let mut args = Args::new();
    let name = document.map_or_else(String::new, |document| document.names.zh.clone());
    args.set("document", name);
    text(Locale::Zh, "pay-description", &args)
}

/// Logs a call that failed, with the payment service's own code.
pub(super) fn failed(error: PayError) -> PayError {
    let (code, of_service) = (error.code(), error.of_service());
    tracing::warn!(code, of_service, "a payment service failed");
    error
}

/// An order's open charge.
enum Open {
    /// Made by an earlier offer.
    Found(Charge),
    /// Made by this one.
    New(Charge),
}

impl Open {
    fn charge(&self) -> &Charge {
        match self {
            Self::Found(charge) | Self::New(charge) => charge,
        }
    }
}

/// The order's open charge in this scene; or a new one, with the job that asks for it.
async fn charge(app: &App, own: &OwnOrder, way: PayWay, scene: PayScene) -> Result<Open, AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    let price = order.awaited_price(now)?;
    let charges = tx.charges_of(order.id).await?;
    let mut charges = charges.into_iter().rev();
    if let Some(open) = charges.find(|one| one.way == way && one.serves(scene, price, now)) {
        return Ok(Open::Found(open));
    }
    let id = ChargeId::new(now, &mut *app.randomness());
    let charge = Charge::new(id, order.id, way, scene, price, now);
    tx.insert_charge(&charge).await?;
    if let Some(at) = charge.asked_next(now) {
        let job = Job::AskCharge { charge: id };
        app.enqueue(&mut *tx, &Due { job, at }, now).await?;
    }
    tx.save().await?;
    Ok(Open::New(charge))
}
