//! The built program, from its command line to its exit code and its files.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod documented;
mod keys;
mod models;
mod receipt;
mod wechat;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// What a run left on its streams.
struct Ran {
    code: i32,
    stdout: Vec<u8>,
    stderr: String,
}

impl Ran {
    fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout).unwrap()
    }

    /// Everything a person sees, for a snapshot.
    fn seen(&self) -> String {
        format!(
            "exit code {}\n--- stdout\n{}--- stderr\n{}",
            self.code,
            self.text(),
            self.stderr
        )
    }
}

fn run_with(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Ran {
    run_in(folder, arguments, stdin, &[])
}

/// The same with these variables in its environment.
fn run_in(folder: &Path, arguments: &[&str], stdin: &[u8], variables: &[(&str, &str)]) -> Ran {
    let mut process = Command::new(env!("CARGO_BIN_EXE_huizhi"))
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(folder)
        .env_remove("HUIZHI_CATALOGUE")
        .env("LC_ALL", "zh_CN.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that fails early closes its stdin before all is written.
    process.stdin.take().unwrap().write_all(stdin).ok();
    let output = process.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(folder: &Path, line: &str) -> Ran {
    run_with(folder, &line.split_whitespace().collect::<Vec<_>>(), b"")
}

/// A folder with a picture in it that is large enough for an ID photo.
fn folder_with_picture() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("astronaut.png"), large()).unwrap();
    folder
}

/// The astronaut at three times its size: the committed one is too small for
/// an ID photo, and sharpness is not what is tested here.
fn large() -> &'static [u8] {
    static LARGE: LazyLock<Vec<u8>> = LazyLock::new(|| scaled(3.0));
    &LARGE
}

fn scaled(factor: f64) -> Vec<u8> {
    let picture = imaging::decode(&astronaut(), &imaging::Limits::default())
        .unwrap()
        .image;
    let side = (512.0 * factor) as u32;
    let image = imaging::warp(&picture, &imaging::Affine::scaling(factor), side, side).image;
    imaging::encode_png(&image, 72).unwrap()
}

/// NASA, public domain; 512 × 512.
fn astronaut() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/pictures/astronaut.png");
    fs::read(path).unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Density in dots per inch from the JFIF header.
fn jpeg_density(jpeg: &[u8]) -> (u16, u16) {
    assert_eq!(&jpeg[6..11], b"JFIF\0");
    assert_eq!(jpeg[13], 1, "the unit is the inch");
    let at = |i: usize| u16::from_be_bytes([jpeg[i], jpeg[i + 1]]);
    (at(14), at(16))
}

fn size_of(picture: &[u8]) -> (u32, u32) {
    let image = imaging::decode(picture, &imaging::Limits::default())
        .unwrap()
        .image;
    (image.width(), image.height())
}

#[test]
fn help_pages() {
    let folder = tempfile::tempdir().unwrap();
    for line in ["", "photo", "catalogue"] {
        let ran = run(folder.path(), line);
        assert_eq!(
            (ran.code, ran.stdout.as_slice()),
            (2, b"".as_slice()),
            "{line}"
        );
        assert!(ran.stderr.contains("用法："), "{line}: {}", ran.stderr);
    }
    for (name, line) in [
        ("help", "--help"),
        ("help-photo-make", "photo make --help"),
        ("help-photo-check", "photo check --help"),
        ("help-photo-sheet", "photo sheet -h"),
        ("help-catalogue", "catalogue --help"),
        ("help-catalogue-list", "catalogue list --help"),
        ("help-key-rotate-sealing", "key rotate sealing --help"),
    ] {
        for lang in ["zh", "en"] {
            let ran = run(folder.path(), &format!("--lang {lang} {line}"));
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{line}");
            insta::assert_snapshot!(format!("{name}-{lang}"), ran.text());
        }
    }
}

