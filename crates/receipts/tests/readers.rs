//! Receipts read by other programs: `zbarimg` reads the codes, from paper at
//! 150 dpi, from a phone's screen, and rotated; `pdftotext` extracts the text;
//! `pdffonts` finds the embedded font; `qpdf` finds no fault. The programs are
//! in Debian's zbar-tools, poppler-utils and qpdf; `dmtxread`, of dmtx-utils,
//! reads the code of a sealed photo.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod slips;

use std::path::Path;
use std::process::Command;

use imaging::{Affine, Limits, decode, encode_png, warp};
use receipts::token::{Claims, IssuerKey, sign};
use receipts::{Font, Issuer, pdf, picture};
use slips::{catalogue, issuer, number, photo, slip};

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let problem = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() || program == "zbarimg",
        "{program}: {said} {problem}"
    );
    said
}

/// The codes in an image, sorted.
fn codes(path: &Path) -> Vec<String> {
    let said = run("zbarimg", &["--quiet", path.to_str().unwrap()]);
    let mut codes: Vec<String> = said.lines().map(str::to_owned).collect();
    codes.sort();
    codes
}

fn token() -> String {
    let claims = Claims {
        number: number(),
        document: "resident-id-card".to_owned(),
        city: Some(440_300),
        photo_sha256: [7; 32],
        taken: jiff::civil::date(2026, 11, 23),
        issued: jiff::civil::date(2026, 11, 23),
        valid_until: jiff::civil::date(2027, 5, 22),
        sample: true,
    };
    let token = sign(&claims, &IssuerKey::from_bytes(&[1; 32]));
    format!("HTTPS://PHOTO.EXAMPLE.ORG/V/{token}")
}

fn expected(token: &str) -> Vec<String> {
    vec![format!("CODE-39:{}", number()), format!("QR-Code:{token}")]
}

/// An image rotated by `degrees` on a white background.
fn turned(png: &[u8], degrees: f64, to: &Path) {
    let image = decode(png, &Limits::default()).unwrap().image;
    let (width, height) = (image.width(), image.height());
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let turn = Affine {
        a: cos,
        b: -sin,
        tx: cx - cos * cx + sin * cy,
        c: sin,
        d: cos,
        ty: cy - sin * cx - cos * cy,
    };
    let image = warp(&image, &turn, width, height).image;
    std::fs::write(to, encode_png(&image, 150).unwrap()).unwrap();
}

#[test]
fn the_codes_read_back_from_paper_and_screen() {
    let (catalogue, photo, token) = (catalogue(), photo(), token());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    // The stamp could cover the codes; one form is without it.
    for form in catalogue.receipt_forms() {
        let is_plain = form.id == "plain";
        let issuer = if is_plain { issuer() } else { Issuer::Sample };
        let slip = slip(form, &photo, issuer, &token);
        let png = picture(&slip, Font::embedded()).unwrap();
        std::fs::write(at("phone.png"), &png).unwrap();
        assert_eq!(codes(&at("phone.png")), expected(&token), "{}", form.id);
        std::fs::write(at("a.pdf"), pdf(&slip, Font::embedded()).unwrap()).unwrap();
        let (from, to) = (at("a.pdf"), at("page"));
        let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
        run("pdftoppm", &["-r", "150", "-png", "-singlefile", from, to]);
        assert_eq!(codes(&at("page.png")), expected(&token), "{}", form.id);
        let page = std::fs::read(at("page.png")).unwrap();
        if !["id-card", "exit-entry"].contains(&form.id.as_str()) {
            continue;
        }
        for (image, degrees) in [(&page, 3.0), (&page, -3.0), (&png, 4.0)] {
            turned(image, degrees, &at("turned.png"));
            let read = codes(&at("turned.png"));
            assert_eq!(read, expected(&token), "{} at {degrees}", form.id);
        }
    }
}

/// Where a scanner is aimed: beside the barcode on paper, below the photo on the
/// phone. Ranges of the image from its left and from its bottom.
const ON_PAPER: [&str; 2] = ["--x-range-min=70%", "--y-range-min=60%"];
const ON_PHONE: [&str; 4] = [
    "--x-range-min=35%",
    "--x-range-max=65%",
    "--y-range-min=35%",
    "--y-range-max=70%",
];

/// A Data Matrix read by `dmtxread`, which was not written here.
fn photo_code(path: &Path, aimed: &[&str]) -> String {
    let rest = [
        "--stop-after=1",
        "--milliseconds=20000",
        path.to_str().unwrap(),
    ];
    run("dmtxread", &[aimed, &rest].concat())
}

