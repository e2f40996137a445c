//! What validation says to wrong files: file, key and code of every problem.

use std::collections::BTreeMap;

use super::Catalogue;
use crate::folder::Folder;

fn folder(files: &[(&str, &str)]) -> Folder {
    let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    Folder(files.iter().map(own).collect::<BTreeMap<_, _>>())
}

/// `file key code` of every problem.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let problems = Catalogue::read(&folder(files)).err().unwrap_or_default();
    problems
        .iter()
        .map(|p| format!("{} {} {}", p.file, p.key, p.kind.code()))
        .collect()
}

/// Corrections to the identity card's file that are wrong in one way each. Three
/// documents are like the identity card; the problem is told once all the same.
#[test]
fn one_wrong_thing() {
    for (correction, expected) in [
        ("id = \"id-card\"", &["id id-not-file-name"][..]),
        ("categry = \"identity\"", &["categry unknown-key"]),
        ("category = \"papers\"", &["category not-allowed"]),
        ("scope = 3", &["scope wrong-type"]),
        ("names.en = \"\"", &["names.en missing-translation"]),
        ("aliases = \"身份证\"", &["aliases wrong-type"]),
        ("photo.width-px = 300", &["photo.width-px sizes-disagree"]),
        ("photo.height-px = 443", &["photo.height-px sizes-disagree"]),
        ("photo.height-px = 441.5", &["photo.height-px wrong-type"]),
        ("photo.dpi = 0", &["photo.dpi out-of-range"]),
        ("photo.dpi = \"350\"", &["photo.dpi wrong-type"]),
        (
            "photo.source = \"nowhere\"",
            &["photo.source unknown-reference"],
        ),
        ("photo.standard = \" \"", &["photo.standard empty-text"]),
        (
            "photo.background.rgb = [255, 255]",
            &["photo.background.rgb wrong-type"],
        ),
        (
            "photo.background.rgb = [255, 255, 256]",
            &["photo.background.rgb wrong-type"],
        ),
        (
            "[[photo.background.tolerated]]\nrgb = [1, 2, 3]\nzh = \"黑\"",
            &["photo.background.tolerated[0].en missing-translation"],
        ),
        (
            "photo.file.min-kb = 30",
            &["photo.file.min-kb empty-window"],
        ),
        (
            "photo.file.max-kb = -1",
            &["photo.file.max-kb out-of-range"],
        ),
        (
            "photo.file.min-quality = 101",
            &["photo.file.min-quality out-of-range"],
        ),
        (
            "photo.file.format = \"gif\"",
            &["photo.file.format not-allowed"],
        ),
        (
            "photo.constraints.face-width.min = 230",
            &["photo.constraints.face-width min-above-max"],
        ),
        (
            "photo.constraints.face-width.target = 222",
            &["photo.constraints.face-width.target target-outside"],
        ),
        (
            "photo.constraints.face-width.unit = \"cm\"",
            &["photo.constraints.face-width.unit not-allowed"],
        ),
        (
            "photo.constraints.face-width.priority = 1",
            &["photo.constraints.eyes-from-bottom.priority same-priority"],
        ),
        (
            "photo.constraints.face-width.priority = 0",
            &["photo.constraints.face-width.priority out-of-range"],
        ),
        (
            "photo.constraints.nose = {}",
            &["photo.constraints.nose unknown-key"],
        ),
        (
            "photo.constraints.crown-margin = { min = 200, max = 220, target = 210 }",
            &["photo.constraints nobody-fits"],
        ),
        (
            "photo.constraints = \"none\"",
            &["photo.constraints missing-key"],
        ),
        (
            "photo-in.\"深川市\".file.max-kb = 30",
            &["photo-in.\"深川市\" unknown-place"],
        ),
        (
            "photo-in.\"深圳市\".file.max-kb = 3",
            &["photo-in.\"深圳市\".file.min-kb empty-window"],
        ),
        (
            "photo-in.\"440300\".constraints.face-width.max = 200",
            &["photo-in.440300.constraints.face-width.target target-outside"],
        ),
        (
            "where.places.\"九江\" = \"self-photo\"",
            &["where.places.\"九江\" unknown-place"],
        ),
        (
            "where.places.\"九江市\" = \"selfphoto\"",
            &["where.places.\"九江市\" unknown-reference"],
        ),
        (
            "where.elsewhere = \"nobody\"",
            &["where.elsewhere unknown-reference"],
        ),
        (
            "where.answers.counter.answer = \"maybe\"",
            &["where.answers.counter.answer not-allowed"],
        ),
        (
            "where.answers.counter.instead = \"none\"",
            &["where.answers.counter.instead missing-key"],
        ),
        (
            "where.answers.counter.reason.zh = \"\"",
            &["where.answers.counter.reason.zh missing-translation"],
        ),
        ("where = \"none\"", &["where where-and-scope"]),
        (
            "sources.ga461.confidence = \"E\"",
            &["sources.ga461.confidence not-allowed"],
        ),
        ("[photo", &["line 1 syntax"]),
        ("\n\nphoto = ", &["line 3 syntax"]),
        ("pinyin = [\"sfzh\"]", &[]),
    ] {
        let file = "documents/resident-id-card.toml";
        let found = problems(&[(file, correction)]);
        let expected: Vec<String> = expected
            .iter()
            .map(|problem| format!("{file} {problem}"))
            .collect();
        assert_eq!(found, expected, "{correction}");
    }
}

