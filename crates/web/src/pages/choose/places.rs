//! Where photos taken by applicants are accepted, as one list of a document.

use catalogue::{Answer, Catalogue, DivisionCode, Document};

use super::Purpose;
use crate::Speech;

/// The list.
pub(super) struct Places {
    /// Places that accept them.
    pub(super) yes: Vec<Place>,
    /// Places of which sources disagree.
    pub(super) unknown: Vec<Place>,
    /// What holds everywhere else.
    pub(super) elsewhere: String,
}

/// A province or city.
pub(super) struct Place {
    pub(super) href: String,
    pub(super) name: String,
}

/// The list of a document that cities issue.
pub(super) fn places(s: Speech, catalogue: &Catalogue, document: &Document) -> Places {
    let with = |wanted: Answer| {
        let accepted = document.accepted_in.iter();
        let there = accepted.filter(|(_, acceptance)| acceptance.answer == wanted);
        // A city of a province with the same answer says nothing new.
        let says_more = |code: &DivisionCode| {
            let province = code.province();
            *code == province
                || document
                    .accepted_in
                    .get(&province)
                    .is_none_or(|acceptance| acceptance.answer != wanted)
        };
        let there = there.filter(|(code, _)| says_more(code));
        there
            .filter_map(|(code, _)| place(s, catalogue, document, *code))
            .collect()
    };
    let elsewhere = match document.elsewhere.answer {
        Answer::Yes => s.say("answer-yes"),
        Answer::No => s.say("answer-no"),
        Answer::Unknown => s.say("answer-unknown"),
        Answer::NotApplicable => s.say("answer-not-applicable"),
    };
    Places {
        yes: with(Answer::Yes),
        unknown: with(Answer::Unknown),
        elsewhere,
    }
}

fn place(
    s: Speech,
    catalogue: &Catalogue,
    document: &Document,
    code: DivisionCode,
) -> Option<Place> {
    let purpose = Purpose::CanIUse;
    let href = if catalogue.city_by_code(code).is_some() {
        purpose.city(&document.id, code)
    } else {
        format!("{}?province={code}", purpose.document(&document.id))
    };
    let name = catalogue.place_names(code)?;
    Some(Place {
        href,
        name: s.of(name).to_owned(),
    })
}
