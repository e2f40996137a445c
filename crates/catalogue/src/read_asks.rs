//! The `[[asks]]` of a document's file: further fields of its applicant.

use crate::read_source::named_source;
use crate::section::Section;
use crate::{Ask, Need, ProblemKind, Script};

/// Room in the sealed details and on a phone's page.
const MAX_ASKS: usize = 12;
const MAX_CHARS: u8 = 200;

/// The further fields in the order of the file; what is wrong is noted and left out.
pub(crate) fn asks(section: &Section, sources: &Section) -> Vec<Ask> {
    let listed = section.list("asks");
    if listed.len() > MAX_ASKS {
        #[expect(clippy::cast_precision_loss, reason = "only shown")]
        let (found, max) = (listed.len() as f64, MAX_ASKS as f64);
        let min = 0.0;
        section.note("asks", ProblemKind::OutOfRange { found, min, max });
    }
    let mut asks: Vec<Ask> = Vec::new();
    for one in listed {
        let Some(ask) = ask(&one, sources) else {
            continue;
        };
        if asks.iter().any(|other| other.id == ask.id) {
            let other = "asks".to_owned();
            one.note(
                "id",
                ProblemKind::DuplicateName {
                    name: ask.id,
                    other,
                },
            );
            continue;
        }
        asks.push(ask);
    }
    asks
}

fn ask(section: &Section, sources: &Section) -> Option<Ask> {
    section.only(&[
        "id",
        "zh",
        "en",
        "hint",
        "need",
        "script",
        "max-chars",
        "source",
    ]);
    let id = section.id("id");
    let names = section.bilingual();
    let hint = match section.section_if_any("hint") {
        Some(hint) => {
            hint.only(&["zh", "en"]);
            hint.bilingual().map(Some)
        }
        None => Some(None),
    };
    let need = section.word("need", &[("must", Need::Must), ("may", Need::May)]);
    let script = section.word("script", &[("any", Script::Any), ("latin", Script::Latin)]);
    let max_chars = section.whole_number("max-chars", 1, MAX_CHARS);
    let source = named_source(section, sources);
    Some(Ask {
        id: id?,
        names: names?,
        hint: hint?,
        need: need?,
        script: script?,
        max_chars: max_chars?,
        source: source?,
    })
}
