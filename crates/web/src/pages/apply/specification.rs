//! What the photo must be for one document in one place, what it costs, how long
//! it takes and holds; and on to the picture, where a photo of one's own is
//! accepted.

use askama::Template;
use catalogue::{City, Document, Scope};

use super::facts::{Fact, facts};
use crate::pages::answer::AnswerView;
use crate::pages::choose::Purpose;
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "apply/specification.html")]
pub(crate) struct Specification {
    s: Speech,
    frame: Frame,
    document: String,
    city: Option<String>,
    change_document: &'static str,
    change_city: String,
    answer: AnswerView,
    can_i_use: String,
    facts: Vec<Fact>,
    price: String,
    valid: Option<String>,
    waiting: Option<String>,
    /// Where the form goes that begins an order: this page's own address.
    action: String,
}

/// The page for a document, in a city where one decides.
pub(crate) fn specification_page(
    web: &Web,
    visit: &Visit,
    document: &Document,
    city: Option<&City>,
) -> Page<Specification> {
    let s = visit.speech();
    let photo = web.catalogue.specification(document, city);
    let offer = web.settings.offers.get(&document.id);
    let address = |purpose: Purpose| match city {
        Some(city) => purpose.city(&document.id, city.code),
        None => purpose.document(&document.id),
    };
    let back = match document.scope {
        Scope::City => Purpose::Apply.document(&document.id),
        Scope::National | Scope::Abroad => Purpose::Apply.documents().to_owned(),
    };
    Page(Specification {
        s,
        frame: Frame::new(visit, s.say("specification-title"))
            .tab(Tab::Home)
            .back(back),
        document: s.of(&document.names).to_owned(),
        city: city.map(|city| s.of(&city.names).to_owned()),
        change_document: Purpose::Apply.documents(),
        change_city: Purpose::Apply.document(&document.id),
        answer: AnswerView::new(s, &web.catalogue, document, city),
        can_i_use: address(Purpose::CanIUse),
        facts: facts(s, &photo),
        price: offer
            .and_then(|offer| offer.price.as_ref())
            .map_or_else(|| s.say("apply-free"), |price| s.of(price).to_owned()),
        valid: offer
            .and_then(|offer| offer.valid_days)
            .map(|days| s.with("days", days).say("apply-valid-days")),
        waiting: web
            .settings
            .usual_waiting_minutes
            .map(|minutes| s.with("minutes", minutes).say("apply-wait-minutes")),
        action: address(Purpose::Apply),
    })
}
