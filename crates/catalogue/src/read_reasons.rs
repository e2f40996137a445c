//! `reasons.toml`: an operator's reasons laid over the embedded ones by id.

use std::collections::BTreeMap;

use toml::Table;

use crate::folder::{Folder, REASONS_FILE};
use crate::merge::lay_over;
use crate::read_checks::RETIRED;
use crate::section::{Notes, Section};
use crate::{Checks, Measure, ProblemKind, Reason, ReasonGroup, Text, embedded};

/// Where a reason comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Embedded,
    /// Embedded, with the operator's corrections over it.
    Corrected,
    /// The operator's own: it has no texts in the message files.
    Added,
}

/// A reason before it is read.
struct Unread<'t> {
    id: &'t str,
    /// Where problems are noted.
    section: Section<'t>,
    /// What is read.
    table: Table,
    origin: Origin,
}

/// Reads the reasons in the order of the files, the operator's own last; what
/// is wrong is noted and left out. Findings are looked up among `checks`, the
/// rules of geometry and those that embedded reasons name.
pub(crate) fn reasons(folder: &Folder, checks: &Checks, notes: &Notes) -> Vec<Reason> {
    let base = crate::folder::parse(embedded::REASONS, REASONS_FILE, notes).unwrap_or_default();
    let own = folder.own(REASONS_FILE, notes).unwrap_or_default();
    let unread = laid_over(
        &Section::whole(notes, REASONS_FILE, &base),
        &Section::whole(notes, REASONS_FILE, &own),
    );
    let known = findings_known(checks, &base);
    let read: Vec<(&Unread, Reason)> = unread
        .iter()
        .filter_map(|one| Some((one, reason(one, &known)?)))
        .collect();
    note_shared_digits(&read);
    read.into_iter().map(|(_, reason)| reason).collect()
}

fn laid_over<'t>(base: &Section<'t>, own: &Section<'t>) -> Vec<Unread<'t>> {
    let listed = |file: &Section<'t>| {
        file.only(&["reason"]);
        let with_id = |section: Section<'t>| Some((section.text("id")?, section));
        file.list("reason").into_iter().filter_map(with_id)
    };
    let embedded = listed(base).map(|(id, section)| Unread {
        id,
        table: section.table().clone(),
        section,
        origin: Origin::Embedded,
    });
    let mut all: Vec<Unread> = embedded.collect();
    for (id, section) in listed(own) {
        match all.iter_mut().find(|known| known.id == id) {
            Some(known) if known.origin == Origin::Embedded => {
                lay_over(&mut known.table, section.table());
                known.section = section;
                known.origin = Origin::Corrected;
            }
            Some(_) => {
                let (name, other) = (id.to_owned(), "another reason".to_owned());
                section.note("id", ProblemKind::DuplicateName { name, other });
            }
            None => all.push(Unread {
                id,
                table: section.table().clone(),
                section,
                origin: Origin::Added,
            }),
        }
    }
    all
}

/// Every finding a reason can name. The checks that no limit of the catalogue
/// governs are named by embedded reasons; a test of `studio` holds this.
fn findings_known(checks: &Checks, base: &Table) -> Vec<String> {
    let notes = Notes::default();
    let embedded = Section::whole(&notes, REASONS_FILE, base).list("reason");
    let named = embedded.iter().flat_map(|one| one.texts("findings"));
    let geometry = Measure::ALL.map(|measure| format!("geometry-{}", measure.key()));
    let mut known: Vec<String> = checks
        .keys()
        .cloned()
        .chain(named)
        .chain(geometry)
        .chain(RETIRED.map(str::to_owned))
        .collect();
    known.sort_unstable();
    known.dedup();
    known
}

fn reason(unread: &Unread, known_findings: &[String]) -> Option<Reason> {
    let section = unread.section.instead(&unread.table);
    section.only(&[
        "id", "group", "findings", "pinyin", "key", "name", "why", "cure",
    ]);
    let id = section.id("id");
    let groups = ReasonGroup::ALL.map(|group| (group.code(), group));
    let group = section.word("group", &groups);
    let findings = section.texts("findings");
    for name in &findings {
        if !known_findings.contains(name) {
            let (name, known) = (name.clone(), known_findings.to_vec());
            section.note("findings", ProblemKind::UnknownReference { name, known });
        }
    }
    let key = if section.has("key") {
        section.whole_number("key", 0, 9).map(Some)
    } else {
        Some(None)
    };
    let text = |key: &str| -> Option<Option<Text>> {
        if unread.origin != Origin::Added && !section.has(key) {
            return Some(None);
        }
        let text = section.section(key)?;
        text.only(&["zh", "en"]);
        text.bilingual().map(Some)
    };
    let (name, why, cure) = (text("name"), text("why"), text("cure"));
    Some(Reason {
        id: id?,
        group: group?,
        findings,
        pinyin: section.texts("pinyin"),
        key: key?,
        name: name?,
        why: why?,
        cure: cure?,
    })
}

