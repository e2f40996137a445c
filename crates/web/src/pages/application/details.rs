//! `/orders/{number}/details`: the applicant's details and consents, each
//! consent with its own box.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::Need;
use domain::applicant::consent::ConsentKind;
use domain::applicant::{ApplicantInput, Field, FieldError, IdentityKind};
use domain::retention::{ENDED, ORIGINAL};
use domain::{ApplicantAction, NoticeChannel, Occasion};
use serde_json::json;
use usecases::applicant::{self, OrderSummary, OwnOrder};
use usecases::{AppError, TEXTS_VERSION};

use super::about::About;
use super::address::{self, Step};
use super::details_form::{DetailsForm, field_name, further_name};
use super::opened::Opened;
use super::reader::Reader;
use super::trouble::Trouble;
use crate::kept::whole_days;
use crate::{CsrfForm, Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/details.html")]
pub(crate) struct DetailsPage {
    s: Speech,
    frame: Frame,
    about: About,
    action: String,
    typed: DetailsForm,
    kinds: Vec<IdentityChoice>,
    errors: Errors,
    /// Field and fault, for the summary above the form.
    summary: Vec<(String, String)>,
    /// E-mail is asked for only if a channel for it is configured.
    asks_email: bool,
    phone_hint: String,
    further: Vec<FurtherField>,
    asks_guardian: bool,
    original_days: u64,
    ended_days: u64,
    version: &'static str,
}

struct IdentityChoice {
    code: &'static str,
    name: String,
    is_chosen: bool,
}

/// A further field of the document.
struct FurtherField {
    name: String,
    label: String,
    hint: String,
    value: String,
}

impl DetailsPage {
    /// The fault of a field and its remedy; empty if the field is valid.
    fn said(&self, field: &str) -> String {
        self.errors.with(field).map_or_else(String::new, |error| {
            let key = format!("field-{}", error.code());
            let remedy = self.s.say(&format!("{key}.remedy"));
            format!("{} {remedy}", self.s.say(&key))
        })
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = may_be_given(&web, &own)?;
    let input = applicant::details_input(&web.app, &own)
        .map_err(|error| Trouble::of(&visit, error, Some(order.number)))?;
    let asks_guardian = input.consents.contains(&ConsentKind::Guardian);
    let errors = Errors::default();
    let page = details_page(&web, &visit, &order, input.into(), errors, asks_guardian);
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

pub(crate) async fn give(
    State(web): State<Web>,
    visit: Visit,
    reader: Reader,
    Opened(own): Opened,
    CsrfForm(form): CsrfForm<DetailsForm>,
) -> Result<Response, Trouble> {
    let order = may_be_given(&web, &own)?;
    let number = order.number;
    let input = ApplicantInput::from(&form);
    let errors = match applicant::give_details(&web.app, &own, &input).await {
        Ok(_) => return Ok(reader.on(&Step::Confirm.of(number))),
        Err(AppError::Fields(errors)) => Errors(errors),
        Err(error) => return Err(Trouble::of(&visit, error, Some(number))),
    };
    let asks_guardian = applicant::needs_guardian(&web.app, &own, &input);
    let page = details_page(&web, &visit, &order, form, errors, asks_guardian);
    let headers = [(CACHE_CONTROL, "no-store")];
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match reader {
        Reader::Person => (status, headers, Page(page)).into_response(),
        Reader::Script => {
            let wrongs = page
                .summary
                .iter()
                .map(|(field, what)| json!({ "field": field, "message": what }));
            let wrongs: Vec<_> = wrongs.collect();
            (status, headers, Json(json!({ "wrongs": wrongs }))).into_response()
        }
    })
}

/// Refused fields, in the order of the form.
#[derive(Default)]
struct Errors(Vec<(Field, FieldError)>);

impl Errors {
    /// The fault of the field with this name in the form.
    fn with(&self, name: &str) -> Option<FieldError> {
        let mut errors = self.0.iter();
        errors
            .find(|(field, _)| field_name(field) == name)
            .map(|(_, error)| *error)
    }
}

/// The order, if details can be given: after a picture, while the order may be
/// changed.
fn may_be_given(web: &Web, own: &OwnOrder) -> Result<OrderSummary, Trouble> {
    let order = own.summary(web.app.now());
    if !order.allows(ApplicantAction::Change) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    if order.picture.is_none() {
        return Err(Trouble::elsewhere(&Step::Picture.of(order.number)));
    }
    Ok(order)
}

fn details_page(
    web: &Web,
    visit: &Visit,
    order: &OrderSummary,
    form: DetailsForm,
    errors: Errors,
    asks_guardian: bool,
) -> DetailsPage {
    let s = visit.speech();
    let further = web.app.asks(&order.document).iter().map(|ask| {
        let name = further_name(&ask.id);
        let label = s.of(&ask.names);
        FurtherField {
            label: match ask.need {
                Need::Must => label.to_owned(),
                Need::May => s.with("name", label).say("application-optional"),
            },
            hint: ask.hint.as_ref().map_or("", |hint| s.of(hint)).to_owned(),
            value: form.others.get(&name).cloned().unwrap_or_default(),
            name,
        }
    });
    let further: Vec<FurtherField> = further.collect();
    let summary = errors.0.iter().map(|(field, error)| {
        let name = field_name(field);
        let what = s.say(&format!("field-{}", error.code()));
        // Only these fields' messages do not contain the field's name.
        let one = further.iter().find(|one| one.name == name);
        let words = match one {
            Some(one) => s
                .with("field", one.label.as_str())
                .with("wrong", what)
                .say("application-wrong-at"),
            None => what,
        };
        (name, words)
    });
    let chosen = form.kind();
    DetailsPage {
        s,
        frame: Frame::new(visit, s.say("application-details-title"))
            .tab(Tab::Orders)
            .back(Step::Result.of(order.number)),
        about: About::new(s, web, order),
        action: Step::Details.of(order.number),
        kinds: IdentityKind::ALL
            .into_iter()
            .map(|kind| IdentityChoice {
                code: kind.code(),
                name: s.say(&format!("application-identity-{}", kind.code())),
                is_chosen: kind == chosen,
            })
            .collect(),
        asks_guardian,
        summary: summary.collect(),
        asks_email: web.app.sends_email(),
        phone_hint: s.say(
            match web.app.tells(NoticeChannel::Sms, Occasion::Approved) {
                true => "application-phone.sms",
                false => "application-phone.hint",
            },
        ),
        further,
        original_days: whole_days(ORIGINAL),
        ended_days: whole_days(ENDED),
        version: TEXTS_VERSION,
        typed: form,
        errors,
    }
}
