//! A bucket of a service that speaks S3.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use url::Url;
use zeroize::Zeroizing;

use crate::answers::Answers;

/// Retries of one request.
const RETRIES: usize = 3;

/// A bucket, and the account that reads and writes it.
#[derive(Clone)]
pub struct Bucket {
    /// Address of the service without the bucket: `https://s3.example.org`; http only
    /// where this says so.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// Name of the bucket.
    pub name: String,
    /// Where requests name the bucket.
    pub named_in: BucketNamedIn,
    /// Public half of the access key.
    pub access_key_id: String,
    /// Secret half of the access key.
    pub secret_access_key: Zeroizing<String>,
    /// How long an answer is waited for.
    pub patience: Patience,
}

/// Where requests name the bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketNamedIn {
    /// `https://s3.example.org/bucket/…`; most services that somebody runs themselves.
    Path,
    /// `https://bucket.s3.example.org/…`; what some clouds insist on.
    Host,
}

/// How long an answer of the bucket is waited for. An operation ends within `retry`
/// and one request more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until a connection is there.
    pub connect: Duration,
    /// Until a request is answered in full.
    pub request: Duration,
    /// Until a file is stored.
    pub put: Duration,
    /// From the first request of an operation on, after which none is repeated.
    pub retry: Duration,
}

impl Default for Patience {
    /// A person waits for most of it.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(1),
            request: Duration::from_secs(5),
            put: Duration::from_secs(15),
            retry: Duration::from_secs(8),
        }
    }
}

/// What of a bucket cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BucketError {
    /// Not the address of a service.
    #[error("the endpoint is not https://host, or http://host, alone")]
    Endpoint,
    /// Not the name of a bucket.
    #[error("a bucket's name has 3 to 63 lower-case letters, digits, '-' and '.'")]
    Name,
    /// A part of the access key, or the region, is empty or cannot be sent.
    #[error("the region or a part of the access key is empty, or not of visible characters")]
    AccessKey,
    /// No client of the service could be made: this machine has no certificates, say.
    #[error("no client for the service can be made")]
    Client,
}

impl BucketError {
    /// Stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Endpoint => "bucket-endpoint",
            Self::Name => "bucket-name",
            Self::AccessKey => "bucket-access-key",
            Self::Client => "bucket-client",
        }
    }
}

// It holds a secret.
impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bucket({} at {})", self.name, self.endpoint)
    }
}

impl Bucket {
    /// A client that gives each request `timeout`. Nothing is sent.
    pub(crate) fn client(&self, timeout: Duration) -> Result<AmazonS3, BucketError> {
        let endpoint = self.checked()?;
        install_cryptography();
        let options = ClientOptions::new()
            .with_allow_http(endpoint.scheme() == "http")
            .with_connect_timeout(self.patience.connect)
            .with_timeout(timeout);
        let retry = RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(100),
                max_backoff: Duration::from_secs(2),
                base: 2.,
            },
            max_retries: RETRIES,
            retry_timeout: self.patience.retry,
        };
        AmazonS3Builder::new()
            .with_endpoint(endpoint.as_str().trim_end_matches('/'))
            .with_virtual_hosted_style_request(self.named_in == BucketNamedIn::Host)
            .with_region(&self.region)
            .with_bucket_name(&self.name)
            .with_access_key_id(&self.access_key_id)
            .with_secret_access_key(self.secret_access_key.as_str())
            .with_client_options(options)
            .with_retry(retry)
            // One DELETE a file: not every service has the other request.
            .with_disable_bulk_delete(true)
            .with_http_connector(Answers)
            .build()
            .map_err(|_| BucketError::Client)
    }

    /// The address that requests begin with, but for a bucket in the path.
    fn checked(&self) -> Result<Url, BucketError> {
        let is_name = self.name.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
        });
        if !is_name || !(3..=63).contains(&self.name.len()) {
            return Err(BucketError::Name);
        }
        let sent = [&self.region, &self.access_key_id, &*self.secret_access_key];
        let is_sent =
            |text: &String| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !sent.into_iter().all(is_sent) {
            return Err(BucketError::AccessKey);
        }
        let mut endpoint = Url::parse(&self.endpoint).map_err(|_| BucketError::Endpoint)?;
        let is_alone = endpoint.path() == "/"
            && endpoint.query().is_none()
            && endpoint.fragment().is_none()
            && endpoint.username().is_empty()
            && endpoint.password().is_none();
        let host = endpoint.host_str().map(str::to_owned);
        let (true, "http" | "https", Some(host)) = (is_alone, endpoint.scheme(), host) else {
            return Err(BucketError::Endpoint);
        };
        if self.named_in == BucketNamedIn::Host {
            let host = format!("{}.{host}", self.name);
            endpoint
                .set_host(Some(&host))
                .map_err(|_| BucketError::Endpoint)?;
        }
        Ok(endpoint)
    }
}

