//! ARCHITECTURE.md is held against the workspace: every crate stands in its
//! table, and no crate depends on a room that its row does not name.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Crate → rooms it may depend on, from the rows "| `name` | … | rooms |".
fn drawn() -> Arrows {
    let text = read(&root().join("ARCHITECTURE.md"));
    let mut arrows = Arrows::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, _, _, depends] = cells[..] else {
            continue;
        };
        let ticked = |cell: &str| -> BTreeSet<String> {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        let name = ticked(name).pop_first().unwrap();
        let depends = if depends == "all of the above" {
            arrows.keys().cloned().collect()
        } else {
            ticked(depends)
        };
        arrows.insert(name, depends);
    }
    arrows
}

/// Crate → rooms its manifest names.
fn built() -> Arrows {
    let crates = root().join("crates");
    let names: BTreeSet<String> = std::fs::read_dir(&crates)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("Cargo.toml").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names
        .iter()
        .map(|name| {
            let manifest = read(&crates.join(name).join("Cargo.toml"));
            let dependencies = manifest
                .split("\n[")
                .find(|section| section.starts_with("dependencies]"))
                .unwrap_or_default();
            let rooms = dependencies
                .lines()
                .filter_map(|line| line.split(['.', ' ', '=']).next())
                .filter(|word| names.contains(*word))
                .map(str::to_owned)
                .collect();
            (name.clone(), rooms)
        })
        .collect()
}

#[test]
fn every_crate_and_every_arrow_is_drawn() {
    let (drawn, built) = (drawn(), built());
    assert!(built.len() >= 6, "crates were found: {built:?}");
    let named = |arrows: &Arrows| arrows.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        named(&built),
        named(&drawn),
        "crates built and crates in ARCHITECTURE.md"
    );
    for (name, rooms) in &built {
        let allowed = &drawn[name];
        assert!(
            rooms.is_subset(allowed),
            "{name} depends on {rooms:?}, ARCHITECTURE.md allows {allowed:?}"
        );
    }
}

/// Words that stand for something only certain rooms may do.
#[test]
fn rooms_keep_to_themselves() {
    let check = |word: &str, allowed: &[&str]| {
        for name in built()
            .keys()
            .filter(|name| !allowed.contains(&name.as_str()))
        {
            let mut folders = vec![root().join("crates").join(name).join("src")];
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() {
                        folders.push(path);
                    } else if path.extension().is_some_and(|e| e == "rs") {
                        assert!(!read(&path).contains(word), "{}: {word}", path.display());
                    }
                }
            }
        }
    };
    // Untrusted bytes are parsed in one room; files are opened at the ends.
    check("zune_jpeg::", &["imaging"]);
    check("heifer::", &["imaging"]);
    check("png::Decoder", &["imaging"]);
    check("rten::", &["vision"]);
    check(
        "std::fs",
        &[
            "blobs",
            "catalogue",
            "evaluate",
            "huizhi",
            "storage-sqlite",
            "web",
        ],
    );
    check("sqlx::", &["storage-sqlite"]);
    check("std::net", &["huizhi", "web"]);
    check("Instant::now", &["studio", "huizhi", "evaluate", "web"]);
}

#[test]
fn every_crate_keeps_the_workspace_lints() {
    for name in built().keys() {
        let manifest = read(&root().join("crates").join(name).join("Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name}");
    }
}
