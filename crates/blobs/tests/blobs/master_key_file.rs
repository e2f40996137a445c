//! The master key's file: created once, private, and refused otherwise.

use std::fs;
use std::path::Path;

use blobs::{KeyOrigin, MasterKey};
use domain::randomness::seeded;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn files(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn made_once_and_found_again() {
    let folder = folder();
    let path = folder.path().join("master.key");
    let load = |seed| MasterKey::load_or_create(&path, &mut seeded(seed)).unwrap();

    assert_eq!(
        MasterKey::load(&path).unwrap_err().code(),
        "master-key-missing"
    );
    let (made, origin) = load(1);
    assert_eq!(origin, KeyOrigin::Created);
    let (found, origin) = load(2);
    assert_eq!(origin, KeyOrigin::Found);
    assert_eq!(made.id(), found.id());
    assert_eq!(made.id(), MasterKey::load(&path).unwrap().id());

    let again = MasterKey::create(&path, &mut seeded(3));
    assert_eq!(again.unwrap_err().code(), "master-key-exists");
    assert_eq!(made.id(), MasterKey::load(&path).unwrap().id());
    assert_eq!(files(folder.path()), ["master.key"], "nothing else is left");

    let in_the_environment = fs::read_to_string(&path).unwrap();
    assert_eq!(
        MasterKey::from_hex(&in_the_environment).unwrap().id(),
        made.id()
    );
}

#[cfg(unix)]
#[test]
fn private_or_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("master.key");
    MasterKey::create(&path, &mut seeded(1)).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);

    let check = |mode, expected: Result<(), &str>| {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let loaded = MasterKey::load(&path);
        let got = loaded.as_ref().map(|_| ()).map_err(|error| error.code());
        assert_eq!(got, expected, "{mode:o}");
    };
    check(0o600, Ok(()));
    check(0o400, Ok(()));
    check(0o640, Err("master-key-open-to-others"));
    check(0o620, Err("master-key-open-to-others"));
    check(0o604, Err("master-key-open-to-others"));
    check(0o444, Err("master-key-open-to-others"));
}

#[cfg(unix)]
#[test]
fn other_contents_are_refused_and_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("master.key");
    let check = |contents: &[u8], expected: &str| {
        fs::write(&path, contents).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let loaded = MasterKey::load_or_create(&path, &mut seeded(1));
        assert_eq!(loaded.unwrap_err().code(), expected, "{contents:?}");
        assert_eq!(fs::read(&path).unwrap(), contents);
    };
    check(b"", "master-key-length");
    check(&[b'0'; 63], "master-key-length");
    check(&[b'0'; 100_000], "master-key-length");
    check(&[b'g'; 64], "master-key-not-hex");
    check(&[0xff; 64], "master-key-not-hex");
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let path = folder().path().join("gone").join("master.key");
    let made = MasterKey::create(&path, &mut seeded(1));
    assert_eq!(made.unwrap_err().code(), "master-key-unreachable");
}
