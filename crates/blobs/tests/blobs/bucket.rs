//! Files in a bucket of a real server, at the address in `HUIZHI_TEST_S3`, that makes
//! buckets for anybody; `scripts/s3-test` starts one and runs these.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use blobs::{BlobStore, Bucket, BucketNamedIn, Patience};
use object_store::ObjectStoreExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use zeroize::Zeroizing;

use crate::suite::{Ground, get, key, put, put_as, store_suite};

/// Waits as short as a server on this machine allows that answers sixteen at once.
pub(crate) const SHORT: Patience = Patience {
    connect: Duration::from_secs(1),
    request: Duration::from_secs(10),
    put: Duration::from_secs(10),
    retry: Duration::from_secs(5),
};

/// The server's address, without a slash at the end.
pub(crate) fn endpoint() -> String {
    std::env::var("HUIZHI_TEST_S3").expect("HUIZHI_TEST_S3 is the address of a server")
}

/// A new bucket.
pub(crate) fn bucket() -> Bucket {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let count = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("test-{}-{count}", std::process::id());
    let endpoint = endpoint();
    let host = endpoint.strip_prefix("http://").unwrap();
    let mut server = TcpStream::connect(host).unwrap();
    write!(
        server,
        "PUT /{name} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    server.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Bucket {
        endpoint,
        region: "us-east-1".to_owned(),
        name,
        named_in: BucketNamedIn::Path,
        access_key_id: "testing".to_owned(),
        secret_access_key: Zeroizing::new("testing".to_owned()),
        patience: SHORT,
    }
}

fn under(bucket: &Bucket) -> AmazonS3 {
    AmazonS3Builder::new()
        .with_endpoint(&bucket.endpoint)
        .with_allow_http(true)
        .with_region(&bucket.region)
        .with_bucket_name(&bucket.name)
        .with_access_key_id(&bucket.access_key_id)
        .with_secret_access_key(bucket.secret_access_key.as_str())
        .build()
        .unwrap()
}

fn in_a_bucket() -> Ground {
    let bucket = bucket();
    let store = BlobStore::in_bucket(&bucket).unwrap();
    Ground {
        store,
        under: Arc::new(under(&bucket)),
        photos: "photos/",
        _folder: None,
    }
}

store_suite!(in_a_bucket(), #[ignore = "needs a server: scripts/s3-test"]);

#[tokio::test]
#[ignore = "needs a server: scripts/s3-test"]
async fn originals_are_apart_from_photos() {
    let bucket = bucket();
    let store = BlobStore::in_bucket(&bucket).unwrap();
    let under = under(&bucket);
    let check = async |kind: &str, folder: &str| {
        let blob = put_as(&store, kind, b"pixels", 1).await.unwrap();
        let place = format!("{folder}/{blob}");
        assert!(under.head(&place.as_str().into()).await.is_ok(), "{place}");
    };
    check("original", "originals").await;
    check("photo", "photos").await;
    check("sealed-photo", "photos").await;
    check("photo-code", "photos").await;
}

/// All of a folder's files are copied to `photos/`.
#[tokio::test]
#[ignore = "needs a server: scripts/s3-test"]
async fn what_was_copied_from_a_folder_opens() {
    let bucket = bucket();
    let store = BlobStore::in_bucket(&bucket).unwrap();
    let memory = Arc::new(object_store::memory::InMemory::new());
    let folder = BlobStore::over(memory.clone());
    for kind in ["original", "photo"] {
        let blob = put_as(&folder, kind, b"pixels", 1).await.unwrap();
        let bytes = memory.get(&blob.to_string().into()).await.unwrap();
        let bytes = bytes.bytes().await.unwrap();
        let place = format!("photos/{blob}").into();
        under(&bucket).put(&place, bytes.into()).await.unwrap();
        let got = store.get(&key(1), kind, &blob).await;
        assert_eq!(got.unwrap(), b"pixels", "{kind}");
        store.delete(&blob).await.unwrap();
        assert_eq!(store.size(&blob).await.unwrap(), None, "{kind}");
    }
}

/// What the bucket's lifecycle does with an original.
#[tokio::test]
#[ignore = "needs a server: scripts/s3-test"]
async fn what_the_bucket_ended_is_missing() {
    let bucket = bucket();
    let store = BlobStore::in_bucket(&bucket).unwrap();
    let blob = put(&store, b"pixels", 1).await;
    let place = format!("photos/{blob}");
    under(&bucket).delete(&place.as_str().into()).await.unwrap();
    assert_eq!(get(&store, &blob).await, Err("blob-missing"));
}

#[tokio::test]
#[ignore = "needs a server: scripts/s3-test"]
async fn a_missing_bucket_is_told() {
    let bucket = Bucket {
        name: "no-such-bucket".to_owned(),
        ..bucket()
    };
    let store = BlobStore::in_bucket(&bucket).unwrap();
    // Of a put some services make the bucket; this asks before anything is put.
    assert_eq!(store.check().await.unwrap_err().code(), "blob-no-bucket");
}
