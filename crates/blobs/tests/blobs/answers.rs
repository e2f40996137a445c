//! Answers of a bucket's server, each with the error it is and the time it takes. The
//! server is a few lines of the test: it reads a request and does what it is told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use blobs::{BlobError, BlobStore, Bucket, BucketNamedIn, Patience};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use zeroize::Zeroizing;

use crate::suite::{get, put, put_as};

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Answers with this status, and this word of S3's.
    Status(u16, &'static str),
    /// Stores what is put, and answers with 200 after this time.
    Late(Duration),
    /// Closes the connection.
    Cut,
    /// Says nothing, and holds the connection.
    Silence,
    /// Begins an answer, and closes.
    HalfAnAnswer,
}

const PATIENCE: Patience = Patience {
    connect: Duration::from_millis(300),
    request: Duration::from_millis(150),
    put: Duration::from_millis(400),
    retry: Duration::from_millis(600),
};
/// The longest that an operation may take: retries, one request more, and a slow machine.
const LONGEST: Duration = Duration::from_secs(4);

/// A server that does these one after the other, and the last again and again; gives
/// how many requests came.
async fn server(acts: &[Act]) -> (SocketAddr, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (acts, count) = (acts.to_vec(), Arc::new(AtomicU32::new(0)));
    let asked = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let number = asked.fetch_add(1, Ordering::Relaxed) as usize;
            let act = acts[number.min(acts.len() - 1)];
            tokio::spawn(serve(client, act));
        }
    });
    (address, count)
}

async fn serve(mut client: TcpStream, act: Act) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !is_whole(&request) {
        if client.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let (status, body) = match act {
        Act::Cut => return Ok(()),
        Act::Silence => {
            tokio::time::sleep(LONGEST).await;
            return Ok(());
        }
        Act::HalfAnAnswer => {
            let half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nETag: a\r\n\
                Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\nhalf";
            return client.write_all(half).await;
        }
        Act::Late(time) => {
            tokio::time::sleep(time).await;
            (200, String::new())
        }
        Act::Status(status, word) => (status, format!("<Error><Code>{word}</Code></Error>")),
    };
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} It\r\nContent-Length: {length}\r\nETag: \"a\"\r\nConnection: close\r\n\r\n{body}"
    );
    client.write_all(answer.as_bytes()).await
}

/// Whether a request has come in full.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some(head_ends) = request.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let length = text.split("content-length: ").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    request.len() >= head_ends + 4 + length.unwrap_or(0)
}

fn store_at(address: SocketAddr) -> BlobStore {
    let bucket = Bucket {
        endpoint: format!("http://{address}"),
        region: "us-east-1".to_owned(),
        name: "photos".to_owned(),
        named_in: BucketNamedIn::Path,
        access_key_id: "key".to_owned(),
        secret_access_key: Zeroizing::new("word".to_owned()),
        patience: PATIENCE,
    };
    BlobStore::in_bucket(&bucket).unwrap()
}

fn code<T>(done: Result<T, BlobError>) -> &'static str {
    done.map_or_else(|error| error.code(), |_| "done")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_is_the_error_it_is() {
    let check = async |acts: &[Act], put_is: &str, get_is: &str, check_is: &str| {
        let began = Instant::now();
        let blob = put(&BlobStore::in_memory(), b"pixels", 1).await;
        let store = store_at(server(acts).await.0);
        let did = put_as(&store, "photo", b"pixels", 1);
        assert_eq!(code(did.await), put_is, "put: {acts:?}");
        let store = store_at(server(acts).await.0);
        let got = get(&store, &blob).await;
        assert_eq!(
            got.map_or_else(|code| code, |_| "done"),
            get_is,
            "get: {acts:?}"
        );
        let store = store_at(server(acts).await.0);
        assert_eq!(code(store.check().await), check_is, "check: {acts:?}");
        assert!(
            began.elapsed() < 3 * LONGEST,
            "{acts:?}: {:?}",
            began.elapsed()
        );
    };
    let status = |status, word| [Act::Status(status, word)];
    let not_now = "blob-unreachable";
    for (number, word) in [
        (500, "InternalError"),
        (502, ""),
        (503, "SlowDown"),
        (429, "TooManyRequests"),
        (408, "RequestTimeout"),
    ] {
        check(&status(number, word), not_now, not_now, not_now).await;
    }
    let refused = "blob-refused";
    for (number, word) in [
        (403, "InvalidAccessKeyId"),
        (403, "SignatureDoesNotMatch"),
        (401, "Unauthorized"),
    ] {
        check(&status(number, word), refused, refused, refused).await;
    }
    let missing = status(404, "NoSuchBucket");
    check(&missing, "blob-no-bucket", "blob-missing", "blob-no-bucket").await;
    let region = status(400, "AuthorizationHeaderMalformed");
    check(&region, "blob-store", "blob-store", "blob-store").await;
    let moved = status(301, "PermanentRedirect");
    check(&moved, "blob-store", "blob-store", "blob-store").await;
    check(&[Act::Cut], not_now, not_now, not_now).await;
    check(&[Act::Silence], not_now, not_now, not_now).await;
    check(&[Act::HalfAnAnswer, Act::Cut], "done", not_now, not_now).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_once_is_tried_again() {
    let check = async |first: Act| {
        let (address, count) = server(&[first, Act::Late(Duration::ZERO)]).await;
        let store = store_at(address);
        let did = put_as(&store, "photo", b"pixels", 1);
        assert_eq!(code(did.await), "done", "{first:?}");
        assert_eq!(count.load(Ordering::Relaxed), 2, "{first:?}");
    };
    check(Act::Status(500, "InternalError")).await;
    check(Act::Status(503, "SlowDown")).await;
    check(Act::Cut).await;
    check(Act::Silence).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_is_waited_for_longer() {
    let slow = [Act::Late(PATIENCE.request + Duration::from_millis(100))];
    let (address, count) = server(&slow).await;
    let store = store_at(address);
    let did = put_as(&store, "photo", b"pixels", 1);
    assert_eq!(code(did.await), "done");
    assert_eq!(count.load(Ordering::Relaxed), 1, "it was not repeated");
    assert_eq!(code(store.check().await), "blob-unreachable");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_not_repeated() {
    let (address, count) = server(&[Act::Status(403, "AccessDenied")]).await;
    assert_eq!(code(store_at(address).check().await), "blob-refused");
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_there_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let began = Instant::now();
    let error = store_at(address).check().await.unwrap_err();
    assert_eq!(error.code(), "blob-unreachable");
    assert!(error.is_for_now());
    assert!(began.elapsed() < LONGEST, "{:?}", began.elapsed());
}
