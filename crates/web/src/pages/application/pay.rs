//! `GET /orders/{number}/pay`: the price of an order to be paid by WeChat Pay, as a code to
//! scan on a screen, a link on a phone, or WeChat's own window inside WeChat. `status.js`
//! shows the order once it is paid.
//!
//! Inside WeChat the page is left first, to learn who reads it: WeChat comes back to it with
//! a code. What it came back with serves once, so that the page asks to begin again when it is
//! loaded anew.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrderNumber;
use payments::Offered;
use receipts::qr::{Modules, QUIET, modules};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use usecases::AppError;
use usecases::applicant;
use usecases::official_account;
use usecases::online::{self, Device};
use wechat::{Scope, WechatError};

use super::about::About;
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::client::{PayerAddress, is_in_wechat, user_agent};
use crate::{Frame, Page, Speech, Tab, Visit, Web, money};

#[derive(Template)]
#[template(path = "application/pay.html")]
struct PayPage {
    s: Speech,
    frame: Frame,
    about: About,
    number: String,
    version: String,
    events: String,
    amount: String,
    /// The code to scan.
    code: Option<Code>,
    /// The link to open.
    link: Option<String>,
    /// Whether WeChat's own browser reads it.
    in_wechat: bool,
    /// Arguments of WeChat's own window, as JSON.
    window: Option<String>,
    /// Where to begin again.
    again: Option<String>,
    /// What stands in the way, and what to do; empty for nothing.
    trouble: Option<(String, String)>,
    order: String,
}

/// A code as an SVG path.
struct Code {
    /// Side in modules, quiet zone included.
    side: usize,
    path: String,
}

impl Code {
    fn of(modules: &Modules) -> Self {
        let runs = modules.runs.iter().map(|(column, row, length)| {
            let (x, y) = (column + QUIET, row + QUIET);
            format!("M{x} {y}h{length}v1h-{length}z")
        });
        Self {
            side: modules.side + 2 * QUIET,
            path: runs.collect(),
        }
    }
}

/// What reads the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Screen,
    Phone,
    /// WeChat's own browser, in which neither a code nor a link can be paid.
    WeChat,
}

impl Reader {
    fn of(headers: &HeaderMap) -> Self {
        let agent = user_agent(headers);
        if is_in_wechat(headers) {
            Self::WeChat
        } else if agent.contains("Mobile") || agent.contains("Android") {
            Self::Phone
        } else {
            Self::Screen
        }
    }
}

/// What WeChat comes back with.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct CameBack {
    #[serde(default)]
    pub(crate) code: String,
    #[serde(default)]
    pub(crate) state: String,
}

/// Who is to pay with what.
enum Payer {
    Device(Device),
    /// The page is left for this address.
    Leaves(String),
    /// They came back with what serves no more.
    Again,
    /// A page inside WeChat that cannot be paid.
    Elsewhere,
}

/// What WeChat is given to come back with: it shows that the page was left on this device.
/// Made from the token of the device's forms, and tells nothing of it; letters and digits
/// alone, as WeChat takes them.
fn state(visit: &Visit, number: OrderNumber) -> String {
    let token = visit.csrf();
    hex::encode(Sha256::digest(format!("pay {number} {token}")))
}

