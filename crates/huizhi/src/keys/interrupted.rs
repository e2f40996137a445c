//! Replacements that were killed at each step: the data opens all the same, and the
//! next replacement is whole.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use std::path::{Path, PathBuf};
use std::{fs, io};

use blobs::MasterKey;
use catalogue::Catalogue;
use usecases::keys::{Signing, signing_of};

use super::rotation::{Left, Which, rotate_sealing, rotate_signing};
use super::{KeySource, SigningAt};
use crate::installation::{Installation, open, open_or_make};

const OLD: &str = "11";
const NEW: &str = "22";
const OTHER: &str = "33";

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn write_key(path: &Path, pair: &str) {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(path).unwrap();
    file.write_all(pair.repeat(32).as_bytes()).unwrap();
}

fn key(pair: &str) -> MasterKey {
    MasterKey::from_hex(&pair.repeat(32)).unwrap()
}

/// Which of the keys a file holds.
fn held(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    Some(text[..2].to_owned())
}

/// No environment.
fn nothing(_: &str) -> Option<std::ffi::OsString> {
    None
}

/// A data folder, copied from one that was made once.
struct Data(tempfile::TempDir);

impl Data {
    fn path(&self) -> &Path {
        self.0.path()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// The same data in another folder. Who has let the database go may still be closing it, on
    /// a thread of its own: what the write-ahead log holds is moved into the database then, and
    /// the log taken away. A copy for which it was there is whole, one for which it
    /// went is made again.
    fn copied(&self) -> Self {
        loop {
            let copy = Self(tempfile::tempdir().unwrap());
            match self.copy_into(&copy) {
                Ok(()) => return copy,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn copy_into(&self, copy: &Self) -> io::Result<()> {
        for entry in fs::read_dir(self.path())? {
            let name = entry?.file_name().into_string().unwrap();
            // The index of the log is made anew by who opens the database first.
            if !name.ends_with("-shm") && !self.at(&name).is_dir() {
                fs::copy(self.at(&name), copy.at(&name))?;
            }
        }
        Ok(())
    }

    /// Puts these keys into these files, and nothing into the others.
    fn with_keys(&self, keys: [(&str, Option<&str>); 2]) {
        for (name, pair) in keys {
            match pair {
                Some(pair) => write_key(&self.at(name), pair),
                None => drop(fs::remove_file(self.at(name))),
            }
        }
    }

    async fn opened(&self) -> Result<Installation, &'static str> {
        let opened = open(self.path(), catalogue()).await;
        opened.map_err(|error| error.code())
    }
}

fn settings(data: &Data, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = data.at("settings.toml");
    fs::write(&path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// New data under the key [`OLD`].
async fn fresh(keys: &str) -> Data {
    let data = Data(tempfile::tempdir().unwrap());
    write_key(&data.at("master.key"), OLD);
    settings(&data, keys);
    drop(open_or_make(data.path(), catalogue()).await.unwrap());
    data
}

/// Replaces the sealing key; the new one's id, and what is left to do.
async fn rotated(data: &Path, which: Which) -> Result<(String, Left), &'static str> {
    let done = rotate_sealing(data, which, catalogue(), &nothing, &mut |_| {}).await;
    let done = done.map(|(replaced, _)| (replaced.id, replaced.left));
    done.map_err(|error| error.code())
}

const FILES: [&str; 2] = ["master.key", "master.key.new"];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_sealing_key() {
    for which in [Which::Sealing, Which::All] {
        a_file_is_replaced(which).await;
    }
}

async fn a_file_is_replaced(which: Which) {
    let before = fresh("").await;
    let after = before.copied();
    // What an earlier, interrupted replacement left is taken up.
    write_key(&after.at(FILES[1]), NEW);
    let replaced = rotated(after.path(), which).await;
    assert_eq!(replaced, Ok((key(NEW).id().to_string(), Left::Nothing)));
    assert_eq!(
        FILES.map(|name| held(&after.at(name))),
        [Some(NEW.to_owned()), None]
    );

    type Files = [Option<&'static str>; 2];
    let check = async |data: &Data, files: Files, expected: Result<(&str, Files), &str>| {
        let data = data.copied();
        data.with_keys([(FILES[0], files[0]), (FILES[1], files[1])]);
        let opened = data.opened().await;
        let left = FILES.map(|name| held(&data.at(name)));
        let id = opened.map(|opened| opened.keys.sealing.id);
        match expected {
            Ok((pair, expected)) => {
                assert_eq!(id, Ok(key(pair).id().to_string()), "{files:?}");
                assert_eq!(
                    left,
                    expected.map(|pair| pair.map(str::to_owned)),
                    "{files:?}"
                );
                // And it can be replaced from there.
                let (replaced, _) = rotated(data.path(), which).await.unwrap();
                let id = data.opened().await.unwrap().keys.sealing.id;
                assert_eq!(id, replaced, "{files:?}");
                assert!(!data.at(FILES[1]).exists(), "{files:?}");
            }
            Err(code) => {
                assert_eq!(id.unwrap_err(), code, "{files:?}");
                assert_eq!(left, files.map(|pair| pair.map(str::to_owned)), "{files:?}");
            }
        }
    };
    let (old, new) = (Some(OLD), Some(NEW));
    // Killed before the new key was written, after it, and within the database.
    check(&before, [old, None], Ok((OLD, [old, None]))).await;
    check(&before, [old, new], Ok((OLD, [old, new]))).await;
    // After the database, and after the file.
    check(&after, [old, new], Ok((NEW, [new, None]))).await;
    check(&after, [new, None], Ok((NEW, [new, None]))).await;
    // By the hand of somebody.
    check(&after, [None, new], Ok((NEW, [new, None]))).await;
    check(&after, [new, Some(OTHER)], Ok((NEW, [new, Some(OTHER)]))).await;
    check(&after, [old, None], Err("master-key-another")).await;
    check(&after, [old, Some(OTHER)], Err("master-key-another")).await;
    check(&after, [None, None], Err("master-key-missing")).await;
    check(&after, [None, old], Err("master-key-missing")).await;
    check(&before, [new, None], Err("master-key-another")).await;
    check(&before, [new, new], Err("master-key-another")).await;
}

/// Killed while others served: both keys open the data, and the same again finishes.
#[tokio::test(flavor = "multi_thread")]
async fn a_replacement_beside_a_service() {
    let begun = fresh("").await;
    let opened = begun.opened().await.unwrap();
    usecases::keys::begin_change(&opened.app, &key(NEW), opened.app.now())
        .await
        .unwrap();
    drop(opened);
    let check =
        async |files: [Option<&str>; 2], opens: Result<&str, &str>, ends: Result<(), &str>| {
            for which in [Which::Sealing, Which::All] {
                let data = begun.copied();
                data.with_keys([(FILES[0], files[0]), (FILES[1], files[1])]);
                let id = data.opened().await.map(|opened| opened.keys.sealing.id);
                let expected = opens.map(|pair| key(pair).id().to_string());
                assert_eq!(id, expected, "{files:?}");
                let left = FILES.map(|name| held(&data.at(name)));
                assert_eq!(left, files.map(|pair| pair.map(str::to_owned)), "{files:?}");
                let done = rotated(data.path(), which).await;
                let expected = ends.map(|()| (key(NEW).id().to_string(), Left::Nothing));
                assert_eq!(done, expected, "{files:?}");
                if ends.is_ok() {
                    let id = data.opened().await.unwrap().keys.sealing.id;
                    assert_eq!(id, key(NEW).id().to_string());
                    data.with_keys([(FILES[0], Some(OLD)), (FILES[1], None)]);
                    assert_eq!(data.opened().await.err(), Some("master-key-another"));
                }
            }
        };
    let (old, new, other) = (Some(OLD), Some(NEW), Some(OTHER));
    check([old, new], Ok(OLD), Ok(())).await;
    check([new, None], Ok(NEW), Ok(())).await;
    check([old, None], Ok(OLD), Err("master-key-missing")).await;
    check([old, other], Ok(OLD), Err("key-change-another")).await;
    check(
        [other, None],
        Err("master-key-another"),
        Err("master-key-another"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_source_of_the_sealing_key() {
    for which in [Which::Sealing, Which::All] {
        a_source_is_replaced(which).await;
    }
}

async fn a_source_is_replaced(which: Which) {
    let before = fresh("").await;
    let elsewhere = tempfile::tempdir().unwrap();
    let next = elsewhere.path().join("next");
    let as_command = format!(
        "[keys]\nnext_sealing = {{ command = ['cat', '{}'] }}",
        next.display()
    );
    let as_file = format!("[keys]\nnext_sealing = {{ file = '{}' }}", next.display());
    for next_is in [as_command, as_file] {
        let data = before.copied();
        settings(&data, &next_is);
        drop(fs::remove_file(&next));
        if next_is.contains("command") {
            // Nothing to read yet: the old key opens, and nothing is replaced.
            data.opened().await.unwrap();
            let done = rotated(data.path(), which).await;
            assert_eq!(done, Err("key-command-failed"));
            write_key(&next, NEW);
        }
        let (replaced, left) = rotated(data.path(), which).await.unwrap();
        assert_eq!(left, Left::Settings);
        // The settings name both.
        let opened = data.opened().await.unwrap();
        assert_eq!(opened.keys.sealing.id, replaced);
        drop(opened);
        let again = rotated(data.path(), which).await;
        assert_eq!(again, Err("key-not-new"));
        // The next one alone, and the old one alone.
        settings(&data, &next_is.replace("next_", ""));
        assert_eq!(data.opened().await.unwrap().keys.sealing.id, replaced);
        settings(&data, "");
        assert_eq!(data.opened().await.err(), Some("master-key-another"));
        // What is wrong with the next source is told rather than that the old key
        // is another.
        settings(&data, &next_is);
        fs::remove_file(&next).unwrap();
        let gone = match next_is.contains("command") {
            true => "key-command-failed",
            false => "master-key-missing",
        };
        assert_eq!(data.opened().await.err(), Some(gone));
    }
    // A source that is no file needs a next one.
    let data = before.copied();
    write_key(&next, OLD);
    let command = format!(
        "[keys]\nsealing = {{ command = ['cat', '{}'] }}",
        next.display()
    );
    settings(&data, &command);
    let done = rotated(data.path(), which).await;
    assert_eq!(done, Err("key-next-missing"));
    settings(&data, "[keys]\nsealing = { file = 'master.key' }");
    assert_eq!(data.opened().await.err(), Some("key-file-relative"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signing_key() {
    let elsewhere = tempfile::tempdir().unwrap();
    let [path, new] = ["signing", "signing.new"].map(|name| elsewhere.path().join(name));
    let apart = format!("[keys]\nsigning = {{ file = '{}' }}", path.display());
    let public = |pair: &str| Signing::new(signing_of(&key(pair))).public().short();

    // Data begun under the sealing key; the signing key is moved apart.
    let data = fresh("").await;
    assert_eq!(
        data.opened().await.unwrap().keys.signing,
        SigningAt::UnderSealing
    );
    settings(&data, &apart);
    write_key(&path, OTHER);
    assert_eq!(data.opened().await.err(), Some("signing-key-another"));
    settings(&data, &apart.replace("signing =", "next_signing ="));
    let replaced = rotate_signing(data.path(), catalogue(), &nothing)
        .await
        .unwrap();
    assert_eq!(
        (replaced.id, replaced.left),
        (public(OTHER), Left::Settings)
    );
    assert_eq!(data.opened().await.unwrap().keys.signing_id, public(OTHER));
    settings(&data, &apart);
    let opened = data.opened().await.unwrap();
    assert_eq!(
        opened.keys.signing,
        SigningAt::Apart(KeySource::File(path.clone()))
    );
    drop(opened);
    settings(&data, "");
    assert_eq!(data.opened().await.err(), Some("signing-key-another"));
    settings(&data, &apart);

    // Its file is replaced in its place, killed at each step.
    write_key(&new, NEW);
    let after = data.copied();
    let replaced = rotate_signing(after.path(), catalogue(), &nothing)
        .await
        .unwrap();
    assert_eq!((replaced.id, replaced.left), (public(NEW), Left::Nothing));
    assert_eq!((held(&path).as_deref(), held(&new)), (Some(NEW), None));
    let check = async |data: &Data, files: [Option<&str>; 2], expected: Result<&str, &str>| {
        for (path, pair) in [&path, &new].into_iter().zip(files) {
            match pair {
                Some(pair) => write_key(path, pair),
                None => drop(fs::remove_file(path)),
            }
        }
        let opened = data.opened().await.map(|opened| opened.keys.signing_id);
        assert_eq!(opened, expected.map(public), "{files:?}");
        if expected == Ok(NEW) {
            assert_eq!((held(&path).as_deref(), held(&new)), (Some(NEW), None));
        }
    };
    let (was, is) = (Some(OTHER), Some(NEW));
    check(&data, [was, None], Ok(OTHER)).await;
    check(&data, [was, is], Ok(OTHER)).await;
    check(&after, [was, is], Ok(NEW)).await;
    check(&after, [is, None], Ok(NEW)).await;
    check(&after, [was, None], Err("signing-key-another")).await;
    check(&after, [None, None], Err("master-key-missing")).await;
    check(&data, [is, None], Err("signing-key-another")).await;

    // New data with a signing key apart from the start: its file is made.
    drop(fs::remove_file(&path));
    let data = fresh(&apart).await;
    assert!(path.exists());
    assert!(matches!(
        data.opened().await.unwrap().keys.signing,
        SigningAt::Apart(_)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_replaces_a_key_under_a_service() {
    let data = fresh("").await;
    let alone = crate::serve_lock::lock_folder(data.path()).unwrap();
    let all = rotated(data.path(), Which::All).await;
    assert_eq!(all, Err("data-served"));
    let signing = rotate_signing(data.path(), catalogue(), &nothing).await;
    assert_eq!(signing.unwrap_err().code(), "data-served");
    drop(alone);
    let nowhere = Data(tempfile::tempdir().unwrap());
    for which in [Which::Sealing, Which::All] {
        assert_eq!(rotated(nowhere.path(), which).await, Err("no-data"));
    }
}