/// What is wrong before any picture is looked at.
#[test]
fn errors() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir(here.join("empty")).unwrap();
    fs::write(here.join("there.jpg"), "x").unwrap();
    let check = |line: &str, exit, codes: &[&str]| {
        let ran = run(here, line);
        assert_eq!(ran.code, exit, "{line}\n{}", ran.stderr);
        assert_eq!(ran.stdout, b"", "{line}");
        for code in codes {
            assert!(
                ran.stderr.contains(&format!("[{code}]")),
                "{line}\n{}",
                ran.stderr
            );
        }
        assert!(
            ran.stderr.contains("办法：") || ran.stderr.contains("help: "),
            "{}",
            ran.stderr
        );
    };
    let make = |rest: &str| format!("photo make {rest}");
    check("photos", 2, &["usage-unknown-command"]);
    check("photo make", 2, &["usage-missing"]);
    check("photo make a.jpg -d sfz -o", 2, &["usage-missing"]);
    check(
        "photo make a.jpg -d sfz -o b.jpg --wide",
        2,
        &["usage-unknown-argument"],
    );
    check("--lang fr catalogue list", 2, &["usage-bad-value"]);
    check(
        "--lang en photo sheet a.jpg -d sfz -o b.jpg --paper a5",
        2,
        &["usage-bad-value"],
    );
    let to = "-d us-visa -o b.jpg";
    check(
        &make(&format!("a.jpg {to} --transparent --background red")),
        2,
        &["usage-conflict"],
    );
    check(
        &make(&format!("a.jpg {to} --background mauve")),
        2,
        &["usage-colour"],
    );
    check(
        &make("a.jpg b.jpg -d us-visa -o b.jpg"),
        2,
        &["usage-out-not-a-folder"],
    );
    check(&make("a.jpg -d us-visa -o b.bmp"), 2, &["usage-out-ending"]);
    check(
        &make("a.jpg - -d us-visa -o out"),
        2,
        &["usage-stdin-among-others"],
    );
    check(
        &make("a.jpg -d us-visa -o - --json"),
        2,
        &["usage-stdout-taken"],
    );
    check(
        &make("a.jpg -d us-visa -o - --report"),
        2,
        &["usage-nothing-beside"],
    );
    check(
        &make("a.jpg b.jpg -d us-visa -o out --annotate c.png"),
        2,
        &["usage-annotate-one-file"],
    );
    check(&make("a.jpg -d 身份证 -o b.jpg"), 2, &["city-needed"]);
    check(
        &make("there.jpg -d 身份证 -c 深圳 -o b.jpg"),
        3,
        &["image-format-unknown"],
    );
    check(&make("a.jpg -d 身份 -c 深圳 -o b.jpg --lang en"), 4, &[]);
    check(&make("a.jpg -d 图书证 -o b.jpg"), 4, &["unknown-document"]);
    check(
        &make("a.jpg -d 身份证 -c 广东 -o b.jpg"),
        4,
        &["province-not-city"],
    );
    check(
        &make("a.jpg -d 身份证 -c fz -o b.jpg"),
        4,
        &["ambiguous-city"],
    );
    check("work --data new", 2, &["work-needs-database"]);
    check(
        "receipt preview -d 日签 -o b.pdf",
        2,
        &["no-receipt-document"],
    );
    check(
        &make("a.jpg -d 身份证 -c 南山区 -o b.jpg"),
        4,
        &["county-not-city"],
    );
    check(
        &make("a.jpg -d 身份证 -c 深训 -o b.jpg"),
        4,
        &["unknown-city"],
    );
    check(
        "catalogue list --catalogue nowhere",
        4,
        &["catalogue-unreadable"],
    );
    check(&make("a.jpg -d us-visa -o b.jpg"), 5, &["file-not-found"]);
    check(&make("a.jpg -d us-visa -o there.jpg"), 5, &["file-exists"]);
    check(
        &make("there.jpg -d us-visa -o there.jpg --force"),
        5,
        &["file-is-input"],
    );
    check(
        &make("empty -d us-visa -o out"),
        5,
        &["folder-without-pictures"],
    );
    assert_eq!(
        names_in(here),
        ["empty", "there.jpg"],
        "nothing was written"
    );
}

#[test]
fn error_texts() {
    let folder = tempfile::tempdir().unwrap();
    for lang in ["zh", "en"] {
        let line = format!("--lang {lang} photo make a.jpg -d 身份证 -c 广东 -o b.jpg");
        insta::assert_snapshot!(format!("province-{lang}"), run(folder.path(), &line).seen());
    }
}

#[test]
fn where_a_photo_of_one_s_own_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    for (document, city, answer) in [
        ("身份证", "九江", "yes"),
        ("sfz", "beijing", "no"),
        ("身份证", "沈阳", "unknown"),
    ] {
        let ran = run(
            folder.path(),
            &format!("catalogue where {document} {city} --json"),
        );
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let acceptance = &ran.json()["acceptance"];
        assert_eq!(acceptance["answer"], answer, "{document} {city}");
        assert!(acceptance["reason"]["zh"].is_string());
        assert_eq!(acceptance["instead"].is_null(), answer == "yes");
    }
    let line = "catalogue where 身份证 北京";
    insta::assert_snapshot!("where-no-zh", run(folder.path(), line).seen());
    let line = "--lang en catalogue where sfz jiujiang";
    insta::assert_snapshot!("where-yes-en", run(folder.path(), line).seen());
}

