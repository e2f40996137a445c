//! `GET /office/catalogue/{document}`: its requirements with their sources, and
//! the places that differ. `?place=440300` shows those of one place.

use askama::Template;
use axum::extract::{Path, Query, State};
use catalogue::{Acceptance, Answer, Authority, DivisionCode, Gives, Need};
use serde::Deserialize;
use usecases::sign_in::SignedIn;

use super::specification_rows::{Figure, figures, letter, pixels, size};
use crate::choices::category_name;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web};
use domain::staff::right::ManageStaff;

#[derive(Template)]
#[template(path = "office/document.html")]
pub(crate) struct DocumentInForce {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    id: String,
    category: String,
    scope: String,
    gives: String,
    aliases: String,
    standard: String,
    version: String,
    /// The place shown; `None` for the default.
    place: Option<String>,
    figures: Vec<Figure>,
    differing: Vec<Differing>,
    asks: Vec<Asks>,
    elsewhere: Answered,
    answers: Vec<Answered>,
}

/// A place with requirements of its own.
struct Differing {
    code: String,
    name: String,
    size: String,
    pixels: String,
    source: String,
    confidence: &'static str,
}

/// A further field of the document.
struct Asks {
    name: String,
    hint: String,
    need: String,
    source: String,
    note: String,
    confidence: &'static str,
}

/// Whether photos taken by applicants are accepted in a place.
struct Answered {
    place: String,
    answer: String,
    reason: String,
    source: String,
    confidence: &'static str,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PlaceQuery {
    place: Option<String>,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
    Query(asked): Query<PlaceQuery>,
) -> Result<Page<DocumentInForce>, PageError> {
    let s = visit.visit.speech();
    let catalogue = &web.catalogue;
    let document = catalogue.document_by_id(&id).ok_or(PageError::NotFound)?;
    let (place, photo) = match asked.place.as_deref().filter(|code| !code.is_empty()) {
        None => (None, &document.photo),
        Some(code) => {
            let code: DivisionCode = code.parse().map_err(|_| PageError::NotFound)?;
            let photo = document.photo_in.get(&code).ok_or(PageError::NotFound)?;
            (Some(about::place_name(s, &web, code)), photo)
        }
    };
    let differing = document.photo_in.iter().map(|(code, photo)| Differing {
        code: code.to_string(),
        name: about::place_name(s, &web, *code),
        size: size(s, photo.width_mm, photo.height_mm),
        pixels: pixels(s, photo),
        source: photo.source.cite.clone(),
        confidence: letter(photo.source.confidence),
    });
    let asks = document.asks.iter().map(|ask| Asks {
        name: s.of(&ask.names).to_owned(),
        hint: ask.hint.as_ref().map_or("", |hint| s.of(hint)).to_owned(),
        need: s.say(match ask.need {
            Need::Must => "office-ask-must",
            Need::May => "office-ask-may",
        }),
        source: ask.source.cite.clone(),
        note: ask
            .source
            .note
            .as_ref()
            .map_or("", |note| s.of(note))
            .to_owned(),
        confidence: letter(ask.source.confidence),
    });
    let answers = document
        .accepted_in
        .iter()
        .map(|(code, acceptance)| answered(s, about::place_name(s, &web, *code), acceptance));
    Ok(Page(DocumentInForce {
        s,
        frame: Frame::new(&visit.visit, s.of(&document.names).to_owned()),
        me: visit.me,
        id: document.id.to_string(),
        category: category_name(s, document.category),
        scope: s.say(scope(document.authority)),
        gives: s.say(match document.gives {
            Gives::Receipt => "office-gives-receipt",
            Gives::Photo => "office-gives-photo",
        }),
        aliases: document.aliases.join(&s.say("office-list-comma")),
        standard: photo.standard.clone(),
        version: photo.version.clone(),
        figures: figures(s, photo),
        differing: differing.collect(),
        asks: asks.collect(),
        elsewhere: answered(s, s.say("office-elsewhere"), &document.elsewhere),
        answers: answers.collect(),
        place,
    }))
}

fn answered(s: Speech, place: String, acceptance: &Acceptance) -> Answered {
    let answer = match acceptance.answer {
        Answer::Yes => "answer-yes",
        Answer::No => "answer-no",
        Answer::Unknown => "answer-unknown",
        Answer::NotApplicable => "answer-not-applicable",
    };
    Answered {
        place,
        answer: s.say(answer),
        reason: s.of(&acceptance.reason).to_owned(),
        source: acceptance.source.cite.clone(),
        confidence: letter(acceptance.source.confidence),
    }
}

pub(super) const fn scope(authority: Authority) -> &'static str {
    match authority {
        Authority::City => "office-scope-city",
        Authority::National => "office-scope-national",
        Authority::Abroad => "office-scope-abroad",
    }
}
