//! `GET /orders/{number}/confirm`: photo and details for confirmation;
//! and `POST /orders/{number}/submit`: 提交.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use domain::ApplicantAction;
use domain::money::BillStatus;
use usecases::pictures::Unmade;
use usecases::{AppError, applicant, mini_programme};

use super::about::About;
use super::address::{self, Step};
use super::bill::{BillPart, hand_in};
use super::opened::Opened;
use super::reader::Reader;
use super::trouble::Trouble;
use crate::by_hand::by_hand;
use crate::{CsrfForm, Frame, Page, Pressed, Speech, Tab, Visit, Web, awaited, told};

#[derive(Template)]
#[template(path = "application/confirm.html")]
pub(crate) struct ConfirmPage {
    s: Speech,
    frame: Frame,
    about: About,
    photo: String,
    name: String,
    /// What of the name a receipt cannot print, as a sentence.
    by_hand: Option<String>,
    kind: String,
    number: String,
    phone: String,
    email: Option<String>,
    /// Further fields: name and text.
    further: Vec<(String, String)>,
    picture: String,
    details: String,
    action: String,
    /// What it costs; `None` if it is free, or is paid.
    bill: Option<BillPart>,
    /// What the button says.
    hand_in: String,
    /// When the result is expected, how this person is told of it, and who looks at the photo.
    next: Vec<String>,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let number = own.number();
    let failed = |error: AppError| Trouble::of(&visit, error, Some(number));
    let order = applicant::show(&web.app, &own).await.map_err(failed)?;
    if !order.summary.allows(ApplicantAction::Change) {
        return Err(Trouble::elsewhere(&address::order(number)));
    }
    if let Some(Unmade::Making { .. }) = order.unmade {
        return Err(Trouble::elsewhere(&Step::Result.of(number)));
    }
    let usable = order
        .picture
        .filter(|picture| picture.fitness.may_be_handed_in() && !picture.is_decided);
    let Some(picture) = usable else {
        return Err(Trouble::elsewhere(&Step::Picture.of(number)));
    };
    let given = applicant::details(&web.app, &own).map_err(failed)?;
    let Some(given) = given else {
        return Err(Trouble::elsewhere(&Step::Details.of(number)));
    };
    let s = visit.speech();
    let place = applicant::next_place(&web.app).await.map_err(failed)?;
    let told_by = applicant::told_by(&web.app, &own).await.map_err(failed)?;
    let open = order.bill.as_ref();
    let open = open.filter(|bill| bill.status == BillStatus::Open);
    let online = web.app.pays_online();
    let mut next = vec![awaited::if_submitted(s, place.wait, web.app.now())];
    next.extend(told::sentences(s, &told_by, number));
    if mini_programme::looks_at_photo(&web.app, &own) {
        next.push(s.say("wechat-safety"));
    }
    let page = ConfirmPage {
        s,
        frame: Frame::new(&visit, s.say("application-confirm-title"))
            .tab(Tab::Orders)
            .back(Step::Details.of(number)),
        about: About::new(s, &web, &order.summary),
        photo: address::photo(number, picture.attempt),
        by_hand: by_hand(s, &given.by_hand),
        name: given.name,
        kind: s.say(&format!("application-identity-{}", given.kind.code())),
        number: given.number,
        phone: given.phone,
        email: given.email,
        further: given
            .further
            .into_iter()
            .map(|field| (s.of(&field.names).to_owned(), field.text))
            .collect(),
        picture: address::retake(number),
        details: Step::Details.of(number),
        action: Step::Submit.of(number),
        bill: open.map(|bill| BillPart::before(s, &web.settings.operator, online, bill)),
        hand_in: hand_in(s, online, open),
        next,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    visit: Visit,
    reader: Reader,
    Opened(own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, Trouble> {
    let number = own.number();
    let order = own.summary(web.app.now());
    // Submitted twice: the first time counts.
    if order.allows(ApplicantAction::Change) {
        match applicant::submit(&web.app, &own).await {
            Ok(_) => {}
            // What is handed in is seen before.
            Err(AppError::PictureMaking) => return Ok(reader.on(&Step::Result.of(number))),
            Err(error) => return Err(Trouble::of(&visit, error, Some(number))),
        }
    }
    Ok(reader.on(&address::order(number)))
}