#[test]
fn the_catalogue_is_listed_shown_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let listed = run(here, "catalogue list cities 广东");
    assert_eq!(listed.code, 0);
    assert!(listed.text().contains("440300") && !listed.text().contains("110000"));
    let documents = run(here, "catalogue list --json").json();
    assert!(
        documents
            .as_array()
            .unwrap()
            .iter()
            .any(|d| d["id"] == "resident-id-card")
    );
    let shown = run(here, "catalogue show 身份证 深圳 --json").json();
    assert_eq!(shown["specification"]["width_px"], 358);
    let text = run(here, "catalogue show 身份证").text();
    assert!(
        text.contains("358×441") && text.contains("14–20 KB"),
        "{text}"
    );
    assert_eq!(run(here, "catalogue validate --json").json()["ok"], true);

    fs::create_dir_all(here.join("own/documents")).unwrap();
    let wrong = "[photo]\nwidth-px = \"358\"\nheigth-px = 441\n";
    fs::write(here.join("own/documents/resident-id-card.toml"), wrong).unwrap();
    let ran = run(here, "catalogue validate own");
    assert_eq!(ran.code, 4, "{}", ran.seen());
    for part in [
        "[wrong-type]",
        "[unknown-key]",
        "[catalogue-invalid]",
        "photo.heigth-px",
    ] {
        assert!(ran.stderr.contains(part), "{part}\n{}", ran.stderr);
    }
    let ran = run(here, "catalogue validate own --json");
    assert_eq!((ran.code, &ran.json()["ok"]), (4, &Value::Bool(false)));
    assert_eq!(run(here, "catalogue list --catalogue own").code, 4);
}

#[test]
fn a_picture_is_checked() {
    let folder = folder_with_picture();
    let here = folder.path();
    let line = "photo check astronaut.png -d 身份证 -c 深圳";
    let check = |given: &str, code: i32, verdict: &str, found: &[(&str, &str)]| {
        let ran = run(here, given);
        assert_eq!(ran.code, code, "{given}: {}", ran.seen());
        let told = ran.json();
        assert_eq!(told["verdict"], verdict, "{given}");
        for (id, verdict) in found {
            let findings = told["findings"].as_array().unwrap();
            let finding = findings
                .iter()
                .find(|finding| finding["id"] == *id)
                .unwrap_or_else(|| panic!("{given}: no {id}"));
            assert_eq!(finding["verdict"], *verdict, "{finding}");
            let objection = *verdict == "fail" || *verdict == "advise";
            assert_eq!(finding["reason"]["zh"].is_string(), objection, "{finding}");
            assert_eq!(finding["remedy"]["en"].is_string(), objection, "{finding}");
        }
    };
    // Bared teeth fail; the pose is straight, and the file is the document's.
    let found = [
        ("mouth-open", "fail"),
        ("yaw", "pass"),
        ("eyes-open", "pass"),
        ("dimensions", "pass"),
        ("file-bytes", "pass"),
    ];
    check(&format!("{line} --json"), 3, "fail", &found);
    fs::write(here.join("wall.png"), wall()).unwrap();
    let wall = "photo check wall.png -d 身份证 -c 深圳 --json";
    check(wall, 3, "fail", &[("no-face", "fail")]);

    let drawn = run(here, &format!("{line} --annotate places.png"));
    assert_eq!(drawn.code, 3, "{}", drawn.stderr);
    // What is wrong, and not the requirement's name with a figure.
    let told = drawn.text();
    assert!(told.contains("✗ 嘴没有合上\n  办法："), "{told}");
    assert!(
        !told.contains("嘴巴闭合") && !told.contains("测得"),
        "{told}"
    );
    let detailed = run(here, &format!("{line} --details")).text();
    assert!(
        detailed.contains("原因：") && detailed.contains("数值：测得 0."),
        "{detailed}"
    );
    assert!(size_of(&fs::read(here.join("places.png")).unwrap()).0 > 500);
    assert_eq!(names_in(here), ["astronaut.png", "places.png", "wall.png"]);
    let again = run(here, &format!("{line} --annotate places.png"));
    assert_eq!(
        again.code, 5,
        "a file that exists is kept: {}",
        again.stderr
    );
}

