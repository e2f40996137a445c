//! The `[sources]` of a file.

use crate::section::Section;
use crate::{Confidence, ProblemKind, Source};

/// The source that `section`'s key `source` names.
pub(crate) fn named_source(section: &Section, sources: &Section) -> Option<Source> {
    let name = section.text("source")?;
    let Some(named) = sources.section_if_any(name) else {
        if !sources.has(name) {
            let known = sources.table().keys().cloned().collect();
            let name = name.to_owned();
            section.note("source", ProblemKind::UnknownReference { name, known });
        }
        return None;
    };
    source(&named)
}

/// Reads one entry of `[sources]`.
pub(crate) fn source(section: &Section) -> Option<Source> {
    section.only(&["cite", "confidence", "note"]);
    let cite = section.text("cite").map(str::to_owned);
    let confidence = section.word(
        "confidence",
        &[
            ("A", Confidence::A),
            ("B", Confidence::B),
            ("C", Confidence::C),
            ("D", Confidence::D),
        ],
    );
    let note = if section.has("note") {
        let note = section.section("note")?;
        note.only(&["zh", "en"]);
        Some(note.bilingual()?)
    } else {
        None
    };
    Some(Source {
        cite: cite?,
        confidence: confidence?,
        note,
    })
}
