//! The answer, its reason, the alternative, and the source.

use askama::Template;
use catalogue::{Authority, City, Document};

use crate::pages::answer::AnswerView;
use crate::pages::choose::Purpose;
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "can_i_use/answer.html")]
pub(crate) struct AnswerPage {
    s: Speech,
    frame: Frame,
    question: String,
    answer: AnswerView,
    apply: String,
    other_city: Option<String>,
    documents: &'static str,
    as_of: String,
}

/// The page for a document, in a city if one decides.
pub(crate) fn answer_page(
    web: &Web,
    visit: &Visit,
    document: &Document,
    city: Option<&City>,
) -> Page<AnswerPage> {
    let s = visit.speech();
    let asked = s.with("document", s.of(&document.names));
    let (question, apply) = match city {
        Some(city) => (
            asked
                .with("city", s.of(&city.names))
                .say("can-i-use-question"),
            Purpose::Apply.city(&document.id, city.code),
        ),
        None => (
            asked.say("can-i-use-question-anywhere"),
            Purpose::Apply.document(&document.id),
        ),
    };
    let chosen_city =
        (document.authority == Authority::City).then(|| Purpose::CanIUse.document(&document.id));
    let back = chosen_city
        .clone()
        .unwrap_or_else(|| Purpose::CanIUse.documents().to_owned());
    Page(AnswerPage {
        s,
        frame: Frame::new(visit, s.say("can-i-use-title"))
            .tab(Tab::Home)
            .back(back),
        question,
        answer: AnswerView::new(s, &web.catalogue, document, city),
        apply,
        other_city: chosen_city,
        documents: Purpose::CanIUse.documents(),
        as_of: s
            .with("version", web.catalogue.version())
            .with("date", web.catalogue.effective().to_string())
            .say("catalogue-as-of"),
    })
}
