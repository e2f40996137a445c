//! A document's file into a document.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::gazetteer::Gazetteer;
use crate::read_asks::asks;
use crate::read_photo::{photo, with_correction};
use crate::read_source::{named_source, source};
use crate::section::{Notes, Section};
use crate::{
    Acceptance, Answer, Authority, Category, Checks, DivisionCode, Document, Gives, PhotoSpec,
    ProblemKind, Text,
};

/// What a document is read with.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    /// The catalogue's version, noted in every specification.
    pub(crate) version: &'a str,
    /// The answer for documents of other countries.
    pub(crate) abroad: &'a Acceptance,
    /// The checks' general limits.
    pub(crate) checks: &'a Checks,
}

/// The keys that a document like another takes over where it has none itself.
const INHERITED: [&str; 3] = ["photo", "photo-in", "sources"];

/// The document that the photo of this one follows, where it names one.
pub(crate) fn like(table: &Table) -> Option<&Value> {
    table.get("photo")?.get("like")
}

/// The document's table with the one it is `like` laid under it. `all` has the
/// tables by id, `None` for a file that could not be read and was noted. Notes a
/// bad `like`.
pub(crate) fn with_model(
    file: &str,
    table: &Table,
    all: &BTreeMap<&str, Option<Table>>,
    notes: &Notes,
) -> Option<Table> {
    let Some(named) = like(table) else {
        return Some(table.clone());
    };
    let named = named.as_str().unwrap_or_default();
    let model = match all.get(named) {
        Some(None) => return None,
        Some(Some(model)) if like(model).is_none() => model,
        _ => {
            notes.add(
                file,
                "photo.like",
                ProblemKind::BadLike {
                    name: named.to_owned(),
                },
            );
            return None;
        }
    };
    let mut whole: Table = model
        .iter()
        .filter(|(key, _)| INHERITED.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    crate::merge::lay_over(&mut whole, table);
    Some(whole)
}

/// Reads a document from its whole table.
pub(crate) fn document(section: &Section, id: &str, around: Surroundings) -> Option<Document> {
    section.only(&[
        "id", "category", "scope", "gives", "aliases", "pinyin", "names", "asks", "photo",
        "photo-in", "sources", "where",
    ]);
    if let Some(found) = section.text("id")
        && found != id
    {
        section.note(
            "id",
            ProblemKind::IdNotFileName {
                found: found.to_owned(),
            },
        );
    }
    let id = id.parse().map_err(|_| {
        let found = id.to_owned();
        section.note("id", ProblemKind::FileNameNotId { found });
    });
    let names = section.section("names").and_then(|names| {
        names.only(&["zh", "en"]);
        names.bilingual()
    });
    let category = section.word(
        "category",
        &Category::ALL.map(|category| (category.key(), category)),
    );
    let authority = section.word(
        "scope",
        &[
            ("city", Authority::City),
            ("national", Authority::National),
            ("abroad", Authority::Abroad),
        ],
    );
    let gives = gives(section, authority);
    let (aliases, pinyin) = (section.texts("aliases"), section.texts("pinyin"));
    let sources = section.section("sources")?;
    for (_, entry) in sources.sections() {
        source(&entry);
    }
    let asks = asks(section, &sources);
    let (photo, photo_in) = photos(section, &sources, around);
    let (elsewhere, accepted_in) = match (authority?, section.section_if_any("where")) {
        (Authority::Abroad, None) => (Some(around.abroad.clone()), BTreeMap::new()),
        (Authority::City | Authority::National, Some(place)) => {
            acceptances(&place, &sources, around)
        }
        _ => {
            section.note("where", ProblemKind::WhereAndScope);
            (None, BTreeMap::new())
        }
    };
    Some(Document {
        id: id.ok()?,
        names: names?,
        aliases,
        pinyin,
        category: category?,
        authority: authority?,
        photo: photo?,
        photo_in,
        gives: gives?,
        asks,
        elsewhere: elsewhere?,
        accepted_in,
    })
}

/// What an approved order gives: as the file says, else a receipt, which nobody
/// abroad knows.
fn gives(section: &Section, authority: Option<Authority>) -> Option<Gives> {
    if section.has("gives") {
        return section.word(
            "gives",
            &[("receipt", Gives::Receipt), ("photo", Gives::Photo)],
        );
    }
    Some(match authority {
        Some(Authority::Abroad) => Gives::Photo,
        Some(Authority::City | Authority::National) | None => Gives::Receipt,
    })
}

/// The place a key names; notes one that is not there.
pub(crate) fn place(section: &Section, name: &str, gazetteer: &Gazetteer) -> Option<DivisionCode> {
    let code = gazetteer.place(name);
    if code.is_none() {
        let nearest = gazetteer.places_like(name);
        section.note(
            name,
            ProblemKind::UnknownPlace {
                name: name.to_owned(),
                nearest,
            },
        );
    }
    code
}

/// The country's photo, and those of the places that have corrections.
fn photos(
    section: &Section,
    sources: &Section,
    around: Surroundings,
) -> (Option<PhotoSpec>, BTreeMap<DivisionCode, PhotoSpec>) {
    let mut photo_in = BTreeMap::new();
    let Some(country) = section.section("photo") else {
        return (None, photo_in);
    };
    let country_notes = Notes::default();
    let read = photo(
        &country.noting(&country_notes),
        sources,
        around.version,
        around.checks,
    );
    let country_problems = country_notes.into_problems();
    for problem in &country_problems {
        section
            .notes
            .add(&problem.file, problem.key.clone(), problem.kind.clone());
    }
    let Some(places) = section.section_if_any("photo-in") else {
        return (read, photo_in);
    };
    let mut corrections: BTreeMap<DivisionCode, Vec<Section>> = BTreeMap::new();
    for (name, correction) in places.sections() {
        if let Some(code) = place(&places, name, around.gazetteer) {
            corrections.entry(code).or_default().push(correction);
        }
    }
    for (&code, own) in &corrections {
        let mut table = country.table().clone();
        let of_province = corrections
            .get(&code.province())
            .filter(|_| code != code.province());
        for correction in of_province.into_iter().flatten().chain(own) {
            table = with_correction(&table, correction.table());
        }
        let Some(last) = own.last() else { continue };
        let notes = Notes::default();
        let spec = photo(
            &last.instead(&table).noting(&notes),
            sources,
            around.version,
            around.checks,
        );
        // What is wrong for the whole country is not told again for each place.
        for problem in notes.into_problems() {
            let below = problem.key.strip_prefix(last.path()).unwrap_or_default();
            let known = country_problems.iter().any(|country| {
                country.kind == problem.kind && country.key.strip_prefix("photo") == Some(below)
            });
            if !known {
                section
                    .notes
                    .add(&problem.file, problem.key.clone(), problem.kind);
            }
        }
        photo_in.extend(spec.map(|spec| (code, spec)));
    }
    (read, photo_in)
}

/// The `[where]` table: the answer elsewhere, and the answers by place.
fn acceptances(
    section: &Section,
    sources: &Section,
    around: Surroundings,
) -> (Option<Acceptance>, BTreeMap<DivisionCode, Acceptance>) {
    section.only(&["elsewhere", "places", "answers"]);
    let mut by_place = BTreeMap::new();
    let Some(answers) = section.section("answers") else {
        return (None, by_place);
    };
    let known: BTreeMap<&str, Option<Acceptance>> = answers
        .sections()
        .into_iter()
        .map(|(name, answer)| (name, acceptance(&answer, sources)))
        .collect();
    let referred = |section: &Section, key: &str| -> Option<Acceptance> {
        let name = section.text(key)?;
        let Some(answer) = known.get(name) else {
            let known = known.keys().map(|name| (*name).to_owned()).collect();
            section.note(
                key,
                ProblemKind::UnknownReference {
                    name: name.to_owned(),
                    known,
                },
            );
            return None;
        };
        answer.clone()
    };
    let elsewhere = referred(section, "elsewhere");
    if let Some(places) = section.section_if_any("places") {
        for name in places.table().keys() {
            let (code, answer) = (
                place(&places, name, around.gazetteer),
                referred(&places, name),
            );
            by_place.extend(code.zip(answer));
        }
    }
    (elsewhere, by_place)
}

fn acceptance(section: &Section, sources: &Section) -> Option<Acceptance> {
    section.only(&["answer", "reason", "instead", "source"]);
    let answer = section.word(
        "answer",
        &[
            ("yes", Answer::Yes),
            ("no", Answer::No),
            ("unknown", Answer::Unknown),
        ],
    );
    let (reason, instead) = reason_and_instead(section, answer == Some(Answer::Yes));
    let source = named_source(section, sources);
    Some(Acceptance {
        answer: answer?,
        reason: reason?,
        instead: instead?,
        source: source?,
    })
}

/// The two texts of an answer; without `instead` only where it may be absent.
#[expect(clippy::option_option, reason = "absent and wrong are two things")]
pub(crate) fn reason_and_instead(
    section: &Section,
    may_lack_instead: bool,
) -> (Option<Text>, Option<Option<Text>>) {
    let text = |key: &str| {
        section.section(key).and_then(|text| {
            text.only(&["zh", "en"]);
            text.bilingual()
        })
    };
    let instead = if may_lack_instead && !section.has("instead") {
        Some(None)
    } else {
        text("instead").map(Some)
    };
    (text("reason"), instead)
}