/// Notes a digit that two reasons have, at the operator's where one is.
fn note_shared_digits(read: &[(&Unread, Reason)]) {
    let (embedded, own): (Vec<_>, Vec<_>) = read
        .iter()
        .partition(|(unread, _)| unread.origin == Origin::Embedded);
    let mut by_digit: BTreeMap<u8, &str> = BTreeMap::new();
    for (unread, reason) in embedded.into_iter().chain(own) {
        let Some(digit) = reason.key else { continue };
        if let Some(first) = by_digit.insert(digit, &reason.id) {
            let other = first.to_owned();
            unread
                .section
                .note("key", ProblemKind::SameDigit { digit, other });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn read(own: &str) -> Result<Catalogue, Vec<crate::Problem>> {
        let files = [(REASONS_FILE.to_owned(), own.to_owned())];
        Catalogue::read(&Folder(files.into()))
    }

    /// An added reason, with one line in place of that of the same key.
    fn added(change: &str) -> String {
        let key = |line: &str| line.split(" = ").next().map(str::to_owned);
        let lines = [
            "id = \"uniform-cap\"",
            "group = \"clothing\"",
            "name = { zh = \"制服帽\", en = \"Uniform cap\" }",
            "why = { zh = \"戴着帽子。\", en = \"A cap is worn.\" }",
            "cure = { zh = \"脱帽。\", en = \"Take it off.\" }",
        ];
        let kept = lines.into_iter().filter(|line| key(line) != key(change));
        let lines: Vec<&str> = kept.chain([change]).collect();
        format!("[[reason]]\n{}\n", lines.join("\n"))
    }

    fn corrected(lines: &str) -> String {
        format!("[[reason]]\nid = \"brows-covered\"\n{lines}\n")
    }

    #[test]
    fn mistakes_are_noted_with_their_key() {
        let check = |own: &str, expected: &[&str]| {
            let problems = read(own).err().unwrap_or_default();
            let found: Vec<String> = problems
                .iter()
                .inspect(|problem| assert_eq!(problem.file, REASONS_FILE))
                .map(|problem| format!("{} {}", problem.key, problem.kind.code()))
                .collect();
            assert_eq!(found, expected, "{own}");
        };
        check("", &[]);
        check(&added(""), &[]);
        check(&corrected(""), &[]);
        check("reason = 3", &["reason wrong-type"]);
        check("raeson = []", &["raeson unknown-key"]);
        check("[[reason]]\nkey = 1", &["reason[0].id missing-key"]);
        check("[[reason]", &["line 1 syntax"]);
        check(&added("colour = 1"), &["reason[0].colour unknown-key"]);
        check(&added("id = \"Cap\""), &["reason[0].id wrong-type"]);
        check(&added("group = \"hats\""), &["reason[0].group not-allowed"]);
        check(&added("group = \"\""), &["reason[0].group empty-text"]);
        check(
            &added("findings = [\"headwear\", \"hat\"]"),
            &["reason[0].findings unknown-reference"],
        );
        check(&added("findings = [\"geometry-face-width\"]"), &[]);
        // Of an earlier release.
        check(&added("findings = [\"face-altered\"]"), &[]);
        check(&added("key = 10"), &["reason[0].key out-of-range"]);
        check(&added("key = \"1\""), &["reason[0].key wrong-type"]);
        check(&added("key = 1"), &["reason[0].key same-digit"]);
        check(&added("why = \"why\""), &["reason[0].why wrong-type"]);
        check(
            &added("why = { zh = \"帽\" }"),
            &["reason[0].why.en missing-translation"],
        );
        check(
            "[[reason]]\nid = \"uniform-cap\"\ngroup = \"clothing\"",
            &[
                "reason[0].name missing-key",
                "reason[0].why missing-key",
                "reason[0].cure missing-key",
            ],
        );
        check(&added("").repeat(2), &["reason[1].id duplicate-name"]);
        check(&corrected("").repeat(2), &["reason[1].id duplicate-name"]);
        // The operator's line is named, not the embedded reason of that digit.
        check(&corrected("key = 2"), &["reason[0].key same-digit"]);
        check(&(added("key = 1") + &corrected("key = \"none\"")), &[]);
        check(&corrected("group = 3"), &["reason[0].group wrong-type"]);
        check(
            &corrected("cure.zh = \"剪发\""),
            &["reason[0].cure.en missing-translation"],
        );
    }

    #[test]
    fn corrections_hold() {
        let check = |own: &str, id: &str, expected: &str| {
            let catalogue = read(own).unwrap();
            let found = catalogue.reason(id).map(|reason| {
                let name = reason.name.as_ref().map_or("-", |name| &name.en);
                let (group, findings) = (reason.group.code(), reason.findings.join(","));
                format!("{group} [{findings}] {:?} {name}", reason.key)
            });
            assert_eq!(found.as_deref().unwrap_or("none"), expected, "{own}");
        };
        let brows = "brows-covered";
        let both = "[brow-left-covered,brow-right-covered]";
        check("", brows, &format!("coverage {both} Some(1) -"));
        check("", "uniform-cap", "none");
        check(
            &corrected("group = \"light\""),
            brows,
            &format!("light {both} Some(1) -"),
        );
        check(
            &corrected("findings = [\"headwear\"]"),
            brows,
            "coverage [headwear] Some(1) -",
        );
        check(
            &corrected("findings = \"none\"\nkey = \"none\""),
            brows,
            "coverage [] None -",
        );
        check(
            &corrected("name = { zh = \"眉\", en = \"Brows\" }"),
            brows,
            &format!("coverage {both} Some(1) Brows"),
        );
        check(&added(""), brows, &format!("coverage {both} Some(1) -"));
        check(&added(""), "uniform-cap", "clothing [] None Uniform cap");
    }

    #[test]
    fn an_operators_reasons_come_last_and_mark_the_version() {
        let plain = Catalogue::embedded().unwrap();
        let own = read(&(corrected("key = \"none\"") + &added(""))).unwrap();
        let ids = |catalogue: &Catalogue| -> Vec<String> {
            let reasons = catalogue.reasons().iter();
            reasons.map(|reason| reason.id.clone()).collect()
        };
        let mut expected = ids(&plain);
        expected.push("uniform-cap".to_owned());
        assert_eq!(ids(&own), expected);
        assert!(own.version().contains('+') && !plain.version().contains('+'));
    }
}