/// One further field, with one line in place of that of the same key.
fn ask(change: &str) -> String {
    let key = |line: &str| line.split(" = ").next().map(str::to_owned);
    let lines = [
        "id = \"school\"",
        "zh = \"学校\"",
        "en = \"School\"",
        "need = \"must\"",
        "script = \"any\"",
        "max-chars = 60",
        "source = \"ga461\"",
    ];
    let kept = lines.into_iter().filter(|line| key(line) != key(change));
    let lines: Vec<&str> = kept.chain([change]).collect();
    format!("[[asks]]\n{}\n", lines.join("\n"))
}

#[test]
fn further_fields() {
    let check = |correction: &str, expected: &[&str]| {
        let file = "documents/resident-id-card.toml";
        let found = problems(&[(file, correction)]);
        let expected: Vec<String> = expected
            .iter()
            .map(|problem| format!("{file} {problem}"))
            .collect();
        assert_eq!(found, expected, "{correction}");
    };
    check(&ask(""), &[]);
    check(&ask("hint = { zh = \"全称\", en = \"In full\" }"), &[]);
    check("asks = 3", &["asks wrong-type"]);
    check(
        "[[asks]]",
        &[
            "asks[0].id missing-key",
            "asks[0].zh missing-translation",
            "asks[0].en missing-translation",
            "asks[0].need missing-key",
            "asks[0].script missing-key",
            "asks[0].max-chars missing-key",
            "asks[0].source missing-key",
        ],
    );
    check(&ask("id = \"School\""), &["asks[0].id wrong-type"]);
    check(&ask("need = \"perhaps\""), &["asks[0].need not-allowed"]);
    check(&ask("script = \"thai\""), &["asks[0].script not-allowed"]);
    check(&ask("max-chars = 201"), &["asks[0].max-chars out-of-range"]);
    check(
        &ask("hint.zh = \"全称\""),
        &["asks[0].hint.en missing-translation"],
    );
    check(
        &ask("source = \"me\""),
        &["asks[0].source unknown-reference"],
    );
    check(&ask("").repeat(2), &["asks[1].id duplicate-name"]);
    let many: String = (0..13).map(|n| ask(&format!("id = \"n{n}\""))).collect();
    check(&many, &["asks out-of-range"]);
}