async fn payer(
    web: &Web,
    visit: &Visit,
    number: OrderNumber,
    reader: Reader,
    came_back: &CameBack,
    client_ip: String,
) -> Result<Payer, AppError> {
    match reader {
        Reader::Screen => return Ok(Payer::Device(Device::Screen)),
        Reader::Phone => return Ok(Payer::Device(Device::Phone { client_ip })),
        Reader::WeChat if !web.app.pays_in_pages() => return Ok(Payer::Elsewhere),
        Reader::WeChat => {}
    }
    if came_back.code.is_empty() {
        let state = state(visit, number);
        let url = official_account::authorize_url(
            &web.app,
            Scope::Openid,
            &Step::Pay.of(number),
            &state,
        )?;
        return Ok(Payer::Leaves(url));
    }
    if came_back.state != state(visit, number) {
        return Ok(Payer::Again);
    }
    match official_account::page_user(&web.app, &came_back.code).await {
        Ok(user) => Ok(Payer::Device(Device::PageInWechat(user))),
        Err(AppError::Wechat(WechatError::Code)) => Ok(Payer::Again),
        Err(error) => Err(error),
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    PayerAddress(client_ip): PayerAddress,
    Query(came_back): Query<CameBack>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let number = own.number();
    let failed = |error: AppError| Trouble::of(&visit, error, Some(number));
    let order = applicant::show(&web.app, &own).await.map_err(failed)?;
    let Some(bill) = order.bill.filter(|bill| bill.until.is_some()) else {
        // Paid meanwhile, or nothing to pay.
        return Err(Trouble::elsewhere(&address::order(number)));
    };
    let s = visit.speech();
    let reader = Reader::of(&headers);
    let payer = payer(&web, &visit, number, reader, &came_back, client_ip).await;
    let trouble = |key: &str| Some((s.say(key), s.say(&format!("{key}.remedy"))));
    let (mut code, mut link, mut window) = (None, None, None);
    let mut again = None;
    let (status, trouble) = match payer {
        Ok(Payer::Leaves(url)) => return Ok(Redirect::to(&url).into_response()),
        Ok(Payer::Elsewhere) => (StatusCode::SERVICE_UNAVAILABLE, trouble("pay-elsewhere")),
        Ok(Payer::Again) => {
            again = Some(Step::Pay.of(number));
            (StatusCode::OK, None)
        }
        Ok(Payer::Device(device)) => match online::offer(&web.app, &own, device).await {
            Ok(offered) => {
                match offered {
                    Offered::Code(text) => code = modules(&text).ok().as_ref().map(Code::of),
                    Offered::Link(to) => link = Some(to),
                    Offered::InApp(arguments) => {
                        let arguments: BTreeMap<_, _> = arguments.into_iter().collect();
                        window = serde_json::to_string(&arguments).ok();
                    }
                }
                (StatusCode::OK, None)
            }
            Err(AppError::Pay(_)) => (StatusCode::SERVICE_UNAVAILABLE, trouble("pay-silent")),
            Err(error) => return Err(failed(error)),
        },
        Err(AppError::Wechat(_)) => (StatusCode::SERVICE_UNAVAILABLE, trouble("pay-silent")),
        Err(error) => return Err(failed(error)),
    };
    let page = PayPage {
        s,
        frame: Frame::new(&visit, s.say("pay-title"))
            .tab(Tab::Orders)
            .back(address::order(number)),
        about: About::new(s, &web, &order.summary),
        number: number.grouped(),
        version: order.summary.revision.clone(),
        events: Step::Events.of(number),
        amount: money::amount(s, bill.price.amount()),
        code,
        link,
        in_wechat: reader == Reader::WeChat,
        window,
        again,
        trouble,
        order: address::order(number),
    };
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((status, headers, Page(page)).into_response())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header::USER_AGENT;
    use axum::http::{HeaderValue, Request};
    use wechat_stand_in as stand_in;

    use super::*;
    use crate::testing::{Service, Stage};

    #[test]
    fn what_reads_the_page() {
        let check = |agent: &'static str, expected: Reader| {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, HeaderValue::from_static(agent));
            assert_eq!(Reader::of(&headers), expected, "{agent}");
        };
        check(
            "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0",
            Reader::Screen,
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 20_0) Mobile/15E148",
            Reader::Phone,
        );
        check("Mozilla/5.0 (Linux; Android 16; tablet)", Reader::Phone);
        check(
            "Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.60",
            Reader::WeChat,
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0) MicroMessenger/3.9",
            Reader::WeChat,
        );
        assert_eq!(Reader::of(&HeaderMap::new()), Reader::Screen);
    }

    /// Inside WeChat the page is left to learn who reads it; what it comes back with serves
    /// once, on the device it was left from.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_page_inside_wechat_is_paid_in_place() {
        let (service, wechat, _) = Service::start_paid_by_wechat().await;
        let order = service.order(Stage::Waiting).await;
        let phone = order.applicant.speaking("en");
        let page = format!("/orders/{}/pay", order.number);
        let get = async |query: &str| {
            let agent = "Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.60";
            let request = Request::get(format!("{page}{query}")).header("user-agent", agent);
            phone.send(request.body(Body::empty()).unwrap()).await
        };
        let left = get("").await;
        let to = left.status(303).header("location").to_owned();
        let back = format!(
            "redirect_uri=https%3A%2F%2Fphoto.example.org%2Forders%2F{}%2Fpay",
            order.number
        );
        assert!(
            to.starts_with(
                "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx520c15f417810387&"
            ),
            "{to}"
        );
        assert!(to.contains(&back), "{to}");
        let state = to
            .split("state=")
            .nth(1)
            .unwrap()
            .trim_end_matches("#wechat_redirect");
        let is_plain = state.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(is_plain && state.len() <= 128, "{state}");

        let code = wechat.page_code();
        let came_back = format!("?code={code}&state={state}");
        let shown = get(&came_back).await;
        let html = shown.status(200).contains("Press the button").text();
        let arguments = html
            .split("data-pay=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let arguments = arguments.replace("&#34;", "\"");
        let arguments: serde_json::Value = serde_json::from_str(&arguments).unwrap();
        assert_eq!(arguments["appId"], stand_in::ACCOUNT_APPID);
        assert_eq!(arguments["signType"], "RSA");
        let package = arguments["package"].as_str().unwrap();
        let charge = package.strip_prefix("prepay_id=wx").unwrap();
        // Somebody else at the same phone: a number that was offered to one is taken from no
        // other, so that theirs is another, and the first can no more be paid.
        let others = wechat.page_code_of("oLVPpjqs9BhvzwPj5A-somebody1");
        let shown = get(&format!("?code={others}&state={state}")).await;
        let html = shown.status(200).text();
        let (_, package) = html.split_once("prepay_id=wx").unwrap();
        let (second, _) = package.split_once("&#34;").unwrap();
        assert_ne!(second, charge);
        assert!(wechat.pay(charge, stand_in::Twist::None).is_none());
        // Loaded anew, or from elsewhere, or with a code that nobody made.
        for query in [
            came_back.clone(),
            format!("?code={}&state=00", wechat.page_code()),
            format!("?code={}", wechat.page_code()),
            format!("?code=made-up&state={state}"),
        ] {
            let again = get(&query).await;
            again
                .status(200)
                .contains("no longer valid")
                .lacks("data-pay=");
        }
        wechat.fail_wechat(stand_in::Fault::Down, 1);
        let silent = get(&format!("?code={}&state={state}", wechat.page_code())).await;
        silent.status(503).contains("does not answer");
        let (_, notice) = wechat.pay(second, stand_in::Twist::None).unwrap();
        let request = Request::post("/pay/wechat/notices")
            .header("wechatpay-timestamp", notice.timestamp)
            .header("wechatpay-nonce", notice.nonce)
            .header("wechatpay-signature", notice.signature)
            .header("wechatpay-serial", notice.serial);
        let told = phone.send(request.body(notice.body.into()).unwrap()).await;
        told.status(204);
        get("")
            .await
            .redirects_to(&format!("/orders/{}", order.number));
    }

    #[test]
    fn a_code_is_drawn_with_its_quiet_zone() {
        let drawn = Code::of(&Modules {
            side: 2,
            runs: vec![(0, 0, 2), (1, 1, 1)],
        });
        assert_eq!(drawn.side, 10);
        assert_eq!(drawn.path, "M4 4h2v1h-2zM5 5h1v1h-1z");
    }
}
