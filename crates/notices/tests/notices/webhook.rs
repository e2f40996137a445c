//! Web hooks to a test HTTP server.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use notices::{
    Channel, DELIVERY_HEADER, Persistence, Recipient, Roots, SIGNATURE_HEADER, SendError, Sent,
    TIMESTAMP_HEADER, Webhook, verify,
};

use super::server::{read, server};
use super::tls::{over_tls, own_roots};
use super::{NOW_MS, notice};

const SECRET: &[u8] = b"a secret of the operator";
const TIMEOUT: Duration = Duration::from_secs(20);

fn hook(port: u16, timeout: Duration) -> Webhook {
    Webhook::new(
        &format!("http://127.0.0.1:{port}/in?x=1"),
        SECRET,
        timeout,
        &Roots::default(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_delivery_is_signed_and_names_no_person() {
    let (port, talk) = server(Some("HTTP/1.1 204 No Content\r\n\r\n"));
    let sent = hook(port, TIMEOUT)
        .send(&notice(Recipient::System), NOW_MS)
        .await;
    assert_eq!(sent, Ok(Sent { status: 204 }));
    let request = talk.join().unwrap();

    assert_eq!(request.first_line, "POST /in?x=1 HTTP/1.1");
    assert_eq!(request.header("Content-Type"), "application/json");
    assert_eq!(request.header("User-Agent"), "huizhi");
    assert_eq!(
        request.header(DELIVERY_HEADER),
        "01KDVCDNR0ABCDEFGHJKMNPQRS"
    );
    let timestamp = request.header(TIMESTAMP_HEADER);
    assert_eq!(timestamp, "1767225600");
    let verified = verify(
        SECRET,
        timestamp,
        request.header(SIGNATURE_HEADER),
        &request.body,
        NOW_MS / 1000 + 200,
    );
    assert_eq!(verified, Ok(()));
    assert_eq!(
        String::from_utf8(request.body).unwrap(),
        r#"{"id":"01KDVCDNR0ABCDEFGHJKMNPQRS","kind":"order-approved","order":"K7QX","at_ms":1767225510500,"link":"https://huizhi.example.cn/orders/K7QX"}"#
    );
}

#[tokio::test]
async fn answers_are_told_apart() {
    use Persistence::{Permanent, Temporary};
    let check = async |answer, expected: Result<u16, (SendError, Persistence)>| {
        let (port, talk) = server(Some(answer));
        let sent = hook(port, TIMEOUT)
            .send(&notice(Recipient::System), NOW_MS)
            .await;
        let got = sent
            .map(|sent| sent.status)
            .map_err(|error| (error, error.persistence()));
        assert_eq!(got, expected, "{answer:?}");
        talk.join().unwrap();
    };
    let busy = |status| Err((SendError::Busy { status }, Temporary));
    let refused = |status| Err((SendError::Refused { status }, Permanent));
    check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", Ok(200)).await;
    check("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", busy(500)).await;
    check("HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n", busy(503)).await;
    check("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", busy(429)).await;
    check("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n", refused(400)).await;
    check(
        "HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n",
        refused(401),
    )
    .await;
    check(
        "HTTP/1.1 404 Where\r\nContent-Length: 0\r\n\r\n",
        refused(404),
    )
    .await;
    let moved = |status| Err((SendError::Moved { status }, Permanent));
    check(
        "HTTP/1.1 301 There\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        moved(301),
    )
    .await;
    check(
        "HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        moved(307),
    )
    .await;
    let unreachable = || Err((SendError::Unreachable, Temporary));
    check("", unreachable()).await;
    check("HTTP/1.1 200", unreachable()).await;
    check("220 mail ready\r\n", unreachable()).await;
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let (port, talk) = server(None);
    let hook = hook(port, Duration::from_millis(50));
    let sent = hook.send(&notice(Recipient::System), NOW_MS).await;
    assert_eq!(sent, Err(SendError::TimedOut));
    talk.join().unwrap();
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let sent = hook(port, TIMEOUT)
        .send(&notice(Recipient::System), NOW_MS)
        .await;
    assert_eq!(sent, Err(SendError::Unreachable));
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut [0; 5]).unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
    });
    let hook = Webhook::new(
        &format!("https://127.0.0.1:{port}/"),
        SECRET,
        TIMEOUT,
        &Roots::default(),
    )
    .unwrap();
    let sent = hook.send(&notice(Recipient::System), NOW_MS).await;
    assert_eq!(sent, Err(SendError::Untrusted));
    talk.join().unwrap();
}

#[tokio::test]
async fn encrypted_to_a_server_that_proves_itself_and_to_no_other() {
    let check = async |roots: &Roots, expected| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let talk = std::thread::spawn(move || {
            let mut stream = over_tls(listener.accept().unwrap().0);
            // A client that does not trust the server sends nothing.
            let mut first = [0];
            let said = stream.read(&mut first).unwrap_or(0);
            if said > 0 {
                read(first.chain(&mut stream));
                stream.write_all(b"HTTP/1.1 204 Done\r\n\r\n").unwrap();
            }
            said > 0
        });
        let url = format!("https://127.0.0.1:{port}/");
        let hook = Webhook::new(&url, SECRET, TIMEOUT, roots).unwrap();
        let sent = hook.send(&notice(Recipient::System), NOW_MS).await;
        assert_eq!(sent, expected, "{roots:?}");
        assert_eq!(talk.join().unwrap(), sent.is_ok(), "{roots:?}");
    };
    check(&own_roots(), Ok(Sent { status: 204 })).await;
    check(&Roots::default(), Err(SendError::Untrusted)).await;
}

#[tokio::test]
async fn what_cannot_be_written_is_not_sent() {
    let mut changed = notice(Recipient::System);
    changed.id.push_str("\r\nX-Other: 1");
    let sent = hook(1, TIMEOUT).send(&changed, NOW_MS).await;
    assert_eq!(sent, Err(SendError::Malformed));
}

#[test]
fn nothing_shows_the_secret() {
    let shown = format!("{:?}", hook(1, TIMEOUT));
    assert!(
        !shown.contains("secret") && !shown.contains("x=1"),
        "{shown}"
    );
}