/// A picture without anybody.
fn wall() -> Vec<u8> {
    let grey = imaging::RgbImage::filled(400, 500, [180; 3]);
    imaging::encode_png(&grey, 96).unwrap()
}

#[test]
fn one_picture_becomes_a_photo_with_its_report() {
    let folder = folder_with_picture();
    let here = folder.path();
    let line =
        "photo make astronaut.png -d 身份证 -c 深圳 -o photo.jpg --json --report --annotate beside";
    let ran = run(here, line);
    // The photo is made, and an inspector would refuse it for the open mouth.
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("✗ 嘴没有合上"), "{}", ran.stderr);
    let all = [
        "astronaut.png",
        "photo.annotated.png",
        "photo.jpg",
        "photo.json",
    ];
    assert_eq!(names_in(here), all);
    let photo = fs::read(here.join("photo.jpg")).unwrap();
    assert_eq!(size_of(&photo), (358, 441));
    assert_eq!(jpeg_density(&photo), (350, 350));
    assert!(
        (14 * 1024..=20 * 1024).contains(&photo.len()),
        "{}",
        photo.len()
    );
    assert_eq!(
        size_of(&fs::read(here.join("photo.annotated.png")).unwrap()),
        (716, 882)
    );

    let report = ran.json();
    assert_eq!(report["schema"], "huizhi-photo/1");
    assert_eq!(report["usable"], false);
    assert_eq!(report["input"]["name"], "astronaut.png");
    assert_eq!(report["input"]["picture"]["format"], "PNG");
    assert_eq!(report["photo"]["name"], "photo.jpg");
    assert_eq!(report["photo"]["bytes"], photo.len());
    assert_eq!(report["city"]["id"], "440300");
    assert_eq!(report["errors"].as_array().unwrap().len(), 0);
    let measures = report["geometry"]["measures"].as_array().unwrap();
    let names: Vec<&str> = measures
        .iter()
        .map(|m| m["measure"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "eyes-from-bottom",
            "face-width",
            "crown-margin",
            "face-centre"
        ]
    );
    for measure in measures {
        let (px, mm) = (
            measure["px"].as_f64().unwrap(),
            measure["mm"].as_f64().unwrap(),
        );
        assert!((px * 25.4 / 350.0 - mm).abs() < 1e-9, "{measure}");
    }
    let written: Value =
        serde_json::from_slice(&fs::read(here.join("photo.json")).unwrap()).unwrap();
    assert_eq!(written, report);
    insta::assert_snapshot!("report-keys", keys_of(&report, ""));

    // Where smiling is allowed the same photo is usable, for everybody who asks.
    smiles_allowed(here);
    let ran = run(here, &format!("{line} --force --catalogue own"));
    assert_eq!(
        (ran.code, &ran.json()["usable"]),
        (0, &Value::Bool(true)),
        "{}",
        ran.seen()
    );
    let ran = run(
        here,
        "photo check astronaut.png -d 身份证 -c 深圳 --catalogue own",
    );
    assert_eq!(ran.code, 0, "{}", ran.seen());
    let photo = fs::read(here.join("photo.jpg")).unwrap();

    let again = run(
        here,
        "photo make astronaut.png -d 身份证 -c 深圳 -o photo.jpg",
    );
    assert_eq!(again.code, 5, "{}", again.stderr);
    assert_eq!(fs::read(here.join("photo.jpg")).unwrap(), photo);
}

/// Corrections in the folder `own` by which an open mouth and a smile pass.
fn smiles_allowed(here: &Path) {
    fs::create_dir_all(here.join("own/documents")).unwrap();
    let allowed = "[photo.checks.mouth-open]\npass-max = 1\nfail-max = 1\nsource = \"own\"\n\
        [photo.checks.smile]\npass-max = 1\nfail-max = 1\nsource = \"own\"\n\
        [photo.checks.teeth]\npass-max = 100\nfail-max = 100\nsource = \"own\"\n\
        [photo.checks.blur]\npass-max = 9\nfail-max = 9\nsource = \"own\"\n\
        [sources.own]\ncite = \"the shop\"\nconfidence = \"D\"\n";
    fs::write(here.join("own/documents/resident-id-card.toml"), allowed).unwrap();
}

/// Every path of a JSON value, a line each; the items of a list share theirs.
fn keys_of(value: &Value, path: &str) -> String {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| keys_of(value, &format!("{path}.{name}")))
            .collect(),
        Value::Array(items) => match items.first() {
            Some(first) => keys_of(first, &format!("{path}[]")),
            None => format!("{path}[]\n"),
        },
        _ => format!("{path}\n"),
    }
}

