//! 服务通知: what is taken of them, and sending one.

use domain::{Actor, Occasion, Order, Timestamp, china};
use messages::{Args, Locale, text};
use storage::{Subscription, Transaction};
use wechat::{Facts, LONGEST_REPLY, ServiceNotice, State, Template, WechatError};

use super::MiniProgramme;
use super::session::{failed, openid_of};
use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;
use crate::message;

/// Most notices of one template about one order that are counted on: WeChat counts too, and
/// its count decides.
const MOST: u32 = 20;

/// What a tap that hands an order in asks the user to subscribe to: templates by their ids,
/// each once, with what they tell.
///
/// # Errors
/// [`AppError::NotFound`] without a mini-programme.
pub fn asked_at(app: &App) -> Result<Vec<(String, Vec<Occasion>)>, AppError> {
    let mut asked: Vec<(String, Vec<Occasion>)> = Vec::new();
    for (occasion, template) in &app.mini_programme()?.notices {
        match asked.iter_mut().find(|(id, _)| *id == template.id) {
            Some((_, occasions)) => occasions.push(*occasion),
            None => asked.push((template.id.clone(), vec![*occasion])),
        }
    }
    Ok(asked)
}

/// Notes that the order's user accepted one more notice of each of these templates.
///
/// # Errors
/// [`AppError::NotFound`] without a mini-programme, and for an order that is no WeChat
/// user's; [`AppError::UnknownName`] for a template that the settings do not have; storage.
pub async fn subscribe(app: &App, own: &OwnOrder, accepted: &[String]) -> Result<(), AppError> {
    let known = asked_at(app)?;
    if accepted
        .iter()
        .any(|id| known.iter().all(|(one, _)| one != id))
    {
        return Err(AppError::UnknownName);
    }
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    if order.key.is_none() || order.wechat.is_none() {
        return Err(AppError::NotFound);
    }
    let before = tx.subscriptions_of(order.id).await?;
    for template in accepted {
        let had = before.iter().find(|one| one.template == *template);
        let remaining = had.map_or(0, |one| one.remaining) + 1;
        let subscription = Subscription {
            template: template.clone(),
            remaining: remaining.min(MOST),
        };
        tx.set_subscription(order.id, &subscription).await?;
    }
    // They asked to be told again.
    tx.set_untold(order.id, None).await?;
    Ok(tx.save().await?)
}

/// Tells the order's user. An answer to what they wrote in the 客服 window goes there, as it
/// is; all else is a notice, if they subscribed to it and take it. What they do not take is
/// no failure: it is noted, and the order's page tells both.
///
/// # Errors
/// [`AppError::Wechat`]; storage.
pub(crate) async fn tell(
    app: &App,
    order: &Order,
    occasion: Occasion,
    noted_at: Timestamp,
) -> Result<(), AppError> {
    let Ok(mini) = app.mini_programme() else {
        return Ok(());
    };
    let Some(openid) = openid_of(app, order)? else {
        return Ok(());
    };
    if occasion == Occasion::Message && has_replied(app, mini, order, &openid).await? {
        return note(app, order, Outcome::Told(None)).await;
    }
    let Some(template) = mini.notices.get(&occasion) else {
        return Ok(());
    };
    let mut tx = app.read().await?;
    if subscription(&mut *tx, order, template).await?.is_none() {
        drop(tx);
        return note(app, order, Outcome::NotTaken(template)).await;
    }
    drop(tx);
    let told = Told {
        occasion,
        at: noted_at,
    };
    let notice = written(app, template, order, told, openid, mini.state);
    let sent = mini.wechat.send(&notice, app.now().0).await;
    let outcome = match sent {
        Ok(()) => Outcome::Told(Some(template)),
        Err(WechatError::NotSubscribed) => Outcome::NotTaken(template),
        Err(error) => return Err(failed(error).into()),
    };
    note(app, order, outcome).await
}

