//! `[blobs]`: where pictures and photos are kept, if not in the data folder.

use ::blobs::{BlobStore, Bucket, BucketError, BucketNamedIn, Patience};
use serde::Deserialize;

use super::secret::{Secret, SecretFault};

/// The region that services take which have none.
const REGION: &str = "us-east-1";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BlobsSettings {
    pub(super) s3: Option<S3Settings>,
}

/// A bucket of a service that speaks S3.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct S3Settings {
    endpoint: String,
    bucket: String,
    region: Option<String>,
    access_key_id: Secret,
    secret_access_key: Secret,
    #[serde(default)]
    bucket_in: BucketIn,
}

/// Where requests name the bucket.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum BucketIn {
    #[default]
    Path,
    Host,
}

// It holds a key.
impl std::fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("S3Settings")
    }
}

/// Why no bucket can be used as configured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum S3Fault {
    #[error(transparent)]
    Secret(#[from] SecretFault),
    #[error(transparent)]
    Bucket(#[from] BucketError),
}

impl S3Fault {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Secret(SecretFault::Missing { .. }) => "s3-secret-missing",
            Self::Secret(SecretFault::Open { .. }) => "s3-secret-open",
            Self::Bucket(error) => error.code(),
        }
    }
}

impl S3Settings {
    /// Whether a key stands in the settings themselves.
    pub(super) const fn holds_secrets(&self) -> bool {
        self.access_key_id.is_written() || self.secret_access_key.is_written()
    }

    /// The store; nothing is asked of it.
    ///
    /// # Errors
    /// [`S3Fault`] for a secret that is not there or open to others, and for what can be
    /// no bucket.
    pub(super) fn store(&self) -> Result<BlobStore, S3Fault> {
        let bucket = Bucket {
            endpoint: self.endpoint.clone(),
            region: self.region.clone().unwrap_or_else(|| REGION.to_owned()),
            name: self.bucket.clone(),
            named_in: match self.bucket_in {
                BucketIn::Path => BucketNamedIn::Path,
                BucketIn::Host => BucketNamedIn::Host,
            },
            access_key_id: self.access_key_id.read()?.to_string(),
            secret_access_key: self.secret_access_key.read()?,
            patience: Patience::default(),
        };
        Ok(BlobStore::in_bucket(&bucket)?)
    }
}
