//! A real server behind a line that is slow, breaks off or loses answers: what was
//! stored is whole, what was not is told so, and everything ends in its time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use blobs::{BlobStore, Bucket, Patience};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::bucket::{bucket, endpoint};
use crate::suite::{key, put, put_as};

/// What a line does with a connection.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// Goes on after this time.
    Slow(Duration),
    /// Breaks off when this many bytes have gone to the server.
    CutAfter(usize),
    /// Breaks off when the server has the request, so that its answer is lost.
    AnswerLost,
    /// Answers 500 in the server's place.
    Error,
}

const PATIENCE: Patience = Patience {
    connect: Duration::from_millis(500),
    request: Duration::from_millis(1500),
    put: Duration::from_millis(1500),
    retry: Duration::from_millis(2000),
};
/// Retries, one request more, and a slow machine.
const LONGEST: Duration = Duration::from_secs(6);

/// A line to `server` that does `fault` to `percent` of the connections, evenly.
async fn line(server: String, fault: Fault, percent: u32) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicU32::new(0));
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let number = count.fetch_add(1, Ordering::Relaxed);
            let is_faulty = (number + 1) * percent / 100 > number * percent / 100;
            let (server, fault) = (server.clone(), is_faulty.then_some(fault));
            tokio::spawn(async move { carry(client, &server, fault).await });
        }
    });
    address
}

async fn carry(mut client: TcpStream, server: &str, fault: Option<Fault>) -> std::io::Result<()> {
    let mut upstream = TcpStream::connect(server).await?;
    match fault {
        None => {}
        Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
        Some(Fault::CutAfter(most)) => {
            let mut begun = vec![0; most];
            let length = client.read(&mut begun).await?;
            return upstream.write_all(&begun[..length]).await;
        }
        Some(Fault::AnswerLost) => {
            let (mut from, _to) = client.split();
            let (mut answers, mut requests) = upstream.split();
            let mut first = [0];
            tokio::select! {
                sent = tokio::io::copy(&mut from, &mut requests) => sent.map(drop)?,
                answered = answers.read(&mut first) => drop(answered?),
            }
            return Ok(());
        }
        Some(Fault::Error) => {
            let mut request = [0; 4096];
            let _some = client.read(&mut request).await?;
            let answer = b"HTTP/1.1 500 It\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            return client.write_all(answer).await;
        }
    }
    copy_bidirectional(&mut client, &mut upstream).await?;
    Ok(())
}

/// Puts and gets twelve files over a faulty line; gives how many puts and gets did.
async fn tried(fault: Fault, percent: u32) -> (usize, usize) {
    let bucket = bucket();
    let straight = BlobStore::in_bucket(&bucket).unwrap();
    let server = endpoint().strip_prefix("http://").unwrap().to_owned();
    let faulty = BlobStore::in_bucket(&Bucket {
        endpoint: format!("http://{}", line(server, fault, percent).await),
        patience: PATIENCE,
        ..bucket
    })
    .unwrap();
    let (mut put_well, mut got_well) = (0, 0);
    for seed in 0..12 {
        let plain = vec![b'x'; 60_000];
        let began = Instant::now();
        let did = put_as(&faulty, "photo", &plain, seed).await;
        assert!(
            began.elapsed() < LONGEST,
            "{fault:?}: {:?}",
            began.elapsed()
        );
        // The name is that of the sealed bytes, which a put elsewhere gives too.
        let name = put(&BlobStore::in_memory(), &plain, seed).await;
        let stored = straight.get(&key(1), "photo", &name).await;
        match (did, stored) {
            (Ok(named), stored) => {
                put_well += 1;
                assert_eq!(named, name, "{fault:?}");
                assert_eq!(stored.unwrap(), plain, "{fault:?}");
            }
            // Stored without an answer, or not at all; never in part.
            (Err(error), Ok(stored)) => {
                assert_eq!(error.code(), "blob-unreachable", "{fault:?}");
                assert_eq!(stored, plain, "{fault:?}");
            }
            (Err(error), Err(stored)) => {
                assert_eq!(error.code(), "blob-unreachable", "{fault:?}");
                assert_eq!(stored.code(), "blob-missing", "{fault:?}");
            }
        }
        put(&straight, &plain, seed).await;
        let began = Instant::now();
        match faulty.get(&key(1), "photo", &name).await {
            Ok(got) => {
                got_well += 1;
                assert_eq!(got, plain, "{fault:?}");
            }
            Err(error) => assert_eq!(error.code(), "blob-unreachable", "{fault:?}"),
        }
        assert!(
            began.elapsed() < LONGEST,
            "{fault:?}: {:?}",
            began.elapsed()
        );
    }
    (put_well, got_well)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server: scripts/s3-test"]
async fn errors_in_a_third_of_the_answers_pass_unseen() {
    assert_eq!(tried(Fault::Error, 30).await, (12, 12));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server: scripts/s3-test"]
async fn a_line_that_breaks_off_now_and_then_passes_unseen() {
    assert_eq!(tried(Fault::CutAfter(2_000), 30).await, (12, 12));
    assert_eq!(tried(Fault::AnswerLost, 30).await, (12, 12));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server: scripts/s3-test"]
async fn a_slow_line_is_slow() {
    let slow = Fault::Slow(Duration::from_millis(300));
    assert_eq!(tried(slow, 100).await, (12, 12));
}

/// Everything fails, in its time.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server: scripts/s3-test"]
async fn a_line_that_carries_nothing_is_told() {
    assert_eq!(tried(Fault::CutAfter(2_000), 100).await, (0, 0));
    assert_eq!(tried(Fault::Error, 100).await, (0, 0));
    assert_eq!(tried(Fault::AnswerLost, 100).await, (0, 0));
}
