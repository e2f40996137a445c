//! `/counter/receipt/{ticket}`: a receipt that was looked up: the photo, the
//! document it was issued for, its last day and status; download and 核销.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use domain::receipt::Fit;
use usecases::MaskedApplicant;
use usecases::counter::{self, CounterReceipt, Ticket, Window};
use usecases::sealed_photos::PhotoLock;
use usecases::sign_in::SignedIn;

use super::at;
use crate::china_time;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Pressed, Speech, Web};
use domain::staff::right::LookUpReceipt;

/// A receipt, as shown at a counter.
pub(crate) struct ReceiptCard {
    pub(crate) number: String,
    pub(crate) document: String,
    pub(crate) city: Option<String>,
    pub(crate) taken: String,
    pub(crate) approved: String,
    pub(crate) valid_until: String,
    /// `valid`, `sample`, `used`, `expired`, `revoked`, `another-document`, `another-place`.
    pub(crate) code: &'static str,
    pub(crate) word: String,
    /// What the status means here and what to do.
    pub(crate) why: String,
    pub(crate) masked: Option<MaskedApplicant>,
    /// Further fields: name and text.
    pub(crate) further: Vec<(String, String)>,
    pub(crate) is_sample: bool,
    /// Ticket for the photo, if it may be seen.
    pub(crate) ticket: Option<String>,
    /// How the photo opens.
    pub(crate) lock: PhotoLock,
    /// A sealed photo that was opened, as an address that contains it.
    pub(crate) opened: Option<String>,
    pub(crate) may_hand_over: bool,
    pub(crate) may_use_up: bool,
    pub(crate) may_undo: bool,
}

impl ReceiptCard {
    pub(crate) fn of(s: Speech, web: &Web, window: &Window, receipt: &CounterReceipt) -> Self {
        let (document, city) = about::names(s, web, &receipt.document, receipt.city);
        let code = match (receipt.status, receipt.fit) {
            (status, Fit::Fits) => status.code(),
            (word, _) if word.has_ended() => word.code(),
            (_, fit) => fit.code(),
        };
        let at = receipt.ended_at.map(china_time::shown).unwrap_or_default();
        let why = s
            .with("at", at)
            .with("document", document.as_str())
            .with("city", city.clone().unwrap_or_default())
            .with("window", at::words(s, web, window))
            .with("until", receipt.valid_until.to_string())
            .say(&format!("counter-{code}.why"));
        Self {
            number: receipt.number.grouped(),
            document,
            city,
            taken: china_time::day(receipt.taken_at),
            approved: china_time::day(receipt.approved_at),
            valid_until: receipt.valid_until.to_string(),
            code,
            word: s.say(&format!("counter-{code}")),
            why,
            masked: receipt.applicant.clone(),
            further: receipt
                .further
                .iter()
                .map(|field| (s.of(&field.names).to_owned(), field.text.clone()))
                .collect(),
            is_sample: receipt.is_sample,
            may_hand_over: receipt.may_hand_over,
            may_use_up: receipt.may_use_up,
            may_undo: receipt.may_undo,
            lock: receipt.lock,
            opened: None,
            ticket: receipt.ticket.as_ref().map(|ticket| ticket.0.clone()),
        }
    }

    /// Key of the words in place of the photo.
    pub(crate) fn no_photo(&self) -> &'static str {
        match self.lock {
            PhotoLock::Ticket => "counter-no-photo",
            PhotoLock::Code => "counter-sealed",
            PhotoLock::Gone => "counter-gone",
        }
    }

    /// Whether the ticket alone downloads the photo.
    pub(crate) fn is_open(&self) -> bool {
        self.may_hand_over && self.lock == PhotoLock::Ticket
    }

    pub(crate) fn photo(&self) -> Option<String> {
        if self.lock != PhotoLock::Ticket {
            return self.opened.clone();
        }
        let ticket = self.ticket.as_ref()?;
        Some(format!("/counter/receipt/{ticket}/photo.jpg"))
    }
}

#[derive(Template)]
#[template(path = "counter/found.html")]
struct FoundPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    at: String,
    shown: ReceiptCard,
    /// Whether the receipt's code is asked for.
    asks_code: bool,
    code_error: String,
    /// The code that opened the photo shown.
    code: Option<String>,
}

/// What came of scanning the code of a sealed photo.
pub(super) enum Scan {
    /// Nothing was scanned.
    None,
    /// The photo, as an address that contains it, and its code.
    Opened { data: String, code: String },
    /// Why it was not opened.
    Refused(String),
}

pub(crate) async fn page(
    State(web): State<Web>,
    clerk: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    shown(&web, clerk, &headers, &Ticket(ticket), Scan::None).await
}

pub(super) async fn shown(
    web: &Web,
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    headers: &HeaderMap,
    ticket: &Ticket,
    scan: Scan,
) -> Result<impl IntoResponse + use<>, PageError> {
    let s = visit.speech();
    let window = at::window(&visit, headers);
    let found = counter::again(&web.app, &permit, &window, ticket).await?;
    let mut shown = ReceiptCard::of(s, web, &window, &found);
    let asks_code = shown.ticket.is_some() && shown.lock == PhotoLock::Code;
    let (code, code_error) = match scan {
        Scan::None => (None, String::new()),
        Scan::Refused(words) => (None, words),
        Scan::Opened { data, code } => {
            shown.opened = Some(data);
            (Some(code), String::new())
        }
    };
    Ok(Page(FoundPage {
        asks_code: asks_code && code.is_none(),
        code_error,
        code,
        frame: Frame::new(&visit, format!("{} {}", shown.word, shown.number)),
        at: at::line(s, web, &permit, &window).await?,
        s,
        me,
        shown,
    }))
}

pub(crate) async fn use_up(
    State(web): State<Web>,
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, PageError> {
    let consumer = me.permit().map_err(|_| PageError::Forbidden)?;
    let (window, ticket) = (at::window(&visit, &headers), Ticket(ticket));
    counter::use_up(&web.app, &permit, &consumer, &window, &ticket).await?;
    Ok(back(&ticket))
}

pub(crate) async fn undo(
    State(web): State<Web>,
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, PageError> {
    let undoer = me.permit().map_err(|_| PageError::Forbidden)?;
    let (window, ticket) = (at::window(&visit, &headers), Ticket(ticket));
    counter::undo_use(&web.app, &permit, &undoer, &window, &ticket).await?;
    Ok(back(&ticket))
}

fn back(Ticket(ticket): &Ticket) -> Redirect {
    Redirect::to(&format!("/counter/receipt/{ticket}"))
}
