//! `/counter/receipt/{ticket}`: a receipt that was looked up: the photo, the
//! document it was issued for, its last day and status; download and 核销.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use domain::receipt::Fit;
use usecases::MaskedApplicant;
use usecases::counter::{self, CounterReceipt, Ticket, Window};
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
            ticket: receipt.ticket.as_ref().map(|ticket| ticket.0.clone()),
        }
    }

    pub(crate) fn photo(&self) -> Option<String> {
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
}

pub(crate) async fn page(
    State(web): State<Web>,
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let window = at::window(&visit, &headers);
    let found = counter::again(&web.app, &permit, &window, &Ticket(ticket)).await?;
    let shown = ReceiptCard::of(s, &web, &window, &found);
    Ok(Page(FoundPage {
        frame: Frame::new(&visit, format!("{} {}", shown.word, shown.number)),
        at: at::words(s, &web, &window),
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
