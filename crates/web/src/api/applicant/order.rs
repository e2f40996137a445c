//! The state of an order.

use axum::Json;
use axum::extract::State;
use catalogue::Catalogue;
use domain::opening::ReviewWait;
use domain::{ApplicantAction, Timestamp};
use serde::Serialize;
use usecases::applicant::{
    self, FoundView, OrderSummary, OrderView, OwnOrder, PictureView, QueuePlace, ReceiptGlance,
    Rejection,
};
use usecases::pictures::Unmade;
use utoipa::ToSchema;

use super::findings::{Judgement, WhatIsWrong, wrong};
use crate::api::catalogue::reasons::ReasonAnswer;
use crate::api::credential::Reached;
use crate::api::error::Answer;
use crate::api::price::BillAnswer;
use crate::api::words::{UnixMs, Who, Words, digits, fitnesses, gifts, name_of, statuses};
use crate::names::{document_name, place_name};
use crate::receipt_words::revoked_for;
use crate::{Web, told};

/// An order as its applicant sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderAnswer {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// The document's name; its identifier once the catalogue no longer has it.
    document_name: Words,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// The city's name; absent for documents without one.
    city_name: Option<Words>,
    /// `draft`, `unpaid`, `waiting`, `in-review`, `approved`, `rejected`, `cancelled` or
    /// `lapsed`.
    #[schema(schema_with = statuses)]
    status: String,
    /// What it costs; absent if it is free.
    bill: Option<BillAnswer>,
    /// What an approval gives: `receipt`, or `photo` where the document has no
    /// receipts.
    #[schema(schema_with = gifts)]
    gives: String,
    /// How often it was submitted.
    submissions: u16,
    /// Whether the applicant's details are given.
    has_details: bool,
    /// When it was begun.
    created_at: UnixMs,
    /// When personal data and photos were deleted.
    erased_at: Option<UnixMs>,
    /// Position in the queue, while it waits.
    place: Option<PlaceAnswer>,
    /// The last picture; absent before the first and after erasure.
    picture: Option<PictureAnswer>,
    /// Since when the photo of a newer picture is being made; absent while none is. Until
    /// then the order cannot be submitted.
    picture_making: Option<UnixMs>,
    /// Why a newer picture was not taken, as `put_picture` says it; empty otherwise.
    picture_refused: Vec<WhatIsWrong>,
    /// Reasons of the rejection; empty otherwise.
    reasons: Vec<ReasonAnswer>,
    /// Whether the token opens all of the order, and not its state alone.
    is_proven: bool,
    /// How its receipt stands; absent while it has none.
    receipt: Option<ReceiptLine>,
    /// Events of the order, oldest first.
    timeline: Vec<TimelineLine>,
    /// What the applicant may do now; empty unless `is_proven`.
    allows: Vec<Deed>,
    /// How the applicant is told of the result, a sentence each; empty unless a result is
    /// awaited, and unless `is_proven`.
    told: Vec<Words>,
    /// The code that proves what was consented to. Only with the token that the order was
    /// begun with, or its user's session; absent before consent and once the data is deleted.
    consent_code: Option<String>,
    /// Since when a 服务通知 was due that WeChat did not deliver: its user had not subscribed
    /// to it, or refuses it. Absent once they are told, or subscribe again.
    wechat_untold_at: Option<UnixMs>,
}

/// A position in the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceAnswer {
    /// Number of orders before it.
    ahead: u64,
    /// Estimated waiting time in seconds from now, from recent waiting times; absent
    /// while nobody knows when somebody reviews next. Closed hours are in it.
    about_s: Option<u64>,
    /// When somebody is there to review next; absent while somebody is, and where
    /// the service has no hours.
    opens_at: Option<UnixMs>,
}

impl PlaceAnswer {
    fn new(place: QueuePlace, now: Timestamp) -> Self {
        let (about_s, opens_at) = match place.wait {
            ReviewWait::Within(length) => (Some(length), None),
            ReviewWait::From { opens, then } => (Some(opens.since(now) + then), Some(opens)),
            ReviewWait::Unknown => (None, None),
        };
        Self {
            ahead: place.ahead,
            about_s: about_s.map(|length| length.as_secs()),
            opens_at: opens_at.map(Into::into),
        }
    }
}

