//! `GET /orders/{number}/confirm`: photo and details once more, masked; and
//! `POST /orders/{number}/submit`: 提交.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect};
use domain::Fitness;
use domain::applicant::Email;
use usecases::applicant;

use super::about::{About, is_open};
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::{CsrfForm, Frame, Page, Pressed, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/confirm.html")]
pub(crate) struct ConfirmPage {
    s: Speech,
    frame: Frame,
    about: About,
    photo: String,
    name: String,
    kind: String,
    number: String,
    phone: String,
    email: Option<String>,
    /// What the document asks for besides: name and text.
    further: Vec<(String, String)>,
    picture: String,
    details: String,
    action: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.order();
    let number = order.number;
    if !is_open(order, web.app.now()) {
        return Err(Trouble::elsewhere(&address::order(number)));
    }
    let failed = |error: usecases::AppError| Trouble::of(&visit, error, Some(number));
    let last = applicant::attempt(&web.app, &own).await.map_err(failed)?;
    let usable = last.filter(|(attempt, _)| {
        matches!(attempt.fitness, Fitness::Good | Fitness::Advised) && attempt.decision.is_none()
    });
    let Some((attempt, _)) = usable else {
        return Err(Trouble::elsewhere(&Step::Picture.of(number)));
    };
    let given = applicant::details(&web.app, &own).map_err(failed)?;
    let Some((person, _)) = given else {
        return Err(Trouble::elsewhere(&Step::Details.of(number)));
    };
    let s = visit.speech();
    let kind = person.identity.kind().code();
    let page = ConfirmPage {
        s,
        frame: Frame::new(&visit, s.say("application-confirm-title"))
            .tab(Tab::Orders)
            .back(Step::Details.of(number)),
        about: About::new(s, &web, order),
        photo: address::photo(number, attempt.id),
        name: person.name.masked(),
        kind: s.say(&format!("application-identity-{kind}")),
        number: person.identity.masked(),
        phone: person.phone.masked(),
        email: person.email.as_ref().map(Email::masked),
        further: applicant::further(&web.app, order, &person)
            .into_iter()
            .map(|field| (s.of(&field.names).to_owned(), field.text))
            .collect(),
        picture: Step::Picture.of(number),
        details: Step::Details.of(number),
        action: Step::Submit.of(number),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    visit: Visit,
    Opened(mut own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let number = own.order().number;
    let to_order = || Redirect::to(&address::order(number));
    // Pressed twice: the first was enough.
    if !is_open(own.order(), web.app.now()) {
        return Ok(to_order());
    }
    applicant::submit(&web.app, &mut own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(to_order())
}
