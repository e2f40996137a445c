//! `key`, and a start with keys from elsewhere.

use std::fs;
use std::path::Path;

use super::{Ran, run_in};

const OWN: &str = "0011223344556677001122334455667700112233445566770011223344556677";
const OTHER: &str = "1111111111111111111111111111111111111111111111111111111111111111";

fn write_secret(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// A folder for data, with settings.
fn settled(folder: &Path, settings: &str) {
    fs::create_dir_all(folder.join("data")).unwrap();
    write_secret(&folder.join("data/settings.toml"), settings);
}

fn huizhi(folder: &Path, line: &str, variables: &[(&str, &str)]) -> Ran {
    let line = format!("--lang en {line} --data data");
    let words: Vec<&str> = line.split(' ').collect();
    run_in(folder, &words, b"", variables)
}

/// Whatever the source, another key than the data's opens nothing and changes
/// nothing.
#[cfg(unix)]
#[test]
fn another_key_opens_nothing_from_any_source() {
    let check = |source: &str, set: fn(&Path, &str) -> Vec<(&'static str, String)>| {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        let root = here.display().to_string();
        settled(
            here,
            &format!("[keys]\nsealing = {}\n", source.replace("ROOT", &root)),
        );
        let run = |key: &str, line: &str| {
            let variables = set(here, key);
            let variables: Vec<(&str, &str)> = variables
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            huizhi(here, line, &variables)
        };
        let made = run(OWN, "staff add li --role operator");
        assert_eq!(made.code, 0, "{source}: {}", made.stderr);
        assert!(!here.join("data/master.key").exists(), "{source}");
        let state = || {
            [
                run(OWN, "staff list").text(),
                run(OWN, "audit verify").text(),
            ]
        };
        let before = state();
        for line in [
            "staff list",
            "doctor",
            "key where",
            "key rotate sealing --yes",
        ] {
            let refused = run(OTHER, line);
            assert_eq!(refused.code, 5, "{source} {line}: {}", refused.seen());
            assert!(
                refused.stderr.contains("[master-key-another]"),
                "{}",
                refused.stderr
            );
            for secret in [OWN, OTHER] {
                assert!(!refused.stderr.contains(secret));
            }
        }
        assert_eq!(state(), before, "{source}: nothing was changed");
        let opened = run(OWN, "key where --json");
        assert_eq!(opened.code, 0, "{source}: {}", opened.stderr);
        assert_eq!(opened.json()["signing"]["source"], "sealing");
        assert!(!opened.text().contains(OWN));
    };
    let in_a_file = |here: &Path, key: &str| {
        write_secret(&here.join("key"), key);
        Vec::new()
    };
    check("{ file = 'ROOT/key' }", in_a_file);
    check("{ command = ['cat', 'ROOT/key'] }", in_a_file);
    check("{ env = 'HUIZHI_KEY' }", |_, key| {
        vec![("HUIZHI_KEY", key.to_owned())]
    });
    check("{ credential = 'key' }", |here, key| {
        write_secret(&here.join("key"), key);
        vec![("CREDENTIALS_DIRECTORY", here.display().to_string())]
    });
}

#[test]
fn what_is_told_of_keys() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    settled(here, "");
    write_secret(&here.join("data/master.key"), OWN);
    assert_eq!(huizhi(here, "staff add li --role operator", &[]).code, 0);
    let told = |name: &str, line: &str| {
        for lang in ["zh", "en"] {
            let line = format!("--lang {lang} {line} --data data");
            let words: Vec<&str> = line.split(' ').collect();
            let ran = run_in(here, &words, b"", &[("HUIZHI_NEXT", OTHER)]);
            insta::assert_snapshot!(format!("{name}-{lang}"), ran.seen());
        }
    };
    told("key-where", "key where");
    let json = huizhi(here, "key where --json", &[]);
    assert_eq!(json.json()["sealing"]["at"], "data/master.key");
    told("key-rotate-sealing", "key rotate sealing");
    told("key-rotate-signing", "key rotate signing");
    // Nothing was done; with --yes it is.
    assert_eq!(
        fs::read_to_string(here.join("data/master.key")).unwrap(),
        OWN
    );
    settled(here, "[keys]\nnext_sealing = { env = 'HUIZHI_NEXT' }\n");
    let done = huizhi(here, "key rotate sealing --yes", &[("HUIZHI_NEXT", OTHER)]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    insta::assert_snapshot!("key-rotated-sealing-en", done.seen());
    // Now the configured key is another, and the next is missing.
    told("key-next", "key where");
    let missing = huizhi(here, "key where", &[]);
    assert!(
        missing.stderr.contains("[key-variable-missing]"),
        "{}",
        missing.stderr
    );
    let verified = huizhi(here, "audit verify", &[("HUIZHI_NEXT", OTHER)]);
    assert_eq!(verified.code, 0, "{}", verified.stderr);
    settled(here, "");
    told("key-another", "staff list");
}

/// Keys of a file: the one in use, and earlier ones with their last day.
#[test]
fn a_receipt_is_checked_by_any_key_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let check = |text: &str, code: i32| {
        fs::write(here.join("keys"), text).unwrap();
        let ran = run_in(
            here,
            &["receipt", "verify", "--key", "keys", "HZ1AE"],
            b"",
            &[],
        );
        assert_eq!(ran.code, code, "{text}: {}", ran.stderr);
    };
    // A point of the curve, as the service gives it.
    let key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    // The code does not read; the keys do.
    check(&format!("{key}\n"), 3);
    check(&format!("{key}\n\n{key} 2026-11-27\n"), 3);
    check(&format!("{key} someday\n"), 2);
    check(&format!("{key}\nno key\n"), 2);
    check("\n", 2);
}