/// What became of telling a user.
#[derive(Clone, Copy)]
enum Outcome<'a> {
    /// They were told; with one notice of a template less to be taken.
    Told(Option<&'a Template>),
    /// They take no notice of this template.
    NotTaken(&'a Template),
}

/// Keeps what became of it. Subscriptions are read again: another may have been accepted
/// meanwhile, or the order erased.
async fn note(app: &App, order: &Order, outcome: Outcome<'_>) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let now = tx.order(order.id).await?;
    if now.is_none_or(|order| order.key.is_none()) {
        return Ok(());
    }
    let template = match outcome {
        Outcome::Told(template) => template,
        Outcome::NotTaken(template) => Some(template),
    };
    if let Some(template) = template
        && let Some(taken) = subscription(&mut *tx, order, template).await?
    {
        let remaining = match outcome {
            Outcome::Told(_) => taken.remaining - 1,
            Outcome::NotTaken(_) => 0,
        };
        let left = Subscription { remaining, ..taken };
        tx.set_subscription(order.id, &left).await?;
    }
    match outcome {
        Outcome::Told(Some(_)) => tx.set_untold(order.id, None).await?,
        // An answer in the window says nothing of the order's result.
        Outcome::Told(None) => {}
        Outcome::NotTaken(_) => tx.set_untold(order.id, Some(app.now())).await?,
    }
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

/// Writes what the staff answered last to the 客服 window; whether it was taken there. A user
/// who did not write there in the last 48 hours is not written to.
async fn has_replied(
    app: &App,
    mini: &MiniProgramme,
    order: &Order,
    openid: &str,
) -> Result<bool, AppError> {
    let mut tx = app.read().await?;
    let said = message::thread(app, &mut *tx, order).await?;
    drop(tx);
    // What is too long for the window is read on the order's page, which a notice leads to.
    let last = said
        .last()
        .filter(|said| said.by != Actor::Applicant && said.text.len() <= LONGEST_REPLY);
    let Some(last) = last else {
        return Ok(false);
    };
    match mini.wechat.reply(openid, &last.text, app.now().0).await {
        Ok(()) => Ok(true),
        Err(WechatError::NotAwaited) => Ok(false),
        Err(error) => Err(failed(error).into()),
    }
}

/// Whether the order's user subscribed to a notice of either result: a notice of one alone
/// would leave the other unsaid.
pub(crate) async fn takes_results(app: &App, order: &Order) -> Result<bool, AppError> {
    let (Ok(mini), Some(_)) = (app.mini_programme(), &order.wechat) else {
        return Ok(false);
    };
    let mut tx = app.read().await?;
    for result in [Occasion::Approved, Occasion::Rejected] {
        let Some(template) = mini.notices.get(&result) else {
            return Ok(false);
        };
        if subscription(&mut *tx, order, template).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What of a template is still taken about an order.
async fn subscription(
    tx: &mut dyn Transaction,
    order: &Order,
    template: &Template,
) -> Result<Option<Subscription>, AppError> {
    let mut taken = tx.subscriptions_of(order.id).await?.into_iter();
    Ok(taken.find(|one| one.template == template.id))
}

/// What is told: an event, and when it was noted.
#[derive(Clone, Copy)]
struct Told {
    occasion: Occasion,
    at: Timestamp,
}

/// The notice, in Chinese: WeChat's templates are.
fn written(
    app: &App,
    template: &Template,
    order: &Order,
    told: Told,
    openid: String,
    state: State,
) -> ServiceNotice {
    let catalogue = app.catalogue();
    let document = catalogue.document_by_id(order.document.as_str());
    let document = document.map_or("", |document| &document.names.zh);
    let city = order.city.and_then(|code| catalogue.city_by_code(code));
    let city = city.map_or("", |city| &city.names.zh);
    let say = |key: &str| text(Locale::Zh, key, &Args::new());
    let code = told.occasion.code();
    let number = order.number.to_string();
    let facts = Facts {
        document,
        city,
        order: &number,
        result: &say(&format!("wechat-result-{code}")),
        text: &say(&format!("wechat-text-{code}")),
        time: &minute(told.at),
    };
    ServiceNotice {
        openid,
        template: template.id.clone(),
        page: template.page(&facts),
        data: template.fill(&facts),
        state,
    }
}

/// A minute in China, as WeChat takes a time: `2019年10月1日 15:01`.
fn minute(at: Timestamp) -> String {
    let civil = china::civil(at);
    let mut args = Args::new();
    args.set("year", civil.year().to_string());
    args.set("month", civil.month().to_string());
    args.set("day", civil.day().to_string());
    args.set("clock", civil.strftime("%H:%M").to_string());
    text(Locale::Zh, "wechat-time", &args)
}
