//! `GET /orders/{number}/pay`: the price of an order to be paid by WeChat Pay, as a code to
//! scan on a screen, or a link on a phone. `status.js` shows the order once it is paid.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use payments::Offered;
use receipts::qr::{Modules, QUIET, modules};
use usecases::AppError;
use usecases::applicant;
use usecases::online::{self, Device};

use super::about::About;
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::client::PayerAddress;
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
        let agent = headers
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok());
        let agent = agent.unwrap_or_default();
        if agent.contains("MicroMessenger") {
            Self::WeChat
        } else if agent.contains("Mobile") || agent.contains("Android") {
            Self::Phone
        } else {
            Self::Screen
        }
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    PayerAddress(client_ip): PayerAddress,
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
    let device = match Reader::of(&headers) {
        Reader::Screen => Some(Device::Screen),
        Reader::Phone => Some(Device::Phone { client_ip }),
        Reader::WeChat => None,
    };
    let trouble = |key: &str| Some((s.say(key), s.say(&format!("{key}.remedy"))));
    let (code, link, trouble) = match device {
        None => (None, None, trouble("pay-elsewhere")),
        Some(device) => match online::offer(&web.app, &own, device).await {
            Ok(Offered::Code(text)) => (modules(&text).ok().as_ref().map(Code::of), None, None),
            Ok(Offered::Link(link)) => (None, Some(link), None),
            Ok(Offered::InApp(_)) | Err(AppError::Pay(_)) => (None, None, trouble("pay-silent")),
            Err(error) => return Err(failed(error)),
        },
    };
    let status = match code.is_some() || link.is_some() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
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
        trouble,
        order: address::order(number),
    };
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((status, headers, Page(page)).into_response())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

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
