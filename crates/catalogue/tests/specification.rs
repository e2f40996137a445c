//! The figures that are resolved for a document in a city.

use std::sync::LazyLock;

use catalogue::{Catalogue, Confidence, Constraint, Measure, PhotoSpec};
use proptest::prelude::*;

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::embedded().expect("the embedded data is valid"));

/// One line a specification: size, file window, rules in their order.
fn line(spec: &PhotoSpec) -> String {
    let rules: Vec<String> = spec.constraints.iter().map(rule).collect();
    format!(
        "{}x{}@{} {}-{} q{} | {}",
        spec.width_px,
        spec.height_px,
        spec.dpi.0,
        spec.file.min_bytes,
        spec.file.max_bytes,
        spec.file.min_quality.unwrap_or(0),
        rules.join(", ")
    )
}

fn rule(rule: &Constraint) -> String {
    let side =
        |limit: Option<catalogue::Px>| limit.map_or(String::new(), |px| format!("{:.0}", px.0));
    format!(
        "{} {}..{}@{:.0}",
        rule.measure.key(),
        side(rule.min),
        side(rule.max),
        rule.target.0
    )
}

const ID_CARD: &str = "358x441@350 14336-30720 q70 | eyes-from-bottom 207..@255, \
    face-width 193..221@207, crown-margin 7..21@14, face-centre -5..5@0";
const EXIT_ENTRY: &str = "354x472@300 30720-46080 q70 | inter-eye 82..118@100, \
    head-height 331..390@360, head-width 230..283@246, eyes-from-top 176..251@214, \
    crown-margin 25..45@35, face-centre -7..7@0";

#[test]
fn figures() {
    let catalogue = &*CATALOGUE;
    for (document, city, expected) in [
        ("身份证", "", ID_CARD),
        ("身份证", "深圳", ID_CARD),
        ("居住证", "深圳", ID_CARD),
        ("保安员证", "深圳", ID_CARD),
        ("网约车", "深圳", ID_CARD),
        ("居住证", "长春", &ID_CARD.replace("20480", "30720")),
        (
            "社保卡",
            "",
            "358x441@350 14336-40960 q70 | eyes-from-bottom 207..@255, face-width 179..255@207, \
             crown-margin 7..21@14, eye-mid-x 162..196@179",
        ),
        (
            "社保卡",
            "深圳",
            "358x441@350 14336-40960 q70 | eyes-from-bottom 155..@255, face-width 155..207@200, \
             crown-margin 7..21@14, eye-mid-x 162..196@179",
        ),
        (
            "社保卡",
            "广州",
            "358x441@350 20480-204800 q70 | eyes-from-bottom 207..@255, face-width 179..255@207, \
             crown-margin 7..21@14, eye-mid-x 162..196@179",
        ),
        (
            "驾驶证",
            "深圳",
            "260x378@300 14336-30720 q70 | head-height 224..260@248, head-width 165..189@172, \
             crown-margin 10..20@15, face-centre -5..5@0",
        ),
        ("护照", "深圳", EXIT_ENTRY),
        ("港澳通行证", "深圳", EXIT_ENTRY),
        ("台湾通行证", "厦门", EXIT_ENTRY),
        (
            "学信网",
            "",
            "480x640@300 20480-40960 q60 | face-width 180..300@225, eyes-from-top 200..300@257, \
             crown-margin 50..110@75, face-centre -10..10@0",
        ),
        (
            "考研",
            "",
            "480x640@300 20480-204800 q60 | eyes-from-top 192..320@256, \
             head-height 320..429@371, crown-margin 19..128@70, face-centre -10..10@0",
        ),
        (
            "美国签证",
            "",
            "600x600@300 54272-239616 q75 | head-height 300..414@360, \
             eyes-from-bottom 336..414@372, face-centre -18..18@0",
        ),
        (
            "申根",
            "",
            "413x531@300 30720-512000 q85 | head-height 378..425@402, \
             eyes-from-bottom 266..372@287, crown-margin 12..83@47, eye-mid-x 186..227@206",
        ),
    ] {
        let found = catalogue.document(document).unwrap();
        let city = (!city.is_empty()).then(|| catalogue.city(city).unwrap());
        assert_eq!(
            line(&catalogue.specification(found, city)),
            expected,
            "{document} {city:?}"
        );
    }
}

/// The print of a travel document is another crop than its file.
#[test]
fn print() {
    let catalogue = &*CATALOGUE;
    let passport = catalogue.document("passport").unwrap();
    let print = passport.photo.print.as_ref().unwrap();
    assert_eq!(
        (print.width_mm.0, print.height_mm.0, print.dpi.0),
        (33.0, 48.0, 300)
    );
    let rules: Vec<String> = print.constraints.iter().map(rule).collect();
    assert_eq!(
        rules.join(", "),
        "head-height 331..390@360, head-width 177..260@248, crown-margin 35..59@47, \
         chin-to-bottom 83..@159, face-centre -12..12@0"
    );
    assert_eq!(catalogue.document("身份证").unwrap().photo.print, None);
}

#[test]
fn sources_are_told() {
    let catalogue = &*CATALOGUE;
    let id_card = catalogue.document("身份证").unwrap();
    let face = id_card.photo.constraint(Measure::FaceWidth).unwrap();
    assert_eq!(face.source.confidence, Confidence::A);
    let social = catalogue.document("社保卡").unwrap();
    let shenzhen = catalogue.specification(social, Some(catalogue.city("深圳").unwrap()));
    let face = shenzhen.constraint(Measure::FaceWidth).unwrap();
    assert_eq!(face.source.confidence, Confidence::C);
    assert!(face.source.note.is_some());
    assert_eq!(shenzhen.version, catalogue.version());
    assert_eq!(catalogue.effective().to_string().len(), "2026-01-31".len());
}

proptest! {
    /// In every city the targets lie in their ranges and in the picture.
    #[test]
    fn targets_lie_inside(document in 0..88_usize, city in 0..369_usize) {
        let catalogue = &*CATALOGUE;
        let document = &catalogue.documents()[document];
        let spec = catalogue.specification(document, catalogue.cities().get(city));
        prop_assert!(spec.file.min_bytes < spec.file.max_bytes);
        for rule in &spec.constraints {
            prop_assert!(rule.min.is_none_or(|min| min <= rule.target));
            prop_assert!(rule.max.is_none_or(|max| max >= rule.target));
            prop_assert!(rule.target.0.abs() <= f64::from(spec.width_px.max(spec.height_px)));
        }
    }
}