/// The code that opens a sealed photo is read back from paper and screen on
/// every form, printed large enough, and nowhere in letters. The other codes
/// are read as before.
#[test]
fn the_code_of_a_sealed_photo_reads_back() {
    let (catalogue, photo, token) = (catalogue(), photo(), token());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let secret = "HZP1AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ";
    for form in catalogue.receipt_forms() {
        for issuer in [issuer(), Issuer::Sample] {
            let slip = receipts::Slip {
                photo_code: Some(secret),
                ..slip(form, &photo, issuer, &token)
            };
            let png = picture(&slip, Font::embedded()).unwrap();
            std::fs::write(at("phone.png"), &png).unwrap();
            assert_eq!(
                photo_code(&at("phone.png"), &ON_PHONE),
                secret,
                "{}",
                form.id
            );
            assert_eq!(codes(&at("phone.png")), expected(&token), "{}", form.id);
            let bytes = pdf(&slip, Font::embedded()).unwrap();
            let is_readable = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!is_readable, "{}", form.id);
            std::fs::write(at("a.pdf"), bytes).unwrap();
            let (from, to) = (at("a.pdf"), at("page"));
            let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
            run("pdftoppm", &["-r", "200", "-png", "-singlefile", from, to]);
            assert_eq!(
                photo_code(&at("page.png"), &ON_PAPER),
                secret,
                "{}",
                form.id
            );
            assert_eq!(codes(&at("page.png")), expected(&token), "{}", form.id);
            let words = run("pdftotext", &[from, "-"]);
            let words: String = words.split_whitespace().collect();
            assert!(!words.contains(&secret[..8]), "{}", form.id);
            assert!(words.contains("取照片的码"), "{}", form.id);
            let pages = run("pdfinfo", &[from]);
            assert!(pages.contains("Pages:           1"), "{pages}");
        }
    }
}

#[test]
fn the_words_the_font_and_the_file_are_sound() {
    let (catalogue, photo, token) = (catalogue(), photo(), token());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    let file = path.to_str().unwrap();
    for form in catalogue.receipt_forms() {
        let slip = slip(form, &photo, issuer(), &token);
        let bytes = pdf(&slip, Font::embedded()).unwrap();
        assert_eq!(
            bytes,
            pdf(&slip, Font::embedded()).unwrap(),
            "the same again"
        );
        std::fs::write(&path, &bytes).unwrap();
        let words = run("pdftotext", &["-layout", file, "-"]);
        let title = form.title.zh.replace("{place}", "广东省深圳市");
        let grouped = number().grouped();
        for part in [
            title.as_str(),
            grouped.as_str(),
            "欧*喆",
            "有效期至",
            "2027-05-22",
            "签名",
        ] {
            assert!(words.contains(part), "{part} in {}: {words}", form.id);
        }
        assert!(!words.contains("样张"), "{}", form.id);
        let fonts = run("pdffonts", &[file]);
        let font = fonts.lines().nth(2).unwrap();
        assert!(font.contains("yes yes yes"), "{fonts}");
        assert_eq!(fonts.lines().count(), 3, "{fonts}");
        let pages = run("pdfinfo", &[file]);
        assert!(pages.contains("Pages:           1"), "{pages}");
        assert!(pages.contains("A4"), "{pages}");
        run("qpdf", &["--check", file]);
        let sample = slips::slip(form, &photo, Issuer::Sample, &token);
        std::fs::write(&path, pdf(&sample, Font::embedded()).unwrap()).unwrap();
        // The stamp's letters are rotated and extracted one by one.
        let words = run("pdftotext", &[file, "-"]);
        let stamped = "样张SAMPLE".chars().all(|letter| words.contains(letter));
        assert!(stamped, "{words}");
    }
}

/// Nobody's name keeps a receipt from being printed. What a font has is on paper as
/// text; what none has is a frame, with a line that says what is to be written there.
#[test]
fn every_name_is_printed() {
    let (catalogue, photo, token) = (catalogue(), photo(), token());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    let file = path.to_str().unwrap();
    let form = catalogue.receipt_form("id-card").unwrap();
    let check = |name: &str, printed: &str, by_hand: Option<&str>| {
        let slip = receipts::Slip {
            applicant: receipts::Applicant {
                name: name.to_owned(),
                identity: "110***********002X".to_owned(),
            },
            ..slip(form, &photo, issuer(), &token)
        };
        assert!(
            !picture(&slip, Font::embedded()).unwrap().is_empty(),
            "{name}"
        );
        std::fs::write(&path, pdf(&slip, Font::embedded()).unwrap()).unwrap();
        run("qpdf", &["--check", file]);
        let words = run("pdftotext", &["-layout", file, "-"]);
        assert!(words.contains(printed), "{printed} in {words}");
        match by_hand {
            Some(code) => assert!(
                words.contains(code) && words.contains("请用笔写上"),
                "{words}"
            ),
            None => assert!(!words.contains('□'), "{name}: {words}"),
        }
    };
    check("Ivan Petrović", "Ivan Petrović", None);
    check("***š", "***š", None);
    check("Ahmet Şığ", "Ahmet Şığ", None);
    check("吉野𠮷", "吉野𠮷", None);
    check("王𫍢", "王𫍢", None);
    check("王𬹪", "王𬹪", None);
    check("བཀྲ་ཤིས", "བཀྲ", None);
    check("辻\u{e0101}", "辻", None);
    check("张\u{2ebf0}", "张", Some("U+2EBF0"));
    // The frame is seen; searched and copied is the character itself.
    check("*\u{2ebf0}", "*\u{2ebf0}", Some("U+2EBF0"));
    check("陈\u{4dbf}", "陈", Some("U+4DBF"));
    check(
        "\u{2ebf0}\u{4dbf}",
        "\u{2ebf0}\u{4dbf}",
        Some("U+2EBF0 U+4DBF"),
    );
    check("ئايگۈل", "", None);
}
