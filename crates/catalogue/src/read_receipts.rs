//! `receipts.toml` into rules and forms.

use std::collections::BTreeMap;

use toml::Table;

use crate::gazetteer::Gazetteer;
use crate::merge::lay_over;
use crate::read_document::place;
use crate::read_source::{named_source, source};
use crate::receipt_rule::{Receipts, Rules};
use crate::section::Section;
use crate::{
    CountsIn, DocumentId, FormRow, Languages, ProblemKind, ReceiptForm, ReceiptRule, Stub, Uses,
    Validity,
};

/// No receipt is good for longer; what is kept so long is bounded by it.
const MOST_DAYS: u16 = 366;
const MOST_MONTHS: u8 = 12;

const RULE_KEYS: [&str; 6] = ["form", "valid", "uses", "counts-in", "also-for", "source"];

/// Reads the file; notes a rule without a form, a document that is not there.
pub(crate) fn receipts(
    section: &Section,
    documents: &[&str],
    gazetteer: &Gazetteer,
) -> Option<Receipts> {
    section.only(&["default", "rules", "forms", "sources"]);
    let sources = section.section("sources")?;
    for (_, entry) in sources.sections() {
        source(&entry);
    }
    let named = section.section("forms")?.sections();
    // A form with a mistake is still the form that a rule means.
    let known: Vec<&str> = named.iter().map(|(id, _)| *id).collect();
    let forms: BTreeMap<String, ReceiptForm> = named
        .iter()
        .filter_map(|(id, form)| Some(((*id).to_owned(), self::form(form, id, &sources)?)))
        .collect();
    let around = Around {
        sources: &sources,
        forms: &known,
        documents,
        gazetteer,
    };
    let fallback = section.section("default").and_then(|section| {
        section.only(&RULE_KEYS);
        rule(&section, around)
    });
    let mut rules = BTreeMap::new();
    if let Some(all) = section.section("rules") {
        for (id, section) in all.sections() {
            if !documents.contains(&id) {
                let name = id.to_owned();
                let known = owned(documents);
                all.note(id, ProblemKind::UnknownReference { name, known });
                continue;
            }
            rules.extend(self::rules(&section, around).map(|rules| (id.to_owned(), rules)));
        }
    }
    Some(Receipts {
        fallback: fallback?,
        rules,
        forms,
    })
}

/// What a rule is read with.
#[derive(Clone, Copy)]
struct Around<'a, 't> {
    sources: &'a Section<'t>,
    forms: &'a [&'a str],
    documents: &'a [&'a str],
    gazetteer: &'a Gazetteer,
}

fn rules(section: &Section, around: Around) -> Option<Rules> {
    let known: Vec<&str> = RULE_KEYS.into_iter().chain(["in"]).collect();
    section.only(&known);
    let country = rule(section, around);
    let mut base = section.table().clone();
    base.remove("in");
    let mut corrections: BTreeMap<_, Section> = BTreeMap::new();
    if let Some(places) = section.section_if_any("in") {
        for (name, correction) in places.sections() {
            correction.only(&RULE_KEYS);
            if let Some(code) = place(&places, name, around.gazetteer) {
                corrections.insert(code, correction);
            }
        }
    }
    let mut places = BTreeMap::new();
    for (code, own) in &corrections {
        let mut whole: Table = base.clone();
        let of_province = corrections
            .get(&code.province())
            .filter(|_| *code != code.province());
        for correction in of_province.into_iter().chain([own]) {
            lay_over(&mut whole, correction.table());
        }
        places.extend(rule(&own.instead(&whole), around).map(|rule| (*code, rule)));
    }
    Some(Rules {
        country: country?,
        places,
    })
}

