//! Every text that is used exists, and every text of the pages is used.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

#[test]
fn arguments_are_filled_in() {
    let s = Speech { locale: Locale::En };
    let check = |text: String, expected: &str| assert_eq!(text, expected);
    check(
        s.with("minutes", 10_u32).say("apply-wait-minutes"),
        "about 10 minutes",
    );
    check(
        s.with("days", 1_234_usize).say("specification-days"),
        "1234 days",
    );
    check(s.with("days", 1_u64).say("specification-days"), "1 day");
    check(s.say("no-such-key"), "no-such-key");
}

/// The files under a folder, with their contents.
fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The keys used by sources and templates.
fn used() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut contents = Vec::new();
    files(&root.join("src"), &mut contents);
    files(&root.join("templates"), &mut contents);
    contents
        .iter()
        .flat_map(|text| text.split("say(\"").skip(1))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(key, _)| key.to_owned())
        .collect()
}

#[test]
fn every_key_in_use_has_a_text() {
    // The first is in the documentation, the second is missing on purpose.
    let not_meant = ["key", "no-such-key"];
    for key in used()
        .iter()
        .filter(|key| !not_meant.contains(&key.as_str()))
    {
        for locale in Locale::ALL {
            assert!(messages::has(locale, key), "{key} in {locale:?}");
        }
    }
}

#[test]
fn every_text_of_the_pages_is_used() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../messages/texts/zh/web.ftl");
    let used = used();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let Some((key, _)) = line.split_once(" =") else {
            continue;
        };
        // Errors are used by their code; a separate test covers them.
        let is_key = !key.starts_with([' ', '#']) && !key.starts_with("page-error-");
        assert!(!is_key || used.contains(key), "{key} is not used");
    }
}
