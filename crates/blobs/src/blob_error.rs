//! Why a file could not be stored or read.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use object_store::client::HttpError;

use crate::answers::Answer;
use crate::{BlobKey, SealError};

/// Why a file could not be stored or read. Contains no personal data or
/// content.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no file with this key.
    #[error("there is no blob {0}")]
    Missing(BlobKey),
    /// The file cannot be decrypted.
    #[error("the blob {key} does not open")]
    Sealed {
        /// The file's key.
        key: BlobKey,
        /// Reason.
        source: SealError,
    },
    /// The folder could not be created or read.
    #[error("the blob folder {} cannot be used", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The bucket's server gave no answer, or one that asks to try later.
    #[error("the bucket cannot be reached now")]
    Unreachable(#[source] object_store::Error),
    /// The bucket's server does not take the access key, or it may not do this.
    #[error("the bucket refuses the access key")]
    Refused(#[source] object_store::Error),
    /// The server has no such bucket.
    #[error("there is no such bucket")]
    NoBucket(#[source] object_store::Error),
    /// The store could not be read or written.
    #[error("the blob store cannot be read or written")]
    Store(#[source] object_store::Error),
}

impl BlobError {
    /// The error of a store. What is not found is the bucket: where it may be a file,
    /// the caller looks first.
    pub(crate) fn of(error: object_store::Error) -> Self {
        use object_store::Error as Fault;
        if let Some(answer) = cause::<Answer>(&error).copied() {
            return match answer {
                answer if answer.is_not_now() => Self::Unreachable(error),
                answer if answer.is_refusal() => Self::Refused(error),
                answer if answer.is_missing() => Self::NoBucket(error),
                _ => Self::Store(error),
            };
        }
        let is_of_the_disk = cause::<io::Error>(&error).is_some();
        match error {
            _ if cause::<HttpError>(&error).is_some() => Self::Unreachable(error),
            _ if is_of_the_disk => Self::Store(error),
            Fault::PermissionDenied { .. } | Fault::Unauthenticated { .. } => Self::Refused(error),
            Fault::NotFound { .. } => Self::NoBucket(error),
            _ => Self::Store(error),
        }
    }

    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "blob-missing",
            Self::Sealed { source, .. } => source.code(),
            Self::Folder { .. } => "blob-folder",
            Self::Unreachable(_) => "blob-unreachable",
            Self::Refused(_) => "blob-refused",
            Self::NoBucket(_) => "blob-no-bucket",
            Self::Store(_) => "blob-store",
        }
    }

    /// Whether the disk had no room for a file.
    #[must_use]
    pub fn is_full(&self) -> bool {
        causes(self).any(|error| {
            let system = error.downcast_ref::<io::Error>().map(io::Error::kind);
            matches!(
                system,
                Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            )
        })
    }

    /// Whether the same may succeed in a while, though nobody changes anything.
    #[must_use]
    pub const fn is_for_now(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }
}

/// What lies under the error, of this type.
fn cause<E: Error + 'static>(error: &object_store::Error) -> Option<&E> {
    causes(error).find_map(|cause| cause.downcast_ref::<E>())
}

/// The error and what lies under it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

#[cfg(test)]
mod tests {
    use object_store::client::HttpErrorKind;

    use super::*;

    fn generic(source: impl Error + Send + Sync + 'static) -> object_store::Error {
        object_store::Error::Generic {
            store: "a store",
            source: Box::new(source),
        }
    }

    #[test]
    fn a_full_disk_is_known() {
        let check = |kind: io::ErrorKind, expected| {
            let error = BlobError::of(generic(io::Error::from(kind)));
            assert_eq!(error.is_full(), expected, "{kind:?}");
        };
        check(io::ErrorKind::StorageFull, true);
        check(io::ErrorKind::QuotaExceeded, true);
        check(io::ErrorKind::PermissionDenied, false);
    }

    #[test]
    fn errors_are_told_apart() {
        let http = || HttpError::new(HttpErrorKind::Timeout, io::Error::other("slow"));
        let answer = || Box::new(std::fmt::Error);
        let (path, system) = (String::new, || {
            Box::new(io::Error::from(io::ErrorKind::PermissionDenied))
        });
        let denied = |source| object_store::Error::PermissionDenied {
            path: path(),
            source,
        };
        let check = |error, code: &str, is_for_now: bool| {
            let error = BlobError::of(error);
            assert_eq!(error.code(), code);
            assert_eq!(error.is_for_now(), is_for_now, "{code}");
        };
        check(generic(http()), "blob-unreachable", true);
        check(generic(std::fmt::Error), "blob-store", false);
        check(denied(answer()), "blob-refused", false);
        check(denied(system()), "blob-store", false);
        let unknown = object_store::Error::Unauthenticated {
            path: path(),
            source: answer(),
        };
        check(unknown, "blob-refused", false);
        let missing = object_store::Error::NotFound {
            path: path(),
            source: answer(),
        };
        check(missing, "blob-no-bucket", false);
        for (status, code) in [
            (503, "blob-unreachable"),
            (403, "blob-refused"),
            (404, "blob-no-bucket"),
            (400, "blob-store"),
        ] {
            let told = HttpError::new(HttpErrorKind::Unknown, Answer(status));
            check(generic(told), code, code == "blob-unreachable");
        }
    }
}
