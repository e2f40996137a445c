//! `contact-sheet.html`: each picture beside its photo, to look a run through.
//!
//! One file without scripts; pictures are inside it, photos beside it.

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use messages::{Args, Locale, text};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::batch_record::{Outcome, Record};

#[derive(Template)]
#[template(path = "contact-sheet.html")]
struct ContactSheet<'a> {
    language: &'static str,
    title: &'a str,
    /// How many photos were made of how many pictures.
    counts: String,
    /// What a picture is called, and a photo.
    before: String,
    after: String,
    /// What folds a finding's figures away.
    figures: String,
    records: &'a [Record],
}

/// The page.
pub(crate) fn contact_sheet(records: &[Record], title: &str, locale: Locale) -> String {
    let usable = records
        .iter()
        .filter(|record| record.outcome == Outcome::Usable)
        .count();
    let mut counts = Args::new();
    counts.set("usable", usable.to_string());
    counts.set("all", records.len().to_string());
    let sheet = ContactSheet {
        language: locale.tag(),
        title,
        counts: text(locale, "contact-sheet-counts", &counts),
        before: text(locale, "contact-sheet-before", &Args::new()),
        after: text(locale, "contact-sheet-after", &Args::new()),
        figures: text(locale, "contact-sheet-figures", &Args::new()),
        records,
    };
    sheet
        .render()
        .expect("a string takes what is written to it")
}

/// All but RFC 3986's unreserved characters.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A file's name as a relative address; `./` keeps a colon in it from being read
/// as a scheme.
fn relative_address(name: &str) -> String {
    format!("./{}", utf8_percent_encode(name, &RESERVED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch_record::Objection;
    use compliance::Verdict;
    use studio::Explanation;

    #[test]
    fn names_are_relative_addresses() {
        let check = |name, address: &str| assert_eq!(relative_address(name), address);
        check("a b-1_2.~jpg", "./a%20b-1_2.~jpg");
        check("<i>&\"'", "./%3Ci%3E%26%22%27");
        check("javascript:1", "./javascript%3A1");
        check("照.jpg", "./%E7%85%A7.jpg");
    }

    #[test]
    fn every_picture_stands_on_the_page() {
        let record = |name: &str, outcome, photo: Option<&str>| Record {
            name: name.to_owned(),
            outcome,
            said: match outcome {
                Outcome::Usable => Vec::new(),
                _ => vec![Explanation {
                    code: "no-face",
                    message: "<m>".into(),
                    remedy: None,
                }],
            },
            objections: vec![Objection {
                code: "mouth-open",
                verdict: Verdict::Advise,
                wrong: "<w>".into(),
                remedy: "shut it".into(),
                figures: "0.02".into(),
            }],
            photo: photo.map(str::to_owned),
            bytes: None,
            quality: None,
            measures: Vec::new(),
            thumbnail: Some(vec![1, 2, 3]),
            total_ms: 0.0,
        };
        let records = [
            record("a<b>.jpg", Outcome::Usable, Some("a b.jpg")),
            record("c", Outcome::None, None),
        ];
        let page = contact_sheet(&records, "T", Locale::En);
        for part in [
            "<p>a&#60;b&#62;.jpg</p>",
            "./a%20b.jpg",
            "base64,AQID",
            "no-face",
            "&#60;m&#62;",
            "&#60;w&#62;",
            "shut it",
            "<summary>Figures</summary>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<script") && !page.contains("<m>"));
    }
}
