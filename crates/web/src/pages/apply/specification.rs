//! The photo requirements of one document in one place, price, waiting time and
//! validity; and the form that begins an order, if photos taken by applicants
//! are accepted.

use askama::Template;
use catalogue::{Authority, City, Document};

use crate::pages::answer::AnswerView;
use crate::pages::choose::Purpose;
use crate::photo_facts::{Fact, facts};
use crate::waiting::waiting;
use crate::{Frame, Page, Speech, Tab, Visit, Web, money, receipt_words};

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
    waiting: Option<String>,
    /// Conditions of the receipt: name and value; empty without a receipt.
    receipt: Vec<(String, String)>,
    /// Target of the form that begins an order: this page's own path.
    action: String,
    /// Where many people's photos are made at once; not for documents that ask for more
    /// than everybody's details.
    many: Option<String>,
}

/// The page for a document, in a city if one decides.
pub(crate) fn specification_page(
    web: &Web,
    visit: &Visit,
    document: &Document,
    city: Option<&City>,
) -> Page<Specification> {
    let s = visit.speech();
    let photo = web.catalogue.specification(document, city);
    let address = |purpose: Purpose| match city {
        Some(city) => purpose.city(&document.id, city.code),
        None => purpose.document(&document.id),
    };
    let back = match document.authority {
        Authority::City => Purpose::Apply.document(&document.id),
        Authority::National | Authority::Abroad => Purpose::Apply.documents().to_owned(),
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
        price: money::price(s, web.app.price(&document.id, city.map(|city| city.code))),
        waiting: waiting(s, web),
        receipt: web
            .catalogue
            .receipt_rule(document, city)
            .map_or_else(Vec::new, |rule| receipt_words::terms(s, rule)),
        many: web.app.asks(&document.id).is_empty().then(|| match city {
            Some(city) => format!("/many/{}/{}", document.id, city.code),
            None => format!("/many/{}", document.id),
        }),
        action: address(Purpose::Apply),
    })
}