/// A picture and its check results.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PictureAnswer {
    /// `good`, `advised`, `failing` or `no-photo`; only the first two can be
    /// submitted.
    #[schema(schema_with = fitnesses)]
    fitness: String,
    /// Whether the uploaded picture is still kept, so that `preview` shows it.
    has_original: bool,
    /// Check results.
    judgement: Judgement,
    /// Reasons of the rejection; empty otherwise.
    reasons: Vec<ReasonAnswer>,
    /// The inspector's note to a rejection; may be empty.
    note: String,
}

impl PictureAnswer {
    /// A picture, and why it was rejected.
    pub(super) fn new(
        catalogue: &Catalogue,
        picture: &PictureView,
        rejection: Option<&Rejection>,
    ) -> Self {
        let reasons = rejection.iter().flat_map(|rejection| &rejection.reasons);
        Self {
            fitness: picture.fitness.code().to_owned(),
            has_original: picture.has_original,
            judgement: (&picture.report).into(),
            reasons: reasons.map(|id| ReasonAnswer::of(catalogue, id)).collect(),
            note: rejection.map_or_else(String::new, |rejection| rejection.note.clone()),
        }
    }
}

/// What an applicant may do.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Deed {
    /// Put a picture, give details, submit.
    Change,
    /// Cancel the order.
    Cancel,
    /// Delete all personal data.
    Erase,
    /// Write messages.
    Write,
    /// Begin a new order like this one.
    Renew,
}

impl Deed {
    const ALL: [(Self, ApplicantAction); 5] = [
        (Self::Change, ApplicantAction::Change),
        (Self::Cancel, ApplicantAction::Cancel),
        (Self::Erase, ApplicantAction::Erase),
        (Self::Write, ApplicantAction::Write),
        (Self::Renew, ApplicantAction::Renew),
    ];

    /// Those that are allowed.
    fn allowed(order: &OrderSummary) -> Vec<Self> {
        let all = Self::ALL.into_iter();
        let allowed = all.filter(|(_, action)| order.allows(*action));
        allowed.map(|(deed, _)| deed).collect()
    }
}

impl OrderAnswer {
    /// The order as its applicant sees it; `own` is the order as `order` shows it.
    async fn new(web: &Web, own: &OwnOrder, order: OrderView) -> Answer<Self> {
        let told = match told::is_awaited(order.summary.status) {
            true => Some(applicant::told_by(&web.app, own).await?),
            false => None,
        };
        Ok(Self {
            allows: Deed::allowed(&order.summary),
            told: told.map_or_else(Vec::new, |told| Words::lines(|s| told::ways(s, &told))),
            consent_code: applicant::consent_code(&web.app, own)?,
            ..Self::shown(&web.catalogue, order)
        })
    }

    /// The order after something was done to it.
    pub(super) async fn after(web: &Web, own: &OwnOrder, order: OrderView) -> Answer<Self> {
        let own = applicant::reread(&web.app, own).await?;
        Self::new(web, &own, order).await
    }

    fn shown(catalogue: &Catalogue, order: OrderView) -> Self {
        let (now, untold) = (order.now, order.untold_since);
        let (making, refused) = match order.unmade {
            None => (None, Vec::new()),
            Some(Unmade::Making { since }) => (Some(since), Vec::new()),
            Some(Unmade::Refused(wrongs)) => (None, wrongs),
        };
        let picture = order.picture.map(|picture| {
            let rejection = order.rejection.as_ref();
            let own = rejection.filter(|one| one.picture.attempt == picture.attempt);
            PictureAnswer::new(catalogue, &picture, own)
        });
        let reasons = order.rejection.map(|rejection| rejection.reasons);
        let reasons = reasons.unwrap_or_default();
        let seen = FoundView {
            summary: order.summary,
            place: order.place,
            reasons,
            bill: order.bill,
            gives: order.gives,
            receipt: order.receipt,
            known: None,
            timeline: order.timeline,
        };
        Self {
            picture,
            picture_making: making.map(Into::into),
            picture_refused: refused.iter().map(wrong).collect(),
            is_proven: true,
            wechat_untold_at: untold.map(Into::into),
            ..Self::found(catalogue, seen, now)
        }
    }

