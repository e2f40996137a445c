//! `receipt preview` and `receipt verify`.

use std::fs;

use domain::ReceiptNumber;
use domain::randomness::seeded;
use jiff::civil::{Date, date};
use receipts::token::{Claims, IssuerKey, sign};

use crate::{Ran, names_in, run, run_with, size_of};

const PASSED: Date = date(2026, 1, 31);
/// The last day a token can say.
const FAR: Date = date(2199, 6, 6);

fn issuer(n: u8) -> IssuerKey {
    IssuerKey::from_bytes(&[n; 32])
}

fn token(valid_until: Date, sample: bool) -> String {
    let claims = Claims {
        number: ReceiptNumber::generate(&mut seeded(1)),
        document: "resident-id-card".to_owned(),
        city: Some(440_300),
        photo_sha256: [7; 32],
        taken: date(2025, 7, 31),
        issued: date(2025, 8, 1),
        valid_until,
        sample,
    };
    sign(&claims, &issuer(1))
}

#[test]
fn a_code_is_checked_with_the_public_key_alone() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let key = issuer(1).public().to_string();
    fs::write(here.join("issuer.key"), format!("{key}\n")).unwrap();
    let verify = |key: &str, code: &str, more: &[&str]| -> Ran {
        let fixed = ["--lang", "en", "receipt", "verify", "--key", key, code];
        run_with(here, &[&fixed, more].concat(), b"")
    };
    let check = |key: &str, code: &str, exit, said: &str| {
        let ran = verify(key, code, &[]);
        assert_eq!(ran.code, exit, "{}", ran.seen());
        assert!(ran.seen().contains(said), "{said}: {}", ran.seen());
    };
    let good = token(FAR, false);
    check(&key, &good, 0, "Genuine");
    check(&key, &format!("https://a.example/v/{good}"), 0, "Genuine");
    check("issuer.key", &good, 0, "Genuine");
    check(&key, &token(PASSED, false), 0, "has expired");
    check(&key, &token(FAR, true), 0, "A sample");
    check(&key, &token(PASSED, true), 0, "A sample");
    let another = issuer(2).public().to_string();
    check(&another, &good, 3, "[token-");
    let changed = good.replacen(
        &good[20..21],
        if &good[20..21] == "A" { "B" } else { "A" },
        1,
    );
    check(&key, &changed, 3, "[token-");
    check(&key, "HZ1FORGED", 3, "[token-");
    check("no-such-file", &good, 5, "[file-not-found]");
    fs::write(here.join("long.key"), "A".repeat(5000)).unwrap();
    check("long.key", &good, 2, "[usage-bad-value]");

    let json = verify(&key, &token(PASSED, false), &["--json"]).json();
    assert_eq!(json["expired"], true);
    assert_eq!(json["valid-until"], "2026-01-31");
    assert_eq!(json["sample"], false);
    assert_eq!(json["city"], 440_300);
}

#[test]
fn a_preview_is_a_file_of_its_kind_and_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let check = |line: &str, exit, said: &str| {
        let ran = run(here, &format!("--lang en receipt preview {line}"));
        assert_eq!(ran.code, exit, "{}", ran.seen());
        assert!(ran.seen().contains(said), "{said}: {}", ran.seen());
    };
    check("-d 身份证 -c 深圳 -o a.pdf", 0, "a sample");
    check("-d 身份证 -c 深圳 -o a.pdf", 5, "[file-exists]");
    check("-d 社保卡 -c 广州 -o a.pdf --force", 0, "a sample");
    check("-d 驾驶证 -c 广州 -o b.png", 0, "a sample");
    check("-d 身份证 -c 深圳 -o c.jpg", 2, "[usage-out-ending]");
    check("-d 身份证 -o c.pdf", 2, "[city-needed]");
    assert_eq!(names_in(here), ["a.pdf", "b.png"]);
    assert!(fs::read(here.join("a.pdf")).unwrap().starts_with(b"%PDF-"));
    let (width, height) = size_of(&fs::read(here.join("b.png")).unwrap());
    assert!(width == 1080 && height > width, "{width} × {height}");
}
