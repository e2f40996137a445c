//! `[keys]` of the settings.

use std::path::Path;

use serde::Deserialize;

use super::source::KeySource;
use super::source_error::{KeyFault, KeySourceError};

/// Where the keys come from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KeysSettings {
    /// The sealing key; [`KEY`] in the data folder unless given.
    sealing: Option<KeySource>,
    /// The signing key; kept under the sealing key unless given.
    signing: Option<KeySource>,
    /// Where the next sealing key comes from, for replacing it.
    next_sealing: Option<KeySource>,
    /// Where the next signing key comes from.
    next_signing: Option<KeySource>,
}

/// The sealing key's file in the data folder.
pub(crate) const KEY: &str = "master.key";

impl KeysSettings {
    /// Whether the settings may hold a secret: a command's arguments can.
    pub(crate) fn holds_secrets(&self) -> bool {
        let all = [
            &self.sealing,
            &self.signing,
            &self.next_sealing,
            &self.next_signing,
        ];
        let is_command = |source: &KeySource| matches!(source, KeySource::Command(_));
        all.into_iter().flatten().any(is_command)
    }

    pub(super) fn sealing(&self, folder: &Path) -> Result<KeySource, KeyFault> {
        match &self.sealing {
            None => Ok(KeySource::File(folder.join(KEY))),
            Some(source) => absolute(source),
        }
    }

    pub(super) fn signing(&self) -> Result<Option<KeySource>, KeyFault> {
        self.signing.as_ref().map(absolute).transpose()
    }

    pub(super) fn next_sealing(&self) -> Result<Option<KeySource>, KeyFault> {
        self.next_sealing.as_ref().map(absolute).transpose()
    }

    pub(super) fn next_signing(&self) -> Result<Option<KeySource>, KeyFault> {
        self.next_signing.as_ref().map(absolute).transpose()
    }
}

/// A path that depends on where the program is started would name another key, or
/// none, each time.
fn absolute(source: &KeySource) -> Result<KeySource, KeyFault> {
    match source {
        KeySource::File(path) if !path.is_absolute() => {
            Err(source.fault(KeySourceError::RelativeFile))
        }
        _ => Ok(source.clone()),
    }
}
