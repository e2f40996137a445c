//! `models`, and photos made with what it added. The networks see a person where red is
//! bright (`scripts/make_test_networks.py`).

use std::fs;
use std::path::Path;

use super::{Ran, run, run_in, scaled};

fn network(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vision/tests/networks");
    fs::read(folder.join(format!("{name}.onnx"))).unwrap()
}

/// A folder with the test networks and a form for one that is known by no name.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["modnet", "birefnet", "isnet", "rvm", "custom"] {
        fs::write(folder.path().join(format!("{name}.onnx")), network(name)).unwrap();
    }
    let form = r#"
        title = "Own"
        licence = "CC0-1.0"
        [form]
        input = "picture"
        output = "person"
        width = 80
        height = 96
        fit = "pad"
        layout = "nhwc"
        channels = "bgr"
        mean = [0, 0, 0]
        deviation = [1, 1, 1]
    "#;
    fs::write(folder.path().join("own.toml"), form).unwrap();
    folder
}

fn english(folder: &Path, line: &str) -> Ran {
    run(folder, &format!("--lang en {line}"))
}

#[test]
fn each_kind_is_added_listed_and_removed() {
    let folder = folder();
    let here = folder.path();
    let names = ["birefnet", "isnet", "modnet", "rvm"];
    for name in names {
        let ran = english(here, &format!("models add {name}.onnx --like {name}"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        // These are not the files that the checksums are of.
        assert!(
            ran.stderr.contains("make sure where it comes from"),
            "{name}"
        );
    }
    let ran = english(here, "models add custom.onnx --like own.toml --name mine");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("make sure"), "{}", ran.stderr);

    let listed = english(here, "models list --json").json();
    let listed: Vec<(&str, &str)> = listed["models"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["name"].as_str().unwrap(),
                row["licence"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("birefnet", "MIT"),
        ("isnet", "Apache-2.0"),
        ("mine", "CC0-1.0"),
        ("modnet", "Apache-2.0"),
        ("rvm", "GPL-3.0"),
    ];
    assert_eq!(listed, expected);
    let text = english(here, "models list").text();
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(!text.contains(&here.display().to_string()));

    assert_eq!(english(here, "models remove mine").code, 0);
    assert_eq!(english(here, "models remove mine").code, 2);
    assert_eq!(english(here, "models list").text().lines().count(), 4);
}

#[test]
fn what_cannot_be_added_is_refused_with_the_cure() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("text.onnx"), "not a network").unwrap();
    fs::write(here.join("broken.toml"), "title = ").unwrap();
    fs::write(here.join("unknown.toml"), "title = 'x'\nsize = 3\n").unwrap();
    assert_eq!(
        english(here, "models add modnet.onnx --like modnet").code,
        0
    );
    for (line, code, said) in [
        ("models add modnet.onnx --like modnet", 5, "[model-exists]"),
        ("models add none.onnx --like modnet", 5, "[file-not-found]"),
        (
            "models add text.onnx --like modnet --name t",
            5,
            "[model-unreadable]",
        ),
        (
            "models add modnet.onnx --like u2net",
            2,
            "[model-unknown-like]",
        ),
        (
            "models add modnet.onnx --like none.toml",
            5,
            "[file-not-found]",
        ),
        (
            "models add modnet.onnx --like broken.toml",
            5,
            "[model-form-file]",
        ),
        (
            "models add modnet.onnx --like unknown.toml",
            5,
            "[model-form-file]",
        ),
        (
            "models add modnet.onnx --like rvm --name r",
            5,
            "[model-no-such-name]",
        ),
        (
            "models add rvm.onnx --like modnet --name r",
            5,
            "[model-answer]",
        ),
        (
            "models add modnet.onnx --like modnet --name ../up",
            2,
            "[model-name]",
        ),
        (
            "models add modnet.onnx --like modnet --name built-in",
            2,
            "[model-name]",
        ),
        ("models remove isnet", 2, "[model-not-there]"),
        ("models remove ../data", 2, "[model-name]"),
        ("models fetch u2net", 2, "[model-unknown-like]"),
        // Nothing listens there.
        (
            "models fetch modnet --name m --from http://127.0.0.1:9/x",
            5,
            "[model-fetch]",
        ),
        (
            "models fetch modnet --name m --from http://example.org/x",
            5,
            "[model-fetch]",
        ),
    ] {
        let ran = english(here, line);
        assert_eq!(ran.code, code, "{line}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{line}: {}", ran.stderr);
    }
    assert_eq!(english(here, "models list").text().lines().count(), 1);
}

/// The network takes part: it sees no person in a picture without bright red, and the
/// report of a photo names it.
#[test]
fn a_photo_is_made_with_the_network_asked_for() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("me.png"), scaled(3.0)).unwrap();
    assert_eq!(
        english(here, "models add modnet.onnx --like modnet").code,
        0
    );
    let make = |more: &str| {
        english(
            here,
            &format!("photo make me.png -d 身份证 -c 深圳 -o p.jpg --force --json {more}"),
        )
    };
    let built_in = make("");
    let photo = fs::read(here.join("p.jpg")).unwrap();
    assert!(built_in.json()["models"]["outline"].is_null());
    assert_eq!(make("--matting built-in").code, built_in.code);
    assert_eq!(fs::read(here.join("p.jpg")).unwrap(), photo);

    let other = make("--matting modnet");
    assert_eq!(other.json()["models"]["outline"], "modnet");
    assert_ne!(fs::read(here.join("p.jpg")).unwrap(), photo);
    let checked = english(
        here,
        "photo check me.png -d 身份证 -c 深圳 --json --matting modnet",
    );
    assert_eq!(checked.json()["report"]["models"]["outline"], "modnet");

    let missing = make("--matting isnet");
    assert_eq!(missing.code, 2);
    assert!(
        missing.stderr.contains("built-in, modnet"),
        "{}",
        missing.stderr
    );
    // Another file under that name is not run.
    fs::write(
        here.join("huizhi-data/models/modnet.onnx"),
        network("isnet"),
    )
    .unwrap();
    let altered = make("--matting modnet");
    assert_eq!(altered.code, 5);
    assert!(
        altered.stderr.contains("[model-altered]"),
        "{}",
        altered.stderr
    );
}

#[test]
fn a_service_with_a_network_that_is_not_there_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir_all(&data).unwrap();
    let settings = data.join("settings.toml");
    fs::write(&settings, "matting = 'isnet'\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&settings, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let words = [
        "--lang",
        "en",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        "data",
    ];
    let ran = run_in(folder.path(), &words, b"", &[]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("[model-not-there]"), "{}", ran.stderr);
    // Whoever only manages staff needs no network.
    let words = ["staff", "list", "--data", "data"];
    let listed = run_in(folder.path(), &words, b"", &[]);
    assert!(!listed.stderr.contains("model"), "{}", listed.stderr);
}