#[test]
fn other_files() {
    for (file, text, expected) in [
        (
            "documents/japan-visa.toml",
            "photo.like = \"atlantis\"",
            &["photo.like bad-like"][..],
        ),
        (
            "documents/japan-visa.toml",
            "photo.like = \"schengen-visa\"",
            &["photo.like bad-like"],
        ),
        (
            "documents/japan-visa.toml",
            "photo.like = \"japan-visa\"",
            &["photo.like bad-like"],
        ),
        (
            "catalogue.toml",
            "effective = \"2026-01-01\"",
            &["effective wrong-type"][..],
        ),
        (
            "catalogue.toml",
            "effective = 2026-13-01",
            &["line 1 syntax"],
        ),
        (
            "catalogue.toml",
            "abroad.reason.en = \"\"",
            &["abroad.reason.en missing-translation"],
        ),
        (
            "catalogue.toml",
            "versoin = \"1\"",
            &["versoin unknown-key"],
        ),
        ("cities.csv", "code,name\n", &["line 1 not-allowed"]),
        (
            "cities.csv",
            "code,name,short,province,pinyin,initials,english\n999,甲市,甲,广东省,jia,j,Jia\n\
             449900,乙市,,广东省,yi,y,Yi\n449901,丙市,丙,湖南省,bing,b,Bing\n449902,丁市\n",
            &[
                "line 2, code wrong-type",
                "line 3, short empty-text",
                "line 4, province unknown-place",
                "line 5 syntax",
            ],
        ),
        (
            "counties.csv",
            "code,name,city_code,until\n440399,新区,440301,\n440398,旧区,440300,long ago\n",
            &[
                "line 2, city_code unknown-place",
                "line 3, until wrong-type",
            ],
        ),
        (
            "provinces.csv",
            "code,name,short,pinyin,initials,english\n990000,甲省,甲,jia,j,\n",
            &["line 2, english empty-text"],
        ),
        (
            "documents/passport.toml",
            "photo.print.image-left-mm = 4",
            &["photo.print outside-print"],
        ),
        (
            "documents/passport.toml",
            "photo.print.constraints.head-height.max = 20",
            &["photo.print.constraints.head-height min-above-max"],
        ),
        (
            "documents/us-visa.toml",
            "where.elsewhere = \"x\"",
            &["where where-and-scope"],
        ),
        (
            "documents/us-visa.toml",
            "aliases = [\"护照\"]",
            &["aliases duplicate-name"],
        ),
        (
            "documents/new-paper.toml",
            "id = \"new-paper\"",
            &[
                "category missing-key",
                "names missing-key",
                "scope missing-key",
                "sources missing-key",
            ],
        ),
    ] {
        let mut found = problems(&[(file, text)]);
        found.sort();
        let expected: Vec<String> = expected.iter().map(|p| format!("{file} {p}")).collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// All problems come at once, and once each although many documents share them.
#[test]
fn all_at_once() {
    let found = problems(&[
        (
            "documents/us-visa.toml",
            "photo.dpi = 5\nphoto.file.max-kb = 1\nnames.zh = \"\"",
        ),
        (
            "documents/driving-licence.toml",
            "photo.constraints.head-width.target = 1",
        ),
        ("catalogue.toml", "colour = 1"),
    ]);
    assert_eq!(
        found,
        [
            "catalogue.toml colour unknown-key",
            "documents/driving-licence.toml photo.constraints.head-width.target target-outside",
            "documents/us-visa.toml names.zh missing-translation",
            "documents/us-visa.toml photo.dpi out-of-range",
            "documents/us-visa.toml photo.file.min-kb empty-window",
        ]
    );
}

/// A country's problem is not told again for each place that corrects it.
#[test]
fn places_do_not_repeat() {
    let file = "documents/social-security-card.toml";
    assert_eq!(
        problems(&[(
            file,
            "photo.width-px = 300\nphoto-in.\"广州市\".file.min-quality = 0"
        )]),
        [
            format!("{file} photo.width-px sizes-disagree"),
            format!("{file} photo-in.\"广州市\".file.min-quality out-of-range"),
        ]
    );
}

#[test]
fn a_problem_names_file_key_and_cure() {
    for (file, text, expected) in [
        (
            "documents/passport.toml",
            "photo.file.min-kilobytes = 3",
            "documents/passport.toml: photo.file.min-kilobytes: is not a key of this file. Take the line out.",
        ),
        (
            "documents/passport.toml",
            "photo.file.min-bk = 3",
            "documents/passport.toml: photo.file.min-bk: is not a key of this file. \
             Write 'min-kb', or take the line out.",
        ),
        (
            "documents/passport.toml",
            "photo.width-px = 358",
            "documents/passport.toml: photo.width-px: the width of 358 px disagrees with the \
             millimetres, which make 354.3 px. Correct pixels, millimetres or dpi: px = mm / 25.4 * dpi.",
        ),
        (
            "documents/passport.toml",
            "where.places.\"广冬省\" = \"self-photo\"",
            "documents/passport.toml: where.places.\"广冬省\": no city or province is called \
             '广冬省'. Perhaps 广东省; or write the six-digit code.",
        ),
    ] {
        let problems = Catalogue::read(&folder(&[(file, text)])).unwrap_err();
        assert_eq!(problems[0].to_string(), expected);
    }
}

/// Corrections take effect, follow `like`, and change the version.
#[test]
fn corrections_hold() {
    let plain = Catalogue::embedded().unwrap();
    let corrected = Catalogue::read(&folder(&[
        (
            "documents/resident-id-card.toml",
            "photo.file.max-kb = 22\nwhere.places.\"武汉市\" = \"self-photo\"\n\
             photo-in.\"广东省\".file.min-kb = 10\nphoto-in.\"深圳市\".file.max-kb = 30",
        ),
        (
            "cities.csv",
            "code,name,short,province,pinyin,initials,english\n449900,新城市,新城,广东省,xincheng,xc,Xincheng\n",
        ),
    ]))
    .unwrap();
    let kb = |document: &str, city: &str| {
        let spec = corrected.specification(
            corrected.document(document).unwrap(),
            Some(corrected.city(city).unwrap()),
        );
        (spec.file.min_bytes / 1024, spec.file.max_bytes / 1024)
    };
    for (document, city, expected) in [
        ("身份证", "武汉", (14, 22)),
        ("身份证", "广州", (10, 22)),
        ("身份证", "新城", (10, 22)),
        ("身份证", "深圳", (10, 30)),
        ("居住证", "深圳", (10, 30)),
        ("居住证", "长春", (14, 30)),
        ("保安员证", "武汉", (14, 22)),
    ] {
        assert_eq!(kb(document, city), expected, "{document} {city}");
    }
    let wuhan = corrected.city("武汉").unwrap();
    let id_card = corrected.document("身份证").unwrap();
    assert_eq!(
        corrected.acceptance(id_card, wuhan).answer,
        crate::Answer::Yes
    );
    let id_card = plain.document("身份证").unwrap();
    assert_eq!(plain.acceptance(id_card, wuhan).answer, crate::Answer::No);
    let (base, mark) = corrected.version().split_once('+').unwrap();
    assert_eq!((base, mark.len()), (plain.version(), 8));
}

/// A folder on disk: corrections hold, files nothing reads are named.
#[test]
fn a_folder_on_disk() {
    let folder = std::env::temp_dir().join(format!("catalogue-test-{}", std::process::id()));
    let documents = folder.join("documents");
    std::fs::create_dir_all(&documents).unwrap();
    std::fs::write(folder.join("README.md"), "why").unwrap();
    std::fs::write(documents.join("us-visa.toml"), "photo.file.max-kb = 100").unwrap();
    let catalogue = Catalogue::with_overrides(&folder).unwrap();
    let us_visa = catalogue.document("us-visa").unwrap();
    assert_eq!(us_visa.photo.file.max_bytes, 102_400);

    std::fs::write(folder.join("passport.toml"), "photo.dpi = 1").unwrap();
    std::fs::write(documents.join("us-visa.toml"), [0xff, 0xfe]).unwrap();
    let error = Catalogue::with_overrides(&folder).unwrap_err();
    assert_eq!(error.code(), "catalogue-invalid");
    let message = error.to_string();
    for part in [
        "passport.toml: is not a file",
        "documents/us-visa.toml: is not UTF-8",
    ] {
        assert!(message.contains(part), "{message}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let error = Catalogue::with_overrides(&folder).unwrap_err();
    assert_eq!(error.code(), "catalogue-unreadable");
}