    /// The order as whoever knows its number and phone sees it.
    fn found(catalogue: &Catalogue, order: FoundView, now: Timestamp) -> Self {
        let timeline = order.timeline.iter().map(|entry| TimelineLine {
            at: entry.at.into(),
            by: entry.by.into(),
            what: entry.event.code().to_owned(),
        });
        let reasons = order.reasons.iter();
        let summary = order.summary;
        Self {
            number: summary.number.to_string(),
            document_name: Words::spoken(|s| document_name(s, catalogue, &summary.document)),
            document: summary.document.to_string(),
            city: digits(summary.city),
            city_name: summary
                .city
                .map(|code| Words::spoken(|s| place_name(s, catalogue, code))),
            status: summary.status.code().to_owned(),
            bill: order.bill.as_ref().map(Into::into),
            gives: name_of(&order.gives),
            submissions: summary.submissions,
            has_details: summary.has_details,
            created_at: summary.created_at.into(),
            erased_at: summary.erased_at.map(Into::into),
            place: order.place.map(|place| PlaceAnswer::new(place, now)),
            picture: None,
            picture_making: None,
            picture_refused: Vec::new(),
            reasons: reasons.map(|id| ReasonAnswer::of(catalogue, id)).collect(),
            is_proven: false,
            receipt: order.receipt.as_ref().map(Into::into),
            timeline: timeline.collect(),
            allows: Vec::new(),
            told: Vec::new(),
            consent_code: None,
            wechat_untold_at: None,
        }
    }
}

/// How an order's receipt stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceiptLine {
    /// The receipt's number; absent with a token of `find_order`.
    number: Option<String>,
    /// `valid`, `sample`, `used`, `expired` or `revoked`.
    standing: String,
    /// Last day of validity, in China.
    valid_until: String,
    /// When it was used or revoked; absent otherwise.
    ended_at: Option<UnixMs>,
    /// Why it was revoked; absent otherwise.
    revoked_for: Option<Words>,
}

impl From<&ReceiptGlance> for ReceiptLine {
    fn from(receipt: &ReceiptGlance) -> Self {
        Self {
            number: receipt.number.map(|number| number.to_string()),
            standing: receipt.status.code().to_owned(),
            valid_until: receipt.valid_until.to_string(),
            ended_at: receipt.ended_at.map(Into::into),
            revoked_for: receipt
                .revoked_for
                .map(|why| Words::spoken(|s| revoked_for(s, why))),
        }
    }
}

/// An event of the order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelineLine {
    /// When it happened.
    at: UnixMs,
    /// Who did it.
    by: Who,
    /// Code of the event: `drafted`, `picture-prepared`, `submitted`,
    /// `approved` and others.
    what: String,
}

/// The state of an order, with its timeline. With a token of `find_order` there
/// is no picture, and `is_proven` is false. With any other, what has happened is seen by its
/// applicant from then on: `has_news` of `wechat_orders` is false until something more happens.
#[utoipa::path(get, path = "/api/v1/orders/{number}", operation_id = "show_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order.", body = OrderAnswer)))]
pub(crate) async fn show(State(web): State<Web>, reached: Reached) -> Answer<Json<OrderAnswer>> {
    Ok(Json(match reached {
        Reached::Own(own) => {
            applicant::read_notices(&web.app, &own).await?;
            let order = applicant::show(&web.app, &own).await?;
            OrderAnswer::new(&web, &own, order).await?
        }
        Reached::Found(found) => {
            let seen = applicant::glance(&web.app, &found).await?;
            OrderAnswer::found(&web.catalogue, seen, web.app.now())
        }
    }))
}
