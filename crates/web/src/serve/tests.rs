//! Connections over real sockets, on a clock that stands until all wait.

use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::*;

const LIMITS: ServeLimits = ServeLimits {
    connections: 8,
    connections_per_address: Some(6),
    head_time: Duration::from_secs(15),
    stall: Duration::from_secs(30),
    linger: Duration::ZERO,
    drain: Duration::from_secs(10),
};
const WHOLE: &str = "GET /hello HTTP/1.1\r\nhost: x\r\n\r\n";
const HALF: &str = "GET /hello HTTP/1.1\r\nhost: x\r\nx-a: ";
const UPLOAD: &str = "POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc";
const EVENTS: &str = "GET /events HTTP/1.1\r\nhost: x\r\n\r\n";

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
}

async fn start(limits: ServeLimits) -> Running {
    let router = Router::new()
        .route("/hello", get(async || "hello"))
        .route("/upload", post(async |body: String| body))
        .route("/large", get(async || "x".repeat(64_000_000)))
        .route("/events", get(async || Body::from_stream(ticks())));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(serve(listener, router, limits, async move {
        let _asked = stopped.await;
    }));
    Running {
        address,
        stop,
        served,
    }
}

/// A line each 20 s, for ever.
fn ticks() -> impl futures_util::Stream<Item = Result<&'static str, Infallible>> {
    futures_util::stream::unfold((), |()| async {
        sleep(Duration::from_secs(20)).await;
        Some((Ok("tick\n"), ()))
    })
}

async fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    // Lets the server accept and read.
    sleep(Duration::from_millis(1)).await;
    stream
}

/// What comes until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let _reset = stream.read_to_end(&mut all).await;
    String::from_utf8(all).unwrap()
}

/// The first bytes that come.
async fn some(stream: &mut TcpStream) -> String {
    let mut some = [0; 1000];
    let count = stream.read(&mut some).await.unwrap_or(0);
    String::from_utf8(some[..count].to_vec()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn silent_connections_end() {
    let check = async |sent: &str, begins: &str, after_s: u64| {
        let server = start(LIMITS).await;
        let begun = Instant::now();
        let mut stream = send(server.address, sent).await;
        let told = rest(&mut stream).await;
        assert!(told.starts_with(begins), "{sent:?}: {told:?}");
        assert_eq!(begun.elapsed().as_secs(), after_s, "{sent:?}");
    };
    check("", "", 15).await;
    check(HALF, "", 15).await;
    check(WHOLE, "HTTP/1.1 200", 15).await;
    let long = format!("{HALF}{}", "a".repeat(HEAD_BYTES));
    check(&long, "HTTP/1.1 431", 0).await;
}

#[tokio::test(start_paused = true)]
async fn heads_that_never_end_hold_up_nobody() {
    for per_address in [Some(6), None] {
        let server = start(ServeLimits {
            connections_per_address: per_address,
            ..LIMITS
        })
        .await;
        let mut halves = Vec::new();
        for _ in 0..50 {
            halves.push(send(server.address, HALF).await);
        }
        let begun = Instant::now();
        let mut honest = send(server.address, WHOLE).await;
        assert!(some(&mut honest).await.starts_with("HTTP/1.1 200"));
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
}

#[tokio::test(start_paused = true)]
async fn requests_in_work_keep_their_place() {
    let server = start(LIMITS).await;
    let mut streams = Vec::new();
    for _ in 0..6 {
        streams.push(send(server.address, EVENTS).await);
    }
    let mut refused = send(server.address, WHOLE).await;
    assert!(rest(&mut refused).await.starts_with("HTTP/1.1 503"));
    // Event streams go on for longer than any limit of waiting.
    sleep(Duration::from_secs(90)).await;
    for stream in &mut streams {
        let begun = Instant::now();
        some(stream).await;
        assert!(some(stream).await.contains("tick"));
        assert!(begun.elapsed() <= Duration::from_secs(20));
    }
    drop(streams.pop());
    sleep(Duration::from_secs(40)).await;
    let mut honest = send(server.address, WHOLE).await;
    assert!(some(&mut honest).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_takes_ends() {
    let server = start(LIMITS).await;
    let mut stream = send(server.address, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_secs(60)).await;
    assert!(rest(&mut stream).await.len() < 64_000_000);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_within_its_time() {
    let check = async |open: &[&str], after_s: u64| {
        let server = start(LIMITS).await;
        let mut streams = Vec::new();
        for text in open {
            streams.push(send(server.address, text).await);
        }
        let begun = Instant::now();
        server.stop.send(()).unwrap();
        server.served.await.unwrap().unwrap();
        assert_eq!(begun.elapsed().as_secs(), after_s, "{open:?}");
    };
    check(&[], 0).await;
    check(&[HALF], 0).await;
    check(&[WHOLE], 0).await;
    check(&[UPLOAD], 10).await;
    check(&[HALF, UPLOAD, EVENTS], 10).await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_told_before_the_listener_closes() {
    let linger = Duration::from_secs(5);
    let server = start(ServeLimits { linger, ..LIMITS }).await;
    let mut before = send(server.address, WHOLE).await;
    assert!(!some(&mut before).await.contains("connection: close"));
    let begun = Instant::now();
    server.stop.send(()).unwrap();
    sleep(Duration::from_secs(4)).await;
    // A new connection, and one that was open, are answered and closed.
    let mut after = send(server.address, WHOLE).await;
    before.write_all(WHOLE.as_bytes()).await.unwrap();
    for stream in [&mut after, &mut before] {
        let told = rest(stream).await;
        assert!(told.starts_with("HTTP/1.1 200"), "{told}");
        assert!(told.contains("connection: close"), "{told}");
    }
    let _upload = send(server.address, UPLOAD).await;
    server.served.await.unwrap().unwrap();
    assert_eq!(begun.elapsed().as_secs(), 15);
    assert!(TcpStream::connect(server.address).await.is_err());
}

/// What the system has accepted when the listener closes is served: its clients may have
/// sent what must not be sent twice.
#[tokio::test(start_paused = true)]
async fn nobody_who_was_accepted_is_reset() {
    let router = Router::new().route("/hello", get(async || "hello"));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Nothing is taken before the service is asked to stop.
    let mut waiting = Vec::new();
    for text in [WHOLE, "", WHOLE] {
        waiting.push(send(address, text).await);
    }
    let served = tokio::spawn(serve(listener, router, LIMITS, std::future::ready(())));
    // One that has connected and not sent yet.
    waiting[1].write_all(WHOLE.as_bytes()).await.unwrap();
    for stream in &mut waiting {
        let told = rest(stream).await;
        assert!(told.starts_with("HTTP/1.1 200"), "{told:?}");
    }
    served.await.unwrap().unwrap();
}
