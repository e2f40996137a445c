//! `contact-sheet.html`: each picture beside its photo, to look a run through.
//!
//! One file without scripts; pictures are inside it, photos beside it.

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use messages::{Args, Locale, text};

use crate::batch_record::{Outcome, Record};

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:24px;background:#f4f4f4;\
color:#222}h1{font-size:20px}ul{list-style:none;margin:0;padding:0;display:grid;gap:16px;\
grid-template-columns:repeat(auto-fill,minmax(340px,1fr))}li{background:#fff;border-radius:8px;\
padding:12px;border-top:4px solid #07a35a}li.draft{border-color:#d98a00}li.no{border-color:#c8202a}\
.pair{display:flex;gap:12px;align-items:flex-start}.pair img{max-width:48%;max-height:240px;\
outline:1px solid #ddd}p{margin:8px 0 0;overflow-wrap:anywhere}code{color:#666}";

/// The page.
pub(crate) fn contact_sheet(records: &[Record], title: &str, locale: Locale) -> String {
    let said = |key: &str| text(locale, key, &Args::new());
    let made = records
        .iter()
        .filter(|record| record.outcome == Outcome::Made)
        .count();
    let mut counts = Args::new();
    counts.set("made", made.to_string());
    counts.set("all", records.len().to_string());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{}</p>\n<ul>\n",
        locale.tag(),
        escaped(&text(locale, "contact-sheet-counts", &counts)),
        title = escaped(title),
    );
    for record in records {
        entry(&mut page, record, &said);
    }
    page.push_str("</ul>\n</html>\n");
    page
}

fn entry(page: &mut String, record: &Record, said: &impl Fn(&str) -> String) {
    let class = record.outcome.word();
    let mut out = format!("<li class=\"{class}\"><div class=\"pair\">");
    if let Some(jpeg) = &record.thumbnail {
        let alt = escaped(&said("contact-sheet-before"));
        let data = STANDARD.encode(jpeg);
        write!(
            out,
            "<img alt=\"{alt}\" src=\"data:image/jpeg;base64,{data}\">"
        )
        .expect(MEMORY);
    }
    if let Some(photo) = &record.photo {
        let alt = escaped(&said("contact-sheet-after"));
        write!(out, "<img alt=\"{alt}\" src=\"{}\">", in_address(photo)).expect(MEMORY);
    }
    write!(out, "</div><p>{}</p>", escaped(&record.name)).expect(MEMORY);
    for wrong in &record.said {
        let remedy = wrong.remedy.as_deref().unwrap_or_default();
        write!(
            out,
            "<p><code>{}</code> {} {}</p>",
            escaped(wrong.code),
            escaped(&wrong.message),
            escaped(remedy)
        )
        .expect(MEMORY);
    }
    page.push_str(&out);
    page.push_str("</li>\n");
}

const MEMORY: &str = "a string takes what is written to it";

/// Text with what HTML reads as markup taken out of its way.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A file's name as a relative address (RFC 3986); `./` keeps a colon in it
/// from being read as a scheme.
fn in_address(name: &str) -> String {
    let mut out = "./".to_owned();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            byte => write!(out, "%{byte:02X}").expect(MEMORY),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio::ThreadMessage;

    #[test]
    fn names_do_no_harm() {
        let check = |name, html: &str, address: &str| {
            assert_eq!(
                (escaped(name).as_str(), in_address(name).as_str()),
                (html, address)
            );
        };
        check("a b.jpg", "a b.jpg", "./a%20b.jpg");
        check("<i>&\"'", "&lt;i&gt;&amp;&quot;&#39;", "./%3Ci%3E%26%22%27");
        check("javascript:1", "javascript:1", "./javascript%3A1");
        check("照.jpg", "照.jpg", "./%E7%85%A7.jpg");
    }

    #[test]
    fn every_picture_stands_on_the_page() {
        let record = |name: &str, outcome, photo: Option<&str>| Record {
            name: name.to_owned(),
            outcome,
            said: match outcome {
                Outcome::Made => Vec::new(),
                _ => vec![ThreadMessage {
                    code: "no-face",
                    message: "<m>".into(),
                    remedy: None,
                }],
            },
            photo: photo.map(str::to_owned),
            bytes: None,
            quality: None,
            measures: Vec::new(),
            thumbnail: Some(vec![1, 2, 3]),
            total_ms: 0.0,
        };
        let records = [
            record("a<b>.jpg", Outcome::Made, Some("a b.jpg")),
            record("c", Outcome::None, None),
        ];
        let page = contact_sheet(&records, "T", Locale::En);
        for part in [
            "a&lt;b&gt;.jpg",
            "./a%20b.jpg",
            "base64,AQID",
            "no-face",
            "&lt;m&gt;",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<script") && !page.contains("<m>"));
    }
}
