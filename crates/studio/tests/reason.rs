//! What is said of the reasons for sending a photo back, and that every one of them
//! has words.

use catalogue::Catalogue;
use messages::Locale;
use studio::ReasonText::{Cure, Name, Why};
use studio::reason_text;

#[test]
fn the_catalogues_text_counts_before_the_messages() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[[reason]]\nid = \"headwear\"\nname = { zh = \"帽\", en = \"Hat\" }\n";
    std::fs::write(folder.path().join("reasons.toml"), own).unwrap();
    let (plain, own) = (
        Catalogue::embedded(),
        Catalogue::with_overrides(folder.path()),
    );
    let (plain, own) = (plain.unwrap(), own.unwrap());
    let check = |catalogue: &Catalogue, id: &str, part, locale, expected: &str| {
        assert_eq!(reason_text(catalogue, id, part, locale), expected, "{id}");
    };
    check(&plain, "headwear", Name, Locale::Zh, "戴着帽子或头饰");
    check(&own, "headwear", Name, Locale::Zh, "帽");
    check(&own, "headwear", Name, Locale::En, "Hat");
    check(&own, "mask", Why, Locale::Zh, "口罩遮住了口鼻。");
    check(&own, "no-more", Cure, Locale::Zh, "reason-no-more.cure");
}

#[test]
fn every_reason_has_its_texts_and_every_group_its_name() {
    let catalogue = Catalogue::embedded().unwrap();
    for locale in Locale::ALL {
        for reason in catalogue.reasons() {
            for part in [Name, Why, Cure] {
                let said = reason_text(&catalogue, &reason.id, part, locale);
                assert!(!said.contains("reason-"), "{locale:?} {said}");
            }
            let group = format!("reason-group-{}", reason.group.code());
            assert!(messages::has(locale, &group), "{locale:?} {group}");
        }
    }
}

/// What `read_reasons` of the catalogue takes for granted.
#[test]
fn a_finding_has_a_limit_or_a_reason_or_is_a_rule_of_geometry() {
    let catalogue = Catalogue::embedded().unwrap();
    let checks = &catalogue.documents()[0].photo.checks;
    let reasons = catalogue.reasons().iter();
    let named: Vec<&String> = reasons.flat_map(|reason| &reason.findings).collect();
    for key in messages::keys(Locale::Zh) {
        let Some(id) = key.strip_prefix("finding-").filter(|id| !id.contains('.')) else {
            continue;
        };
        let id = id.to_owned();
        let is_known =
            checks.contains_key(&id) || named.contains(&&id) || id.starts_with("geometry-");
        assert!(is_known, "{id}");
    }
}
