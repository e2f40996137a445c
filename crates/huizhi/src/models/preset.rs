//! Networks that are known by name: where they come from and how they take a picture.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::Deserialize;
use vision::ModelForm;

use super::ModelError;
use crate::failure::FileError;

/// A network that is known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preset {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) licence: String,
    #[serde(default)]
    pub(crate) origin: String,
    /// Where its file can be had.
    #[serde(default)]
    pub(crate) address: String,
    /// Of that file, hexadecimal.
    #[serde(default)]
    pub(crate) sha256: String,
    pub(crate) form: ModelForm,
}

/// The files of the presets.
const FILES: [(&str, &str); 4] = [
    ("modnet", include_str!("../../models/modnet.toml")),
    ("birefnet", include_str!("../../models/birefnet.toml")),
    ("isnet", include_str!("../../models/isnet.toml")),
    ("rvm", include_str!("../../models/rvm.toml")),
];

static PRESETS: LazyLock<Vec<(&str, Preset)>> = LazyLock::new(|| {
    let read = |text| toml::from_str(text).expect("a test reads every preset");
    FILES.map(|(name, text)| (name, read(text))).into()
});

/// All of them, by name.
pub(crate) fn presets() -> &'static [(&'static str, Preset)] {
    &PRESETS
}

/// The preset called `name`.
pub(crate) fn named(name: &str) -> Result<Preset, ModelError> {
    let found = presets().iter().find(|(known, _)| *known == name);
    found
        .map(|(_, preset)| preset.clone())
        .ok_or_else(|| ModelError::UnknownLike {
            like: name.to_owned(),
        })
}

/// What `--like` names: a preset, or a file of the same kind.
pub(crate) fn like(name: &str) -> Result<Preset, ModelError> {
    let path = Path::new(name);
    if path.extension().is_none_or(|ending| ending != "toml") {
        return named(name);
    }
    let text = fs::read_to_string(path).map_err(|source| FileError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    toml::from_str(&text).map_err(|error| ModelError::FormFile {
        path: PathBuf::from(name),
        reason: error.message().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_can_be_fetched_and_checked() {
        for (name, preset) in presets() {
            assert!(preset.address.starts_with("https://"), "{name}");
            assert!(preset.origin.starts_with("https://"), "{name}");
            assert!(!preset.licence.is_empty(), "{name}");
            let hex = preset.sha256.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(hex && preset.sha256.len() == 64, "{name}");
        }
    }
}
