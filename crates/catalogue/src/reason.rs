//! The reasons for which an inspector sends a photo back.

use std::sync::LazyLock;

use serde::Deserialize;

/// A reason; its texts are `reason-<id>`, `.why` and `.cure` in the message
/// files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Stable name; past orders hold it.
    pub id: String,
    /// Where it stands on the inspector's page.
    pub group: String,
    /// Findings that suggest it.
    #[serde(default)]
    pub findings: Vec<String>,
    /// Digit on the inspector's keyboard, 0–9.
    pub key: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reason: Vec<Reason>,
}

/// All reasons, in the order of their groups.
#[must_use]
pub fn reasons() -> &'static [Reason] {
    static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../data/reasons.toml"))
            .expect("the embedded reasons are read by the tests");
        file.reason
    });
    &REASONS
}

/// The reason of this name.
#[must_use]
pub fn reason(id: &str) -> Option<&'static Reason> {
    reasons().iter().find(|reason| reason.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_keys_stand_once() {
        let ids: BTreeSet<_> = reasons().iter().map(|reason| &reason.id).collect();
        assert_eq!(ids.len(), reasons().len());
        let keys: Vec<u8> = reasons().iter().filter_map(|reason| reason.key).collect();
        let distinct: BTreeSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
        assert!(keys.iter().all(|key| *key <= 9));
        assert_eq!(reason("brows-covered").map(|r| r.key), Some(Some(1)));
        assert_eq!(reason("no-such"), None);
    }
}
