//! `GET /office/takings`: what was taken and given back, by day and document; and the
//! ledger as a file, `/office/ledger.csv`. Both take `?from=&until=`, days in China.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::china;
use domain::money::{BillCheck, BillDifference, Fen, Takings};
use jiff::civil::Date;
use serde::Deserialize;
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator, till};

use super::csv::Csv;
use crate::china_time::{day, exact};
use crate::pages::application::about;
use crate::query_string::query_string;
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web, money};
use domain::staff::right::SeeTakings;

/// Column names, the same in any language, since programs read the file.
const COLUMNS: [&str; 11] = [
    "at", "order", "document", "city", "payment", "way", "movement", "yuan", "slip", "by", "by_id",
];

#[derive(Template)]
#[template(path = "office/takings.html")]
struct TakingsPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    from: String,
    until: String,
    error: String,
    filter: String,
    rows: Vec<TakingsRow>,
    total: Option<TakingsRow>,
    checks: Vec<CheckRow>,
}

/// A day held against a payment service's bill.
struct CheckRow {
    day: String,
    way: String,
    payments: u32,
    taken: String,
    refunds: u32,
    refunded: String,
    differences: Vec<Difference>,
}

struct Difference {
    words: String,
    order: String,
    transaction: String,
}

struct TakingsRow {
    day: String,
    document: String,
    way: String,
    payments: i64,
    taken: String,
    refunds: i64,
    refunded: String,
    net: String,
}

/// Query string of page and file.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct TakingsQuery {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl TakingsQuery {
    /// First and last day; both today unless given. `None` for what is no day.
    fn days(&self, today: Date) -> Option<(Date, Date)> {
        let read = |text: &str| match text.trim() {
            "" => Some(today),
            text => text.parse().ok(),
        };
        Some((read(&self.from)?, read(&self.until)?))
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<SeeTakings>,
    Query(asked): Query<TakingsQuery>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let today = china::date(web.app.now());
    let found = match asked.days(today) {
        None => None,
        Some((from, until)) => match till::takings(&web.app, &visit.permit, from, until).await {
            Ok(rows) => {
                let checks = till::bill_checks(&web.app, &visit.permit, from, until).await?;
                Some((from, until, rows, checks))
            }
            Err(AppError::UnknownName) => None,
            Err(error) => return Err(error.into()),
        },
    };
    let frame = Frame::new(&visit.visit, s.say("takings-title"));
    let (status, page) = match found {
        Some((from, until, rows, checks)) => {
            let (from, until) = (from.to_string(), until.to_string());
            let total = (rows.len() > 1).then(|| total(s, &rows));
            let page = TakingsPage {
                filter: query_string(&[("from", &from), ("until", &until)]),
                rows: rows.iter().map(|one| row(s, &web, one)).collect(),
                total,
                checks: checks.into_iter().map(|check| checked(s, check)).collect(),
                error: String::new(),
                from,
                until,
                frame,
                me: visit.me,
                s,
            };
            (StatusCode::OK, page)
        }
        None => {
            let page = TakingsPage {
                filter: String::new(),
                rows: Vec::new(),
                total: None,
                checks: Vec::new(),
                error: s.say("takings-no-period"),
                from: asked.from,
                until: asked.until,
                frame,
                me: visit.me,
                s,
            };
            (StatusCode::UNPROCESSABLE_ENTITY, page)
        }
    };
    Ok((status, Page(page)).into_response())
}

fn checked(s: Speech, check: BillCheck) -> CheckRow {
    let differences = check.differences.into_iter();
    CheckRow {
        day: check.day.to_string(),
        way: s.say(&format!("till-way-{}", check.way.code())),
        payments: check.payments,
        taken: money::amount(s, check.taken),
        refunds: check.refunds,
        refunded: money::amount(s, check.refunded),
        differences: differences.map(|one| difference(s, one)).collect(),
    }
}

fn difference(s: Speech, found: BillDifference) -> Difference {
    let amount = |fen: Option<Fen>| fen.map_or_else(String::new, |fen| money::amount(s, fen));
    Difference {
        words: s
            .with("there", amount(found.there))
            .with("here", amount(found.here))
            .say(&format!("bill-fault-{}", found.what.code())),
        order: found
            .order
            .map_or_else(String::new, |order| order.to_string()),
        transaction: found.transaction,
    }
}

fn row(s: Speech, web: &Web, row: &Takings) -> TakingsRow {
    let (document, _) = about::names(s, web, &row.document, None);
    TakingsRow {
        day: day(row.from),
        document,
        way: s.say(&format!("till-way-{}", row.way.code())),
        ..sums(s, row.payments, row.taken, row.refunds, row.refunded)
    }
}

fn total(s: Speech, rows: &[Takings]) -> TakingsRow {
    let count = |of: fn(&Takings) -> i64| rows.iter().map(of).sum();
    let sum = |of: fn(&Takings) -> Fen| rows.iter().map(of).sum();
    sums(
        s,
        count(|row| row.payments),
        sum(|row| row.taken),
        count(|row| row.refunds),
        sum(|row| row.refunded),
    )
}

fn sums(s: Speech, payments: i64, taken: Fen, refunds: i64, refunded: Fen) -> TakingsRow {
    TakingsRow {
        day: String::new(),
        document: String::new(),
        way: String::new(),
        payments,
        taken: money::amount(s, taken),
        refunds,
        refunded: money::amount(s, refunded),
        net: money::amount(s, taken + -refunded),
    }
}

pub(crate) async fn ledger(
    State(web): State<Web>,
    visit: Permitted<SeeTakings>,
    Query(asked): Query<TakingsQuery>,
) -> Result<Response, PageError> {
    let today = china::date(web.app.now());
    let (from, until) = asked.days(today).ok_or(PageError::NotFound)?;
    let entries = till::ledger_for_file(&web.app, &visit.permit, from, until).await;
    let entries = entries.map_err(|error| match error {
        AppError::UnknownName => PageError::NotFound,
        error => error.into(),
    })?;
    let names = operator::names_for(&web.app, &visit.me).await?;
    let mut csv = Csv::new(&COLUMNS);
    for entry in entries {
        csv.row(&[
            exact(entry.at),
            entry.number.to_string(),
            entry.document.to_string(),
            entry.city.map(|city| city.to_string()).unwrap_or_default(),
            entry.payment.to_string(),
            entry.way.code().to_owned(),
            entry.movement.code().to_owned(),
            entry.amount.to_string(),
            entry.reference,
            names.of(entry.by).unwrap_or(entry.by.kind()).to_owned(),
            entry.by.id().unwrap_or_default(),
        ]);
    }
    Ok(csv.download(&format!("huizhi-ledger-{from}-{until}.csv")))
}