#[test]
fn a_pipe_gives_a_photo_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let line = "photo make - -d 身份证 -c 440300 -o - --background blue";
    let ran = run_with(folder.path(), &line.split(' ').collect::<Vec<_>>(), large());
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(size_of(&ran.stdout), (358, 441));
    let photo = imaging::decode(&ran.stdout, &imaging::Limits::default())
        .unwrap()
        .image;
    let (corner, wanted) = (photo.pixel(2, 2), [67_u8, 142, 219]);
    assert!(
        corner.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 6),
        "{corner:?}"
    );
    assert_eq!(names_in(folder.path()), Vec::<String>::new());

    let ran = run_with(folder.path(), &line.split(' ').collect::<Vec<_>>(), b"");
    assert_eq!(
        (ran.code, ran.stdout.as_slice()),
        (3, b"".as_slice()),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("[image-empty]"), "{}", ran.stderr);
}

#[test]
fn a_bad_file_does_not_stop_a_folder() {
    let folder = folder_with_picture();
    let here = folder.path();
    let picture = large();
    fs::create_dir(here.join("in")).unwrap();
    fs::rename(here.join("astronaut.png"), here.join("in/=a b.png")).unwrap();
    fs::write(here.join("in/=A B.jpg"), &picture[..picture.len() / 2]).unwrap();
    fs::write(here.join("in/z<b>.gif"), "GIF89a").unwrap();
    fs::write(here.join("in/notes.txt"), "not a picture").unwrap();
    let ran = run(here, "photo make in -d 身份证 -c 深圳 -o out --json");
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let names = names_in(&here.join("out"));
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.contains(&"summary.csv".to_owned()), "{names:?}");
    assert!(
        names.contains(&"contact-sheet.html".to_owned()),
        "{names:?}"
    );

    let text = ran.text();
    let reports: Vec<Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let codes: Vec<_> = reports
        .iter()
        .map(|report| report["errors"][0]["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [Some("image-truncated"), None, Some("image-format-not-read")]
    );

    let table = fs::read(here.join("out/summary.csv")).unwrap();
    assert!(table.starts_with("\u{feff}file,ok,code".as_bytes()));
    let table = String::from_utf8(table).unwrap();
    assert_eq!(table.lines().count(), 4, "{table}");
    // There is a photo, and it is not called good: its mouth is open.
    let row = table.lines().find(|row| row.contains("'=a b.png")).unwrap();
    assert!(row.starts_with("'=a b.png,no,,,,"), "{row}");
    assert!(
        row.contains("mouth-open") && row.contains("嘴没有合上"),
        "{row}"
    );
    let page = fs::read_to_string(here.join("out/contact-sheet.html")).unwrap();
    assert!(page.contains("3 张图片，0 张可以用"), "{page}");
    assert!(page.contains("✗ 嘴没有合上") && !page.contains("class=\"yes\""));
    assert!(ran.stderr.contains("其中 0 张可以用"), "{}", ran.stderr);
    assert!(page.contains("z&#60;b&#62;.gif") && !page.contains("z<b>"));
}

#[test]
fn a_picture_that_lacks_something_gives_a_draft_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    // Too few pixels for any document.
    fs::write(here.join("small.png"), scaled(0.25)).unwrap();
    let line = "photo make small.png -d 身份证 -c 深圳 -o photo.png --transparent --json";
    let refused = run(here, line);
    assert_eq!(refused.code, 3, "{}", refused.seen());
    let report = refused.json();
    assert_eq!(
        (&report["usable"], &report["photo"]),
        (&Value::Bool(false), &Value::Null)
    );
    assert_eq!(report["errors"][0]["code"], "too-few-pixels");
    assert!(
        report["geometry"]["shortfalls"][0]["enlargement"]
            .as_f64()
            .unwrap()
            > 2.0
    );
    assert_eq!(names_in(here), ["small.png"]);

    let draft = run(here, &format!("{line} --draft"));
    assert_eq!(draft.code, 3, "{}", draft.seen());
    assert_eq!(draft.json()["usable"], false);
    assert!(
        draft.stderr.contains("草稿[too-few-pixels]"),
        "{}",
        draft.stderr
    );
    assert_eq!(
        size_of(&fs::read(here.join("photo.png")).unwrap()),
        (358, 441)
    );
}

