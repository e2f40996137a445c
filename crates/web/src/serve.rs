//! The HTTP server: takes connections within [`ServeLimits`], and ends within a
//! bounded time once it is asked to.

mod connections;
mod kept_in_work;
mod limits;
mod stalling;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use self::connections::{Admitted, Connections};
use self::kept_in_work::kept_in_work;
use self::limits::{BUFFER_BYTES, HEAD_BYTES};
pub use self::limits::{Peers, ServeLimits};
use self::stalling::Stalling;
use crate::Client;

/// Wait after an accept that failed: where the system is out of files or
/// memory, the next would fail too.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(100);

/// Time that a connection has, once no more are taken, to send its first request.
const FIRST_REQUEST: Duration = Duration::from_millis(500);

/// What a connection is told that finds no place.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n\
    content-length: 0\r\nconnection: close\r\n\r\n";

/// Serves until `shutdown` completes, and for `limits.linger` after it, with answers that
/// end their connection. Requests in work then have `limits.drain`; what waits, and what is
/// not done by then, is closed.
///
/// # Errors
/// The listener's error.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ServeLimits,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.local_addr()?;
    let connections = Connections::new(limits.connections, limits.connections_per_address);
    let server = Server::new(router, &limits);
    let mut open = JoinSet::new();
    let stopping = Arc::clone(&server.stopping);
    let mut shutdown = std::pin::pin!(async move {
        shutdown.await;
        stopping.store(true, Ordering::Relaxed);
        // Not even a timer where nobody is waited for.
        if !limits.linger.is_zero() {
            sleep(limits.linger).await;
        }
    });
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Removes those that have ended.
            Some(_ended) = open.join_next() => continue,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok(accepted) => take(accepted, &connections, &server, &mut open),
            // The client went away before it was accepted.
            Err(error) if is_of_client(&error) => {}
            Err(error) => {
                tracing::warn!(kind = %error.kind(), "no connection could be accepted");
                sleep(AFTER_FAILED_ACCEPT).await;
            }
        }
    }
    // Closing the listener resets what the system has accepted for it: it is taken before.
    let listener = listener.into_std()?;
    while let Ok((stream, peer)) = listener.accept() {
        stream.set_nonblocking(true)?;
        let accepted = (TcpStream::from_std(stream)?, peer);
        take(accepted, &connections, &server, &mut open);
    }
    drop(listener);
    // Who has just connected sends a request at once, and may not be able to send it again.
    let _silent = timeout(FIRST_REQUEST, connections.asked()).await;
    if timeout(limits.drain, connections.quiet()).await.is_err() {
        tracing::warn!("requests were cut off by the stop");
    }
    open.shutdown().await;
    Ok(())
}

/// Serves a connection, if there is a place for it.
fn take(
    (stream, peer): (TcpStream, SocketAddr),
    connections: &Connections,
    server: &Server,
    open: &mut JoinSet<()>,
) {
    match connections.admit(Client::new(peer.ip())) {
        Some(place) => drop(open.spawn(server.clone().attend(stream, peer, place))),
        None => {
            tracing::debug!("no place for another connection");
            // Best effort: the connection is closed in any case.
            let _told = stream.try_write(NO_PLACE);
        }
    }
}

fn is_of_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// What every connection is served with. Cheap to clone.
#[derive(Clone)]
struct Server {
    router: Router,
    http: Arc<Builder>,
    stall: Duration,
    /// Whether the service was asked to stop.
    stopping: Arc<AtomicBool>,
}

impl Server {
    fn new(router: Router, limits: &ServeLimits) -> Self {
        let mut http = Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.head_time)
            .max_header_size(HEAD_BYTES)
            .max_buf_size(BUFFER_BYTES);
        Self {
            router,
            http: Arc::new(http),
            stall: limits.stall,
            stopping: Arc::default(),
        }
    }

    /// Serves one connection to its end.
    async fn attend(self, stream: TcpStream, peer: SocketAddr, place: Admitted) {
        let Self {
            router,
            http,
            stall,
            stopping,
        } = self;
        let service = service_fn(|request: hyper::Request<Incoming>| {
            let in_work = place.request();
            let router = router.clone();
            let stopping = Arc::clone(&stopping);
            async move {
                let mut request: Request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                let mut response = match router.oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                };
                if stopping.load(Ordering::Relaxed) {
                    let headers = response.headers_mut();
                    headers.insert(CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(response.map(|body| kept_in_work(body, in_work)))
            }
        });
        let stream = TokioIo::new(Stalling::new(stream, stall));
        let connection = http.serve_connection(stream, service);
        tokio::select! {
            // Whatever ends a connection is the client's affair: it went away,
            // was too slow, or spoke no HTTP.
            _ended = connection => {}
            () = place.cut() => {}
        }
    }
}

#[cfg(test)]
mod tests;
