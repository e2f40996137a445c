//! Networks for the person's outline that an operator added, in the data folder.
//!
//! ```text
//! huizhi-data/models/
//!   modnet.onnx   the network as it was added
//!   modnet.toml   how it takes a picture, what its licence is, its checksum
//! ```
//!
//! A network is checked when it is added, and its checksum each time it is loaded.

mod download;
mod model_error;
mod preset;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vision::{AddedModel, ModelForm};

pub(crate) use self::model_error::ModelError;
pub(crate) use self::preset::{Preset, like, named, presets};
use crate::atomic_file::{self, Existing};
use crate::failure::FileError;

/// What stands beside a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    /// What it is.
    pub(crate) title: String,
    /// Its licence, as whoever added it knows it.
    pub(crate) licence: String,
    /// Where it comes from.
    pub(crate) origin: String,
    /// Of its file, hexadecimal.
    pub(crate) sha256: String,
    /// How it takes a picture.
    pub(crate) form: ModelForm,
}

/// The name of the network inside the program.
pub(crate) const BUILT_IN: &str = "built-in";

/// Largest file of a network, bytes: BiRefNet's largest weights are 973 MB.
const LARGEST: u64 = 1 << 30;

/// The folder of networks of the data folder `data`.
fn folder(data: &Path) -> PathBuf {
    data.join("models")
}

fn network_file(data: &Path, name: &str) -> PathBuf {
    folder(data).join(format!("{name}.onnx"))
}

fn record_file(data: &Path, name: &str) -> PathBuf {
    folder(data).join(format!("{name}.toml"))
}

/// Names of networks, which are names of files too: a to z, digits, hyphens.
fn check_name(name: &str) -> Result<(), ModelError> {
    let fits = (1..=40).contains(&name.len())
        && name != BUILT_IN
        && !name.starts_with('-')
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        Ok(())
    } else {
        Err(ModelError::Name {
            name: name.to_owned(),
        })
    }
}

/// Reads a network's file.
pub(crate) fn read_network(path: &Path) -> Result<Vec<u8>, ModelError> {
    let unreadable = |source| FileError::Unreadable {
        path: path.to_owned(),
        source,
    };
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(ModelError::TooLarge);
    }
    Ok(fs::read(path).map_err(unreadable)?)
}

/// Gets the network of `preset` from `address`, its own when not given.
pub(crate) fn fetched(preset: &Preset, address: Option<&str>) -> Result<Vec<u8>, ModelError> {
    let bytes = download::get(address.unwrap_or(&preset.address), LARGEST)?;
    let found = digest_of(&bytes);
    if found == preset.sha256 {
        Ok(bytes)
    } else {
        Err(ModelError::OtherFile {
            expected: preset.sha256.clone(),
            found,
        })
    }
}

/// Keeps the network `bytes` as `name`, after it was run once.
pub(crate) fn keep(
    data: &Path,
    name: &str,
    preset: &Preset,
    bytes: Vec<u8>,
) -> Result<Record, ModelError> {
    check_name(name)?;
    let record = Record {
        title: preset.title.clone(),
        licence: preset.licence.clone(),
        origin: preset.origin.clone(),
        sha256: digest_of(&bytes),
        form: preset.form.clone(),
    };
    let network = network_file(data, name);
    if network.exists() {
        return Err(ModelError::Exists {
            name: name.to_owned(),
        });
    }
    AddedModel::load(name, record.form.clone(), bytes.clone())?;
    let folder = folder(data);
    fs::create_dir_all(&folder).map_err(|source| FileError::Unwritable {
        path: folder,
        source,
    })?;
    let text = toml::to_string(&record).expect("a record is tables of plain values");
    // The record first: a network without one is not listed, a record without a network is.
    atomic_file::write(&record_file(data, name), text.as_bytes(), Existing::Replace)?;
    atomic_file::write(&network, &bytes, Existing::Keep)?;
    Ok(record)
}

/// The networks there are, by name.
pub(crate) fn all(data: &Path) -> Result<Vec<(String, Record)>, ModelError> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder(data)) else {
        return Ok(found);
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let is_network = path.extension().is_some_and(|ending| ending == "onnx");
        if let Some(name) = stem.filter(|_| is_network) {
            found.push((name.to_owned(), record(data, name)?));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

fn record(data: &Path, name: &str) -> Result<Record, ModelError> {
    let path = record_file(data, name);
    let text = fs::read_to_string(&path).map_err(|source| FileError::Unreadable {
        path: path.clone(),
        source,
    })?;
    toml::from_str(&text).map_err(|error| ModelError::FormFile {
        path,
        reason: error.message().to_owned(),
    })
}

/// Deletes a network.
pub(crate) fn remove(data: &Path, name: &str) -> Result<(), ModelError> {
    find(data, name)?;
    for path in [network_file(data, name), record_file(data, name)] {
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(FileError::Unwritable { path, source }.into()),
        }
    }
    Ok(())
}

fn find(data: &Path, name: &str) -> Result<(), ModelError> {
    check_name(name)?;
    if network_file(data, name).is_file() {
        return Ok(());
    }
    let there_are = all(data)?.into_iter().map(|(name, _)| name).collect();
    Err(ModelError::NotThere {
        name: name.to_owned(),
        there_are,
    })
}

/// The network called `name`, ready to run; `None` for the one inside the program.
pub(crate) fn load(data: &Path, name: &str) -> Result<Option<Arc<AddedModel>>, ModelError> {
    if name == BUILT_IN {
        return Ok(None);
    }
    find(data, name)?;
    let record = record(data, name)?;
    let bytes = read_network(&network_file(data, name))?;
    if digest_of(&bytes) != record.sha256 {
        return Err(ModelError::Altered {
            name: name.to_owned(),
        });
    }
    Ok(Some(Arc::new(AddedModel::load(name, record.form, bytes)?)))
}

fn digest_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    /// Serves `bytes` once, and gives the address.
    fn served(bytes: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/network.onnx", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 1024];
            let _length = stream.read(&mut asked).unwrap();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                bytes.len()
            )
            .unwrap();
            stream.write_all(bytes).unwrap();
        });
        address
    }

    #[test]
    fn what_is_fetched_is_held_against_its_checksum() {
        let network = include_bytes!("../../../vision/tests/networks/modnet.onnx");
        let mut preset = named("modnet").unwrap();
        let other = fetched(&preset, Some(&served(network))).unwrap_err();
        assert_eq!(other.code(), "model-other-file");
        preset.sha256 = digest_of(network);
        let bytes = fetched(&preset, Some(&served(network))).unwrap();
        assert_eq!(bytes, network);

        let data = tempfile::tempdir().unwrap();
        keep(data.path(), "modnet", &preset, bytes).unwrap();
        assert!(load(data.path(), "modnet").unwrap().is_some());
        assert!(load(data.path(), BUILT_IN).unwrap().is_none());
    }
}