#[test]
fn a_photo_is_corrected_by_hand() {
    let folder = folder_with_picture();
    let here = folder.path();
    let make = |out: &str, edit: &str| {
        run(
            here,
            &format!("photo make astronaut.png -d sfz -c sz --draft --json -o {out} {edit}"),
        )
    };
    let plain = make("plain.jpg", "");
    // Across the chest, which no matte leaves out.
    let stroke = r#"{"kind": "remove", "radius": 0.05, "points": [[0.38, 0.44], [0.48, 0.46]]}"#;
    fs::write(
        here.join("edit.json"),
        format!(r#"{{"strokes": [{stroke}]}}"#),
    )
    .unwrap();
    let painted = make("painted.jpg", "--edit edit.json");
    assert_eq!(painted.code, plain.code, "{}", painted.stderr);
    for (ran, has_strokes) in [(&painted, true), (&plain, false)] {
        let json = String::from_utf8_lossy(&ran.stdout);
        assert_eq!(json.contains("\"strokes\""), has_strokes, "{json}");
    }
    let bytes = |name: &str| fs::read(here.join(name)).unwrap();
    assert!(
        bytes("plain.jpg") != bytes("painted.jpg"),
        "nothing was removed"
    );
    for (text, words) in [
        (r#"{"scale": 0}"#, "[usage-edit]"),
        (r#"{"strokes": [{"kind": "blur"}]}"#, "[usage-edit]"),
        ("", "[usage-edit]"),
    ] {
        fs::write(here.join("edit.json"), text).unwrap();
        let ran = make("none.jpg", "--edit edit.json");
        assert!(
            ran.code == 2 && ran.stderr.contains(words),
            "{text}: {}",
            ran.seen()
        );
        assert!(!here.join("none.jpg").exists());
    }
    let ran = make("none.jpg", "--edit no-such.json");
    assert!(
        ran.code == 2 && ran.stderr.contains("[usage-edit]"),
        "{}",
        ran.seen()
    );
    fs::write(here.join("edit.json"), "{}").unwrap();
    let ran = run(here, "photo make . -d sfz -c sz -o many/ --edit edit.json");
    assert!(
        ran.stderr.contains("[usage-edit-one-picture]"),
        "{}",
        ran.seen()
    );
}

#[test]
fn sheets_have_their_size_on_paper() {
    let folder = folder_with_picture();
    let here = folder.path();
    let ran = run(
        here,
        "photo sheet astronaut.png -d 身份证 -c 深圳 -o sheet.jpg --count 4",
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sheet = fs::read(here.join("sheet.jpg")).unwrap();
    assert_eq!(
        (size_of(&sheet), jpeg_density(&sheet)),
        ((1051, 1500), (300, 300))
    );

    // A finished photo is laid out as it is.
    let photo = imaging::RgbImage::filled(358, 441, [200, 30, 30]);
    fs::write(
        here.join("photo.png"),
        imaging::encode_png(&photo, 350).unwrap(),
    )
    .unwrap();
    let ran = run(
        here,
        "photo sheet photo.png -d sfz -c fz -o s.png --paper a4",
    );
    // `fz` is the initials of two cities, neither among the largest.
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(!here.join("s.png").exists());
    let ran = run(
        here,
        "photo sheet photo.png -d sfz -c sz -o s.png --paper a4",
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        size_of(&fs::read(here.join("s.png")).unwrap()),
        (3508, 2480)
    );
    let ran = run(
        here,
        "photo sheet photo.png -d sfz -c 440300 -o t.png --count 99",
    );
    assert!(
        ran.code == 2 && ran.stderr.contains("[sheet-count]"),
        "{}",
        ran.seen()
    );

    // From a picture every size is cropped for itself; a finished photo is cut only to
    // its own shape.
    let ran = run(
        here,
        "photo sheet astronaut.png -d 一寸 --also 二寸=4 --cut lines --paper 6inch -o both.jpg",
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("5 张 25×35 毫米 + 4 张 35×"),
        "{}",
        ran.stderr
    );
    for (also, code) in [
        ("--also 二寸=1", "[sheet-shape]"),
        ("--also 二寸=x", "DOCUMENT=N"),
        ("--also no-such=1", "[unknown-document]"),
    ] {
        let asked = format!("photo sheet photo.png -d sfz -c sz -o u.png {also}");
        let ran = run(here, &asked);
        assert_ne!(ran.code, 0, "{asked}");
        assert!(ran.stderr.contains(code), "{}", ran.seen());
        assert!(!here.join("u.png").exists(), "{asked}");
    }
}
