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

/// A word that stands for something only certain rooms may do.
struct Reserved {
    word: &'static str,
    /// Below which folder of `crates` the rule holds; empty for all.
    under: &'static str,
    /// Folders below it that may.
    allowed: &'static [&'static str],
}

impl Reserved {
    /// Whether a file, by its path in `crates`, breaks the rule.
    fn is_broken_by(&self, path: &str, text: &str) -> bool {
        let is_allowed = |place: &&str| path == *place || path.starts_with(&format!("{place}/"));
        path.starts_with(self.under)
            && !self.allowed.iter().any(is_allowed)
            && text.contains(self.word)
    }
}

const fn reserved(word: &'static str, allowed: &'static [&'static str]) -> Reserved {
    Reserved {
        word,
        under: "",
        allowed,
    }
}

const fn refused(word: &'static str, under: &'static str) -> Reserved {
    Reserved {
        word,
        under,
        allowed: &[],
    }
}

const RESERVED: [Reserved; 13] = [
    // Untrusted bytes are parsed in one room; files are opened at the ends.
    reserved("zune_jpeg::", &["imaging"]),
    reserved("heifer::", &["imaging"]),
    reserved("tiff::decoder", &["imaging"]),
    reserved("png::Decoder", &["evaluate", "imaging"]),
    reserved("rten::", &["vision"]),
    reserved(
        "std::fs",
        &[
            "blobs",
            "catalogue",
            "evaluate",
            "huizhi",
            "storage-sqlite",
            "web",
        ],
    ),
    reserved("sqlx::", &["storage-postgres", "storage-sqlite"]),
    reserved("std::net", &["huizhi", "web"]),
    reserved(
        "Instant::now",
        &[
            "studio",
            "huizhi",
            "evaluate",
            "web",
            // Time that passes whatever the clock is set to: signs of life of the
            // worker, leases, how long it lived before it is started again, and when a
            // connection was used.
            "storage-postgres/src/pool.rs",
            "usecases/src/database_clock.rs",
            "usecases/src/heartbeat.rs",
            "usecases/src/jobs/lease.rs",
            "usecases/src/jobs/mod.rs",
            "usecases/src/kept_blob.rs",
            "usecases/src/pictures/lease.rs",
            "usecases/src/pictures/work.rs",
            "usecases/src/renewed_lease.rs",
            "usecases/src/supervise.rs",
        ],
    ),
    // Pages and API are siblings that only render: neither reaches into the other,
    // and neither sees a row.
    refused("crate::pages", "web/src/api/"),
    refused("crate::api", "web/src/pages/"),
    refused("storage::", "web/src/"),
    refused("blobs::", "web/src/"),
];

/// Every source file of the crates: its path in `crates`, and its text.
fn sources() -> Vec<(String, String)> {
    let crates = root().join("crates");
    let mut folders: Vec<PathBuf> = built()
        .keys()
        .map(|name| crates.join(name).join("src"))
        .collect();
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inside = path.strip_prefix(&crates).unwrap();
                sources.push((inside.to_str().unwrap().to_owned(), read(&path)));
            }
        }
    }
    sources
}

#[test]
fn rooms_keep_to_themselves() {
    let sources = sources();
    assert!(sources.len() > 100, "sources were found");
    for rule in &RESERVED {
        for (path, text) in &sources {
            assert!(!rule.is_broken_by(path, text), "{path}: {}", rule.word);
        }
    }
}

#[test]
fn a_room_that_reaches_out_is_found() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        let broken = RESERVED.iter().filter(|rule| rule.is_broken_by(path, text));
        let words: Vec<&str> = broken.map(|rule| rule.word).collect();
        assert_eq!(words, expected, "{path}: {text}");
    };
    check(
        "web/src/api/error.rs",
        "use crate::pages::home;",
        &["crate::pages"],
    );
    check("web/src/router.rs", "use crate::pages::home;", &[]);
    check(
        "web/src/pages/home.rs",
        "use crate::api::ApiError;",
        &["crate::api"],
    );
    check(
        "web/src/pages/office/staff.rs",
        "use storage::Colleague;",
        &["storage::"],
    );
    check("usecases/src/app.rs", "use storage::Storage;", &[]);
    check("usecases/src/app.rs", "std::fs::read(path)", &["std::fs"]);
    check("imaging/src/png.rs", "zune_jpeg::JpegDecoder", &[]);
}

#[test]
fn every_crate_keeps_the_workspace_lints() {
    for name in built().keys() {
        let manifest = read(&root().join("crates").join(name).join("Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name}");
    }
}