fn rule(section: &Section, around: Around) -> Option<ReceiptRule> {
    let form = section.text("form").and_then(|form| {
        let known = around.forms.contains(&form);
        if !known {
            let name = form.to_owned();
            let known = owned(around.forms);
            section.note("form", ProblemKind::UnknownReference { name, known });
        }
        known.then(|| form.to_owned())
    });
    let also_for = section.texts("also-for").into_iter().filter_map(|name| {
        let id = name.parse().ok();
        let id = id.filter(|_| around.documents.contains(&name.as_str()));
        if id.is_none() {
            let known = owned(around.documents);
            section.note("also-for", ProblemKind::UnknownReference { name, known });
        }
        id
    });
    let also_for: Vec<DocumentId> = also_for.collect();
    let validity = validity(section);
    let uses = section.word("uses", &[("once", Uses::Once), ("many", Uses::Many)]);
    let counts_in = section.word(
        "counts-in",
        &[
            ("city", CountsIn::City),
            ("province", CountsIn::Province),
            ("country", CountsIn::Country),
        ],
    );
    let source = named_source(section, around.sources);
    Some(ReceiptRule {
        form: form?,
        validity: validity?,
        uses: uses?,
        counts_in: counts_in?,
        also_for,
        source: source?,
    })
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// `"180 days"` or `"6 months"`.
fn validity(section: &Section) -> Option<Validity> {
    let text = section.text("valid")?;
    let read = text.split_once(' ').and_then(|(count, unit)| {
        let days = || count.parse().ok().filter(|n| (1..=MOST_DAYS).contains(n));
        let months = || count.parse().ok().filter(|n| (1..=MOST_MONTHS).contains(n));
        match unit {
            "days" | "day" => days().map(Validity::Days),
            "months" | "month" => months().map(Validity::Months),
            _ => None,
        }
    });
    if read.is_none() {
        section.note(
            "valid",
            ProblemKind::NotAllowed {
                found: text.to_owned(),
                allowed: vec![
                    format!("1 days – {MOST_DAYS} days"),
                    format!("1 months – {MOST_MONTHS} months"),
                ],
            },
        );
    }
    read
}

fn form(section: &Section, id: &str, sources: &Section) -> Option<ReceiptForm> {
    section.only(&[
        "title",
        "number-name",
        "standard",
        "instruction",
        "languages",
        "rows",
        "stub",
        "source",
    ]);
    let text = |key: &str| {
        section.section(key).and_then(|text| {
            text.only(&["zh", "en"]);
            text.bilingual()
        })
    };
    let (title, number_name) = (text("title"), text("number-name"));
    let (standard, instruction) = (text("standard"), text("instruction"));
    let languages = section.word(
        "languages",
        &[("chinese", Languages::Chinese), ("both", Languages::Both)],
    );
    let stub = section.word("stub", &[("cut-off", Stub::CutOff), ("none", Stub::None)]);
    let rows = section
        .texts("rows")
        .iter()
        .filter_map(|word| {
            let row = ROWS.iter().find(|(known, _)| known == word);
            if row.is_none() {
                section.note(
                    "rows",
                    ProblemKind::NotAllowed {
                        found: word.clone(),
                        allowed: ROWS.iter().map(|(word, _)| (*word).to_owned()).collect(),
                    },
                );
            }
            row.map(|(_, row)| *row)
        })
        .collect();
    let source = named_source(section, sources);
    Some(ReceiptForm {
        id: id.to_owned(),
        title: title?,
        number_name: number_name?,
        standard: standard?,
        instruction: instruction?,
        languages: languages?,
        rows,
        stub: stub?,
        source: source?,
    })
}

const ROWS: [(&str, FormRow); 10] = [
    ("number", FormRow::Number),
    ("document", FormRow::Document),
    ("place", FormRow::Place),
    ("applicant", FormRow::Applicant),
    ("identity", FormRow::Identity),
    ("taken", FormRow::Taken),
    ("approved", FormRow::Approved),
    ("valid-until", FormRow::ValidUntil),
    ("issuer", FormRow::Issuer),
    ("way", FormRow::Way),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn rules_by_document_and_place() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |document: &str, city: &str, form: &str, validity, uses, counts_in| {
            let document = catalogue.document(document).unwrap();
            let city = match city {
                "" => None,
                city => Some(catalogue.city(city).unwrap()),
            };
            let rule = catalogue.receipt_rule(document, city).unwrap();
            let found = (rule.form.as_str(), rule.validity, rule.uses, rule.counts_in);
            assert_eq!(found, (form, validity, uses, counts_in), "{}", document.id);
            assert!(catalogue.receipt_form(&rule.form).is_some());
        };
        use CountsIn::{City, Province};
        use Uses::{Many, Once};
        use Validity::{Days, Months};
        check("身份证", "广州", "id-card", Days(180), Once, Province);
        check("身份证", "深圳", "id-card", Months(6), Once, Province);
        check("身份证", "九江", "id-card", Days(180), Once, Province);
        check("社保卡", "汕头", "social-security", Months(6), Many, City);
        check(
            "居住证",
            "深圳",
            "residence-permit",
            Months(6),
            Many,
            Province,
        );
        check(
            "驾驶证",
            "广州",
            "driving-licence",
            Days(180),
            Many,
            Province,
        );
        check("护照", "昆明", "exit-entry", Months(6), Many, Province);
        check("保安员证", "广州", "plain", Days(30), Many, Province);
    }

    /// A document whose order gives the photo alone has no rule; what was issued
    /// for it earlier is still printed under one.
    #[test]
    fn documents_without_receipts() {
        use crate::{Authority, Gives};
        let catalogue = Catalogue::embedded().unwrap();
        let check = |document: &str, expected: Gives| {
            let document = catalogue.document(document).unwrap();
            assert_eq!(document.gives, expected, "{}", document.id);
        };
        for document in [
            "身份证",
            "社保卡",
            "护照",
            "台胞证",
            "永居证",
            "学信网",
            "网约车",
        ] {
            check(document, Gives::Receipt);
        }
        for document in [
            "美签",
            "日签",
            "OCI",
            "考研",
            "国考",
            "一寸",
            "海员证",
            "学生证",
        ] {
            check(document, Gives::Photo);
        }
        for document in catalogue.documents() {
            let rule = catalogue.receipt_rule(document, None);
            assert_eq!(
                rule.is_some(),
                document.gives == Gives::Receipt,
                "{}",
                document.id
            );
            if document.authority == Authority::Abroad {
                assert_eq!(document.gives, Gives::Photo, "{}", document.id);
            }
            let issued = catalogue.rule_of_issued(document, None);
            assert!(catalogue.receipt_form(&issued.form).is_some());
        }
        // An operator whose counters take one says so.
        let file = (
            "documents/us-visa.toml".to_owned(),
            "gives = \"receipt\"".to_owned(),
        );
        let catalogue = Catalogue::read(&crate::folder::Folder([file].into())).unwrap();
        let visa = catalogue.document("美签").unwrap();
        assert!(catalogue.receipt_rule(visa, None).is_some());
    }

    #[test]
    fn what_serves_what() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |document: &str, city: &str, expected: &[&str]| {
            let document = catalogue.document(document).unwrap();
            let city = catalogue.city(city).unwrap();
            let rule = catalogue.receipt_rule(document, Some(city)).unwrap();
            assert_eq!(rule.also_for, expected, "{}", document.id);
        };
        check("身份证", "深圳", &["social-security-card"]);
        check("居住证", "深圳", &["social-security-card"]);
        check("身份证", "广州", &[]);
    }

    #[test]
    fn mistakes_are_noted_with_their_key() {
        let check = |over: &str, key: &str, code: &str| {
            let files = [("receipts.toml".to_owned(), over.to_owned())];
            let folder = crate::folder::Folder(files.into());
            let problems = Catalogue::read(&folder).unwrap_err();
            let found: Vec<_> = problems
                .iter()
                .map(|problem| (problem.key.as_str(), problem.kind.code()))
                .collect();
            assert_eq!(found, [(key, code)], "{over}");
        };
        let rule = |text: &str| format!("[rules.passport]\n{text}");
        check(
            &rule("valid = \"6 weeks\""),
            "rules.passport.valid",
            "not-allowed",
        );
        check(
            &rule("valid = \"0 days\""),
            "rules.passport.valid",
            "not-allowed",
        );
        check(
            &rule("valid = \"13 months\""),
            "rules.passport.valid",
            "not-allowed",
        );
        check(&rule("valid = 180"), "rules.passport.valid", "wrong-type");
        check(
            &rule("form = \"none\""),
            "rules.passport.form",
            "unknown-reference",
        );
        check(
            &rule("uses = \"twice\""),
            "rules.passport.uses",
            "not-allowed",
        );
        check(
            &rule("also-for = [\"id\"]"),
            "rules.passport.also-for",
            "unknown-reference",
        );
        check(
            "[rules.nothing]\nuses = \"once\"",
            "rules.nothing",
            "unknown-reference",
        );
        check(
            "[forms.plain]\nrows = [\"photo\"]",
            "forms.plain.rows",
            "not-allowed",
        );
        check(
            "[forms.plain]\ntitel = \"x\"",
            "forms.plain.titel",
            "unknown-key",
        );
    }
}
