//! Where a store keeps its files.

use object_store::path::Path;

use crate::BlobKey;

/// The kind of file that must end after a month, whatever fails.
const ORIGINAL: &str = "original";

/// How the names of a store's objects are made from the keys of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    /// `ab/cdef…`, as the key is written.
    ByKey,
    /// `originals/ab/cdef…` and `photos/ab/cdef…`: a bucket ends objects by how their
    /// names begin.
    ByKind,
}

impl Places {
    /// Where a file of this kind is.
    pub(crate) fn of(self, kind: &str, key: &BlobKey) -> Path {
        match self {
            Self::ByKey => key.path(),
            Self::ByKind if kind == ORIGINAL => within("originals", key),
            Self::ByKind => within("photos", key),
        }
    }

    /// Where else a file of this kind may be, that somebody else put there.
    pub(crate) fn elsewhere(self, kind: &str, key: &BlobKey) -> Option<Path> {
        match self {
            Self::ByKind if kind == ORIGINAL => Some(within("photos", key)),
            Self::ByKind | Self::ByKey => None,
        }
    }

    /// Everywhere that a file of some kind may be.
    pub(crate) fn all(self, key: &BlobKey) -> Vec<Path> {
        match self {
            Self::ByKey => vec![key.path()],
            Self::ByKind => vec![within("photos", key), within("originals", key)],
        }
    }

    /// What the names of all files begin with whose keys begin with `first_byte`.
    pub(crate) fn beginnings(self, first_byte: u8) -> Vec<Path> {
        let byte = hex::encode([first_byte]);
        match self {
            Self::ByKey => vec![Path::from(byte)],
            Self::ByKind => ["photos", "originals"]
                .map(|folder| Path::from(format!("{folder}/{byte}")))
                .to_vec(),
        }
    }

    /// The key of the file with this name; `None` for what is no file of the store.
    pub(crate) fn key(self, place: &Path) -> Option<BlobKey> {
        let place = place.as_ref();
        let key = match self {
            Self::ByKey => place,
            Self::ByKind => place
                .strip_prefix("photos/")
                .or_else(|| place.strip_prefix("originals/"))?,
        };
        key.parse().ok()
    }
}

fn within(folder: &str, key: &BlobKey) -> Path {
    Path::from(format!("{folder}/{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_made() {
        let key = BlobKey::of(b"sealed");
        let first_byte = u8::from_str_radix(&key.to_string()[..2], 16).expect("it is hexadecimal");
        let check = |places: Places, kind: &str, begins: &str| {
            let place = places.of(kind, &key);
            assert_eq!(place.as_ref(), format!("{begins}{key}"), "{kind}");
            assert_eq!(places.key(&place), Some(key), "{kind}");
            assert!(places.all(&key).contains(&place), "{kind}");
            let mut beginnings = places.beginnings(first_byte).into_iter();
            assert!(beginnings.any(|beginning| place.prefix_matches(&beginning)));
        };
        check(Places::ByKey, "original", "");
        check(Places::ByKey, "photo", "");
        check(Places::ByKind, "original", "originals/");
        check(Places::ByKind, "photo", "photos/");
        check(Places::ByKind, "code", "photos/");
        let foreign = [
            "README",
            "photos/README",
            "other/ab/cd",
            &format!("other/{key}"),
        ];
        for name in foreign {
            assert_eq!(Places::ByKind.key(&Path::from(name)), None, "{name}");
        }
        assert_eq!(Places::ByKind.key(&key.path()), None);
    }
}