/// Chooses the cryptography of TLS for the whole program, unless somebody has.
fn install_cryptography() {
    let _already = rustls::crypto::ring::default_provider().install_default();
}

/// Both clients of a bucket: one for puts, one for everything else.
pub(crate) struct Clients {
    pub(crate) puts: Arc<AmazonS3>,
    pub(crate) others: Arc<AmazonS3>,
}

impl Clients {
    pub(crate) fn of(bucket: &Bucket) -> Result<Self, BucketError> {
        Ok(Self {
            puts: Arc::new(bucket.client(bucket.patience.put)?),
            others: Arc::new(bucket.client(bucket.patience.request)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket() -> Bucket {
        Bucket {
            endpoint: "https://s3.example.org".to_owned(),
            region: "cn-north-1".to_owned(),
            name: "photos".to_owned(),
            named_in: BucketNamedIn::Path,
            access_key_id: "AKID".to_owned(),
            secret_access_key: Zeroizing::new("secret/+word".to_owned()),
            patience: Patience::default(),
        }
    }

    #[test]
    fn what_cannot_be_a_bucket_is_refused() {
        let check = |change: &dyn Fn(&mut Bucket), expected: Result<&str, BucketError>| {
            let mut bucket = bucket();
            change(&mut bucket);
            let checked = bucket.checked().map(|url| url.to_string());
            assert_eq!(checked, expected.map(str::to_owned), "{bucket:?}");
        };
        let endpoint =
            |text: &'static str| move |bucket: &mut Bucket| bucket.endpoint = text.into();
        let name = |text: &'static str| move |bucket: &mut Bucket| bucket.name = text.into();
        check(&|_| (), Ok("https://s3.example.org/"));
        let port = endpoint("http://127.0.0.1:9000/");
        check(&port, Ok("http://127.0.0.1:9000/"));
        let host = |bucket: &mut Bucket| bucket.named_in = BucketNamedIn::Host;
        check(&host, Ok("https://photos.s3.example.org/"));
        for wrong in [
            "",
            "s3.example.org",
            "ftp://s3.example.org",
            "https://",
            "https://s3.example.org/photos",
            "https://s3.example.org/?a=b",
            "https://s3.example.org/#a",
            "https://user:word@s3.example.org",
        ] {
            check(&endpoint(wrong), Err(BucketError::Endpoint));
        }
        for wrong in ["", "ab", "Photos", "pho_tos", "pho/tos", "照片"] {
            check(&name(wrong), Err(BucketError::Name));
        }
        check(&|b| b.region = String::new(), Err(BucketError::AccessKey));
        let two_lines = |b: &mut Bucket| b.access_key_id = "a\nb".to_owned();
        check(&two_lines, Err(BucketError::AccessKey));
        let empty = |b: &mut Bucket| b.secret_access_key = Zeroizing::default();
        check(&empty, Err(BucketError::AccessKey));
    }

    #[test]
    fn the_secret_is_not_shown() {
        let bucket = bucket();
        let client = bucket.client(Duration::from_secs(1)).expect("it is made");
        for shown in [format!("{bucket:?}"), format!("{client:?}")] {
            assert!(!shown.contains("secret/+word"), "{shown}");
        }
    }
}
